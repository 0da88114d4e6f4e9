"""The files of a batch on disk: what was handed in, and the copy that marks the faults. They do not stay long."""

import os
import secrets
import shutil
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from linli.kit.durable import make_folder, sync_folder
from linli.kit.sheets.limits import MB, MOST_BYTES
from linli.kit.sheets.unreadable import Unreadable

KEPT = timedelta(days=7)
COPY_KEPT = timedelta(days=1)  # what is handed out again, as long as any sheet that is taken out


def folder(token: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "imports" / token


def original(token: str) -> Path:
    return folder(token) / "original"


def copy_with_faults(token: str) -> Path:
    return folder(token) / "faults.xlsx"


def keep(chunks: Iterable[bytes]) -> str:
    """Store what was handed in under a token that cannot be guessed. Raises Unreadable beyond the limit."""
    token = secrets.token_urlsafe(24)
    make_folder(folder(token), mode=0o700)
    size = 0
    with original(token).open("wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > MOST_BYTES:
                break
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(folder(token))
    if size > MOST_BYTES:
        drop(token)
        raise Unreadable(
            _("The file has more than %(most)s MB. Split it by year or area.") % {"most": MOST_BYTES // MB}
        )
    return token


def fresh_copy(token: str, now: datetime) -> Path | None:
    """The copy with faults on its day; None where there is none, or no more."""
    copy = copy_with_faults(token)
    return copy if copy.is_file() and not _older(copy, COPY_KEPT, now) else None


def _older(path: Path, span: timedelta, now: datetime) -> bool:
    return path.stat().st_mtime < (now - span).timestamp()


def drop(token: str) -> None:
    shutil.rmtree(folder(token), ignore_errors=True)


def drop_original(token: str) -> None:
    original(token).unlink(missing_ok=True)


def drop_old(now: datetime) -> None:
    """Files of batches that nobody has touched for a week, and copies with faults past their day."""
    place = Path(settings.MEDIA_ROOT) / "imports"
    for token in place.iterdir() if place.is_dir() else ():
        if token.is_dir() and _older(token, KEPT, now):
            shutil.rmtree(token, ignore_errors=True)
    for copy in place.glob("*/faults.xlsx"):
        if _older(copy, COPY_KEPT, now):
            copy.unlink(missing_ok=True)
