"""The ledger of units called together: a row for each unit and call, from what both sides reported. No person is named."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.cases.models import Whistle, WhistlePart
from linli.cases.reads_of_whistles import CALLS, RESPONSES, caller_of, outcome_of, place_of, state_words
from linli.cases.telltales import without
from linli.kit.actor import Actor
from linli.kit.paths import within
from linli.kit.sheets.cells import Value
from linli.places.worktime import midnight

ORDER: Final = ("-id",)  # as they were called; a column of another table would have all of them sorted


@dataclass(frozen=True)
class CallFilters:
    """What the ledger was narrowed to; each field is one parameter of its address. `late`: came late, or silent past the time."""

    unit: int | None = None
    area_path: str = ""
    state: str = ""
    late: bool = False
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class CallColumn:
    """`of` is what a sheet says; a page, which its reader alone sees, may say more."""

    label: str | Promise
    of: Callable[[WhistlePart], Value]
    on_page: Callable[[WhistlePart], Value] | None = None

    def shown(self, part: WhistlePart) -> Value:
        return (self.on_page or self.of)(part)


def calls_for(actor: Actor, filters: CallFilters, at: datetime) -> Any:
    """The calls that this actor may see, narrowed, with all that the columns read. Order and paging are the caller's."""
    rows = WhistlePart.objects.filter(whistle__in=Whistle.objects.visible_to(actor).values("pk"))
    if filters.unit:
        rows = rows.filter(organisation=filters.unit)
    if filters.area_path:
        rows = rows.filter(within("whistle__case__area_path", filters.area_path))
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.late:
        rows = rows.filter(_late(at))
    if filters.since:
        rows = rows.filter(whistle__blown_at__gte=midnight(filters.since))
    if filters.until:
        rows = rows.filter(whistle__blown_at__lt=midnight(filters.until) + timedelta(days=1))
    related = ("whistle__case__area", "whistle__post__organisation", "whistle__post__area", "organisation")
    return rows.select_related(*related)


def _late(at: datetime) -> Q:
    silent = Q(state=WhistlePart.State.CALLED, whistle__ended_at=None, whistle__arrive_by__lt=at)
    return Q(reported_at__gt=F("whistle__arrive_by")) | silent


def in_time(part: WhistlePart) -> str:
    if part.reported_at is None:
        return ""
    return _("late") if part.came_late else _("in time")


def why_not(part: WhistlePart) -> str:
    """Why it could not, or why it was not needed in the end."""
    return without("；".join(filter(None, (part.unable_words, part.excused_words))))


def _of_call(name: str) -> Callable[[WhistlePart], Value]:
    return lambda part: getattr(part.whistle, name)


COLUMNS: Final = (
    CallColumn(gettext_lazy("Called on"), _of_call("blown_at")),
    CallColumn(gettext_lazy("Number"), lambda part: part.whistle.case.number),
    CallColumn(gettext_lazy("Called by"), lambda part: caller_of(part.whistle)),
    CallColumn(gettext_lazy("Area"), lambda part: part.whistle.case.area.name),
    CallColumn(gettext_lazy("Why they were called"), lambda part: without(part.whistle.reason)),
    CallColumn(
        gettext_lazy("Where"),
        lambda part: place_of(part.whistle, in_sheet=True),
        on_page=lambda part: place_of(part.whistle),
    ),
    CallColumn(gettext_lazy("Urgent"), lambda part: _("urgent") if part.whistle.urgent else ""),
    CallColumn(gettext_lazy("Unit"), lambda part: part.organisation.name),
    CallColumn(gettext_lazy("Asked for"), lambda part: without(part.asked)),
    CallColumn(gettext_lazy("To be there by"), _of_call("arrive_by")),
    CallColumn(gettext_lazy("Reported in"), lambda part: part.reported_at),
    CallColumn(gettext_lazy("In time"), in_time),
    CallColumn(gettext_lazy("State"), state_words),
    CallColumn(gettext_lazy("What was done"), lambda part: without(part.did)),
    CallColumn(gettext_lazy("Done on"), lambda part: part.done_at),
    CallColumn(gettext_lazy("Why not"), why_not),
    CallColumn(gettext_lazy("Ended on"), _of_call("ended_at")),
    CallColumn(gettext_lazy("Kind of end"), lambda part: outcome_of(part.whistle)),
    CallColumn(gettext_lazy("What came of the call"), lambda part: without(part.whistle.note)),
    CallColumn(
        gettext_lazy("Said of the unit"),
        lambda part: str(dict(RESPONSES).get(part.response, "")),
    ),
    CallColumn(gettext_lazy("Said of the call"), lambda part: str(dict(CALLS).get(part.call, ""))),
)
