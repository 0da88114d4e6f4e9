"""What can be chosen in the forms about people."""

from collections.abc import Iterator

from linli.governance.reads import rulebook_for
from linli.kit.actor import Actor
from linli.kit.paths import within
from linli.people.models.posts import any_of
from linli.people.reads import areas_kept_by
from linli.places.models import Area, Organisation
from linli.places.models.areas import Areas

Choice = tuple[str, str]
MOST_AREAS = 1500
INDENT = "\u3000"


def keeps(actor: Actor) -> Areas:
    """The areas whose people she keeps."""
    paths = areas_kept_by(actor)
    rows: Areas = Area.objects.visible_to(actor).current()
    return rows if actor.kind == "system" else rows.filter(any_of(*(within("path", path) for path in paths)))


def area_choices(actor: Actor) -> list[Choice]:
    """Indented by depth. One query."""
    rows = list(keeps(actor).only("pk", "name", "path").order_by("path")[:MOST_AREAS])
    top = min((row.depth for row in rows), default=0)
    return [(str(row.pk), INDENT * (row.depth - top) + row.name) for row in rows]


def unit_choices(actor: Actor) -> Iterator[Choice]:
    paths = areas_kept_by(actor)
    rows = Organisation.objects.visible_to(actor).current()
    for row in rows.filter(any_of(*(within("area_path", path) for path in paths))).order_by(
        "area_path", "name"
    ):
        yield str(row.pk), row.name


def role_choices(area_path: str) -> list[Choice]:
    """The roles of the locality, under their own names."""
    book = rulebook_for(area_path)
    return [(key, role.name) for key, role in book.roles.items()] if book else []


def role_name(role: str, area_path: str, title: str = "") -> str:
    if title:
        return title
    book = rulebook_for(area_path)
    found = book.roles.get(role) if book else None
    return found.name if found else role
