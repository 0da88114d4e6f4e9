"""What a case may be about, at most three proposals, each with its reason. A person chooses; nothing is assigned by it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.db.models.functions import Left
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.cases import sense
from linli.cases.models import Learned, Sorting
from linli.cases.sense import Guess, title_of
from linli.cases.sensing.likeness import nearest
from linli.governance.explain import limit_words
from linli.governance.model import RuleBook
from linli.kit.prepared import prepared
from linli.kit.text import day as day_words

if TYPE_CHECKING:
    from linli.cases.sensing.model import Model, Vote

MOST = 3
MOST_SORTINGS = 200
SAID = 400  # letters of the words that are compared
AS_GOOD_AS_SAME = 0.45  # alike enough that what a person called the other one comes first
SURE, POSSIBLE = 0.0, -0.7  # how strongly what was learned speaks
SOON_HOURS = 2


def propose(said: str, book: RuleBook, most: int = MOST) -> tuple[Guess, ...]:
    """From what people decided since last night, from what was learned, from the words of the rule book. Two queries."""
    learned = _learned(book.slug)
    votes = list(_by_votes(said, book, learned[1])) if learned else []
    by_words = list(sense.propose(said, book))
    sure = [guess for strength, guess in votes if strength > SURE]
    rest = [guess for strength, guess in votes if SURE >= strength > POSSIBLE]
    recent = _by_sortings(said, learned[0] if learned else None)
    found: dict[str, Guess] = {}
    for guess in (*recent, *sure, *by_words, *rest):
        if book.category(guess.code) is not None:
            found.setdefault(guess.code, guess)
    return tuple(found.values())[:most]


def _by_votes(said: str, book: RuleBook, model: "Model") -> Iterator[tuple[float, Guess]]:
    for vote in model.votes(title_of(said), said, MOST):
        if vote.words:
            yield vote.strength, Guess(vote.category, vote.words, because_of(vote))


def because_of(vote: "Vote") -> str:
    words = " ".join(f"“{word}”" for word in vote.words)
    return ngettext(
        "%(words)s, as in %(number)s earlier case", "%(words)s, as in %(number)s earlier cases", vote.earlier
    ) % {"words": words, "number": vote.earlier}


def _by_sortings(said: str, since: datetime | None) -> Iterable[Guess]:
    """Like a case that somebody sorted after the last lesson was learned."""
    known = {pk: (category, at, words) for pk, category, at, words in _newest_sortings(since)}
    texts = {pk: words for pk, (_category, _at, words) in known.items()}
    for like in nearest(texts, said[:SAID], 1, AS_GOOD_AS_SAME):
        category, at, _words = known[like.key]
        because = _("a case like this one was sorted so on %(day)s") % {"day": day_words(at, at)}
        yield Guess(category, (), because)


@prepared
def _newest_sortings(since: datetime | None) -> QuerySet[Sorting, tuple[Any, ...]]:
    rows = Sorting.objects.filter(at__gt=since) if since else Sorting.objects.all()
    newest = rows.order_by("-at").values_list("pk", "category", "at", Left("case__words__text", SAID))
    return newest[:MOST_SORTINGS]


@prepared
def _learned_at(slug: str) -> QuerySet[Learned, tuple[datetime]]:
    return Learned.objects.filter(slug=slug).values_list("at")


def _learned(slug: str) -> "tuple[datetime, Model] | None":
    at = next((at for (at,) in _learned_at(slug)), None)
    model = _model(slug, at) if at else None
    return (at, model) if at and model else None


@lru_cache(maxsize=16)
def _model(slug: str, at: datetime) -> "Model | None":
    from linli.cases.sensing.model import (
        unpacked,  # fetches numpy, which nobody needs before the first lesson
    )

    row = Learned.objects.filter(slug=slug, at=at).first()
    return unpacked(bytes(row.numbers)) if row else None


def urgency(said: str, book: RuleBook, code: str = "") -> str:
    """Why it cannot wait, in words; empty when nothing says so. The place's own danger words and clocks decide."""
    for danger in book.dangers_in(said):
        word = danger.heard_in(said) or danger.name
        return _("“%(word)s” was said: %(name)s, %(number)s") % {
            "word": word,
            "name": danger.name,
            "number": danger.number,
        }
    limit = book.clock(code, "first") if code else None
    if limit is not None and limit.unit in {"min", "h"} and limit.amount <= _soon(limit.unit):
        return _("this category asks for a first contact within %(limit)s") % {"limit": limit_words(limit)}
    return ""


def _soon(unit: str) -> int:
    return SOON_HOURS * (60 if unit == "min" else 1)
