"""The form that calls several units: each has a line for what is asked of it; an empty line calls nobody."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.actions import whistling
from linli.console.case.asking import VerbForm, reason_field
from linli.governance.explain import limit_words
from linli.kit.actor import Actor
from linli.places.models import Organisation


class BlowForm(VerbForm):
    verb, done = "blow", _("Called. Each unit reads what is asked of it, and by when.")
    reason = reason_field(
        _("Why they are called"), help_text=_("The units read this: what is needed, never who spoke.")
    )
    place = forms.CharField(label=_("Where they come"), max_length=120)
    urgent = forms.BooleanField(required=False)
    units: tuple[Organisation, ...] = ()

    def prepare(self) -> None:
        self.fields["place"].initial = self.case.place_words or self.case.area.name
        rules = self.case.rulebook.whistle
        if rules.urgent is None:
            del self.fields["urgent"]
        else:
            words = _("It cannot wait: be there within %(limit)s")
            self.fields["urgent"].label = words % {"limit": limit_words(rules.urgent)}

    def offer_units(self, units: list[Organisation]) -> None:
        self.units = tuple(units)
        for unit in units:
            name = f"unit-{unit.pk}"
            self.fields[name] = forms.CharField(label=unit.name, max_length=200, required=False)
            self.fields[name].widget.attrs["id"] = f"{self.verb}-{name}"

    @property
    def rows(self) -> Iterator[Any]:
        return (self[f"unit-{unit.pk}"] for unit in self.units)

    @property
    def usual(self) -> str:
        limit = self.case.rulebook.whistle.arrive
        return limit_words(limit) if limit else ""

    def act(self, *, by: Actor, at: datetime) -> Any:
        data = self.cleaned_data
        asked = ((unit, data[f"unit-{unit.pk}"].strip()) for unit in self.units)
        return whistling.blow(
            self.case,
            calls=tuple(whistling.Called(unit, words) for unit, words in asked if words),
            reason=data["reason"],
            place=data["place"],
            urgent=bool(data.get("urgent")),
            version=data["version"],
            by=by,
            at=at,
            **self.sent,
        )
