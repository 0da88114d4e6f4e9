"""What the filters of the list offer: places, units and people, as far as the reader's posts reach."""

from typing import Any

from django.db.models import Q

from linli.console.people.choices import role_name
from linli.kit.actor import Actor
from linli.kit.paths import within
from linli.people.models import Post
from linli.places.models import Area, Organisation

MOST_CHOICES = 200
Choices = list[tuple[str, Any]]


def served(column: str, actor: Actor) -> Q:
    inside = Q(pk__in=[])
    for post in actor.posts:
        inside |= within(column, post.area_path)
    return inside


def place_choices(actor: Actor, name: str, chosen: str, *, all_of_them: bool) -> Choices:
    """One query; or none, where nothing is chosen and nothing is offered."""
    if not all_of_them and not chosen:
        return []
    if (
        not all_of_them
        and name != "area"
        and not (chosen.isascii() and chosen.isdigit() and len(chosen) < 18)
    ):
        return []
    return {"area": areas, "unit": units, "post": posts}[name](actor, "" if all_of_them else chosen)


def areas(actor: Actor, chosen: str) -> Choices:
    """The areas of her posts and the two levels below, or the one that is chosen."""
    if chosen:
        found = Area.objects.visible_to(actor).filter(path=chosen)
        return list(found.values_list("path", "name")[:1])
    return [(area.path, area.name) for area in areas_of(actor)]


def areas_of(actor: Actor) -> list[Area]:
    """The areas of her posts and the two levels below. One query."""
    own = [post.area_id for post in actor.posts]
    near = Q(pk__in=own) | Q(parent__in=own) | Q(parent__parent__in=own)
    return list(Area.objects.current().filter(near).defer("outline").order_by("path")[:MOST_CHOICES])


def units(actor: Actor, chosen: str) -> Choices:
    rows = Organisation.objects.visible_to(actor).current()
    rows = rows.filter(pk=chosen) if chosen else rows.filter(served("area_path", actor))
    found = rows.order_by("area_path", "name").values_list("pk", "name")[:MOST_CHOICES]
    return [(str(pk), unit) for pk, unit in found]


def posts(actor: Actor, chosen: str) -> Choices:
    rows = Post.objects.visible_to(actor).filter(ends_on=None).select_related("account")
    rows = rows.filter(pk=chosen) if chosen else rows
    found = rows.order_by("area_path", "id")[:MOST_CHOICES]
    names = {(p.role, p.area_path, p.title): "" for p in found}
    names = {key: role_name(*key) for key in names}
    return [(str(p.pk), f"{p.account.name} {names[p.role, p.area_path, p.title]}") for p in found]
