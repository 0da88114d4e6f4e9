from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from linli.cases.columns import COLUMNS, ORDERS, USUAL, Column, columns_named
from linli.cases.ledgers.forms import ledgers
from linli.cases.lists import Filters
from linli.governance.model import RuleBook
from linli.governance.vocabulary import END_STATES, STAGES

EARLIEST, LATEST = date(1949, 10, 1), date(2149, 12, 31)
Choices = list[tuple[str, Any]]


def day_field(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
        widget=forms.DateInput(attrs={"type": "date"}),
    )


def choice_field(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False)


def unknown_filters(sent: QueryDict) -> str:
    """A name that is none of ours narrows nothing, and whoever sent it would take the whole list for the narrowed one."""
    return "、".join(sorted(set(sent) - {*FilterForm.base_fields, "after", "before", "narrow"}))[:80]


class FilterForm(forms.Form):
    """Each field is one parameter of the list's address. What cannot be read is left out, and the page says so.

    `open` reads all that can be chosen; closed, the form only knows what the address says already.
    """

    words = forms.CharField(label=_("Number or words"), max_length=60, required=False)
    stage = choice_field(_("Stage"))
    category = choice_field(_("Category"))
    kind = choice_field(_("Kind"))
    area = choice_field(_("Area"))
    unit = choice_field(_("In the hands of"))
    post = choice_field(_("In the hands of the person"))
    channel = choice_field(_("Channel"))
    rung = choice_field(_("Rung"))
    end_state = choice_field(_("How it ended"))
    verdict = choice_field(_("Verdict"))
    answered = choice_field(_("First contact"))
    since = day_field(_("From"))
    until = day_field(_("Until"))
    urged = forms.BooleanField(label=_("Only urged ones"), required=False)
    to_confirm = forms.BooleanField(label=_("Only those whose end waits for a second person"), required=False)
    late = forms.BooleanField(label=_("Only late ones"), required=False)
    mine = forms.BooleanField(label=_("Only what I or my unit have in hand"), required=False)
    sort = choice_field(_("Order"))
    columns = forms.MultipleChoiceField(
        label=_("Columns"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, data: QueryDict, *, book: RuleBook | None, places: Callable[[str, str], Choices], is_open: bool
    ) -> None:
        super().__init__(data, auto_id="filter-%s")
        self.is_open = is_open
        for name in ("area", "unit", "post"):
            self._choose(name, places(name, "" if is_open else str(data.get(name, ""))))
        self._choose(
            "stage",
            [("open", _("everything open")), *((one, book.stage(one) if book else one) for one in STAGES)],
        )
        self._choose("verdict", VERDICTS)
        self._choose("answered", CONTACTS)
        self._choose("sort", SORTS)
        self._choose("columns", [(column.key, column.label) for column in COLUMNS.values()])
        self._choose_by_book(book)

    def _choose_by_book(self, book: RuleBook | None) -> None:
        if book is None:
            return
        self._choose("category", [(top.code, top.name) for top in book.categories])
        self._choose("kind", [(key, flow.name) for key, flow in book.flows.items()])
        self._choose("channel", [(key, channel.name) for key, channel in book.channels.items()])
        self._choose("rung", [(str(i), rung.name) for i, rung in enumerate(book.ladder, 1)])
        ends = book.ends
        named = [(key, ends[key].name if key in ends else key) for key in END_STATES]
        self._choose("end_state", [("counted", _("all that count")), *named])

    def _choose(self, name: str, choices: Choices) -> None:
        """A value that came by a link from another page stays choosable."""
        field: Any = self.fields[name]
        sent = str(self.data.get(name, ""))
        if name in {"area", "category"} and sent and sent not in {value for value, _label in choices}:
            choices = [*choices, (sent, sent)]
        field.choices = choices if name in {"columns", "sort"} else [("", _("all")), *choices]

    @property
    def cleaned(self) -> dict[str, Any]:
        if not hasattr(self, "cleaned_data"):
            self.full_clean()
        return getattr(self, "cleaned_data", {})

    @property
    def filters(self) -> Filters:
        data = self.cleaned
        words: dict[str, Any] = {
            name: data.get(name) or ""
            for name in ("stage", "category", "kind", "words", "channel", "end_state", "verdict", "answered")
        }
        numbers: dict[str, Any] = {
            name: int(data[name]) if data.get(name) else None for name in ("unit", "post", "rung")
        }
        return Filters(
            **words,
            **numbers,
            area_path=data.get("area", ""),
            urged=data.get("urged", False),
            to_confirm=data.get("to_confirm", False),
            late=data.get("late", False),
            mine=data.get("mine", False),
            since=data.get("since"),
            until=data.get("until"),
        )

    @property
    def sorted_by(self) -> str:
        return str(self.cleaned.get("sort") or "")

    @property
    def shown(self) -> tuple[Column, ...]:
        return columns_named(self.cleaned.get("columns") or ())

    @property
    def shown_keys(self) -> set[str]:
        return {column.key for column in self.shown}

    @property
    def active(self) -> list[str]:
        """What the list is narrowed to, in words."""
        return [said for name in self.fields if name != "columns" and (said := self._said(name))]

    def _said(self, name: str) -> str:
        value = str(self.data.get(name, ""))
        field: Any = self.fields[name]
        if not value or name in self.errors:
            return ""
        if isinstance(field, forms.BooleanField):
            return str(field.label)
        choices = dict(getattr(field, "choices", ()))
        return f"{field.label} · {choices.get(value, value)}"

    @property
    def query(self) -> str:
        """Filters, order and columns, as the pages' links carry them on and as a view keeps them."""
        words = QueryDict(mutable=True)
        for name in self.fields:
            if name != "columns" and self.data.get(name):
                words[name] = self.data[name]
        if self.shown_keys != set(USUAL) or tuple(c.key for c in self.shown) != USUAL:
            words.setlist("columns", [column.key for column in self.shown])
        return words.urlencode()


VERDICTS: Choices = [
    ("any", _("any word")),
    ("solved", _("Solved")),
    ("partly", _("Partly solved")),
    ("unsolved", _("Not solved")),
]
CONTACTS: Choices = [("any", _("made, or overdue")), ("in_time", _("in time")), ("late", _("too late"))]
SORTS: Choices = [
    ("", _("newest first")),
    ("oldest", _("oldest first")),
    ("due", _("open ones by the nearest limit")),
]
assert {value for value, _label in SORTS} == set(ORDERS)


class SheetForm(forms.Form):
    """What is asked of whoever takes a list out as it is shown."""

    reason = forms.CharField(label=_("What for"), max_length=200)
    form = forms.ChoiceField(label=_("Form"), choices=[("xlsx", "Excel"), ("csv", "CSV")])

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"auto_id": "export-%s", **more})


class ExportForm(SheetForm):
    """For cases, also under the columns of a superior's ledger."""

    kind = forms.ChoiceField(label=_("Columns"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        kind: Any = self.fields["kind"]
        kind.choices = [("", _("as the list shows them"))]
        kind.choices += [(ledger.key, ledger.name) for ledger in ledgers().values()]
