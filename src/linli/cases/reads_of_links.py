"""What a case goes along with: the one it went into, those that came into it, its whole or its parts, and its voices."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from linli.cases.models import Case, Link, Publication, Voice
from linli.cases.reads_of_voices import households_of
from linli.governance.model import EndState

TELLING = frozenset(
    {"joined", "gathered", "merged", "split"}
)  # traces without which there is nothing to look for


@dataclass(frozen=True)
class Bonds:
    into: Case | None = None
    duplicates: tuple[Case, ...] = ()
    whole: Case | None = None
    parts: tuple[Case, ...] = ()
    voices: int = 0
    households: int = 1

    @property
    def any(self) -> bool:
        return bool(self.into or self.duplicates or self.whole or self.parts or self.voices)


NONE = Bonds()


def bonds_of(case: Case) -> Bonds:
    """About eight queries; asked only of a case whose traces tell of a link or a voice."""
    ours = {link.kind: link.into for link in Link.objects.live().filter(case=case).select_related("into")}
    theirs = list(Link.objects.live().filter(into=case).select_related("case").order_by("pk"))
    return Bonds(
        into=ours.get(Link.Kind.DUPLICATE),
        duplicates=tuple(link.case for link in theirs if link.kind == Link.Kind.DUPLICATE),
        whole=ours.get(Link.Kind.PART),
        parts=tuple(link.case for link in theirs if link.kind == Link.Kind.PART),
        voices=Voice.objects.raised().filter(case=case).count(),
        households=households_of(case),
    )


@dataclass(frozen=True)
class Fate:
    """How it stands with a case in which another one, or a voice, goes along. No words of anybody are in it."""

    case: Case
    result: Publication | None

    @property
    def stage(self) -> str:
        return self.case.rulebook.stage(self.case.stage)

    @property
    def end(self) -> EndState | None:
        return self.case.rulebook.end(self.case.end_state) if self.case.end_state else None

    @property
    def due_at(self) -> datetime | None:
        return self.case.due_at if self.case.is_open else None

    @property
    def category(self) -> str:
        found = self.case.category_in_book
        return found.name if found else ""


def fate_of(case: Case) -> Fate:
    """Of the case in which this one goes on, or of this one. What was published of it was reviewed by a person."""
    last = with_holder(case.pk)
    while last.end_state == "merged":
        link = Link.objects.live().duplicates().filter(case=last).first()
        if link is None:
            break
        last = with_holder(link.into_id)
    public = Publication.objects.filter(case=last, withdrawn_at=None).first()
    return Fate(last, public)


def part_numbered(number: str, of: Iterable[int]) -> Case | None:
    """The case of this number, if it is a part of one of these."""
    links = Link.objects.live().parts().filter(case__number=number, into__in=list(of))
    link = links.select_related("case").first()
    return link.case if link else None


def with_holder(pk: int) -> Case:
    rows = Case.objects.select_related(
        "area", "holder_organisation", "holder_post__area", "holder_post__organisation"
    )
    found: Case = rows.get(pk=pk)
    return found
