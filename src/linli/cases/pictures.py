"""Every picture comes in through here: drawn anew in a child process, stored under the digest of its new bytes, made durable.

A second way in would be a second place to forget the place data that telephones write into pictures.
"""

import hashlib
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _

from linli.cases import repaint
from linli.cases.actions.intake import CleanPicture
from linli.cases.keeping import keep
from linli.kit.answer import Refused
from linli.kit.scratch import scratch

MOST_BYTES = 20 * 1024 * 1024
MOST_PICTURES = 6
SECONDS = 10
_EXIT_TOO_LARGE = 4


def clean_all(uploads: Iterable[bytes | File[bytes]]) -> tuple[CleanPicture, ...]:
    """Raises Refused, with a sentence, for too many pictures or one that is none. Files are read one after the other."""
    found = list(uploads)
    if len(found) > MOST_PICTURES:
        raise Refused(_("At most %(most)s pictures, please.") % {"most": MOST_PICTURES})
    return tuple(clean(one if isinstance(one, bytes) else one.read(MOST_BYTES + 1)) for one in found)


def clean(upload: bytes) -> CleanPicture:
    """Store the picture without anything but its pixels. Raises Refused for what is no picture or too large."""
    if len(upload) > MOST_BYTES:
        raise Refused(_("This picture is larger than %(most)s MB. Please send a smaller one.") % {"most": 20})
    with scratch() as folder:
        source, target, thumb = (folder / name for name in ("source", "target", "thumb"))
        source.write_bytes(upload)
        width, height = _repaint(source, target, thumb)
        digest = hashlib.sha256(target.read_bytes()).hexdigest()
        keep(target.read_bytes(), path_of(digest))
        keep(thumb.read_bytes(), path_of(digest, small=True))
    return CleanPicture(digest, width, height)


def _repaint(source: Path, target: Path, thumb: Path) -> tuple[int, int]:
    command = [sys.executable, "-I", repaint.__file__, str(source), str(target), str(thumb)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False, cwd="/")  # noqa: S603
    except subprocess.TimeoutExpired as slow:
        raise Refused(_("This picture could not be read in time. Please send another one.")) from slow
    if done.returncode == _EXIT_TOO_LARGE:
        raise Refused(_("This picture has too many pixels. Please send a smaller one."))
    if done.returncode != 0:
        raise Refused(_("This file is not a picture that we can read. Please send a JPEG or PNG photo."))
    width, height = done.stdout.split()
    return int(width), int(height)


def path_of(digest: str, *, small: bool = False) -> Path:
    return Path(settings.MEDIA_ROOT) / digest[:2] / f"{digest}{'.small' if small else ''}.jpg"
