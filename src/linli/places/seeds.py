"""Areas as a list states them, before they are founded. Pure."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from linli.places.faults import Fault


@dataclass(frozen=True)
class Seed:
    """`key` names the seed within its list; `parent` is the key, or the official code, of the area above it."""

    key: str
    parent: str
    level: str
    name: str
    code: str = ""
    households: int | None = None
    outline: Any = None
    valid_from: date | None = None


def in_order(seeds: Sequence[Seed], known: Container[str]) -> Iterator[list[Seed]]:
    """The seeds generation by generation, parents first. Raises Fault for keys used twice, lost parents and circles."""
    keys = {seed.key for seed in seeds}
    if len(keys) < len(seeds):
        twice = next(
            seed.key for i, seed in enumerate(seeds) if seed.key in {other.key for other in seeds[:i]}
        )
        raise Fault(_("The key %(key)s stands twice in the list.") % {"key": twice})
    done: set[str] = set()
    waiting = list(seeds)
    while waiting:
        ready = [seed for seed in waiting if _stands(seed.parent, done, keys, known)]
        if not ready:
            seed = waiting[0]
            names = {"name": seed.name, "parent": seed.parent}
            raise Fault(_("%(name)s lies under %(parent)s, which is not in the list and not known.") % names)
        yield ready
        done |= {seed.key for seed in ready}
        waiting = [seed for seed in waiting if seed.key not in done]


def _stands(parent: str, done: Container[str], keys: Container[str], known: Container[str]) -> bool:
    return parent == "" or parent in done or (parent not in keys and parent in known)
