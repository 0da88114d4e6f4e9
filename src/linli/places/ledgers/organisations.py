"""Organisations as a kind of record that can be imported."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import permit
from linli.kit.importing.cells import Columns
from linli.kit.importing.reader import Entry, Order
from linli.kit.sheets.cells import Row
from linli.kit.sheets.fields import Fields, fields_of
from linli.kit.sheets.mapping import Meanings
from linli.kit.sheets.words import plain
from linli.places import rules
from linli.places.actions.organisations import found_organisation
from linli.places.ledgers.areas import table
from linli.places.ledgers.finding import Names
from linli.places.models import Area, Organisation
from linli.places.worktime import day_of

NAMES: Final = {
    "name": gettext_lazy("Name of the organisation"),
    "kind": gettext_lazy("Kind"),
    "code": gettext_lazy("Code"),
    "area": gettext_lazy("Area"),
    "parent": gettext_lazy("Organisation above"),
}


class OrganisationReader:
    kind = "organisations"
    name = gettext_lazy("Organisations")
    fields: Fields = fields_of(table()["organisations"], NAMES)

    def lacks(self, meanings: Meanings) -> str:
        missing = meanings.missing(self.fields)
        return _("Choose the column that says: %(name)s.") % {"name": missing[0].name} if missing else ""

    def begin(self, order: Order) -> "OrganisationSession":
        return OrganisationSession(order)


class OrganisationSession:
    def __init__(self, order: Order) -> None:
        self.top = Area.objects.get(path=order.area_path)
        permit(rules.can_keep_places(order.by, self.top.path))
        self.columns = Columns(order.meanings, order.samples, ZoneInfo(settings.TIME_ZONE))
        self.areas = Names(self.top)
        self.kinds = {plain(word): kind for word, kind in order.choices.get("kinds", {}).items()}
        rows = Organisation.objects.current().inside(self.top.path).values_list("area_path", "name")
        self.there = {f"{path}{plain(name)}" for path, name in rows}

    def read(self, row: Row) -> Entry:
        cells = self.columns.on(row)
        name = cells.needed("name", _("The name is missing."))
        (area_id, path), named = self.areas.find(cells.texts("area"))
        if not named:
            cells.fault(
                "area", _("This area is not known here. Import the areas first, or correct the name.")
            )
        cells.stop_at_faults()
        kind = cells.text("kind")
        record = {
            "name": name[:120],
            "kind": self.kinds.get(plain(kind), kind)[:40],
            "code": cells.text("code")[:40],
            "area": area_id,
            "parent": cells.text("parent"),
        }
        return Entry(row, f"{path}{plain(name)}", record)

    def known(self, keys: Sequence[str]) -> set[str]:
        return {key for key in keys if key in self.there}

    def differ(self, entries: Sequence[Entry]) -> int:
        return 0

    def write(self, entries: Sequence[Entry], *, by: Actor, at: datetime) -> None:
        _write(entries, by=by, at=at)


@action
def _write(entries: Sequence[Entry], *, by: Actor, at: datetime) -> None:
    areas = Area.objects.in_bulk({entry.record["area"] for entry in entries})
    for entry in entries:
        found = dict(entry.record)
        area, above = areas[found.pop("area")], found.pop("parent")
        parent = Organisation.objects.current().filter(name=above).first() if above else None
        found_organisation(area, parent=parent, valid_from=day_of(at), by=by, at=at, **found)
