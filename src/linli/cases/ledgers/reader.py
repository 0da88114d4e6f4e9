"""Cases as a kind of record that can be imported."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.cases.actions.importing import can_import, import_cases
from linli.cases.ledgers.fields import case_fields
from linli.cases.ledgers.lookups import Categories, Units
from linli.cases.ledgers.rows import CaseRows
from linli.cases.models import Case, Words
from linli.governance.reads import rulebook_for
from linli.kit.actor import Actor
from linli.kit.answer import Refused, permit
from linli.kit.importing.cells import Columns
from linli.kit.importing.reader import Entry, Order
from linli.kit.sheets.cells import Row
from linli.kit.sheets.mapping import Meanings
from linli.places.ledgers.finding import Names
from linli.places.models import Area


class CaseReader:
    kind = "cases"
    name = gettext_lazy("Cases")
    fields = case_fields()

    def lacks(self, meanings: Meanings) -> str:
        if missing := meanings.missing(self.fields):
            return _("Choose the column that says: %(name)s.") % {"name": missing[0].name}
        if not any(meanings.of(field) for field in ("words", "title", "category")):
            return _("Choose the column that says what was said, or at least a title.")
        return ""

    def begin(self, order: Order) -> "CaseSession":
        """Raises Refused where no rule book holds or the actor may not import."""
        permit(can_import(order.by, order.area_path))
        return CaseSession(order)


class CaseSession:
    def __init__(self, order: Order) -> None:
        top = Area.objects.get(path=order.area_path)
        book = rulebook_for(top.path)
        if book is None:
            raise Refused(_("No rule book holds in this area yet. Put one in force first."))
        self.book = book
        self.rows = CaseRows(
            Columns(order.meanings, order.samples, ZoneInfo(settings.TIME_ZONE)),
            Names(top),
            Units(top, order.choices),
            Categories(book, order.choices),
            order.choices,
            order.source,
            order.at,
        )

    def read(self, row: Row) -> Entry:
        found = self.rows.read(row)
        return Entry(row, found.past.source_key, found.past, found.notes)

    def known(self, keys: Sequence[str]) -> set[str]:
        found: set[str] = set()
        for start in range(0, len(keys), 900):
            rows = Case.objects.filter(source_key__in=keys[start : start + 900])
            found.update(filter(None, rows.values_list("source_key", flat=True)))
        return found

    def differ(self, entries: Sequence[Entry]) -> int:
        """By the words alone: they are frozen, so a row with other words is another matter under the same number."""
        said: dict[str | None, str] = {}
        for start in range(0, len(entries), 900):
            keys = [entry.key for entry in entries[start : start + 900]]
            said |= dict(
                Words.objects.filter(case__source_key__in=keys).values_list("case__source_key", "text")
            )
        return sum(1 for entry in entries if said.get(entry.key) != entry.record.words)

    def write(self, entries: Sequence[Entry], *, by: Actor, at: datetime) -> None:
        if entries:
            import_cases([entry.record for entry in entries], book=self.book, by=by, at=at)
