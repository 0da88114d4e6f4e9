"""At the desk: write down what somebody says, read it back, give her number and code on paper."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import segno
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.cases.actions.intake import Intake, raise_case
from linli.cases.models import Case
from linli.cases.receipts import code_for
from linli.cases.sense import Guess, propose
from linli.console.case.asking import once
from linli.console.cases.pages import areas_of, book_of
from linli.console.desk.forms import DeskForm
from linli.console.finding import actor_of, find_case
from linli.governance.model import Danger, RuleBook
from linli.kit.answer import Refused
from linli.kit.doors import door
from linli.places.finding import Proposal, place_of

FRESH = "desk_receipts"  # in the session: number → when it was written down here
SHOWN_FOR = timedelta(minutes=30)


@dataclass(frozen=True)
class ReadBack:
    """What was understood, to be read to the speaker before it is written down."""

    places: list[Proposal]
    guesses: tuple[Guess, ...]
    dangers: tuple[Danger, ...]
    names: dict[str, str]

    @property
    def categories(self) -> list[tuple[str, str, str]]:
        return [
            (
                guess.code,
                self.names.get(guess.code, guess.code),
                " ".join(f"“{word}”" for word in guess.words),
            )
            for guess in self.guesses
        ]


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    book = book_of(actor)
    if book is None:
        raise Refused(_("No rule book holds where you serve. Ask who runs this installation to publish one."))
    form = DeskForm(request.POST or None, book=book, areas=areas_of(actor))
    if request.method != "POST" or not form.is_valid():
        return show(request, form, None, 422 if form.is_bound else 200)
    back = read_back(form, book)
    if "right" not in request.POST:
        return show(request, form, back)
    return write_down(request, form, back)


def read_back(form: DeskForm, book: RuleBook) -> ReadBack:
    data = form.cleaned_data
    within = form.areas[data["area"]]
    return ReadBack(
        places=place_of(data["place_words"], within) if data["place_words"] else [],
        guesses=propose(data["words"], book),
        dangers=book.dangers_in(data["words"]),
        names=names_of(book),
    )


def names_of(book: RuleBook) -> dict[str, str]:
    tops = {top.code: top.name for top in book.categories}
    return tops | {sub.code: sub.name for top in book.categories for sub in top.subs}


def show(request: HttpRequest, form: DeskForm, back: ReadBack | None, status: int = 200) -> HttpResponse:
    context = {"form": form, "back": back, "now": timezone.now()}
    return render(request, "console/desk/desk.html", context, status=status)


def write_down(request: HttpRequest, form: DeskForm, back: ReadBack) -> HttpResponse:
    at, actor = timezone.now(), actor_of(request)
    try:
        case = raise_case(intake_of(form, back), by=actor, at=at, **once(form.cleaned_data["key"]))
    except Refused as refused:
        form.add_error(None, str(refused.sentence))
        return show(request, form, back, 409)
    request.session[FRESH] = {**request.session.get(FRESH, {}), case.number: at.isoformat()}
    return HttpResponseRedirect(reverse("console:desk-receipt", args=[case.number]))


def intake_of(form: DeskForm, back: ReadBack) -> Intake:
    data = form.cleaned_data
    area = form.area_among(back.places)
    place = next((one for one in back.places if one.area.pk == area.pk and one.address), None)
    return Intake(
        words=data["words"],
        area=area,
        channel=data["channel"],
        kind=data["kind"],
        category=data["chosen"],
        place_words=data["place_words"],
        lat=place.address.lat if place and place.address else None,
        lon=place.address.lon if place and place.address else None,
        speaker=form.speaker,
    )


@door("desk")
@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Number, code and QR to hand over; shown for half an hour to whoever wrote the case down, and never again."""
    case = find_case(request, number)
    if not is_fresh(request, case, timezone.now()):
        raise Http404
    code = code_for(case)
    context = {"case": case, "code": code, "qr": drawn(request, case, code), "now": timezone.now()}
    return render(request, "console/desk/receipt.html", context)


def is_fresh(request: HttpRequest, case: Case, now: datetime) -> bool:
    written = request.session.get(FRESH, {}).get(case.number)
    return written is not None and now - datetime.fromisoformat(written) < SHOWN_FOR


def drawn(request: HttpRequest, case: Case, code: str) -> SafeString:
    """Opens the case. The code stands behind "#", which browsers never send, so no log keeps it."""
    address = request.build_absolute_uri(reverse("portal:case", args=[case.number])) + f"#{code}"
    drawing = segno.make(address, error="m")
    return mark_safe(drawing.svg_inline(omitsize=True, border=2, title=_("Opens this case")))  # noqa: S308
