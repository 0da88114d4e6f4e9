"""Drawing the outline of an area, and whether the outlines below one fit together."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from linli.console.finding import actor_of
from linli.console.places.acting import date_field
from linli.console.places.drawing import survey_sheet
from linli.console.places.forms import AreaForm
from linli.console.places.naming import level_names
from linli.console.places.views import UNPROCESSABLE, find_area
from linli.governance.reads import rulebook_for
from linli.kit.actor import Actor
from linli.kit.doors import door
from linli.places import rules
from linli.places.actions.areas import draw_outline
from linli.places.coordinates import System
from linli.places.geometry import read_outline, read_points, simplified, write_outline, write_points
from linli.places.models import Area
from linli.places.reads import survey_of
from linli.places.survey import Norm

SYSTEMS = [
    (System.WGS84.value, _("WGS-84 (satellite, OpenStreetMap, Tianditu)")),
    (System.GCJ02.value, _("GCJ-02 (Amap, Tencent)")),
    (System.BD09.value, _("BD-09 (Baidu)")),
]
LARGEST_FILE = 4_000_000
MOST_SHAPES = 400
MOST_SURVEYED = 3_000


class OutlineForm(AreaForm):
    done = _("The outline is drawn.")
    points = forms.CharField(
        label=_("Corners"),
        help_text=_(
            "One corner a line: longitude, latitude. An empty line begins another part. GeoJSON works too."
        ),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        required=False,
        max_length=2_000_000,
        strip=False,
    )
    file = forms.FileField(label=_("Or a GeoJSON file"), required=False)
    system = forms.ChoiceField(
        label=_("Coordinates of"),
        choices=SYSTEMS,
        help_text=_("Chinese public maps shift coordinates by hundreds of metres. Linli keeps WGS-84."),
    )
    simplify = forms.IntegerField(
        label=_("Leave out corners nearer to the line than (metres)"),
        min_value=0,
        max_value=1000,
        required=False,
    )
    on = date_field(_("From this day"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.fields["version"].initial = self.area.version
        if self.area.outline:
            self.fields["points"].initial = write_points(read_outline(self.area.outline))

    def clean_file(self) -> str:
        file = self.cleaned_data["file"]
        if not file:
            return ""
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(gettext("The file is larger than 4 MB. Simplify the outline first."))
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError(gettext("The file is not text in UTF-8.")) from None

    def act(self, *, by: Actor, at: datetime) -> None:
        typed = self.cleaned_data
        draw_outline(self.area, outline=self.drawn(), on=typed["on"], version=typed["version"], by=by, at=at)

    def drawn(self) -> dict[str, Any] | None:
        """What was typed or sent, in WGS-84; None when everything was taken away. Raises Fault."""
        typed = self.cleaned_data
        text: str = typed["file"] or typed["points"].strip()
        if not text:
            return None
        shape = (read_outline if text.startswith(("{", "[")) else read_points)(text, typed["system"])
        return write_outline(simplified(shape, typed["simplify"]) if typed["simplify"] else shape)


@door("places")
def outline(request: HttpRequest, pk: int) -> HttpResponse:
    area = find_area(request, pk)
    sent = {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
    form = OutlineForm(**sent, area=area, today=timezone.localdate())
    if sent and form.try_act(by=actor_of(request), at=timezone.now()):
        messages.success(request, str(form.done))
        return HttpResponseRedirect(reverse("console:places-area", args=[area.pk]))
    may = rules.can_describe_area(actor_of(request), area)
    context = {"area": area, "form": form, "may": may}
    return render(request, "console/places/outline.html", context, status=UNPROCESSABLE if sent else 200)


@door("places")
@require_safe
def shapes(request: HttpRequest, pk: int) -> JsonResponse:
    """The outlines around an area for the map: its parent, its neighbours, what lies in it."""
    area = find_area(request, pk)
    rows = Area.objects.visible_to(actor_of(request)).current().outlined()
    beside = rows.filter(parent=area.parent_id).exclude(pk=area.pk) if area.parent_id else rows.none()
    features = [feature(row, "beside") for row in beside[:MOST_SHAPES]]
    features += [feature(row, "below") for row in rows.filter(parent=area)[:MOST_SHAPES]]
    if area.parent and area.parent.outline:
        features.insert(0, feature(area.parent, "above"))
    return JsonResponse({"type": "FeatureCollection", "features": features})


def feature(area: Area, role: str) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"name": area.name, "role": role}, "geometry": area.outline}


@door("places")
@require_safe
def survey(request: HttpRequest, pk: int) -> HttpResponse:
    area = find_area(request, pk)
    names = level_names(area.path)
    counts = levels_inside(area)
    level = request.GET.get("level", "")
    level = level if level in counts else next(reversed(counts), "")
    context: dict[str, Any] = {
        "area": area,
        "level": level,
        "levels": [(key, names.get(key, key)) for key in counts],
    }
    if level and counts[level] <= MOST_SURVEYED:
        context |= surveyed(area, level)
    elif level:
        context["too_many"] = counts[level]
    return render(request, "console/places/survey.html", context)


def surveyed(area: Area, level: str) -> dict[str, Any]:
    norm = norm_of(area.path, level)
    found = survey_of(area, level, norm)
    rows = {row.pk: row for row in Area.objects.current().inside(area).filter(level=level)}
    return {
        "found": found,
        "norm": norm,
        "grids": [(rows[grid.key], grid) for grid in found.grids if grid.key in rows],
        "overlaps": [(rows[row.one], rows[row.other], row.square_metres) for row in found.overlaps],
        "outside": [(rows[row.key], row.square_metres) for row in found.outside if row.key is not None],
        "undrawn": [rows[key] for key in found.undrawn],
        "sheet": survey_sheet(area, rows.values(), found),
    }


def levels_inside(area: Area) -> dict[str, int]:
    """The levels below an area with how many areas they have, the widest level first. One query."""
    rows = Area.objects.current().inside(area).exclude(pk=area.pk).order_by().values_list("level", "path")
    counts: dict[str, int] = {}
    depths: dict[str, int] = {}
    for level, path in rows.iterator():
        counts[level] = counts.get(level, 0) + 1
        depths[level] = min(depths.get(level, len(path)), len(path))
    return dict(sorted(counts.items(), key=lambda pair: (depths[pair[0]], pair[0])))


def norm_of(path: str, level: str) -> Norm | None:
    book = rulebook_for(path)
    households = next((row.households for row in book.levels if row.key == level), None) if book else None
    return Norm(*households) if households else None
