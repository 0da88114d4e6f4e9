"""What a telephone sends by itself when its network is back: one message whole, its files in pieces before it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from linli.cases import pictures, uploads
from linli.cases.actions.aside import counted_in
from linli.cases.actions.intake import Intake, raise_case
from linli.cases.models import Case
from linli.cases.receipts import code_for
from linli.governance.model import Danger
from linli.kit.action import KeyReused, once
from linli.kit.answer import Refused
from linli.kit.doors import door
from linli.kit.lines import line_of
from linli.places.entrances import entrance
from linli.places.models import Area
from linli.portal import keys
from linli.portal.keys import actor_of
from linli.portal.locality import Locality, locality_or_404
from linli.portal.raising.forms import SayForm
from linli.portal.raising.parcel import Parcel
from linli.portal.raising.place import areas_of, narrowest, nearest_known
from linli.portal.raising.proposals import area_named_in


class PieceForm(forms.Form):
    offset = forms.IntegerField(min_value=0)
    size = forms.IntegerField(min_value=1, max_value=uploads.MOST_BYTES)


class WaitingForm(SayForm):
    """The first page as it was filled in without a network, under the key made then."""

    key = forms.UUIDField()
    calm = forms.BooleanField(required=False)


@door("public")
@require_POST
def piece(request: HttpRequest, slug: str, upload: UUID) -> HttpResponse:
    """Answers how much has arrived; the sender goes on from there."""
    locality_or_404(slug)
    form = PieceForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"sentence": form.errors.as_text()}, status=400)
    data, at = form.cleaned_data, timezone.now()
    try:
        have = uploads.add(upload, data["offset"], data["size"], request.body, line=line_of(request), at=at)
    except Refused as refused:
        return told(422, sentence=str(refused.sentence))
    return JsonResponse({"have": have})


@door("public")
@require_POST
def waiting(request: HttpRequest, slug: str) -> HttpResponse:
    """The same key makes one case, however often a telephone tries. Danger stops it, as on the page."""
    locality = locality_or_404(slug)
    form = WaitingForm(request.POST)
    if not form.is_valid():
        return told(422, sentence=" ".join(str(fault) for faults in form.errors.values() for fault in faults))
    dangers = locality.book.dangers_in(form.cleaned_data["words"])
    if dangers and not form.cleaned_data["calm"]:
        return told(409, dangers=dangers)
    try:
        case = raised(request, locality, form)
    except (Refused, KeyReused) as refused:
        return told(422, sentence=str(getattr(refused, "sentence", "")))
    return JsonResponse(
        {"number": case.number, "code": code_for(case), "page": reverse("portal:case", args=[case.number])},
        status=201,
        headers={"Cache-Control": "no-store"},
    )


def told(status: int, *, sentence: str = "", dangers: Iterable[Danger] = ()) -> HttpResponse:
    calls = [{"name": danger.name, "number": danger.number} for danger in dangers]
    return JsonResponse({"sentence": sentence, "dangers": calls}, status=status)


def raised(request: HttpRequest, locality: Locality, form: WaitingForm) -> Case:
    actor, at = actor_of(request), timezone.now()
    intake = intake_of(locality, form.cleaned_data, parcel_of(request, form))

    def raising() -> Case:
        return once(str(form.cleaned_data["key"]), raise_case, intake, by=actor, at=at)

    case = raising() if actor.account_id else counted_in(raising, line_of(request), at=at)
    keys.open_case(request, case, fresh_at=case.raised_at)
    return case


def parcel_of(request: HttpRequest, form: WaitingForm) -> Parcel:
    """What the page had kept already, and the files that came in pieces."""
    kept: Parcel = form.cleaned_data.get("parcel") or Parcel()
    fresh = uploads.pictures_in(named(request, "pictures"))
    spoken = uploads.sounds_in(named(request, "voice")[:1]) or kept.sounds
    together = (*kept.pictures, *fresh)[: pictures.MOST_PICTURES]
    return Parcel(together, form.cleaned_data["place"] or kept.place, spoken)


def named(request: HttpRequest, field: str) -> list[UUID]:
    return [upload for upload in map(uuid_in, request.POST.getlist(field)) if upload]


def uuid_in(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def intake_of(locality: Locality, data: dict[str, Any], parcel: Parcel) -> Intake:
    """Nobody looked at a proposal, so the office chooses the category."""
    areas, wall = areas_of(locality), entrance(parcel.place)
    named = nearest_known(wall.area_path, areas) if wall else area_named_in(data["words"], areas[1:])
    hangs = Area.objects.filter(pk=wall.area_id).first() if wall else None
    return Intake(
        words=data["words"],
        area=narrowest(named or areas[0], hangs),
        channel="qr" if wall else "portal",
        kind=data["kind"] if data["kind"] in locality.book.flows else "request",
        place_words=wall.name if wall else "",
        lat=wall.lat if wall else None,
        lon=wall.lon if wall else None,
        pictures=parcel.pictures,
        sounds=parcel.sounds,
    )
