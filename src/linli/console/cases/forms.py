from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from linli.cases.lists import Filters
from linli.governance.model import RuleBook
from linli.governance.vocabulary import STAGES
from linli.places.models import Area, Organisation

EARLIEST, LATEST = date(1949, 10, 1), date(2149, 12, 31)


def day_field(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class FilterForm(forms.Form):
    """Each field is one parameter of the list's address. What cannot be read is left out, and the page says so."""

    words = forms.CharField(label=_("Number or words"), max_length=60, required=False)
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    area = forms.ChoiceField(label=_("Area"), required=False)
    unit = forms.ChoiceField(label=_("In the hands of"), required=False)
    since = day_field(_("From"))
    until = day_field(_("Until"))
    late = forms.BooleanField(label=_("Only late ones"), required=False)
    mine = forms.BooleanField(label=_("Only what I or my unit have in hand"), required=False)

    def __init__(
        self, data: QueryDict, *, book: RuleBook | None, areas: list[Area], units: list[Organisation]
    ) -> None:
        super().__init__(data, auto_id="filter-%s")
        nothing = [("", _("all"))]
        self._choose("area", nothing + [(area.path, area.name) for area in areas])
        self._choose("unit", nothing + [(str(unit.pk), unit.name) for unit in units])
        stages = [(stage, book.stage(stage) if book else stage) for stage in STAGES]
        self._choose("stage", [*nothing, ("open", _("everything open")), *stages])
        self._choose(
            "category", nothing + ([(top.code, top.name) for top in book.categories] if book else [])
        )
        self._choose(
            "kind", nothing + ([(key, flow.name) for key, flow in book.flows.items()] if book else [])
        )

    def _choose(self, name: str, choices: list[Any]) -> None:
        """A value that came by a link from another page stays choosable."""
        field: Any = self.fields[name]
        sent = str(self.data.get(name, ""))
        if name in {"area", "category"} and sent and sent not in {value for value, _label in choices}:
            choices = [*choices, (sent, sent)]
        field.choices = choices

    @property
    def filters(self) -> Filters:
        self.full_clean()
        data = getattr(self, "cleaned_data", {})
        return Filters(
            stage=data.get("stage", ""),
            category=data.get("category", ""),
            kind=data.get("kind", ""),
            area_path=data.get("area", ""),
            unit=int(data["unit"]) if data.get("unit") else None,
            late=data.get("late", False),
            mine=data.get("mine", False),
            words=data.get("words", ""),
            since=data.get("since"),
            until=data.get("until"),
        )

    @property
    def active(self) -> list[str]:
        """What the list is narrowed to, in words."""
        return [said for name in self.fields if (said := self._said(name))]

    def _said(self, name: str) -> str:
        value = str(self.data.get(name, ""))
        field: Any = self.fields[name]
        if not value or name in self.errors:
            return ""
        if isinstance(field, forms.BooleanField):
            return str(field.label)
        choices = dict(getattr(field, "choices", ()))
        return f"{field.label}: {choices.get(value, value)}"

    @property
    def query(self) -> str:
        """The filters alone, as the pages' links carry them on."""
        words = QueryDict(mutable=True)
        words.update({name: self.data[name] for name in self.fields if self.data.get(name)})
        return words.urlencode()
