"""The address of the ledger of calls, read as filters: by its page, and by whoever writes its sheet."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from linli.cases.ledgers.calls import CallFilters
from linli.cases.models import WhistlePart
from linli.cases.reads_of_whistles import state_words
from linli.console.cases.choices import place_choices
from linli.console.cases.forms import choice_field, day_field
from linli.kit.actor import Actor


class CallsForm(forms.Form):
    """Each field is one parameter of the address. What cannot be read narrows nothing, and the page says so."""

    unit = choice_field(_("Unit"))
    area = choice_field(_("Area"))
    state = choice_field(_("State"))
    since = day_field(_("From"))
    until = day_field(_("Until"))
    late = forms.BooleanField(label=_("Only those who came late or stay silent"), required=False)

    def __init__(self, data: QueryDict, *, actor: Actor) -> None:
        super().__init__(data, auto_id="calls-%s")
        for name in ("unit", "area"):
            self._choose(name, place_choices(actor, name, "", all_of_them=True))
        self._choose("state", [(one.value, state_words(WhistlePart(state=one))) for one in WhistlePart.State])

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = [("", _("all")), *choices]

    @property
    def filters(self) -> CallFilters:
        self.is_valid()
        data = getattr(self, "cleaned_data", {})
        return CallFilters(
            unit=int(data["unit"]) if data.get("unit") else None,
            area_path=data.get("area") or "",
            state=data.get("state") or "",
            late=bool(data.get("late")),
            since=data.get("since"),
            until=data.get("until"),
        )

    @property
    def query(self) -> str:
        words = QueryDict(mutable=True)
        for name in self.fields:
            if self.data.get(name) and name not in self.errors:
                words[name] = self.data[name]
        return words.urlencode()


def filters_of(actor: Actor, sent: QueryDict) -> CallFilters:
    return CallsForm(sent, actor=actor).filters


def unknown_of_calls(sent: QueryDict) -> str:
    return "、".join(sorted(set(sent) - {*CallsForm.base_fields, "after", "before"}))[:80]
