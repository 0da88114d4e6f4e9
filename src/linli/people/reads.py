"""What whole screens, and the floors above, ask about people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from linli.kit.actor import Actor
from linli.kit.models import Trace
from linli.kit.paging import Page, page_of
from linli.kit.paths import lineage, within
from linli.kit.prepared import prepared
from linli.people.actors import held
from linli.people.models import Account, Contact, Household, Look, Post
from linli.people.models.looks import Looks
from linli.people.models.posts import any_of
from linli.places.models import Area, Organisation, Succession


def holders(role: str, area_path: str, day: date, organisation: Organisation | None = None) -> list[Post]:
    """Who holds this role for this place on this day: of the nearest area, upwards, where anybody does. One query."""
    rows = Post.objects.of_role(role).on(day).covering(area_path).select_related("account", "organisation")
    if organisation:
        rows = rows.filter(organisation=organisation)
    posts = list(rows.filter(account__is_active=True))
    return [post for post in posts if post.area_path == posts[0].area_path]


def posts_above(area_path: str, day: date, roles: Iterable[str]) -> list[Post]:
    """Posts of these roles of this area and all above it, the nearest first. One query."""
    return _posts_in(tuple(sorted(roles)), day, tuple(lineage(area_path)))


@prepared
def _posts_in(roles: tuple[str, ...], day: date, paths: tuple[str, ...]) -> QuerySet[Post]:
    rows = Post.objects.filter(role__in=roles, account__is_active=True, area_path__in=paths).on(day)
    return rows.select_related("account", "organisation").order_by("-area_path")


def posts_inside(area_path: str, day: date, roles: Iterable[str] = ()) -> list[Post]:
    """Posts at or below this area. One query."""
    rows = Post.objects.on(day).inside(area_path).select_related("account", "organisation", "area")
    if roles := tuple(roles):
        rows = rows.filter(role__in=roles)
    return list(rows.order_by("area_path", "role", "pk"))


def roles_held(area_path: str, day: date) -> frozenset[str]:
    """The roles that anybody holds at or below this area. One query."""
    rows = Post.objects.on(day).inside(area_path).order_by()
    return frozenset(rows.values_list("role", flat=True).distinct())


def members_of(organisation: Organisation, day: date) -> list[Post]:
    rows = Post.objects.filter(organisation=organisation).on(day).select_related("account")
    return list(rows.order_by("role", "pk"))


@dataclass(frozen=True)
class AccountLine:
    account: Account
    posts: tuple[Post, ...]

    @property
    def pk(self) -> int:
        return self.account.pk


@dataclass(frozen=True)
class AccountList:
    lines: tuple[AccountLine, ...]
    page: Page[Account]


def account_list(
    actor: Actor, day: date, *, words: str = "", stopped: bool = False, cursor: str = "", size: int = 50
) -> AccountList:
    """Accounts that this actor keeps, by name, with the posts they hold. Two queries."""
    rows = Account.objects.visible_to(actor).filter(is_active=not stopped)
    if words := words.strip():
        rows = rows.called(words)
    page = page_of(rows, order=("name", "pk"), cursor=cursor, size=size)
    posts: dict[int, list[Post]] = {}
    for post in Post.objects.filter(account__in=page.rows).on(day).select_related("area", "organisation"):
        posts.setdefault(post.account_id, []).append(post)
    return AccountList(tuple(AccountLine(row, tuple(posts.get(row.pk, ()))) for row in page.rows), page)


@dataclass(frozen=True)
class AccountPage:
    account: Account
    current: tuple[Post, ...]
    coming: tuple[Post, ...]
    past: tuple[Post, ...]


def account_page(account: Account, day: date) -> AccountPage:
    """One person with all her posts. One query."""
    posts = list(account.posts.select_related("area", "organisation").order_by("-starts_on", "pk"))
    return AccountPage(
        account,
        tuple(post for post in posts if post.is_held_on(day)),
        tuple(post for post in posts if post.starts_on > day),
        tuple(post for post in posts if post.ends_on is not None and post.ends_on <= day),
    )


def posts_lifted(actor: Actor, day: date) -> list[Post]:
    """Posts that a split left without a clear area, so that they stand at the area above until the office places them.

    One query.
    """
    told = Trace.objects.filter(record_kind=Post._meta.label_lower, name="post.lifted")
    above_a_split = Area.objects.filter(parts__became__kind=Succession.Kind.SPLIT)
    rows = Post.objects.on(day).filter(area__in=above_a_split, pk__in=told.values("record_id"))
    kept = (within("area_path", path) for path in areas_kept_by(actor))
    rows = rows.all() if actor.kind == "system" else rows.filter(any_of(*kept))
    return list(rows.select_related("account", "area").order_by("area_path", "role", "pk"))


@dataclass(frozen=True)
class LookLine:
    """One look, as the person concerned reads it. `post` is the office and the kind of post, and names nobody.

    `purpose` is empty where the words alone state it.
    """

    at: datetime
    who: str
    post: str
    purpose: str
    words: str


def looks_of(subject: Contact | Household) -> tuple[LookLine, ...]:
    """Who opened these data, the newest first. For the person concerned. One query."""
    rows = subject.looks.select_related("account", "post__organisation", "post__area")
    return tuple(map(look_line, rows.order_by("-at", "-pk")))


def look_line(look: Look) -> LookLine:
    return LookLine(
        look.at,
        look.account.name if look.account else _("Linli"),
        office_and_role(look.post) if look.post else "",
        "" if look.purpose == Look.Purpose.OTHER else look.get_purpose_display(),
        look.words,
    )


def office_and_role(post: Post) -> str:
    """The organisation, or without one the area, and what the place calls the role."""
    role = held(post)
    return f"{role.organisation_name or post.area.name} {role.role_name}"


def looks_by(account: Account, most: int = 20) -> tuple[Look, ...]:
    """Her own last looks, as others can read them."""
    rows = Look.objects.filter(account=account).select_related("contact", "household").order_by("-at", "-pk")
    return tuple(rows[:most])


def look_log(actor: Actor, *, account: Account | None = None, cursor: str = "", size: int = 50) -> Page[Look]:
    """Looks in the areas that this actor answers for, the newest first."""
    rows: Looks = Look.objects.visible_to(actor).select_related("account", "post", "contact", "household")
    if account:
        rows = rows.filter(account=account)
    return page_of(rows, order=("-at", "-pk"), cursor=cursor, size=size)


def areas_kept_by(actor: Actor) -> list[str]:
    """Paths of the areas whose accounts and posts she keeps, none inside another."""
    paths = sorted(post.area_path for post in actor.posts if "people" in post.rights)
    return [path for path in paths if not set(lineage(path)[:-1]) & set(paths)]
