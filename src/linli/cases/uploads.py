"""Files that arrive in pieces, from telephones whose network comes and goes, under a name that nobody can guess.

What came is kept until its message is there, two days at most; then only a note of what was drawn from it, so that a
message tried again finds the same picture.
"""

import json
import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from linli.cases import pictures, sounds
from linli.cases.actions.intake import CleanPicture
from linli.cases.keeping import DRAFT, keep
from linli.cases.models import Picture, Sound
from linli.cases.sounds import CleanSound
from linli.kit.answer import Refused
from linli.kit.durable import make_folder, sync_folder
from linli.kit.limiting import Measure, count
from linli.kit.lines import Line
from linli.kit.rhythm import every

MOST_BYTES = 20 * 1024 * 1024
PIECES = Measure("upload.piece", 3000)
KEPT_FOR = timedelta(days=2)
LOOSE_FOR = timedelta(days=8)  # a form keeps its pictures for seven
KINDS = ("picture", "sound")
STORED = re.compile(r"[0-9a-f]{64}(\.small)?\.(jpg|m4a)")
HALF = re.compile(rf"{DRAFT}\w+")  # of somebody who was killed while she wrote it

Clean = TypeVar("Clean", CleanPicture, CleanSound)


def add(upload: UUID, offset: int, size: int, piece: bytes, *, line: Line, at: datetime) -> int:
    """How many bytes there are now. A piece that is there already, or that leaves a gap, changes nothing."""
    if not 0 <= offset <= offset + len(piece) <= size <= MOST_BYTES:
        raise Refused(_("This file is larger than %(most)s MB.") % {"most": 20})
    if count(PIECES, line.block, at) > PIECES.most and not line.shared:
        raise Refused(_("Too many files came from your line. The form itself takes them at any time."))
    if any(note_of(upload, kind).is_file() for kind in KINDS):
        return size
    place = place_of(upload)
    make_folder(place.parent)
    file = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if offset == os.fstat(file).st_size and piece:
            os.pwrite(file, piece, offset)
            os.fsync(file)
            sync_folder(place.parent)
        return os.fstat(file).st_size
    finally:
        os.close(file)


def content_of(upload: UUID) -> bytes:
    place = place_of(upload)
    if not place.is_file():
        raise Refused(_("A file did not arrive whole. Please add it again."))
    return place.read_bytes()


def pictures_in(waiting: Sequence[UUID]) -> tuple[CleanPicture, ...]:
    """Raises Refused, as for pictures that come at once."""
    if len(waiting) > pictures.MOST_PICTURES:
        raise Refused(_("At most %(most)s pictures, please.") % {"most": pictures.MOST_PICTURES})
    return tuple(_drawn_once(one, "picture", pictures.clean, CleanPicture) for one in waiting)


def sounds_in(waiting: Sequence[UUID]) -> tuple[CleanSound, ...]:
    return tuple(_drawn_once(one, "sound", sounds.clean, CleanSound) for one in waiting)


def _drawn_once(upload: UUID, kind: str, clean: Callable[[bytes], Clean], known: type[Clean]) -> Clean:
    """What came goes as soon as it is drawn; the second time the note of the first is read."""
    note = note_of(upload, kind)
    if note.is_file():
        return known(**json.loads(note.read_bytes()))
    drawn = clean(content_of(upload))
    keep(json.dumps(asdict(drawn)).encode(), note)
    place_of(upload).unlink(missing_ok=True)
    return drawn


def place_of(upload: UUID) -> Path:
    return Path(settings.MEDIA_ROOT) / "uploads" / upload.hex


def note_of(upload: UUID, kind: str) -> Path:
    return place_of(upload).with_suffix(f".{kind}")


@every(timedelta(hours=6))
def sweep_files(at: str) -> dict[str, int]:
    """Pieces that nobody completed, and pictures and voices of forms that nobody sent. What a case holds stays."""
    age = time.time() - datetime.fromisoformat(at).timestamp()  # files bear the machine's clock
    pieces = list(older_than(KEPT_FOR, "uploads/*", age))
    old = list(older_than(LOOSE_FOR, "??/*", age))
    loose = [one for one in old if STORED.fullmatch(one.name)]
    halves = [one for one in old if HALF.fullmatch(one.name)]
    digests = {one.name[:64] for one in loose}
    held = set(Picture.objects.filter(digest__in=digests).values_list("digest", flat=True))
    held |= set(Sound.objects.filter(digest__in=digests).values_list("digest", flat=True))
    left = [one for one in loose if one.name[:64] not in held]
    for file in (*pieces, *halves, *left):
        file.unlink(missing_ok=True)
    return {"pieces": len(pieces), "loose": len(left) + len(halves)}


def older_than(span: timedelta, pattern: str, age: float) -> Iterator[Path]:
    before = time.time() - age - span.total_seconds()
    for file in Path(settings.MEDIA_ROOT).glob(pattern):
        if file.is_file() and file.stat().st_mtime < before:
            yield file
