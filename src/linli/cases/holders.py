"""Who could take a case: the duty list's proposal with its reason, and everybody who answers for the place."""

from dataclasses import dataclass
from datetime import date

from linli.cases.models import Case
from linli.governance.model import Duty
from linli.kit.paths import lineage
from linli.people.models import Post
from linli.people.reads import posts_above
from linli.places.models import Organisation

HANDLING = ("accept", "claim", "start", "answer")


@dataclass(frozen=True)
class Holder:
    """A unit, or a person by her post. `post` is None for a unit."""

    organisation: Organisation | None
    post: Post | None
    role_name: str = ""

    @property
    def key(self) -> str:
        """How a form names this holder."""
        if self.post is not None:
            return f"post:{self.post.pk}"
        return f"unit:{self.organisation.pk}" if self.organisation else ""

    @property
    def name(self) -> str:
        if self.post is None:
            return self.organisation.name if self.organisation else ""
        unit = self.post.organisation.name if self.post.organisation else ""
        return " ".join(filter(None, [unit, self.role_name, self.post.account.name]))


@dataclass(frozen=True)
class Proposal:
    """What the duty list says for a category here. Without a holder the list names a role that nobody fills."""

    duty: Duty
    role_name: str
    category_name: str
    holder: Holder | None
    backup: bool = False


def handlers(case: Case, on: date) -> tuple[Holder, ...]:
    """Units and posts, at or above the place, that may handle this case by its flow; the nearest first. Two queries."""
    roles = {role for verb in HANDLING if (known := case.flow.verb(verb)) for role in known.roles} & set(
        case.rulebook.roles
    )
    posts = [post for post in posts_above(case.area_path, on, roles) if post.ends_on is None]
    return (*_units_over(case, on), *(_by_post(case, post) for post in posts))


def _units_over(case: Case, on: date) -> tuple[Holder, ...]:
    units = Organisation.objects.on(on).filter(area_path__in=lineage(case.area_path))
    return tuple(Holder(unit, None) for unit in units.order_by("-area_path", "name"))


def _by_post(case: Case, post: Post) -> Holder:
    role = case.rulebook.roles.get(post.role)
    return Holder(post.organisation, post, role.name if role else post.role)


def proposal(case: Case, category: str, among: tuple[Holder, ...]) -> Proposal | None:
    """The duty list's answer for this category, filled from these holders: its role, else its unit, else its backup."""
    duty = case.rulebook.duty(category, case.area.level)
    named = case.rulebook.category(category)
    if duty is None or named is None:
        return None
    for role, backup in ((duty.role, False), (duty.backup, True)):
        holder = _in_role(role, duty, among) if role else None
        if holder or (not backup and (holder := _unit_of(duty, among))):
            return Proposal(duty, case.rulebook.role(role).name, named.name, holder, backup)
    return Proposal(duty, case.rulebook.role(duty.role).name, named.name, None)


def _in_role(role: str, duty: Duty, among: tuple[Holder, ...]) -> Holder | None:
    """The nearest post of this role; when it stands in the kind of unit that the list names, the unit itself."""
    found = next((holder for holder in among if holder.post and holder.post.role == role), None)
    unit = found.organisation if found else None
    if unit is not None and duty.organisation and unit.kind == duty.organisation:
        return Holder(unit, None)
    return found


def _unit_of(duty: Duty, among: tuple[Holder, ...]) -> Holder | None:
    if not duty.organisation:
        return None
    return next(
        (h for h in among if h.post is None and h.organisation and h.organisation.kind == duty.organisation),
        None,
    )


def holder_named(key: str, among: tuple[Holder, ...]) -> Holder | None:
    return next((holder for holder in among if holder.key == key), None)
