"""Every recording comes in through here: written anew in a child process, stored under the digest of its new bytes."""

import hashlib
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _

from linli.cases import resound
from linli.cases.keeping import keep
from linli.kit.answer import Refused
from linli.kit.scratch import scratch

MOST_BYTES = 15 * 1024 * 1024
MOST_SECONDS = resound.MOST_SECONDS
PATIENCE_SECONDS = 20
CONTENT_TYPE = "audio/mp4"
_EXIT_TOO_MUCH, _EXIT_TOO_LONG = 4, 5


@dataclass(frozen=True)
class CleanSound:
    """A recording already written anew and stored under its digest."""

    digest: str
    seconds: int


def clean(upload: bytes | File[bytes]) -> CleanSound:
    """Store the recording without anything but what is heard. Raises Refused, with a sentence, for what is none."""
    content = upload if isinstance(upload, bytes) else upload.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refused(_("This recording is larger than %(most)s MB. Please say it shorter.") % {"most": 15})
    with scratch() as folder:
        source, target = folder / "source", folder / "target.m4a"
        source.write_bytes(content)
        seconds = _resound(source, target)
        made = target.read_bytes()
    digest = hashlib.sha256(made).hexdigest()
    keep(made, path_of(digest))
    return CleanSound(digest, seconds)


def _resound(source: Path, target: Path) -> int:
    command = [sys.executable, "-I", resound.__file__, str(source), str(target)]
    try:
        done = subprocess.run(  # noqa: S603
            command, capture_output=True, timeout=PATIENCE_SECONDS, check=False, cwd="/"
        )
    except subprocess.TimeoutExpired as slow:
        raise Refused(_("This recording could not be read in time. Please record it again.")) from slow
    if done.returncode == _EXIT_TOO_LONG:
        words = _("This recording is longer than %(most)s seconds. Please say it shorter, or write it.")
        raise Refused(words % {"most": MOST_SECONDS})
    if done.returncode != 0:
        raise Refused(_("This file is not a recording that we can read. Please record it again."))
    return int(done.stdout)


def path_of(digest: str) -> Path:
    return Path(settings.MEDIA_ROOT) / digest[:2] / f"{digest}.m4a"
