"""What the pages about places show."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from linli.console.places import forms
from linli.console.places.acting import PlaceForm
from linli.console.places.naming import level_names
from linli.kit.actor import Actor
from linli.kit.answer import Answer
from linli.kit.paging import Page, page_of
from linli.places import rules
from linli.places.models import Address, Area, AreaVersion, LocalDay, Organisation, Succession

PARTS_A_PAGE = 50
MOST_ROWS = 60


@dataclass(frozen=True)
class AreaPage:
    area: Area
    above: tuple[Area, ...]
    levels: dict[str, str]
    parts: Page[Area]
    units: tuple[tuple[Organisation, forms.CloseUnitForm], ...]
    buildings: int
    versions: tuple[AreaVersion, ...]
    came_from: tuple[Succession, ...]
    became: tuple[Succession, ...]
    days: tuple[LocalDay, ...]
    may: dict[str, Answer]
    forms: dict[str, Any]
    open: str  # the name of the form that came back with something to correct

    @property
    def level(self) -> str:
        return self.levels.get(self.area.level, self.area.level)


ACTS: dict[str, type[forms.AreaForm]] = {
    "found": forms.FoundForm,
    "rename": forms.RenameForm,
    "describe": forms.DescribeForm,
    "move": forms.MoveForm,
    "merge": forms.MergeForm,
    "close": forms.CloseForm,
    "unit": forms.UnitForm,
    "day": forms.LocalDayForm,
}


def area_page(
    area: Area, by: Actor, today: date, *, cursor: str = "", again: PlaceForm | None = None
) -> AreaPage:
    """With every form empty, or the one that came `again` as it was typed."""
    may = {"keep": rules.can_describe_area(by, area)}
    may["close"] = rules.can_close_area(by, area, today, today) if may["keep"] else may["keep"]
    shown = {name: make(area=area, today=today) for name, make in ACTS.items()} if may["keep"] else {}
    opened = next((name for name, make in ACTS.items() if type(again) is make), "")
    if opened:
        shown[opened] = again  # type: ignore[assignment]
    rows = Area.objects.visible_to(by).filter(parent=area, valid_to=None).defer("outline")
    return AreaPage(
        area=area,
        above=tuple(Area.objects.lineage(area.path[:-6]).defer("outline")),
        levels=level_names(area.path),
        parts=page_of(rows, order=("path",), cursor=cursor, size=PARTS_A_PAGE),
        units=units_of(area, by, again),
        buildings=Address.objects.current().inside(area.path).count(),
        versions=tuple(area.versions.defer("outline").order_by("-valid_from")[:MOST_ROWS]),
        came_from=tuple(area.came_from.select_related("before")[:MOST_ROWS]),
        became=tuple(area.became.select_related("after")[:MOST_ROWS]),
        days=tuple(LocalDay.objects.visible_to(by).filter(area=area).order_by("-day")[:MOST_ROWS]),
        may=may,
        forms=shown,
        open=opened,
    )


def units_of(
    area: Area, by: Actor, again: PlaceForm | None
) -> tuple[tuple[Organisation, forms.CloseUnitForm], ...]:
    """Each with the form that closes it."""
    rows = Organisation.objects.visible_to(by).current().filter(area=area)[:MOST_ROWS]
    closing = again if isinstance(again, forms.CloseUnitForm) else None
    return tuple(
        (unit, closing if closing and closing.unit == unit else forms.CloseUnitForm(unit=unit))
        for unit in rows
    )


def kept_paths(by: Actor) -> list[str]:
    """The tops of what this reader keeps; none for the installation itself, which keeps all."""
    paths = sorted({post.area_path for post in by.posts if "places" in post.rights})
    return [path for path in paths if not any(path != other and path.startswith(other) for other in paths)]
