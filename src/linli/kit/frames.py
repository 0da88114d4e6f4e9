"""What a door puts around a page that tells of a problem, so that nobody loses the place where she was."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import HttpRequest

from linli.kit.actor import ANONYMOUS, Actor

EVERYBODY: Final = "/"


@dataclass(frozen=True)
class Frame:
    """`base` is the template around it, `home` the way out of it."""

    base: str = "kit/plain.html"
    home: str = "/"
    context: dict[str, Any] = field(default_factory=dict)


# The beginning of an address → the frame of its door; None from a door that does not open for this reader.
FRAMES: dict[str, Callable[[HttpRequest, Actor], Frame | None]] = {}


def frame_of(request: HttpRequest) -> Frame:
    """That of the door which the address names, else of another where the reader works, else the one for everybody."""
    actor: Actor = getattr(request, "actor", ANONYMOUS)  # a request may fail before anybody is known
    for beginning in in_order(request.path):
        if frame := FRAMES[beginning](request, actor):
            return frame
    return Frame()


def in_order(path: str) -> list[str]:
    named = max((one for one in FRAMES if path.startswith(one)), key=len, default=EVERYBODY)
    others = [] if named == EVERYBODY else [one for one in FRAMES if one not in (named, EVERYBODY)]
    return [one for one in dict.fromkeys((named, *others, EVERYBODY)) if one in FRAMES]
