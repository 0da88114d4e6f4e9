"""What the forms of a project choose from."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.cases.holders import handlers
from linli.cases.models import Case, MoneyLine, Plan
from linli.people.models import Post
from linli.people.reads import posts_above
from linli.places.models import Organisation

SOURCES = [
    (MoneyLine.Source.PARTNER, _("partner unit")),
    (MoneyLine.Source.FISCAL, _("public budget")),
    (MoneyLine.Source.COLLECTIVE, _("the collective")),
    (MoneyLine.Source.RESIDENTS, _("residents' own contributions")),
]
MOST_UNITS = 300


@dataclass(frozen=True)
class Choices:
    case: Case
    plan: Plan | None
    posts: tuple[Post, ...]
    organisations: tuple[Organisation, ...]

    @property
    def leads(self) -> list[tuple[str, str]]:
        return [(str(post.pk), self._named(post)) for post in self.posts]

    def _named(self, post: Post) -> str:
        role = self.case.rulebook.roles.get(post.role)
        unit = post.organisation.name if post.organisation else post.area.name
        return " ".join(filter(None, [unit, role.name if role else "", post.account.name]))

    @property
    def quantities(self) -> list[tuple[str, str]]:
        kinds = self.case.rulebook.quantities.values()
        return [(kind.key, f"{kind.name} · {kind.unit}") for kind in kinds]

    @property
    def sources(self) -> list[tuple[str, Any]]:
        return list(SOURCES)

    @property
    def units(self) -> list[tuple[str, str]]:
        return [(str(unit.pk), unit.name) for unit in self.organisations]

    def post(self, key: str) -> Post:
        return next(post for post in self.posts if str(post.pk) == key)

    def unit(self, key: str) -> Organisation | None:
        return next((unit for unit in self.organisations if str(unit.pk) == key), None)


def choices_for(case: Case, plan: Plan | None, day: date) -> Choices:
    """Who may lead: those who may have a case of this kind in hand, and those who plan. Units: of the whole locality."""
    holders = handlers(case, day)
    held = [holder.post for holder in holders if holder.post]
    planning = [p for p in posts_above(case.area_path, day, set(case.rulebook.project.plan)) if not p.ends_on]
    posts = {post.pk: post for post in (*held, *planning)}
    top = case.area_path
    for path in (holder.organisation.area_path for holder in holders if holder.organisation):
        top = min(top, path, key=len)
    units = Organisation.objects.on(day).filter(area_path__startswith=top).order_by("area_path", "name")
    return Choices(case, plan, tuple(posts.values()), tuple(units[:MOST_UNITS]))
