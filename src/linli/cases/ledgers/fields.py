"""What Linli keeps of a case, and under which headings other offices write it."""

from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from linli.kit.sheets.fields import Fields, fields_of
from linli.kit.sheets.words import table_of

NAMES: Final = {
    "source_id": _("Number in the other office's list"),
    "raised_at": _("When it was said"),
    "title": _("In short"),
    "words": _("What was said"),
    "category": _("Category"),
    "area": _("Area"),
    "place": _("Place in words"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
    "channel": _("How it came in"),
    "unit": _("Unit in charge"),
    "due_at": _("Deadline"),
    "answer": _("Answer"),
    "handled": _("What was done (several facts in one cell)"),
    "answered_at": _("When it was answered"),
    "closed_at": _("When it was closed"),
    "state": _("State"),
    "end": _("How it ended"),
    "verdict": _("What the resident said of it"),
    "petitioner": _("Name of the resident (goes into the vault)"),
    "telephone": _("Telephone of the resident (goes into the vault)"),
    "remark": _("Remark"),
}


def table() -> dict[str, Any]:
    return table_of(Path(__file__).with_name("columns.toml"))


def case_fields() -> Fields:
    return fields_of(table(), NAMES)
