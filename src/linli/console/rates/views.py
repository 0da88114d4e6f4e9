"""The three rates of a place or a unit; every number opens the list of cases behind it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from linli.cases.lists import Filters
from linli.cases.models import Rating
from linli.cases.rates import RESOLUTION, RESPONSE, SATISFACTION, Rate
from linli.cases.reads_of_rates import Rates, rates_of
from linli.console.cases.choices import place_choices
from linli.console.cases.forms import day_field
from linli.console.cases.pages import book_of
from linli.console.finding import actor_of
from linli.kit.actor import Actor
from linli.kit.answer import Refused
from linli.kit.doors import door


class SpanForm(forms.Form):
    """All in the address; without a choice this month, and all that the reader sees."""

    area = forms.ChoiceField(label=gettext_lazy("Area"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("In the hands of"), required=False)
    since = day_field(gettext_lazy("From"))
    until = day_field(gettext_lazy("Until"))

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **{"auto_id": "rates-%s", **more})
        for name in ("area", "unit"):
            field: Any = self.fields[name]
            field.choices = [("", _("all")), *place_choices(actor, name, "", all_of_them=True)]

    def filters(self, today: date) -> Filters:
        data = self.cleaned_data if self.is_valid() else {}
        return Filters(
            area_path=data.get("area") or "",
            unit=int(data["unit"]) if data.get("unit") else None,
            since=data.get("since") or today.replace(day=1),
            until=data.get("until") or today,
        )


@dataclass(frozen=True)
class Line:
    """A rate with the lists behind its two numbers."""

    name: str
    means: str
    rate: Rate
    above: str
    below: str


@dataclass(frozen=True)
class Number:
    name: str
    plain: str
    number: int
    address: str
    counted: bool = False


@door("console")
@require_safe
def rates(request: HttpRequest) -> HttpResponse:
    at, actor = timezone.now(), actor_of(request)
    book = book_of(actor)
    if book is None:
        raise Refused(_("No rule book holds where you serve. Ask who runs this installation to publish one."))
    form = SpanForm(request.GET or {}, actor=actor)
    found = rates_of(actor, form.filters(timezone.localdate(at)), book, at)
    context = {
        "form": form,
        "found": found,
        "lines": lines(found),
        "ends": ends(found),
        "verdicts": verdicts(found),
        "raised": list_of(found.filters),
        "open": list_of(found.filters, stage="open"),
        "now": at,
    }
    return render(request, "console/rates/rates.html", context)


def list_of(filters: Filters, **more: str) -> str:
    """The address of the list of cases that these filters keep."""
    asked = {
        "area": filters.area_path,
        "unit": filters.unit,
        "since": filters.since,
        "until": filters.until,
        **more,
    }
    return f"{reverse('console:cases')}?{urlencode({key: value for key, value in asked.items() if value})}"


def lines(found: Rates) -> tuple[Line, ...]:
    means = {
        RESPONSE: (_("Response"), _("first contact in time, of all made or overdue"), "answered"),
        RESOLUTION: (_("Resolution"), _("solved, of all closed that count"), "end_state"),
        SATISFACTION: (_("Satisfaction"), _("“solved” said by the resident, of all who judged"), "verdict"),
    }
    parts = {"answered": ("in_time", "any"), "end_state": ("solved", "counted"), "verdict": ("solved", "any")}
    result = []
    for rate in found.rates:
        name, said, filtered = means[rate.key]
        above, below = (list_of(found.filters, **{filtered: value}) for value in parts[filtered])
        result.append(Line(name, said, rate, above, below))
    return tuple(result)


def ends(found: Rates) -> tuple[Number, ...]:
    return tuple(
        Number(line.name, line.plain, line.number, list_of(found.filters, end_state=line.key), line.counted)
        for line in found.ends
    )


def verdicts(found: Rates) -> tuple[Number, ...]:
    names = {
        Rating.Verdict.SOLVED: _("Solved"),
        Rating.Verdict.PARTLY: _("Partly solved"),
        Rating.Verdict.UNSOLVED: _("Not solved"),
    }
    return tuple(
        Number(name, "", found.counts.verdicts[key], list_of(found.filters, verdict=key))
        for key, name in names.items()
    )
