"""The tree of areas, one page for each, and the acts upon it."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from linli.console.finding import actor_of
from linli.console.places import forms
from linli.console.places.acting import PlaceForm
from linli.console.places.naming import level_names
from linli.console.places.pages import area_page, kept_paths
from linli.kit.actor import Actor
from linli.kit.doors import door
from linli.kit.paging import page_of
from linli.kit.paths import within
from linli.places import rules
from linli.places.actions.addresses import withdraw_address
from linli.places.models import Address, Area, Organisation
from linli.places.models.areas import Areas

UNPROCESSABLE = 422


@door("places")
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Where this reader begins: the areas of her posts, or what she looks for inside them."""
    by, said = actor_of(request), request.GET.get("words", "").strip()[:60]
    rows = found_areas(by, said) if said else tops(by)
    page = page_of(rows.defer("outline"), order=("path",), cursor=request.GET.get("after", ""))
    here = page.rows[0].path if page.rows else ""
    context = {
        "page": page,
        "words": said,
        "levels": level_names(here),
        "query": f"words={said}&" if said else "",
    }
    return render(request, "console/places/places.html", context)


def tops(by: Actor) -> Areas:
    paths = kept_paths(by)
    rows: Areas = Area.objects.visible_to(by).current()
    return rows.filter(path__in=paths) if paths else rows.filter(parent=None)


def found_areas(by: Actor, said: str) -> Areas:
    """By code or by two signs anywhere in the name, as the one search box does; one sign alone begins it."""
    named = Q(name__icontains=said) if len(said) > 1 else Q(name__startswith=said)
    inside = Q()
    for path in kept_paths(by):
        inside |= within("path", path)
    rows: Areas = Area.objects.visible_to(by).current()
    return rows.filter(inside).filter(named | Q(code=said))


def find_area(request: HttpRequest, pk: int) -> Area:
    rows = Area.objects.visible_to(actor_of(request)).select_related("parent")
    return get_object_or_404(rows, pk=pk)


@door("places")
@require_safe
def area(request: HttpRequest, pk: int) -> HttpResponse:
    return respond(request, find_area(request, pk))


def respond(request: HttpRequest, area: Area, again: PlaceForm | None = None) -> HttpResponse:
    page = area_page(
        area, actor_of(request), timezone.localdate(), cursor=request.GET.get("after", ""), again=again
    )
    status = UNPROCESSABLE if again else 200
    return render(
        request, "console/places/area.html", {"shown": page, "area": area, "page": page.parts}, status=status
    )


def act_on_area(make: Callable[..., forms.AreaForm]) -> Callable[..., HttpResponse]:
    """The view of one act upon an area; all of them find, act and show alike."""

    @door("places")
    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        area = find_area(request, pk)
        return finish(request, make(request.POST, area=area, today=timezone.localdate()), area)

    return view


def finish(request: HttpRequest, form: forms.AreaForm, area: Area) -> HttpResponse:
    if not form.try_act(by=actor_of(request), at=timezone.now()):
        return respond(request, area, form)
    messages.success(request, str(form.done))
    return HttpResponseRedirect(reverse("console:places-area", args=[form.area.pk]))


found = act_on_area(forms.FoundForm)
rename = act_on_area(forms.RenameForm)
describe = act_on_area(forms.DescribeForm)
move = act_on_area(forms.MoveForm)
merge = act_on_area(forms.MergeForm)
close = act_on_area(forms.CloseForm)
found_unit = act_on_area(forms.UnitForm)


@door("places")
def split(request: HttpRequest, pk: int) -> HttpResponse:
    """First the names of the parts, then which area below goes with which part."""
    area = find_area(request, pk)
    names = request.POST or ({"names": request.GET["names"]} if "names" in request.GET else None)
    form = forms.SplitForm(names, area=area, today=timezone.localdate())
    if request.method == "POST" and form.try_act(by=actor_of(request), at=timezone.now()):
        messages.success(request, str(form.done))
        return HttpResponseRedirect(reverse("console:places-area", args=[form.area.pk]))
    may = rules.can_describe_area(actor_of(request), area)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(
        request, "console/places/split.html", {"area": area, "form": form, "may": may}, status=status
    )


@door("places")
@require_POST
def close_unit(request: HttpRequest, pk: int, id: int) -> HttpResponse:  # noqa: A002
    area = find_area(request, pk)
    unit = get_object_or_404(Organisation.objects.visible_to(actor_of(request)), pk=id, area=area)
    form = forms.CloseUnitForm(request.POST, unit=unit)
    if not form.try_act(by=actor_of(request), at=timezone.now()):
        return respond(request, area, form)
    messages.success(request, str(form.done))
    return HttpResponseRedirect(reverse("console:places-area", args=[area.pk]))


@door("places")
def buildings(request: HttpRequest, pk: int) -> HttpResponse:
    area = find_area(request, pk)
    form = forms.BuildingForm(request.POST or None, area=area, today=timezone.localdate())
    if request.method == "POST" and form.try_act(by=actor_of(request), at=timezone.now()):
        messages.success(request, str(form.done))
        return HttpResponseRedirect(reverse("console:places-buildings", args=[area.pk]))
    rows = Address.objects.visible_to(actor_of(request)).current().inside(area.path).select_related("area")
    page = page_of(rows, order=("area_path", "id"), cursor=request.GET.get("after", ""))
    may = rules.can_describe_area(actor_of(request), area)
    status = UNPROCESSABLE if form.errors else 200
    context = {"area": area, "page": page, "form": form, "may": may}
    return render(request, "console/places/buildings.html", context, status=status)


@door("places")
@require_POST
def withdraw(request: HttpRequest, pk: int, id: int) -> HttpResponse:  # noqa: A002
    area = find_area(request, pk)
    rows = Address.objects.visible_to(actor_of(request)).inside(area.path)
    withdraw_address(
        get_object_or_404(rows, pk=id), on=timezone.localdate(), by=actor_of(request), at=timezone.now()
    )
    return HttpResponseRedirect(reverse("console:places-buildings", args=[area.pk]))
