"""From the first words to the receipt, on two pages. Nothing typed is lost on the way, pictures included."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.cases import pictures, sounds
from linli.cases.actions.aside import counted_in
from linli.cases.actions.intake import Intake, Speaker, raise_case, usual_way
from linli.cases.asking import QuestionsForm
from linli.cases.models import Case
from linli.cases.questions import dangers_told
from linli.cases.receipts import code_for
from linli.cases.sounds import CleanSound
from linli.governance.model import Danger
from linli.kit.action import once
from linli.kit.actor import Actor
from linli.kit.addresses import origin_of
from linli.kit.answer import Refused
from linli.kit.doors import door
from linli.kit.lines import line_of
from linli.notices.addresses import has_not_said_yes
from linli.places.entrances import Entrance, entrance
from linli.places.models import Area
from linli.places.reads import area_at
from linli.portal import keys
from linli.portal.holders import holder_of
from linli.portal.keys import actor_of, my_cases
from linli.portal.locality import Locality, locality_at, locality_or_404
from linli.portal.raising.forms import NOTHING_SAID, SayForm, SendForm, new_key
from linli.portal.raising.nearby import nearby_of
from linli.portal.raising.parcel import Parcel
from linli.portal.raising.place import Point, area_choices, areas_of, narrowest, nearest_known
from linli.portal.raising.proposals import area_named_in, categories_for, name_of
from linli.portal.raising.questions import fresh_questions, questions_for


def say_page(
    request: HttpRequest, locality: Locality, form: SayForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The one question. `more` carries what else stands on the page."""
    wall = entrance(str(form["place"].value() or ""))
    kind = str(form["kind"].value() or "")
    flow = locality.book.flows.get(kind) if kind != "request" else None
    context = {"locality": locality, "book": locality.book, "form": form, "wall": wall, "flow": flow, **more}
    return render(request, "portal/home/home.html", context, status=status)


@door("public")
@require_http_methods(["GET", "HEAD", "POST"])
def say(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the words; stop where they speak of danger; else ask what may be added."""
    locality = locality_or_404(slug)
    if request.method != "POST":
        return redirect("portal:home", slug)
    form = SayForm(request.POST, request.FILES)
    parcel = packed(form)
    words = form.cleaned_data.get("words", "")
    dangers = [] if "calm" in request.POST else locality.book.dangers_in(words)
    if form.errors or dangers:
        return say_page(
            request,
            locality,
            form,
            dangers=dangers,
            sealed=parcel.sealed(),
            kept=parcel.pictures,
            spoken=parcel.sounds,
            status=422 if {"pictures", "voice"} & form.errors.keys() else 200,
        )
    return details_page(request, locality, fresh_form(locality, form, parcel), parcel)


def packed(form: SayForm) -> Parcel:
    """The pictures and the voice of earlier tries and the new ones, cleaned; a fault stands at the field."""
    form.is_valid()
    parcel: Parcel = form.cleaned_data.get("parcel") or Parcel()
    spoken = heard(form) or parcel.sounds
    if not form.cleaned_data.get("words") and not spoken and not form.errors:
        form.add_error("words", NOTHING_SAID)
    uploads = form.cleaned_data.get("pictures") or []
    try:
        fresh = pictures.clean_all(uploads)
    except Refused as refused:
        form.add_error("pictures", str(refused.sentence))
        fresh = ()
    together = (*parcel.pictures, *fresh)[: pictures.MOST_PICTURES]
    return replace(
        parcel, pictures=together, sounds=spoken, place=form.cleaned_data.get("place") or parcel.place
    )


def heard(form: SayForm) -> tuple[CleanSound, ...]:
    """The recording of this try, cleaned; it stands in for an earlier one."""
    upload = form.cleaned_data.get("voice")
    try:
        return (sounds.clean(upload),) if upload else ()
    except Refused as refused:
        form.add_error("voice", str(refused.sentence))
        return ()


def fresh_form(locality: Locality, said: SayForm, parcel: Parcel) -> SendForm:
    """The second page with everything proposed and nothing asked."""
    words, areas = said.cleaned_data["words"], areas_of(locality)
    proposed = categories_for(locality.book, words)
    wall = entrance(parcel.place)
    area = nearest_known(wall.area_path, areas) if wall else area_named_in(words, areas[1:])
    kind = said.cleaned_data["kind"] or (proposed[0].kind if proposed else "")
    initial = {
        "words": words,
        "kind": kind if kind in locality.book.flows else "request",
        "category": proposed[0].code if proposed else "",
        "area": (area or areas[0]).pk,
        "place_words": wall.name if wall else "",
        "parcel": parcel.sealed(),
        "key": new_key(),
        "calm": "calm" in said.data,
    }
    return SendForm(initial=initial, **choices(locality, words, areas))


def choices(locality: Locality, words: str, areas: list[Area]) -> dict[str, Any]:
    book = locality.book
    return {
        "kinds": [(flow.kind, flow.name) for flow in locality.open_flows],
        "proposed": [(one.code, name_of(book, one.code)) for one in categories_for(book, words)],
        "all_categories": [
            (top.name, [(top.code, top.name), *((sub.code, sub.name) for sub in top.subs)])
            for top in book.categories
            if not top.sealed
        ],
        "areas": area_choices(areas),
    }


def details_page(
    request: HttpRequest,
    locality: Locality,
    form: SendForm,
    parcel: Parcel,
    questions: QuestionsForm | None = None,
    **more: Any,
) -> HttpResponse:
    because = {one.code: one.because for one in categories_for(locality.book, str(form["words"].value()))}
    shown = questions or questions_for(locality, str(form["category"].value() or ""))
    kept = {"kept": parcel.pictures, "spoken": parcel.sounds}
    context = {"locality": locality, "form": form, "because": because, **kept}
    asked = {"questions": shown, "asked": shown.category}
    near = {"nearby": nearby_of(locality, form, because), "join_key": new_key()}
    return render(request, "portal/raising/details.html", {**context, **asked, **near, **more})


@door("public")
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, slug: str) -> HttpResponse:
    locality = locality_or_404(slug)
    if request.method != "POST":
        return redirect("portal:home", slug)
    areas = areas_of(locality)
    form = SendForm(request.POST, **choices(locality, request.POST.get("words", ""), areas))
    complete = form.is_valid()
    code = form.chosen_category()
    if is_unasked(locality, form, code):
        fresh = fresh_questions(locality, code, request.POST)
        return details_page(request, locality, form, parcel_of(form), fresh, unasked=True)
    questions = questions_for(locality, code, request.POST)
    complete = questions.is_valid() and complete
    dangers = dangers_of(locality, form, questions)
    if complete and not dangers:
        try:
            case = raised(request, form, questions, areas)
        except Refused as refused:
            form.add_error(None, str(refused.sentence))
        else:
            keys.open_case(request, case, fresh_at=case.raised_at)
            return redirect("portal:receipt", case.number)
    return details_page(request, locality, form, parcel_of(form), questions, dangers=dangers)


def parcel_of(form: SendForm) -> Parcel:
    return form.cleaned_data.get("parcel") or Parcel()


def is_unasked(locality: Locality, form: SendForm, code: str) -> bool:
    """Without scripts another category may be chosen whose questions have not stood on a page yet: they come next."""
    return bool(locality.book.questions(code)) and form.cleaned_data.get("asked") != code


def dangers_of(locality: Locality, form: SendForm, questions: QuestionsForm) -> list[Danger]:
    """In the words, by the category, or by an answer; nothing once the resident said that nobody is in danger."""
    if form.cleaned_data.get("calm"):
        return []
    book, code = locality.book, form.chosen_category()
    heard = book.dangers_in(form.cleaned_data.get("words", ""), code)
    told = dangers_told(book, code, questions.given)
    return [one for one in book.dangers if one in (*heard, *told)]


def raised(request: HttpRequest, form: SendForm, questions: QuestionsForm, areas: list[Area]) -> Case:
    actor, at = actor_of(request), timezone.now()
    key = str(form.cleaned_data["key"])
    intake = replace(intake_of(form, areas, actor, at), details=questions.given)

    def raising() -> Case:
        return once(key, raise_case, intake, by=actor, at=at)

    return raising() if actor.account_id else counted_in(raising, line_of(request), at=at)


def intake_of(form: SendForm, areas: list[Area], actor: Actor, at: datetime) -> Intake:
    data = form.cleaned_data
    wall = entrance(data["parcel"].place)
    here = point_of(data, wall)
    chosen = next((area for area in areas if area.pk == data["area"]), areas[0])
    return Intake(
        words=data["words"],
        area=narrowest(chosen, area_of(wall, actor), drawn_around(here, at)),
        channel="qr" if wall else "portal",
        kind=data["kind"] or "request",
        category=form.chosen_category(),
        place_words=data["place_words"],
        lat=here.lat,
        lon=here.lon,
        speaker=speaker_of(data),
        pictures=data["parcel"].pictures,
        sounds=data["parcel"].sounds,
    )


def speaker_of(data: dict[str, Any]) -> Speaker:
    phone, mail = data["phone"], data.get("mail", "")
    return Speaker(name=data["name"], phone=phone, mail=mail, way=usual_way(phone, mail))


def point_of(data: dict[str, Any], wall: Entrance | None) -> Point:
    """Where the device said it stands, else where the code hangs."""
    if data["lat"] is not None and data["lon"] is not None:
        return Point(data["lat"], data["lon"])
    return Point(wall.lat, wall.lon) if wall else Point()


def drawn_around(point: Point, at: datetime) -> Area | None:
    if point.lat is None or point.lon is None:
        return None
    return area_at(point.lat, point.lon, timezone.localdate(at))


def area_of(wall: Entrance | None, actor: Actor) -> Area | None:
    return Area.objects.visible_to(actor).filter(pk=wall.area_id).first() if wall else None


@door("public")
@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Number and code. The code is shown for half an hour on the device that raised the case, and never again."""
    case = get_object_or_404(my_cases(request), number=number)
    code = code_for(case) if keys.is_fresh(request, case, timezone.now()) else ""
    context = {
        "case": case,
        "code": code,
        "qr": drawn(request, case, code) if code else "",
        "locality": locality_at(case.area_path),
        "clocks": clocks_of(case),
        "holder": holder_of(case, timezone.localdate()),
        "asked": case.contact is not None and case.contact.way == "mail" and has_not_said_yes(case.contact),
    }
    return render(request, "portal/raising/receipt.html", context)


def clocks_of(case: Case) -> dict[str, datetime]:
    return {clock.name: clock.due_at for clock in case.clocks.filter(round=case.round) if clock.due_at}


def drawn(request: HttpRequest, case: Case, code: str) -> str:
    """A QR code that opens the case. The code stands behind "#", which browsers never send, so no log keeps it."""
    address = origin_of(request) + reverse("portal:case", args=[case.number]) + f"#{code}"
    return mark_safe(segno.make(address, error="m").svg_inline(scale=4, border=2, title=_("Opens this case")))  # noqa: S308
