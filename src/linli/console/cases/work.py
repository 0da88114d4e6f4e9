"""What the worker does for the lists: sheets to fill, steps for many cases, as the person who asked."""

from datetime import datetime, timedelta
from typing import Any

from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from linli.cases.actions.bulk import do_lines
from linli.cases.actions.exporting import drop_old_exports, file_of, finish_export
from linli.cases.columns import in_order, with_columns
from linli.cases.ledgers import calls
from linli.cases.ledgers.forms import ledgers, rows_for_ledger
from linli.cases.lists import cases_for
from linli.cases.models import BulkAct, Export
from linli.cases.models.sheets import CALLS
from linli.cases.sheets import Heading, in_chunks, write_sheet
from linli.console.cases.calls import filters_of
from linli.console.cases.listed import LISTED
from linli.console.cases.pages import filter_form
from linli.kit.actor import SYSTEM, Actor
from linli.kit.jobs import task
from linli.kit.rhythm import every
from linli.kit.text import daytime
from linli.people.actors import actor_for

SMALL = 500


@task(whole=False)  # type: ignore[untyped-decorator]
def fill_export(export_id: int) -> None:
    """May run again after a worker was killed: the sheet is written anew, whole."""
    export = Export.objects.visible_to(SYSTEM).select_related("account").get(pk=export_id)
    if export.is_over:
        return
    at = timezone.now()
    actor = actor_for(export.account, at)
    with translation.override(export.language):
        rows, order, shown = asked_rows(export, actor, export.begun_at)
        ledger = ledgers().get(export.kind)
        columns = ledger.columns() if ledger else shown
        rows = rows_for_ledger(rows) if ledger else rows
        line = watermark(export, actor)
        number = write_sheet(file_of(export), export.form, columns, in_chunks(rows, order), line)
    finish_export(export, rows=number, by=actor, at=at)


def asked_rows(
    export: Export, actor: Actor, at: datetime
) -> tuple[Any, tuple[str, ...], tuple[Heading, ...]]:
    if export.kind == CALLS:
        asked = filters_of(actor, QueryDict(export.asked["query"]))
        return calls.calls_for(actor, asked, at), calls.ORDER, calls.COLUMNS
    if listed := LISTED.get(export.kind):
        show = listed.shown(QueryDict(export.asked["query"]).get("show", ""))
        return listed.rows(actor, show), listed.shows[show], listed.columns
    form = filter_form(actor, QueryDict(export.asked["query"]), is_open=False)
    rows, order = in_order(cases_for(actor, form.filters, at), form.sorted_by)
    return with_columns(rows, form.shown), order, form.shown


def is_small(export: Export, actor: Actor, at: datetime) -> bool:
    rows, _order, _columns = asked_rows(export, actor, at)
    return int(rows.order_by().values("pk")[: SMALL + 1].count()) <= SMALL


def watermark(export: Export, actor: Actor) -> str:
    """Whose copy this is, in the sheet itself."""
    return _("No. %(number)s, taken out by %(name)s on %(when)s for: %(reason)s") % {
        "number": export.pk,
        "name": actor.name,
        "when": daytime(export.begun_at, export.begun_at),
        "reason": export.reason,
    }


@task(whole=False)  # type: ignore[untyped-decorator]
def work_through(act_id: int) -> None:
    """May run again after a worker was killed: it goes on with the lines that wait."""
    act = BulkAct.objects.visible_to(SYSTEM).select_related("account").get(pk=act_id)
    if act.ended_at is not None:
        return
    at = timezone.now()
    with translation.override(act.language):
        do_lines(act, by=actor_for(act.account, at), at=at)


@every(timedelta(hours=1))
def sweep_exports(at: str) -> int:
    return drop_old_exports(datetime.fromisoformat(at))
