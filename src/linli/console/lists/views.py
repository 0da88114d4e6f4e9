"""The lists from behind: what could be put on one, what stands on it, and the rows as a sheet."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.cases.actions.exporting import ask_for_export, can_export, file_of, finish_export, note_fetch
from linli.cases.listings import proposed_for, with_case
from linli.cases.models import Case, ListLine
from linli.cases.models.lists import STATES
from linli.cases.rules_of_lists import lists_of_cases
from linli.console.cases.choices import served
from linli.console.cases.pages import book_of
from linli.console.cases.work import watermark
from linli.console.counting import counted
from linli.console.finding import actor_of
from linli.console.lists import sheets
from linli.console.lists.sheets import write_lines
from linli.governance.model import ListKind
from linli.kit.answer import Refused, permit
from linli.kit.doors import door
from linli.kit.files import sealed
from linli.kit.paging import Page, page_of

SIZE = 40
PROPOSED = "proposed"


def state_words() -> dict[str, str]:
    return {
        "open": _("Nobody has it yet"),
        "claimed": _("Somebody has it"),
        "under_way": _("Under way"),
        "done": _("Brought to its end"),
        "ended": _("Ended otherwise"),
        "moved": _("Moved to another list"),
        "removed": _("Taken off the list"),
    }


@door("console")
@require_safe
def lists(request: HttpRequest, list_key: str = "") -> HttpResponse:
    """What stands on a list; with `state=proposed`, what waits for a person to read its text and put it there."""
    return respond(request, list_key)


def respond(request: HttpRequest, list_key: str, *, refused: str = "", status: int = 200) -> HttpResponse:
    actor, book = actor_of(request), book_of(actor_of(request))
    kinds = lists_of_cases(book) if book else ()
    kind = chosen(kinds, list_key)
    state = request.GET.get("state", "") or request.POST.get("state", "")
    context: dict[str, Any] = {"kinds": kinds, "kind": kind, "state": state, "refused": refused}
    if kind is not None and book is not None:
        mine = lines_of(request, kind)
        proposed = proposed_for(Case.objects.visible_to(actor), kind, book)
        counts, words = mine.counted(), state_words()
        page, rows = rows_of(request, mine, proposed, state, words)
        context |= {
            "page": page,
            "rows": rows,
            "proposed": counted(proposed),
            "total": sum(counts.values()),
            "states": [(key, words[key], counts[key]) for key in STATES if counts[key]],
            "query": f"state={state}&" if state else "",
            "may_export": can_export(actor),
            "now": timezone.now(),
        }
    return render(request, "console/lists/lists.html", context, status=status)


def chosen(kinds: tuple[ListKind, ...], list_key: str) -> ListKind | None:
    """Without a key the first list. Raises Http404 for one that the rule book does not keep."""
    if not list_key:
        return kinds[0] if kinds else None
    found = next((kind for kind in kinds if kind.key == list_key), None)
    if found is None:
        raise Http404
    return found


def lines_of(request: HttpRequest, kind: ListKind) -> Any:
    actor = actor_of(request)
    return ListLine.objects.visible_to(actor).filter(served("area_path", actor)).on(kind.key)


def rows_of(
    request: HttpRequest, mine: Any, proposed: Any, state: str, words: dict[str, str]
) -> tuple[Page[Any], list[dict[str, Any]]]:
    cursor = request.GET.get("after", "")
    if state == PROPOSED:
        waiting = proposed.select_related("area")
        page: Page[Any] = page_of(waiting, order=("-raised_at", "-id"), cursor=cursor, size=SIZE)
        return page, [{"case": case} for case in page]
    rows = with_case(mine.in_state(state) if state in STATES else mine)
    page = page_of(rows, order=("-since", "-id"), cursor=cursor, size=SIZE)
    return page, [line_row(line, words) for line in page]


def line_row(line: ListLine, words: dict[str, str]) -> dict[str, Any]:
    unit, names = line.case.holder_organisation, line.case.rulebook.lists
    return {
        "case": line.case,
        "line": line,
        "state": words[line.state],
        "holder": unit.name if unit else "",
        "went": names[line.went_to].name if line.went_to in names else "",
    }


@door("console")
@require_POST
def sheet(request: HttpRequest, list_key: str) -> HttpResponse | FileResponse:
    """The rows as they are shown: with the right, for a reason, in the log."""
    actor, at = actor_of(request), timezone.now()
    book = book_of(actor)
    kind = chosen(lists_of_cases(book) if book else (), list_key)
    if kind is None:
        raise Http404
    try:
        permit(can_export(actor))
        state = request.POST.get("state", "")
        asked = {"list": kind.key} | ({"state": state} if state in STATES else {})
        reason = request.POST.get("reason", "")
        export = ask_for_export("list", "xlsx", asked, reason=reason, by=actor, at=at)
    except Refused as refused:
        return respond(request, list_key, refused=str(refused.sentence), status=409)
    shown = lines_of(request, kind)
    shown = shown.in_state(state) if state in STATES else shown
    number = write_lines(file_of(export), kind.name, sheets.rows_of(shown), watermark(export, actor))
    finish_export(export, rows=number, by=actor, at=at)
    note_fetch(export, by=actor, at=at)
    return FileResponse(
        file_of(export).open("rb"),
        as_attachment=True,
        filename=f"{kind.key}.xlsx",
        headers=sealed(),
    )
