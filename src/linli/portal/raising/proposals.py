"""What the words are probably about and where, in words that a resident reads. A person chooses."""

from collections.abc import Iterable
from dataclasses import dataclass

from linli.cases.proposing import propose
from linli.governance.model import RuleBook
from linli.places.models import Area

SHORTEST_STEM = 2


@dataclass(frozen=True)
class Proposal:
    code: str
    name: str
    because: tuple[str, ...]
    kind: str = ""


def categories_for(book: RuleBook, said: str) -> tuple[Proposal, ...]:
    """Sealed categories have a way in of their own and are not proposed here."""
    guesses = (guess for guess in propose(said, book) if not book.is_sealed(guess.code))
    return tuple(
        Proposal(one.code, name_of(book, one.code), one.words, kind_of(book, one.code)) for one in guesses
    )


def kind_of(book: RuleBook, code: str) -> str:
    part, top = book.category(code), book.top_category(code)
    return (part.kind if part else "") or (top.kind if top else "")


def name_of(book: RuleBook, code: str) -> str:
    """公共设施 · 路灯"""
    part, top = book.category(code), book.top_category(code)
    if part is None or top is None:
        return code
    return top.name if part is top else f"{top.name} · {part.name}"


def area_named_in(said: str, areas: Iterable[Area]) -> Area | None:
    """The area that the words name; 店下组 counts for more where 槎市村 above it is named too. None for a draw."""
    known = {area.pk: area for area in areas}
    own = {area.pk: longest_name_in(said, area) for area in known.values()}
    weights = {pk: weight + own.get(known[pk].parent_id or 0, 0) for pk, weight in own.items() if weight}
    best = [known[pk] for pk, weight in weights.items() if weight == max(weights.values())]
    return best[0] if len(best) == 1 else None


def longest_name_in(said: str, area: Area) -> int:
    """Letters of its name, or of its stem (槎市 of 槎市村), in the words."""
    names = (area.name, area.stem) if len(area.stem) >= SHORTEST_STEM else (area.name,)
    return max((len(name) for name in names if name in said), default=0)
