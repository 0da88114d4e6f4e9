"""A published result as its pages show it: with its pictures, under the locality's own words."""

from collections.abc import Iterable
from dataclasses import dataclass

from linli.cases.models import Publication, PublicPicture
from linli.cases.reads_of_board import pictures_beside
from linli.governance.model import RuleBook

# Only what was solved is green.
LOOKS = {"solved": "done", "partly_solved": "wait"}


@dataclass(frozen=True)
class Result:
    publication: Publication
    category: str
    end: str
    end_in_plain_words: str
    before: tuple[PublicPicture, ...] = ()
    after: tuple[PublicPicture, ...] = ()

    @property
    def look(self) -> str:
        return LOOKS.get(self.publication.end_state, "plain")

    @classmethod
    def of(cls, publication: Publication, book: RuleBook, pictures: Iterable[PublicPicture] = ()) -> "Result":
        top = book.top_category(publication.category)
        end = book.ends.get(publication.end_state)
        names = (top.name if top else "", end.name if end else "", end.plain if end else "")
        shown = list(pictures)
        before = tuple(one for one in shown if one.picture.moment == "before")
        return cls(publication, *names, before, tuple(one for one in shown if one not in before))


def results_of(publications: Iterable[Publication], book: RuleBook) -> list[Result]:
    """One query for the pictures of all of them."""
    rows = list(publications)
    beside = pictures_beside(rows)
    return [Result.of(row, book, beside.get(row.pk, ())) for row in rows]
