"""The place whose portal a page belongs to: its name, its area and the rule book that holds there."""

from dataclasses import dataclass

from django.http import Http404

from linli.governance.flow import Flow
from linli.governance.model import RuleBook
from linli.governance.models import Binding
from linli.governance.reads import rulebook_for
from linli.governance.vocabulary import ANYONE, RESIDENT
from linli.kit.actor import ANONYMOUS
from linli.kit.paths import lineage


@dataclass(frozen=True)
class Locality:
    slug: str
    name: str
    area_id: int
    area_path: str
    book: RuleBook

    @property
    def open_flows(self) -> tuple[Flow, ...]:
        """What residents may raise here themselves."""
        return tuple(flow for flow in self.book.flows.values() if raised_by_residents(flow))


def raised_by_residents(flow: Flow) -> bool:
    verb = flow.verb("raise")
    return verb is not None and bool(verb.roles & {ANYONE, RESIDENT})


def locality_or_404(slug: str) -> Locality:
    locality = locality_of_slug(slug)
    if locality is None:
        raise Http404
    return locality


def locality_of_slug(slug: str) -> Locality | None:
    """One query; the rule book is held in memory."""
    return locality_of(Binding.objects.visible_to(ANONYMOUS).filter(slug=slug).first())


def locality_at(area_path: str) -> Locality | None:
    """The nearest portal at or above this place."""
    bound = (
        Binding.objects.visible_to(ANONYMOUS).filter(area_path__in=lineage(area_path)).order_by("-area_path")
    )
    return locality_of(bound.first())


def locality_of(bound: Binding | None) -> Locality | None:
    book = rulebook_for(bound.area_path) if bound else None
    return Locality(bound.slug, bound.name, bound.area_id, bound.area_path, book) if bound and book else None


def all_localities() -> list[Locality]:
    found = (locality_of(bound) for bound in Binding.objects.visible_to(ANONYMOUS).order_by("name"))
    return [locality for locality in found if locality]
