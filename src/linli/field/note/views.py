"""Write down what was seen or heard, in two taps from anywhere."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.cases.actions.intake import CleanPicture, Intake, raise_case
from linli.cases.frequent import usual_categories
from linli.cases.models import Case
from linli.field.note.forms import CHANNELS, NoteForm
from linli.governance.model import Danger, SubCategory
from linli.governance.reads import rulebook_for
from linli.kit.action import KeyReused, once
from linli.kit.actor import Actor
from linli.kit.answer import Refused
from linli.kit.doors import door
from linli.places.models import Area
from linli.places.reads import area_at


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
    dangers = dangers_in(form)
    if form.is_valid() and not dangers:
        case = written_down(request, form, pictures)
        if case is not None:
            messages.success(request, _("Written down as %(number)s.") % {"number": case.number})
            return redirect(f"{reverse('field:case', args=[case.number])}?noted=1")
    return show(request, form, dangers=dangers, status=409)


def show(request: HttpRequest, form: NoteForm, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {"form": form, "usual": usual_here(form), **more}
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


def dangers_in(form: NoteForm) -> tuple[Danger, ...]:
    """Words of danger stop the form and show the number to call, until the worker says that nobody is in danger."""
    words = form.cleaned_data.get("words", "")
    if not words or "area" not in form.cleaned_data or form.cleaned_data.get("calm"):
        return ()
    book = rulebook_for(form.chosen_area.path)
    return book.dangers_in(words, form.cleaned_data.get("phrase", "")) if book else ()


def written_down(request: HttpRequest, form: NoteForm, pictures: tuple[CleanPicture, ...]) -> Case | None:
    data = form.cleaned_data
    at = timezone.now()
    intake = Intake(
        words=data["words"],
        area=narrowed(form, timezone.localdate(at)),
        channel=data["channel"],
        category=data["phrase"],
        place_words=data["place_words"],
        lat=data["lat"],
        lon=data["lon"],
        pictures=pictures,
    )
    try:
        return once(data["key"], raise_case, intake, by=request.actor, at=at)  # type: ignore[attr-defined]
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
