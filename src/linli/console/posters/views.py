"""Posters for stairwells, lifts, grids and estates: whoever reads the code finds the place filled in already."""

import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import segno
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.console.case.asking import new_key
from linli.console.cases.choices import areas_of
from linli.console.cases.pages import book_of
from linli.console.finding import actor_of
from linli.console.posters.forms import PostersForm
from linli.console.posters.ordering import order_posters
from linli.console.posters.paper import address_of, posters_paper, title_of
from linli.console.posters.places import MOST, Place, above, book_at, places_for
from linli.kit.action import once
from linli.kit.addresses import origin_of
from linli.kit.doors import door
from linli.kit.paper_order import PaperOrder
from linli.kit.papers.orders import State, drop_old, file_of
from linli.places.entrances import code_for

AT_ONCE = 20  # more pages than these are made by the worker
LATEST = 5
SECONDS_TO_LOOK_AGAIN = "2"
PATIENCE = timedelta(minutes=15)


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
    """How many there are, the first of them to look at, and the paper to be made."""
    form = form_of(request, request.GET if "area" in request.GET else None)
    places = places_of(form) if form.is_valid() else []
    return show(request, form, places)


def places_of(form: PostersForm) -> list[Place]:
    return places_for(form.chosen_area, form.cleaned_data["what"], form.cleaned_data["estate"])


def form_of(request: HttpRequest, data: Any) -> PostersForm:
    book = book_of(actor_of(request))
    telephone = book.word("telephone") if book else ""
    return PostersForm(data, areas=areas_of(actor_of(request)), telephone=telephone)


def show(request: HttpRequest, form: PostersForm, places: list[Place], status: int = 200) -> HttpResponse:
    at, actor = timezone.now(), actor_of(request)
    context = {
        "form": form,
        "posters": [poster_of(request, place) for place in places[:1]],
        "number": len(places),
        "asked": form.is_bound and form.is_valid(),
        "many": len(places) == MOST,
        "key": new_key(),
        "telephone": form.cleaned_data.get("telephone", "") if form.is_bound else "",
        "book": book_at(places) or book_of(actor),
        "orders": PaperOrder.objects.visible_to(actor)
        .fresh(at)
        .filter(kind="posters")
        .order_by("-pk")[:LATEST],
        "now": at,
    }
    return render(request, "console/posters/posters.html", context, status=status)


def poster_of(request: HttpRequest, place: Place) -> Poster:
    address = address_of(place, origin_of(request))
    return Poster(str(place), above(place), address, code_for(place), drawing(address))


def drawing(address: str) -> SafeString:
    """Half of it may be scratched off and it still reads."""
    return mark_safe(  # noqa: S308 - drawn here from an address of our own
        segno.make(address, error="h").svg_inline(
            omitsize=True, border=2, title=_("Opens the page of this place")
        )
    )


@door("console")
@require_POST
def make(request: HttpRequest) -> HttpResponseBase:
    """A few pages come at once; an estate's are made by the worker, and this page may be left meanwhile."""
    form, at = form_of(request, request.POST), timezone.now()
    if not form.is_valid():
        return show(request, form, [], 422)
    places = places_of(form)
    if not places:
        return show(request, form, places, 422)
    if len(places) > AT_ONCE:
        order = ordered(request, form, at)
        return redirect("console:posters-order", order.pk)
    pdf = posters_paper(
        places,
        area_name=form.chosen_area.name,
        origin=origin_of(request),
        telephone=form.cleaned_data["telephone"],
        at=at,
    )
    return as_file(io.BytesIO(pdf), title_of(form.chosen_area.name))


def as_file(pdf: Any, title: str) -> FileResponse:
    response = FileResponse(pdf, filename=f"{title}.pdf", content_type="application/pdf")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def ordered(request: HttpRequest, form: PostersForm, at: datetime) -> PaperOrder:
    asked = {"area": form.chosen_area.pk, "origin": origin_of(request), **form.asked}
    key = form.cleaned_data["key"]
    title = title_of(form.chosen_area.name)
    return once(key, order_posters, form.chosen_area.path, title, asked, by=actor_of(request), at=at)


@door("console")
@require_safe
def order(request: HttpRequest, order: int) -> HttpResponse:
    """How far it is; looks again by itself, with or without script, and can be left at any time."""
    found = find_order(request, order)
    late = not found.is_over and timezone.now() - found.begun_at > PATIENCE
    response = render(request, "console/posters/order.html", {"order": found, "late": late})
    if not (found.is_over or late):
        response.headers["Refresh"] = SECONDS_TO_LOOK_AGAIN
    return response


@door("console")
@require_safe
def paper(request: HttpRequest, order: int) -> FileResponse:
    """The file, for a day, for whoever asked for it."""
    found = find_order(request, order)
    if found.state != State.DONE or not file_of(found).is_file():
        raise Http404
    return as_file(file_of(found).open("rb"), found.title)


def find_order(request: HttpRequest, number: int) -> PaperOrder:
    at = timezone.now()
    drop_old(at)
    found: PaperOrder = get_object_or_404(
        PaperOrder.objects.visible_to(actor_of(request)).fresh(at), pk=number, kind="posters"
    )
    return found
