"""When the map changes under people: posts, vault rows, household files and accounts go on where their area went on."""

from datetime import date, datetime
from typing import Any

from django.db.models import F

from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import permit
from linli.kit.trace import trace
from linli.people import rules
from linli.people.actions.posts import overlapping
from linli.people.models import Account, Contact, Household, Post
from linli.places.models import Area


@action
def rehome_post(post: Post, area: Area, *, on: date, by: Actor, at: datetime, lifted: bool = False) -> Post:
    """The post holds for this area from now on, or ends there for the same post that she holds already.

    `lifted`: the area is not an heir but the one above, because of several heirs none was clear. Others who hold
    the role there alone keep it; a post that comes to them is no longer the only one. Returns the post that holds.
    """
    area = area.locked()
    post = post.locked()
    permit(rules.can_rehome(by))
    others = [row for row in here_with(post, area, on) if row.pk != post.pk]
    twin = next((row for row in others if row.account_id == post.account_id), None)
    if twin is not None:
        return join(post, twin, on=on, by=by, at=at, alone=len(others) == 1)

    was = post.area_id
    post.area, post.area_path = area, area.path
    post.sole = post.sole and not others
    post.save_changes("area", "area_path", "sole")

    facts = {"was": was, "area": area.pk, "sole": post.sole}
    trace("post.lifted" if lifted else "post.rehomed", post, by=by, at=at, facts=facts)
    return post


def here_with(post: Post, area: Area, on: date) -> list[Post]:
    return overlapping(post.role, area, post.organisation, max(on, post.starts_on), post.ends_on)


def join(post: Post, twin: Post, *, on: date, by: Actor, at: datetime, alone: bool) -> Post:
    """Two posts of one person become one that lasts as long as both did."""
    lasts_until = post.ends_on
    post.ends_on = max(on, post.starts_on)
    post.save_changes("ends_on")
    trace("post.joined", post, by=by, at=at, facts={"into": twin.pk, "ends_on": post.ends_on})

    twin = twin.locked()
    twin.starts_on = min(twin.starts_on, post.ends_on)
    twin.ends_on = max(twin.ends_on, lasts_until) if twin.ends_on and lasts_until else None
    twin.sole = twin.sole and alone
    twin.save_changes("starts_on", "ends_on", "sole")
    facts = {"post": post.pk, "starts_on": twin.starts_on, "ends_on": twin.ends_on, "sole": twin.sole}
    trace("post.took_over", twin, by=by, at=at, facts=facts)
    return twin


@action
def rehome_files(ended: Area, area: Area, *, by: Actor, at: datetime) -> dict[str, int]:
    """All vault rows, household files and accounts of an ended area, in one step however many; how many of each.

    A household whose building went to another area goes with its building.
    """
    area = area.locked()
    permit(rules.can_rehome(by))

    moved = {"with_building": follow_buildings(ended)}
    here: dict[str, Any] = {
        "contacts": Contact.objects.filter(area=ended),
        "households": Household.objects.filter(area=ended),
        "accounts": Account.objects.filter(area=ended),
    }
    for name, rows in here.items():
        moved[name] = rows.update(area=area, area_path=area.path, version=F("version") + 1)

    if any(moved.values()):
        trace("area.files_rehomed", area, by=by, at=at, facts={"was": ended.pk, **moved})
    return moved


def follow_buildings(ended: Area) -> int:
    here = Household.objects.filter(area=ended).exclude(address=None).exclude(address__area=ended)
    moved = 0
    for to in Area.objects.current().filter(pk__in=here.values("address__area")):
        rows = here.filter(address__area=to)
        moved += rows.update(area=to, area_path=to.path, version=F("version") + 1)
    return moved


@action
def rehome_contact(contact: Contact, area: Area, *, by: Actor, at: datetime) -> Contact:
    """Who spoke of a matter goes where the matter went, so that whoever handles it there can reach her."""
    contact = contact.locked()
    permit(rules.can_rehome(by))

    was, contact.area, contact.area_path = contact.area_id, area, area.path
    contact.save_changes("area", "area_path")

    trace("contact.rehomed", contact, by=by, at=at, facts={"was": was, "area": area.pk})
    return contact
