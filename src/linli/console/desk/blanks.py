"""Blank forms to be filled in by hand: each with a serial of its own, so that it is entered once."""

import io
from typing import Any

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.cases.serials import new_serial
from linli.console.cases.choices import areas_of
from linli.console.finding import actor_of
from linli.governance.model import RuleBook
from linli.governance.reads import rulebook_for
from linli.kit.addresses import origin_of
from linli.kit.doors import door
from linli.kit.papers.press import picture_code, printed
from linli.places.entrances import code_for
from linli.places.finding import place_of
from linli.places.models import Address, Area

MOST_FORMS = 100


class BlanksForm(forms.Form):
    area = forms.ChoiceField(label=gettext_lazy("Area"))
    building = forms.CharField(
        label=gettext_lazy("Building"),
        help_text=gettext_lazy("When the forms lie at one building: as people call it."),
        max_length=60,
        required=False,
    )
    copies = forms.IntegerField(
        label=gettext_lazy("How many"),
        min_value=1,
        max_value=MOST_FORMS,
        initial=10,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )

    def __init__(self, *args: Any, areas: list[Area], **more: Any) -> None:
        super().__init__(*args, **{"auto_id": "blank-%s", **more})
        self.areas = {str(area.pk): area for area in areas}
        field: Any = self.fields["area"]
        field.choices = [(key, area.name) for key, area in self.areas.items()]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        area = self.areas.get(given.get("area", ""))
        given["place"] = area
        if area and given.get("building"):
            found = place_of(given["building"], area)
            if len(found) != 1:
                self.add_error("building", _("No single building of this area is called so."))
            else:
                given["place"] = found[0].address or found[0].area
        return given


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def blanks(request: HttpRequest) -> HttpResponseBase:
    form = BlanksForm(request.POST or None, areas=areas_of(actor_of(request)))
    if request.method != "POST" or not form.is_valid():
        return show(request, form)
    place, copies = form.cleaned_data["place"], form.cleaned_data["copies"]
    pdf = blank_forms(place, copies, origin=origin_of(request))
    name = _("Forms for %(place)s") % {"place": place}
    response = FileResponse(io.BytesIO(pdf), filename=f"{name}.pdf", content_type="application/pdf")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def show(request: HttpRequest, form: BlanksForm) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "console/desk/blanks.html", {"form": form}, status=status)


def blank_forms(place: Address | Area, copies: int, *, origin: str) -> bytes:
    path = place.area_path if isinstance(place, Address) else place.path
    name = f"{place.area.name} {place}" if isinstance(place, Address) else place.name
    address = origin + reverse("portal:place", args=[code_for(place)])
    told = {**words_of(rulebook_for(path)), "forms": [one_form(name, address) for _n in range(copies)]}
    language = (get_language() or "zh").partition("-")[0]
    return printed(
        "console/desk/blank.typ", told, title=str(told["heading"]), at=timezone.now(), language=language
    )


def one_form(name: str, address: str) -> dict[str, str]:
    """Read by a telephone the code opens the page of the place; read at the desk it brings the serial."""
    serial = new_serial()
    drawing = picture_code(f"{address}?paper={serial}", error="q")
    return {"place": name, "serial": serial, "drawing": drawing, "alt": _("Opens the page of this place")}


def words_of(book: RuleBook | None) -> dict[str, str]:
    return {
        "brand": f"{book.word('brand')} · {book.name}" if book else "",
        "telephone": book.word("telephone") if book else "",
        "heading": _("What shall be looked after?"),
        "how": _("Write it down as you would say it and hand it in at the desk, or to your grid worker."),
        "place-label": _("Place:"),
        "serial-label": _("Serial:"),
        "what-label": _("What is it about? Since when?"),
        "where-label": _("Where exactly? (building, stairwell, floor, a shop beside it)"),
        "name-label": _("Your name (may stay empty)"),
        "phone-label": _("Your telephone (may stay empty)"),
        "agree": _(
            "I agree that name and number are kept, sealed, to handle this matter and to ask me afterwards."
        ),
        "proxy": _("I speak for somebody else, who knows of it and agrees. For whom: ____________________"),
        "day-label": _("Day on which I write this"),
        "office-label": _("For the desk: entered on, number"),
        "danger": _("In danger call 110, 119 or 120 first."),
        "keep": _("Keep this strip. With the serial the desk tells you your number:"),
    }
