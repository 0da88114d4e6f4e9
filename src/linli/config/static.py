"""Static files under names that hold their hash, packed once, so that a browser keeps them for ever."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

STAMP = ".collected"
NOT_OURS = ["django_htmx*"]  # its copies of htmx; Linli ships the one it has tried


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    support_js_module_import_aggregation = True


def collect_if_changed() -> None:
    """Collecting takes seconds, looking takes milliseconds; a restart should be quick."""
    stamp = Path(settings.STATIC_ROOT) / STAMP
    marks = marks_of_sources()
    if not stamp.is_file() or stamp.read_text("ascii") != marks:
        call_command("collectstatic", interactive=False, clear=True, ignore_patterns=NOT_OURS, verbosity=0)
        stamp.write_text(marks, "ascii")


def marks_of_sources() -> str:
    marks = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(NOT_OURS):
            about = Path(storage.path(name)).stat()
            marks.update(f"{name} {about.st_size} {about.st_mtime_ns}\n".encode())
    return marks.hexdigest()
