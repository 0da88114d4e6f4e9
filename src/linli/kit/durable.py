"""Makes names last: a file that was synced can still be lost with its name, until the folder is synced as well."""

import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    line = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(line)
    finally:
        os.close(line)


def make_folder(folder: Path, mode: int = 0o777) -> None:
    """The folder and those above it, each under a name that lasts. What is there already is left as it is."""
    if folder.is_dir():
        return
    make_folder(folder.parent, mode)
    folder.mkdir(mode=mode, exist_ok=True)
    sync_folder(folder.parent)
