"""An area's own life: founded, renamed, described, drawn, closed."""

from datetime import date, datetime
from typing import Any

from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import permit
from linli.kit.trace import trace
from linli.places import rules
from linli.places.coordinates import System
from linli.places.divisions import kind_of, stem_of
from linli.places.geometry import read_outline, write_outline
from linli.places.models import Area, AreaVersion
from linli.places.models.revisions import revise
from linli.places.worktime import day_of

AREAS = "areas"


@action
def found_area(
    parent: Area | None,
    *,
    level: str,
    name: str,
    valid_from: date,
    by: Actor,
    at: datetime,
    code: str = "",
    households: int | None = None,
    outline: Any = None,
) -> Area:
    """A new area below the parent. An outline is GeoJSON in WGS-84; a faulty one raises Fault."""
    parent = parent.locked() if parent else None
    permit(rules.can_found_area(by, parent, name))
    permit(rules.code_is_free(code))

    area = new_area(parent, level, name, valid_from, code)
    area.households, area.outline = households, checked(outline)
    area.save(force_insert=True)
    revise(AREAS)

    facts = {"name": area.name, "level": level, "code": code, "parent": parent.pk if parent else None}
    trace("area.founded", area, by=by, at=at, facts=facts, first=True)
    return area


@action
def rename_area(area: Area, *, name: str, on: date, by: Actor, at: datetime) -> Area:
    """A new name from this day; the old one stays with the days before."""
    area = area.locked()
    permit(rules.can_rename_area(by, area, name, on, day_of(at)))

    before = area.name
    keep_version(area, on)
    area.name = name.strip()
    area.stem, area.kind = stem_of(area.name), kind_of(area.name) or area.kind
    area.save_changes("name", "stem", "kind", "version_from")
    revise(AREAS)

    trace("area.renamed", area, by=by, at=at, facts={"before": before, "after": area.name, "on": on})
    return area


@action
def describe_area(
    area: Area, *, code: str, households: int | None, by: Actor, at: datetime, version: int | None = None
) -> Area:
    """The official code, once there is one, and how many households live here."""
    area = area.locked(version)
    permit(rules.can_describe_area(by, area))
    permit(rules.code_is_free(code, area))

    before = {"code": area.code, "households": area.households}
    area.code, area.households = code.strip(), households
    area.save_changes("code", "households")
    revise(AREAS)

    after = {"code": area.code, "households": households}
    trace("area.described", area, by=by, at=at, facts={"before": before, "after": after})
    return area


@action
def draw_outline(
    area: Area,
    *,
    outline: Any,
    on: date,
    by: Actor,
    at: datetime,
    system: System | str = System.WGS84,
    version: int | None = None,
) -> Area:
    """Draw the area anew from this day; None takes the outline away. Raises Fault for a faulty outline."""
    area = area.locked(version)
    permit(rules.can_draw_outline(by, area, on, day_of(at)))

    drawn = checked(outline, system)
    keep_version(area, on)
    area.outline = drawn
    area.save_changes("outline", "version_from")
    revise(AREAS)

    trace("area.drawn", area, by=by, at=at, facts={"drawn": drawn is not None, "on": on})
    return area


@action
def close_area(area: Area, *, on: date, by: Actor, at: datetime) -> Area:
    """The area ends without a successor. What happened in it stays where it was."""
    area = area.locked()
    permit(rules.can_close_area(by, area, on, day_of(at)))

    area.valid_to = on
    area.save_changes("valid_to")
    revise(AREAS)

    trace("area.closed", area, by=by, at=at, facts={"on": on})
    return area


def new_area(parent: Area | None, level: str, name: str, valid_from: date, code: str = "") -> Area:
    """An unsaved area at the next free path below the (locked) parent."""
    name = name.strip()
    return Area(
        level=level,
        name=name,
        stem=stem_of(name),
        kind=kind_of(name),
        code=code.strip(),
        path=Area.objects.next_path(parent),
        parent=parent,
        valid_from=valid_from,
        version_from=valid_from,
    )


def keep_version(area: Area, on: date) -> None:
    """Lay the values of now aside as a version that ended on this day, unless they never held a day."""
    if on == area.version_from:
        return
    AreaVersion.objects.create(
        area=area,
        name=area.name,
        level=area.level,
        code=area.code,
        households=area.households,
        outline=area.outline,
        valid_from=area.version_from,
        valid_to=on,
    )
    area.version_from = on


def checked(outline: Any, system: System | str = System.WGS84) -> dict[str, Any] | None:
    return None if outline in (None, "") else write_outline(read_outline(outline, system))
