"""Folders for what is worked on: among our own files, so that what a killed process leaves there is found and swept.

In the machine's folder for temporary files nobody would look: a photo with its place, a ledger with its telephones.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

from linli.kit.durable import make_folder

STAYS: Final = timedelta(hours=1)  # far more than any decoder is given
TABLE: Final = "table-"
TABLES_STAY: Final = timedelta(days=1)  # one that is imported may be read for hours


def home() -> Path:
    return Path(settings.MEDIA_ROOT) / "scratch"


def new_folder(prefix: str = "") -> Path:
    """For whoever removes it herself."""
    make_folder(home(), mode=0o700)
    return Path(tempfile.mkdtemp(prefix=prefix, dir=home()))


@contextmanager
def scratch() -> Iterator[Path]:
    folder = new_folder()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def drop_left_overs(at: datetime) -> int:
    """How many folders went whose process did not live to remove them."""
    old = [one for one in left_over() if one.stat().st_mtime < (at - stay_of(one)).timestamp()]
    for folder in old:
        shutil.rmtree(folder, ignore_errors=True)
    return len(old)


def left_over() -> list[Path]:
    return [one for one in home().iterdir() if one.is_dir()] if home().is_dir() else []


def stay_of(folder: Path) -> timedelta:
    return TABLES_STAY if folder.name.startswith(TABLE) else STAYS
