"""Puts a file where its digest says, durable before the row that points to it: file synced, renamed, folder synced."""

import os
import tempfile
from pathlib import Path

from linli.kit.durable import make_folder, sync_folder

DRAFT = "draft-"


def keep(content: bytes, place: Path) -> None:
    """What is there already may have been put there by somebody who was killed before its name was last."""
    if not place.exists():
        make_folder(place.parent)
        write(content, place)
    sync_folder(place.parent)


def write(content: bytes, place: Path) -> None:
    with tempfile.NamedTemporaryFile(dir=place.parent, prefix=DRAFT, delete=False) as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).replace(place)
        except OSError:
            Path(file.name).unlink(missing_ok=True)
            raise
