"""Who could take a case: the duty list's proposal with its reason, and everybody who answers for the place."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from linli.cases.models import Case
from linli.governance.model import Duty
from linli.kit.paths import lineage
from linli.kit.prepared import prepared
from linli.kit.trace import traces_of
from linli.people.models import Absence, Post
from linli.people.reads import posts_above
from linli.people.reads_of_absences import attending, away
from linli.places.models import Area, Organisation

HANDLING = ("accept", "claim", "start", "answer")
SENDING = ("dispatch", "offer", "triage")
SENT = ("case.dispatched", "case.upheld")


@dataclass(frozen=True)
class Holder:
    """A unit, or a person by her post. `post` is None for a unit."""

    organisation: Organisation | None
    post: Post | None
    role_name: str = ""
    stand_in: str = ""  # who acts with this post, while its holder is away
    away: bool = False  # and nobody stands in

    @property
    def key(self) -> str:
        """How a form names this holder."""
        if self.post is not None:
            return f"post:{self.post.pk}"
        return f"unit:{self.organisation.pk}" if self.organisation else ""

    @property
    def path(self) -> str:
        """Of the area where it stands: the longer, the nearer."""
        if self.post is not None:
            return self.post.area_path
        return self.organisation.area_path if self.organisation else ""

    @property
    def name(self) -> str:
        if self.post is None:
            return self.organisation.name if self.organisation else ""
        unit = self.post.organisation.name if self.post.organisation else ""
        name = " ".join(filter(None, [unit, self.role_name, self.post.account.name]))
        if self.stand_in:
            return _("%(name)s (away; %(stand_in)s stands in)") % {"name": name, "stand_in": self.stand_in}
        return _("%(name)s (away, nobody stands in)") % {"name": name} if self.away else name


@dataclass(frozen=True)
class Proposal:
    """What the duty list says for a category here. Without a holder the list names a role that nobody fills."""

    duty: Duty
    role_name: str
    category_name: str
    holder: Holder | None
    backup: bool = False
    place: str = ""  # the area of the unit or post: the nearest one
    load: int | None = None  # open cases in its hands; None where nobody asked
    lighter: bool = False  # others stand as near, and have more in hand
    passed_over: tuple[str, ...] = ()  # who would come first, and is away without anybody who stands in


def handlers(case: Case, on: date) -> tuple[Holder, ...]:
    """Units and posts, at or above the place, that may handle this case by its flow; the nearest first. Three queries."""
    roles = {role for verb in HANDLING if (known := case.flow.verb(verb)) for role in known.roles} & set(
        case.rulebook.roles
    )
    posts = [post for post in posts_above(case.area_path, on, roles) if post.ends_on is None]
    gone = away([post.pk for post in posts], on) if posts else {}
    return (*_units_over(case, on), *(_by_post(case, post, gone.get(post.pk), on) for post in posts))


def _units_over(case: Case, on: date) -> tuple[Holder, ...]:
    """Those in which somebody who may accept is there, or somebody who stands in for her."""
    roles = tuple(sorted(accepting_roles(case)))
    return tuple(Holder(unit, None) for unit in _units_with(roles, on, tuple(lineage(case.area_path))))


@prepared
def _units_with(roles: tuple[str, ...], on: date, paths: tuple[str, ...]) -> QuerySet[Organisation]:
    members = Post.objects.filter(role__in=roles, account__is_active=True).on(on)
    members = members.exclude(pk__in=Absence.objects.unattended(on).values("post"))
    units = Organisation.objects.on(on).filter(area_path__in=paths, pk__in=members.values("organisation"))
    return units.order_by("-area_path", "name")


def _by_post(case: Case, post: Post, absence: Absence | None, on: date) -> Holder:
    role = case.rulebook.roles.get(post.role)
    standing = attending(absence, on) if absence else None
    return Holder(
        post.organisation,
        post,
        role.name if role else post.role,
        stand_in=standing.account.name if standing else "",
        away=absence is not None and standing is None,
    )


def may_accept(case: Case, on: date, organisation: Organisation | None, post: Post | None) -> bool:
    """Whether this post, or any post of this unit, may take the case on by its flow."""
    roles = accepting_roles(case)
    if post is not None:
        return post.role in roles
    members = Post.objects.filter(organisation=organisation, role__in=roles, account__is_active=True)
    return members.on(on).exists()


def accepting_roles(case: Case) -> frozenset[str]:
    flow = case.flow
    taking = ("accept",) if flow.verb("accept") else HANDLING
    return flow.actors_of(*taking) & frozenset(case.rulebook.roles)


def keeper(case: Case, on: date) -> Post | None:
    """Who answers for a case that nobody has in hand: whoever sent it last, else the nearest post that sends cases here."""
    rows = traces_of(case).filter(name__in=SENT, post_id__isnull=False).order_by("-number")
    sender = rows.values_list("post_id", flat=True).first()
    posts = (
        Post.objects.filter(account__is_active=True).on(on).select_related("account", "organisation", "area")
    )
    if sender and (found := posts.filter(pk=sender).first()):
        return found
    roles = case.flow.actors_of(*SENDING) & frozenset(case.rulebook.roles)
    return posts.filter(role__in=roles).covering(case.area_path).first()


def proposal(
    case: Case, category: str, among: tuple[Holder, ...], *, weighed: bool = False
) -> Proposal | None:
    """The duty list's answer for this category, filled from these holders: its role, else its unit, else its backup.

    `weighed` looks how much the nearest ones have in hand and takes the one with the least. Two queries more.
    """
    duty = case.rulebook.duty(category, case.area.level)
    named = case.rulebook.category(category)
    if duty is None or named is None:
        return None
    gone = tuple(one for one in among if one.away)
    among = tuple(one for one in among if not one.away)
    for role, backup in ((duty.role, False), (duty.backup, True)):
        found = _in_role(role, duty, among) if role else ()
        if found := found or (() if backup else _units_of(duty, among)):
            proposed = Proposal(duty, case.rulebook.role(role).name, named.name, found[0], backup)
            proposed = replace(proposed, passed_over=_nearer(gone, duty, found[0]))
            return _weighed(proposed, found) if weighed else proposed
    passed_over = _nearer(gone, duty, None)
    return Proposal(duty, case.rulebook.role(duty.role).name, named.name, None, passed_over=passed_over)


def _nearer(gone: tuple[Holder, ...], duty: Duty, chosen: Holder | None) -> tuple[str, ...]:
    """Who of those that are away would stand as near as the chosen one, or nearer, by the duty list."""
    named = [one for one in gone if one.post and one.post.role == duty.role]
    return tuple(
        f"{one.role_name} {one.post.account.name}"
        for one in named
        if one.post and (chosen is None or len(one.path) >= len(chosen.path))
    )


def _in_role(role: str, duty: Duty, among: tuple[Holder, ...]) -> tuple[Holder, ...]:
    """The nearest posts of this role; of those in the kind of unit that the list names, the units themselves."""
    found = [holder for holder in among if holder.post and holder.post.role == role]
    nearest = [holder for holder in found if holder.path == found[0].path]
    whole = [_as_unit(holder, duty) for holder in nearest]
    return tuple(dict.fromkeys(whole))


def _as_unit(holder: Holder, duty: Duty) -> Holder:
    unit = holder.organisation
    return Holder(unit, None) if unit is not None and unit.kind == duty.organisation else holder


def _units_of(duty: Duty, among: tuple[Holder, ...]) -> tuple[Holder, ...]:
    if not duty.organisation:
        return ()
    units = [
        h for h in among if h.post is None and h.organisation and h.organisation.kind == duty.organisation
    ]
    return tuple(unit for unit in units if unit.path == units[0].path)


def _weighed(proposed: Proposal, equals: tuple[Holder, ...]) -> Proposal:
    """Of several that stand equally near the one with the least in hand; the count serves this balance and nothing else."""
    loads = loads_of(equals)
    chosen = min(equals, key=lambda holder: loads[holder.key])
    lighter = len({loads[holder.key] for holder in equals}) > 1
    place = _place_of(chosen)
    return replace(proposed, holder=chosen, place=place, load=loads[chosen.key], lighter=lighter)


def loads_of(among: tuple[Holder, ...]) -> dict[str, int]:
    """Open cases in the hands of each. Two queries."""
    rows, posts = Case.objects.open(), [holder.post.pk for holder in among if holder.post]
    units = [holder.organisation.pk for holder in among if holder.post is None and holder.organisation]
    found = dict.fromkeys((holder.key for holder in among), 0)
    for name, ids in (("post", posts), ("organisation", units)):
        key, field = ("unit" if name == "organisation" else name), f"holder_{name}"
        counted = rows.filter(**{f"{field}__in": ids}).order_by().values_list(field).annotate(Count("pk"))
        found |= {f"{key}:{pk}": number for pk, number in (counted if ids else ())}
    return found


def _place_of(holder: Holder) -> str:
    where = Area.objects.filter(path=holder.path).values_list("name", flat=True).first()
    return where or ""


def holder_named(key: str, among: tuple[Holder, ...]) -> Holder | None:
    return next((holder for holder in among if holder.key == key), None)
