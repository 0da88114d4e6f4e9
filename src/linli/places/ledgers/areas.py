"""Areas as a kind of record that can be imported: by code and parent, or by a chain of names from left to right."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kit.actor import Actor
from linli.kit.answer import Refused, permit
from linli.kit.importing.cells import Cells, Columns
from linli.kit.importing.reader import Entry, Order
from linli.kit.sheets.cells import Row, text_of
from linli.kit.sheets.fields import Fields, fields_of
from linli.kit.sheets.headings import key_of
from linli.kit.sheets.mapping import Meanings
from linli.kit.sheets.words import table_of
from linli.places import rules
from linli.places.actions.planting import plant_tree
from linli.places.faults import Fault
from linli.places.models import Area
from linli.places.seeds import Seed
from linli.places.worktime import day_of

BY_LENGTH: Final = {2: "province", 4: "city", 6: "county", 9: "street", 12: "village"}
NAMES: Final = {
    "code": gettext_lazy("Official code"),
    "name": gettext_lazy("Name of the area"),
    "level": gettext_lazy("Level"),
    "parent": gettext_lazy("Code of the area above"),
    "households": gettext_lazy("Households"),
    "chain": gettext_lazy("Names of the areas, widest first"),
}


def table() -> dict[str, Any]:
    return table_of(Path(__file__).with_name("columns.toml"))


@cache
def levels() -> dict[str, str]:
    return {key_of(word): level for level, words in table()["levels"].items() for word in words}


class AreaReader:
    kind = "areas"
    name = gettext_lazy("Areas")
    fields: Fields = fields_of(table()["areas"], NAMES)

    def lacks(self, meanings: Meanings) -> str:
        if meanings.of("name") or meanings.of("chain"):
            return ""
        return _("Choose the column with the name of the area, or the columns with its chain of names.")

    def begin(self, order: Order) -> "AreaSession":
        return AreaSession(order)


class AreaSession:
    def __init__(self, order: Order) -> None:
        self.top = Area.objects.filter(path=order.area_path).first() if order.area_path else None
        permit(rules.can_plant_tree(order.by, self.top))
        self.columns = Columns(order.meanings, order.samples, ZoneInfo(settings.TIME_ZONE))
        self.levels = [
            levels().get(c.heading.key, "") for c in order.meanings.columns if c.meaning == "chain"
        ]
        self.usual = str(order.choices.get("level", ""))
        self.source = order.source
        self.known_chains = _chains(self.top) if self.columns.has("chain") else frozenset()

    def read(self, row: Row) -> Entry:
        cells = self.columns.on(row)
        seeds = self._chain(cells) if self.columns.has("chain") else [self._flat(cells)]
        if not seeds:
            cells.fault("chain", _("The row names no area."))
        cells.stop_at_faults()
        return Entry(row, seeds[-1].key, seeds)

    def _flat(self, cells: Cells) -> Seed:
        code, name = cells.text("code"), cells.needed("name", _("The name of the area is missing."))
        parent = cells.text("parent")
        level = levels().get(key_of(cells.text("level"))) or self.usual or BY_LENGTH.get(len(code), "")
        if not level:
            cells.fault(
                "level", _("The level cannot be told. Choose one for the whole list, or add a column.")
            )
        households = cells.number("households", 0, 1_000_000)
        return Seed(
            key=code or f"{parent}/{name}",
            parent=parent,
            level=level,
            name=name[:80],
            code=code,
            households=None if households is None else int(households),
        )

    def _chain(self, cells: Cells) -> list[Seed]:
        """One seed for each named column; an empty cell between two names is passed over."""
        seeds: list[Seed] = []
        for at, level in zip(self.columns.at["chain"], self.levels, strict=True):
            name = text_of(cells.row.cell(at))
            if name and not (self.top and not seeds and name == self.top.name):
                above = seeds[-1].key if seeds else ""
                seeds.append(Seed(f"{above}/{level}:{name}", above, level or self.usual, name[:80]))
        households = cells.number("households", 0, 1_000_000)
        if seeds and (households is not None or cells.text("code")):
            last = seeds.pop()
            counted = None if households is None else int(households)
            seeds.append(Seed(last.key, last.parent, last.level, last.name, cells.text("code"), counted))
        return seeds

    def known(self, keys: Sequence[str]) -> set[str]:
        if self.columns.has("chain"):
            return {key for key in keys if key in self.known_chains}
        found: set[str] = set()
        for start in range(0, len(keys), 900):
            rows = Area.objects.current().filter(code__in=keys[start : start + 900])
            found.update(rows.values_list("code", flat=True))
        return found

    def differ(self, entries: Sequence[Entry]) -> int:
        return 0

    def write(self, entries: Sequence[Entry], *, by: Actor, at: datetime) -> None:
        seeds = {seed.key: seed for entry in entries for seed in entry.record}
        if not seeds:
            return
        day = day_of(at)
        try:
            plant_tree(seeds.values(), valid_from=day, by=by, at=at, top=self.top, source=self.source)
        except Fault as fault:
            raise Refused(fault.sentence) from fault


def _chains(top: Area | None) -> frozenset[str]:
    """The keys that chains of names below this area have, for those that exist."""
    rows = Area.objects.current().filter(**({"path__startswith": top.path} if top else {}))
    keys: dict[str, str] = {top.path: ""} if top else {}
    for path, level, name in rows.order_by("path").values_list("path", "level", "name"):
        if top is None or path != top.path:
            keys[path] = f"{keys.get(path[:-6], '')}/{level}:{name}"
    return frozenset(keys.values())
