"""At the desk: write down what somebody says, read it back, give her number and code on paper."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.cases.actions.intake import Intake, raise_case
from linli.cases.actions.once_only import already_raised, raise_once
from linli.cases.asking import QuestionsForm
from linli.cases.models import Case
from linli.cases.proposing import propose
from linli.cases.questions import dangers_told
from linli.cases.receipts import code_for_voice
from linli.cases.sense import Guess
from linli.console.case.asking import once
from linli.console.cases.choices import areas_of
from linli.console.cases.pages import book_of
from linli.console.desk.forms import PERSONAL, DeskForm
from linli.console.desk.known import Known, known_already, taken_in
from linli.console.desk.receipts import keep_fresh
from linli.console.desk.spoken import contact_sentence, first_limit, read_back_sentences
from linli.console.finding import actor_of
from linli.governance.model import Danger, RuleBook
from linli.kit.actor import Actor
from linli.kit.answer import Refused
from linli.kit.doors import door
from linli.places.finding import Proposal, place_of


@dataclass(frozen=True)
class Heard:
    """What the words may mean."""

    places: list[Proposal]
    guesses: tuple[Guess, ...]
    dangers: tuple[Danger, ...]
    names: dict[str, str]
    known: tuple[Known, ...]

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


@dataclass(frozen=True)
class ReadBack(Heard):
    """What was understood, to be read to the speaker before it is written down."""

    questions: QuestionsForm
    sentences: tuple[str, ...]


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    book = book_here(request)
    areas = areas_of(actor_of(request))
    form = DeskForm(request.POST or None, book=book, areas=areas, initial=brought_along(request))
    if request.method != "POST" or not form.is_valid():
        return show(request, form, None, 422 if form.is_bound else 200)
    back = read_back(form, book, request.POST, actor_of(request))
    if "same" in request.POST:
        return take_in(request, form, back)
    if "right" not in request.POST or not back.questions.is_valid():
        return show(request, form, back)
    return write_down(request, form, back)


def brought_along(request: HttpRequest) -> dict[str, Any]:
    """What a scanned paper form or the page of another case says of the new one."""
    if "paper" in request.GET:
        return {"serial": request.GET["paper"], "channel": "paper"}
    number = request.GET.get("near", "")
    rows = Case.objects.visible_to(actor_of(request))
    beside = rows.filter(number=number).first() if number else None
    return {"area": str(beside.area_id), "place_words": beside.place_words} if beside else {}


def book_here(request: HttpRequest) -> RuleBook:
    book = book_of(actor_of(request))
    if book is None:
        raise Refused(_("No rule book holds where you serve. Ask who runs this installation to publish one."))
    return book


@door("desk")
@require_POST
def hints(request: HttpRequest) -> HttpResponse:
    """While she still talks: danger with its number, what it may be about, which place is meant. Nothing is kept."""
    form = DeskForm(request.POST, book=book_here(request), areas=areas_of(actor_of(request)))
    form.is_valid()
    words, place = form.cleaned_data.get("words", ""), form.cleaned_data.get("place_words", "")
    within = form.areas.get(form.cleaned_data.get("area", ""))
    actor, at = actor_of(request), timezone.now()
    places = place_of(place or words, within)[:3] if within else []
    guesses = propose(words, form.book)
    likely = guesses[0].code if guesses else ""
    hinted = Heard(
        places=places,
        guesses=guesses,
        dangers=form.book.dangers_in(words),
        names=names_of(form.book),
        known=known_already(words, likely, places, within, actor, at) if within else (),
    )
    return render(request, "console/desk/_hints.html", {"hinted": hinted})


def read_back(form: DeskForm, book: RuleBook, sent: Any, actor: Actor) -> ReadBack:
    data = form.cleaned_data
    guesses = propose(data["words"], book)
    likely = data["chosen"] or (guesses[0].code if guesses and "right" not in sent else "")
    questions = QuestionsForm(sent, book=book, category=likely, complete=False)
    told = dangers_told(book, likely, questions.given if questions.is_valid() else ())
    heard = book.dangers_in(data["words"], data["chosen"])
    within = form.areas[data["area"]]
    places = place_of(data["place_words"], within) if data["place_words"] else []
    return ReadBack(
        places=places,
        known=known_already(data["words"], likely, places, within, actor, timezone.now()),
        guesses=guesses,
        dangers=tuple(danger for danger in book.dangers if danger in (*heard, *told)),
        names=names_of(book),
        questions=questions,
        sentences=tuple(sentences_of(form, book)),
    )


def sentences_of(form: DeskForm, book: RuleBook) -> list[str]:
    data = form.cleaned_data
    kept = any(data[part] for part in PERSONAL)
    return read_back_sentences(
        data["words"],
        place=data["place_words"],
        about=names_of(book).get(data["chosen"], ""),
        speaks_for=data["proxy_for"] if data["proxy"] else "",
        first=first_limit(book, data["chosen"], data["kind"]),
        contact=contact_sentence(kept=kept, phone=data["phone"], mail=data["mail"], way=data["way"]),
    )


def names_of(book: RuleBook) -> dict[str, str]:
    tops = {top.code: top.name for top in book.categories}
    return tops | {sub.code: sub.name for top in book.categories for sub in top.subs}


def show(request: HttpRequest, form: DeskForm, back: ReadBack | None, status: int = 200) -> HttpResponse:
    context = {"form": form, "back": back, "known": known_paper(form), "now": timezone.now()}
    return render(request, "console/desk/desk.html", context, status=status)


def known_paper(form: DeskForm) -> Case | None:
    """The case that this paper became before."""
    serial = form.cleaned_data.get("serial") if form.is_bound else ""
    key = paper_key(serial) if serial else ""
    return already_raised([key]).get(key) if key else None


def paper_key(serial: str) -> str:
    return f"paper:{serial}"


def write_down(request: HttpRequest, form: DeskForm, back: ReadBack) -> HttpResponse:
    at, actor, key = timezone.now(), actor_of(request), once(form.cleaned_data["key"])
    known = known_paper(form)
    if known:
        form.add_error(
            "serial", _("This paper was entered already as %(number)s.") % {"number": known.number}
        )
        return show(request, form, back, 409)
    intake = intake_of(form, back, at)
    act = raise_once if intake.source_key else raise_case
    try:
        case: Case = act(intake, by=actor, at=at, **key)
    except Refused as refused:
        form.add_error(None, str(refused.sentence))
        return show(request, form, back, 409)
    keep_fresh(request, case, at)
    return HttpResponseRedirect(reverse("console:desk-receipt", args=[case.number]))


def take_in(request: HttpRequest, form: DeskForm, back: ReadBack) -> HttpResponse:
    """It is known already: she gets number and code of her own in that case."""
    number, category = request.POST["same"], back.questions.category
    try:
        voice = taken_in(form, number, category, by=actor_of(request), at=timezone.now())
    except Refused as refused:
        form.add_error(None, str(refused.sentence))
        return show(request, form, back, 409)
    receipt = {"number": voice.number, "code": code_for_voice(voice)}
    messages.success(request, _("Written down. Please tell her: number %(number)s, code %(code)s.") % receipt)
    return HttpResponseRedirect(reverse("console:case", args=[voice.case.number]))


def intake_of(form: DeskForm, back: ReadBack, at: datetime) -> Intake:
    data = form.cleaned_data
    area = form.area_among(back.places)
    place = next((one for one in back.places if one.area.pk == area.pk and one.address), None)
    return Intake(
        words=data["words"],
        area=area,
        channel="paper" if data["serial"] else data["channel"],
        kind=data["kind"],
        category=data["chosen"],
        place_words=data["place_words"] or (form.wall.name if form.wall else ""),
        lat=place.address.lat if place and place.address else None,
        lon=place.address.lon if place and place.address else None,
        speaker=form.speaker,
        details=back.questions.given,
        consent="agrees" if data["agrees"] else "",
        source_key=paper_key(data["serial"]) if data["serial"] else None,
        said_at=form.said_at(at),
    )
