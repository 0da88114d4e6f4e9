"""The working calendar: the announced years, month by month, and the days of one's own."""

from calendar import Calendar as Weeks
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from linli.console.finding import actor_of
from linli.console.places.acting import PlaceForm
from linli.console.places.forms import LocalDayForm
from linli.console.places.pages import kept_paths
from linli.console.places.views import UNPROCESSABLE, find_area, finish
from linli.kit.actor import Actor
from linli.kit.doors import door
from linli.places.actions.calendar import announce_year, unmark_local_day
from linli.places.calendar_files import Notice, read_calendar
from linli.places.faults import Fault
from linli.places.models import CalendarYear, LocalDay
from linli.places.reads import calendar_for
from linli.places.workdays import Calendar

FIRST_YEAR, LAST_YEAR = 2000, 2100
LARGEST_FILE = 1_000_000


@dataclass(frozen=True)
class DayCell:
    day: date
    kind: str
    name: str
    inside: bool


class CalendarFileForm(PlaceForm):
    done = _("The year is announced.")
    file = forms.FileField(
        label=_("Calendar file"), help_text=_("ICS, holiday-cn JSON, or a table with date, kind and name.")
    )

    def clean_file(self) -> Notice:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(
                gettext("The file is larger than 1 MB. That is no calendar of holidays.")
            )
        try:
            return read_calendar(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError(gettext("The file is not text in UTF-8.")) from None
        except Fault as fault:
            raise forms.ValidationError(str(fault)) from None

    def act(self, *, by: Actor, at: datetime) -> None:
        notice: Notice = self.cleaned_data["file"]
        if not notice.years:
            raise Fault(_("The file settles no year: nothing is announced in it yet."))
        file: Any = self.files["file"]
        for year in sorted(notice.years):
            announce_year(notice, year=year, source=str(file.name)[:200], by=by, at=at)


@door("places")
@require_safe
def years(request: HttpRequest) -> HttpResponse:
    return show_year(request, timezone.localdate().year)


@door("places")
@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    return show_year(request, year)


def show_year(request: HttpRequest, year: int, form: PlaceForm | None = None) -> HttpResponse:
    path = next(iter(kept_paths(actor_of(request))), "")
    calendar = calendar_for(path)
    context = {
        "year": year,
        "today": timezone.localdate(),
        "announced": calendar.announced(year),
        "months": [(date(year, month, 1), weeks_of(year, month, calendar)) for month in range(1, 13)],
        "workdays": ngettext(
            "%(count)s working day", "%(count)s working days", count := worked(year, calendar)
        )
        % {"count": count},
        "weekdays": [_("Mo"), _("Tu"), _("We"), _("Th"), _("Fr"), _("Sa"), _("Su")],
        "sources": {row.year: row.source for row in CalendarYear.objects.filter(year=year)},
        "form": form or CalendarFileForm(),
        "last": LAST_YEAR,
        "first": FIRST_YEAR,
    }
    return render(request, "console/places/calendar.html", context, status=UNPROCESSABLE if form else 200)


def weeks_of(year: int, month: int, calendar: Calendar) -> list[list[DayCell]]:
    weeks = Weeks().monthdatescalendar(year, month)
    return [
        [DayCell(day, calendar.kind(day).value, calendar.name(day), day.month == month) for day in week]
        for week in weeks
    ]


def worked(year: int, calendar: Calendar) -> int:
    first = date(year, 1, 1).toordinal()
    return sum(calendar.works(date.fromordinal(n)) for n in range(first, date(year, 12, 31).toordinal() + 1))


@door("places")
@require_POST
def import_year(request: HttpRequest) -> HttpResponse:
    form = CalendarFileForm(request.POST, request.FILES)
    if not form.try_act(by=actor_of(request), at=timezone.now()):
        return show_year(request, timezone.localdate().year, form)
    messages.success(request, str(form.done))
    year = max(form.cleaned_data["file"].years)
    return HttpResponseRedirect(reverse("console:places-calendar-year", args=[year]))


@door("places")
@require_POST
def mark_day(request: HttpRequest, pk: int) -> HttpResponse:
    area = find_area(request, pk)
    return finish(request, LocalDayForm(request.POST, area=area, today=timezone.localdate()), area)


@door("places")
@require_POST
def unmark_day(request: HttpRequest, pk: int, id: int) -> HttpResponse:  # noqa: A002
    area = find_area(request, pk)
    row: Any = get_object_or_404(LocalDay.objects.visible_to(actor_of(request)), pk=id, area=area)
    unmark_local_day(row, by=actor_of(request), at=timezone.now())
    return HttpResponseRedirect(reverse("console:places-area", args=[area.pk]))
