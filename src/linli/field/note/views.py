"""Write down what was seen or heard, in two taps from anywhere."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.cases.actions.intake import CleanPicture, Intake, raise_case
from linli.cases.actions.joining import join
from linli.cases.frequent import usual_categories
from linli.cases.models import Case
from linli.cases.questions import dangers_told, spelled_out
from linli.cases.receipts import code_for_voice
from linli.field.note.forms import CHANNELS, NoteForm
from linli.field.note.hints import Hints, book_of, hints_for, known_already
from linli.governance.model import Danger, SubCategory
from linli.governance.reads import rulebook_for
from linli.kit.action import KeyReused, once
from linli.kit.actor import Actor
from linli.kit.answer import Refused
from linli.kit.doors import door
from linli.places.models import Area
from linli.places.reads import area_at

T = TypeVar("T")


@door("field")
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    beside = case_beside(request, actor)
    areas = areas_of(actor, beside)
    if request.method != "POST":
        return show(request, NoteForm(areas=areas, initial=found_at(beside)))
    form = NoteForm(tapped(request, areas), request.FILES, areas=areas)
    pictures = form.gathered()
    hints = hints_for(form, request.POST)
    dangers = dangers_in(form, hints)
    same = request.POST.get("same", "")
    if "look" in request.POST or (hints and hints.unasked and not same):
        return show(request, form, hints, dangers=dangers)
    if form.is_valid() and hints_fit(hints) and not dangers:
        case = added(request, form, hints, pictures) if same else written_down(request, form, hints, pictures)
        if case is not None:
            return redirect(f"{reverse('field:case', args=[case.number])}?noted=1")
    return show(request, form, hints, dangers=dangers, status=409)


def hints_fit(hints: Hints | None) -> bool:
    return hints is None or not hints.questions.errors


def show(
    request: HttpRequest, form: NoteForm, hints: Hints | None = None, *, status: int = 200, **more: Any
) -> HttpResponse:
    known = known_already(form, hints, request.actor) if hints else ()  # type: ignore[attr-defined]
    context = {"form": form, "usual": usual_here(form), "hints": hints, "known": known, **more}
    return render(request, "field/note/note.html", context, status=status)


def case_beside(request: HttpRequest, actor: Actor) -> Case | None:
    """The case on whose page she saw something else, where it lies in the areas of her posts."""
    number = request.POST.get("near") or request.GET.get("near", "")
    rows = Case.objects.visible_to(actor).select_related("area")
    found: Case | None = rows.filter(number=number).first() if number else None
    return found if found and actor.serves(found.area_path) else None


def found_at(beside: Case | None) -> dict[str, Any]:
    """The place of the other case, so that only the words are still to be said."""
    if beside is None:
        return {}
    here = {"near": beside.number, "area": beside.area_id, "place_words": beside.place_words}
    return here | {"lat": beside.lat, "lon": beside.lon, "channel": way_of(beside)}


def way_of(beside: Case) -> str:
    return beside.channel if beside.channel in dict(CHANNELS) else "patrol"


def areas_of(actor: Actor, beside: Case | None = None) -> list[Area]:
    """Where this worker's posts are, the smallest first; before them the place where she stands."""
    found = Area.objects.visible_to(actor).filter(pk__in={post.area_id for post in actor.posts})
    here = [beside.area] if beside else []
    rest = sorted(found, key=lambda area: (-len(area.path), area.path))
    return [*here, *(area for area in rest if area not in here)]


def tapped(request: HttpRequest, areas: list[Area]) -> Any:
    """What was sent; a phrase that was tapped stands for words where none were typed."""
    sent = request.POST.copy()
    book = rulebook_for(areas[0].path) if areas else None
    part = book.category(sent.get("phrase", "")) if book else None
    if part is None:
        sent.pop("phrase", None)
    elif not sent.get("words", "").strip():
        sent["words"] = _("Seen: %(what)s") % {"what": part.name}
    return sent


def usual_here(form: NoteForm) -> list[SubCategory]:
    """What is met most often where she stands, each for one tap."""
    area = next(iter(form.areas.values()), None)
    book = rulebook_for(area.path) if area else None
    return usual_categories(area.path, book, timezone.now()) if area and book else []


def dangers_in(form: NoteForm, hints: Hints | None) -> tuple[Danger, ...]:
    """Words or answers of danger stop the form and show the number to call, until the worker says that nobody is in danger."""
    book = book_of(form)
    if hints is None or book is None or form.cleaned_data.get("calm"):
        return ()
    heard = book.dangers_in(form.cleaned_data["words"], form.cleaned_data.get("phrase", ""))
    told = dangers_told(book, hints.questions.category, hints.questions.given)
    return tuple(one for one in book.dangers if one in (*heard, *told))


def written_down(
    request: HttpRequest, form: NoteForm, hints: Hints | None, pictures: tuple[CleanPicture, ...]
) -> Case | None:
    data = form.cleaned_data
    at = timezone.now()
    intake = Intake(
        words=data["words"],
        area=narrowed(form, timezone.localdate(at)),
        channel=data["channel"],
        category=hints.category if hints else "",
        details=hints.questions.given if hints else (),
        place_words=data["place_words"],
        lat=data["lat"],
        lon=data["lon"],
        pictures=pictures,
    )
    case = tried(form, lambda: once(data["key"], raise_case, intake, by=request.actor, at=at))  # type: ignore[attr-defined]
    if case is not None:
        messages.success(request, _("Written down as %(number)s.") % {"number": case.number})
    return case


def added(
    request: HttpRequest, form: NoteForm, hints: Hints | None, pictures: tuple[CleanPicture, ...]
) -> Case | None:
    """It is known already: what was said goes into that case as one more voice."""
    data, actor = form.cleaned_data, request.actor  # type: ignore[attr-defined]
    case = get_object_or_404(Case.objects.visible_to(actor), number=request.POST["same"][:12])
    saying = {"channel": data["channel"], "words": told_in_one(form, hints), "pictures": pictures}
    voice = tried(form, lambda: once(data["key"], join, case, by=actor, at=timezone.now(), **saying))
    if voice is None:
        return None
    receipt = {"number": voice.number, "code": code_for_voice(voice)}
    messages.success(
        request, _("Added here. Whoever said it follows it by number %(number)s, code %(code)s.") % receipt
    )
    return case


def told_in_one(form: NoteForm, hints: Hints | None) -> str:
    """A voice has no fields of its own for place and answers: nothing typed is lost."""
    book, data = book_of(form), form.cleaned_data
    questions = hints.questions if hints else None
    answers = spelled_out(book, questions.category, questions.given) if book and questions else ""
    return "\n".join(filter(None, [data["words"], data["place_words"], answers]))


def tried(form: NoteForm, act: Callable[[], T]) -> T | None:
    try:
        return act()
    except Refused as refused:
        form.add_error(None, str(refused.sentence))
    except KeyReused:
        form.add_error(
            None, _("This was sent already, with other words. Please start again with an empty form.")
        )
    return None


def narrowed(form: NoteForm, day: Any) -> Area:
    """The area of the place itself when it was given and lies inside the one that was chosen."""
    lat, lon, chosen = form.cleaned_data["lat"], form.cleaned_data["lon"], form.chosen_area
    found = area_at(lat, lon, day) if lat is not None and lon is not None else None
    return found if found and chosen.contains(found) else chosen
