"""Areas that go on as others: moved below another parent, merged, split. Rows of the past stay under the paths of their day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import shapely

from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import permit
from linli.kit.paths import SEGMENT
from linli.kit.trace import trace
from linli.places import rules
from linli.places.actions.areas import AREAS, checked, new_area
from linli.places.geometry import read_outline, write_outline
from linli.places.models import Address, Area, LocalDay, Organisation, Succession
from linli.places.models.revisions import revise
from linli.places.worktime import day_of

Heirs = dict[int, Area]


@dataclass(frozen=True)
class Part:
    """One part of a split: its name and outline, and which of the areas below go with it."""

    name: str
    outline: Any = None
    code: str = ""
    areas: tuple[int, ...] = ()


@action
def move_area(area: Area, *, parent: Area, on: date, by: Actor, at: datetime) -> Area:
    """The area and all below it go on under another parent, as successors with new paths. Returns the successor."""
    area, parent = area.locked(), parent.locked()
    permit(rules.can_move_area(by, area, parent, on, day_of(at)))

    heirs = transplant(area, parent, on)
    revise(AREAS)
    heir = heirs[area.pk]

    facts = {"before": area.pk, "on": on, "heirs": pairs(heirs)}
    trace("area.moved", heir, by=by, at=at, facts=facts, first=True)
    return heir


@action
def merge_areas(
    areas: Sequence[Area], *, name: str, on: date, by: Actor, at: datetime, code: str = ""
) -> Area:
    """Several areas of one level go on as a new one, which takes over all that was below them."""
    areas = [area.locked() for area in sorted(areas, key=lambda area: area.pk)]
    permit(rules.can_merge_areas(by, areas, name, on, day_of(at)))
    parent = areas[0].parent.locked() if areas[0].parent else None

    _close(areas, on)
    permit(rules.code_is_free(code))
    merged = new_area(parent, areas[0].level, name, on, code)
    merged.outline, merged.households = _joined(areas), _summed(areas)
    merged.save(force_insert=True)
    heirs: Heirs = {area.pk: merged for area in areas}
    _succeed(heirs, Succession.Kind.MERGE, on)
    for area in areas:
        for below in area.parts.current():
            heirs |= transplant(below, merged, on)
    _follow({area.pk: merged for area in areas})
    revise(AREAS)

    trace("area.merged", merged, by=by, at=at, facts={"on": on, "heirs": pairs(heirs)}, first=True)
    return merged


@action
def split_area(area: Area, *, parts: Sequence[Part], on: date, by: Actor, at: datetime) -> list[Area]:
    """The area goes on as several. Every open area below it must be given to one part; addresses follow the outlines."""
    area = area.locked()
    below = {child.pk: child for child in area.parts.current()}
    permit(rules.can_split_area(by, area, [part.name.strip() for part in parts], on, day_of(at)))
    permit(rules.all_are_given(below, [key for part in parts for key in part.areas]))

    _close([area], on)
    made: list[Area] = []
    heirs: list[list[int]] = []
    for part in parts:
        permit(rules.code_is_free(part.code))
        new = new_area(area.parent, area.level, part.name, on, part.code)
        new.outline = checked(part.outline)
        new.save(force_insert=True)
        made.append(new)
        Succession.objects.create(before=area, after=new, kind=Succession.Kind.SPLIT, on=on)
        for key in part.areas:
            heirs += pairs(transplant(below[key], new, on))
    _place_addresses(area, made)
    revise(AREAS)

    after = [new.pk for new in made]
    trace("area.split", area, by=by, at=at, facts={"on": on, "after": after, "heirs": heirs})
    return made


def transplant(area: Area, parent: Area, on: date) -> Heirs:
    """Found the area and all open ones below it anew under the (locked) parent. Gives each old id its heir."""
    old = list(Area.objects.current().inside(area).order_by("path"))
    root = Area.objects.next_path(parent)
    _close(old, on)
    heirs: Heirs = {}
    for depth in sorted({row.depth for row in old}):
        level = [row for row in old if row.depth == depth]
        copies = [_copy(row, root + row.path[len(area.path) :], on) for row in level]
        for row, copy in zip(level, copies, strict=True):
            copy.parent = heirs.get(row.parent_id or 0, parent)
        Area.objects.bulk_create(copies)
        heirs |= {row.pk: copy for row, copy in zip(level, copies, strict=True)}
    _succeed(heirs, Succession.Kind.MOVE, on)
    _follow(heirs)
    return heirs


def pairs(heirs: Heirs) -> list[list[int]]:
    return [[before, after.pk] for before, after in sorted(heirs.items())]


def _copy(area: Area, path: str, on: date) -> Area:
    assert len(path) % SEGMENT == 0
    return Area(
        level=area.level,
        name=area.name,
        stem=area.stem,
        kind=area.kind,
        code=area.code,
        path=path,
        households=area.households,
        outline=area.outline,
        valid_from=on,
        version_from=on,
    )


def _close(areas: Sequence[Area], on: date) -> None:
    for area in areas:
        area.valid_to = on
        area.save_changes("valid_to")


def _succeed(heirs: Heirs, kind: Succession.Kind, on: date) -> None:
    rows = [Succession(before_id=key, after=heir, kind=kind, on=on) for key, heir in heirs.items()]
    Succession.objects.bulk_create(rows)


def _follow(heirs: Heirs) -> None:
    """What stands in an area goes with it: organisations, addresses, local days."""
    here: list[Any] = [
        *Organisation.objects.current().filter(area__in=heirs),
        *Address.objects.current().filter(area__in=heirs),
        *LocalDay.objects.filter(area__in=heirs),
    ]
    for row in here:
        row.area = heirs[row.area_id]
        row.area_path = row.area.path
        row.save_changes("area", "area_path")


def _place_addresses(area: Area, parts: Sequence[Area]) -> None:
    """An address goes to the part whose outline holds it; one that no outline holds stays, to be placed by hand."""
    shapes = [(part, read_outline(part.outline)) for part in parts if part.outline]
    for address in area.addresses.current().exclude(lat=None):
        point = shapely.Point(address.lon, address.lat)
        part = next((part for part, shape in shapes if shape.intersects(point)), None)
        if part:
            address.area, address.area_path = part, part.path
            address.save_changes("area", "area_path")


def _joined(areas: Sequence[Area]) -> dict[str, Any] | None:
    if not all(area.outline for area in areas):
        return None
    union = shapely.union_all([read_outline(area.outline) for area in areas])
    return write_outline(read_outline(shapely.geometry.mapping(union)))


def _summed(areas: Sequence[Area]) -> int | None:
    known = [area.households for area in areas if area.households is not None]
    return sum(known) if len(known) == len(areas) else None
