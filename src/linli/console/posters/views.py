"""Posters for stairwells, grids and facilities: whoever reads the code finds the place filled in already."""

from dataclasses import dataclass
from typing import Any

import segno
from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from linli.console.cases.pages import areas_of, book_of
from linli.console.finding import actor_of
from linli.governance.model import RuleBook
from linli.governance.reads import rulebook_for
from linli.kit.doors import door
from linli.places.entrances import code_for
from linli.places.models import Address, Area

MOST = 300


class PostersForm(forms.Form):
    """All in the address, so that a sheet can be printed again."""

    area = forms.ChoiceField(label=gettext_lazy("Area"))
    what = forms.ChoiceField(
        label=gettext_lazy("A poster for each"),
        widget=forms.RadioSelect,
        choices=[
            ("buildings", gettext_lazy("building in it")),
            ("areas", gettext_lazy("area directly in it")),
            ("itself", gettext_lazy("the area itself")),
        ],
        initial="buildings",
    )

    def __init__(self, *args: Any, areas: list[Area], **more: Any) -> None:
        super().__init__(*args, **{"auto_id": "poster-%s", **more})
        self.areas = {str(area.pk): area for area in areas}
        field: Any = self.fields["area"]
        field.choices = [(key, area.name) for key, area in self.areas.items()]


@dataclass(frozen=True)
class Poster:
    name: str
    above: str
    address: str
    code: str
    qr: SafeString


@door("console")
@require_safe
def posters(request: HttpRequest) -> HttpResponse:
    form = PostersForm(request.GET if "area" in request.GET else None, areas=areas_of(actor_of(request)))
    places: list[Address | Area] = []
    if form.is_valid():
        places = places_for(form.areas[form.cleaned_data["area"]], form.cleaned_data["what"])
    drawn = [poster_of(request, place) for place in places]
    context = {
        "form": form,
        "posters": drawn,
        "asked": form.is_bound and form.is_valid(),
        "many": len(drawn) == MOST,
        "book": book_at(places) or book_of(actor_of(request)),
    }
    return render(request, "console/posters/posters.html", context)


def places_for(area: Area, what: str) -> list[Address | Area]:
    """One query; buildings are addresses of the list, or areas that the rule book calls so."""
    if what == "itself":
        return [area]
    if what == "areas":
        rows = Area.objects.current().filter(parent=area).select_related("parent").defer("outline")
        return list(rows.order_by("path")[:MOST])
    listed = Address.objects.current().inside(area.path).select_related("area")
    found: list[Address | Area] = list(listed[:MOST])
    return found or buildings_in(area)


def buildings_in(area: Area) -> list[Address | Area]:
    """Areas without parts: where nobody keeps a list of addresses, these are the buildings."""
    rows = Area.objects.current().inside(area).filter(~Q(pk=area.pk), parts=None)
    return list(rows.select_related("parent").defer("outline").order_by("path")[:MOST])


def poster_of(request: HttpRequest, place: Address | Area) -> Poster:
    code = code_for(place)
    address = request.build_absolute_uri(reverse("portal:place", args=[code]))
    above = place.area.name if isinstance(place, Address) else place.parent.name if place.parent else ""
    return Poster(str(place), above, address, code, drawing(address))


def drawing(address: str) -> SafeString:
    """Half of it may be scratched off and it still reads."""
    return mark_safe(  # noqa: S308 - drawn here from an address of our own
        segno.make(address, error="h").svg_inline(
            omitsize=True, border=2, title=_("Opens the page of this place")
        )
    )


def book_at(places: list[Address | Area]) -> RuleBook | None:
    if not places:
        return None
    first = places[0]
    return rulebook_for(first.area_path if isinstance(first, Address) else first.path)
