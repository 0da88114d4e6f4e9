"""Every verb of a case as one door: shown with its form open, and sent."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.cases.models import Case
from linli.console.case.asking import VerbForm
from linli.console.case.building import may_look, open_form, pane_of
from linli.console.case.look import CorrectForm, LookForm
from linli.console.case.pane import Pane
from linli.console.cases.pages import case_address, case_response
from linli.console.finding import actor_of, find_case
from linli.console.inbox.pages import comes_from_inbox, inbox_address_after, inbox_response
from linli.console.rail import count_anew
from linli.kit.action import Stale
from linli.kit.answer import Refused, permit
from linli.kit.doors import door
from linli.people.actions.contacts import look_at_contact

UNPROCESSABLE, CONFLICT = 422, 409


def verb_door(verb: str) -> Callable[..., HttpResponse]:
    """The view of one verb; all of them read and answer alike."""

    @door("console")
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest, number: str) -> HttpResponse:
        return send(request, number, verb) if request.method == "POST" else show(request, number, verb)

    return view


def show(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    case = find_case(request, number)
    return respond(request, pane_of(case, actor_of(request), timezone.now(), verb=verb))


def send(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Do it and go on; a refused or stale form comes back with all that was typed."""
    at, actor = timezone.now(), actor_of(request)
    form = open_form(verb, find_case(request, number), actor, at, request.POST, request.FILES)
    assert form is not None
    if not form.is_valid():
        return again(request, form, UNPROCESSABLE)
    try:
        result = form.act(by=actor, at=at)
    except Refused as refused:
        form.add_error(None, str(refused.sentence))
        return again(request, form, CONFLICT)
    except Stale as stale:
        form.see(stale.current.version)
        return again(request, form, CONFLICT, stale=True)
    count_anew(actor)
    messages.success(request, form.said or str(form.done))
    return HttpResponseRedirect(address_after(request, form.case, result))


def again(request: HttpRequest, form: VerbForm, status: int, *, stale: bool = False) -> HttpResponse:
    """The page as it is now, with the form as it was typed."""
    case = find_case(request, form.case.number)
    return respond(request, pane_of(case, actor_of(request), timezone.now(), form=form, stale=stale), status)


def respond(request: HttpRequest, pane: Pane, status: int = 200) -> HttpResponse:
    answer = inbox_response if comes_from_inbox(request) else case_response
    return answer(request, pane, status)


def address_after(request: HttpRequest, case: Case, result: Any) -> str:
    """In the inbox the next case when this one has left it; elsewhere the case itself."""
    if comes_from_inbox(request):
        return inbox_address_after(request, result if isinstance(result, Case) else case)
    return case_address(case)


@door("console")
@require_POST
def look(request: HttpRequest, number: str) -> HttpResponse:
    """Who is this? Answered in this one response, after the look was written down; no page keeps it."""
    at, actor, case = timezone.now(), actor_of(request), find_case(request, number)
    form, seen = LookForm(request.POST), None
    if form.is_valid() and case.contact is not None:
        try:
            permit(may_look(actor, case))
            seen = look_at_contact(case.contact, by=actor, at=at, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.sentence))
    shown = pane_of(case, actor, at)
    pane = replace(shown, look_form=form, seen=seen, correct_form=CorrectForm() if seen else None)
    return respond(request, pane, 200 if seen else UNPROCESSABLE)


@door("console")
@require_POST
def correct(request: HttpRequest, number: str) -> HttpResponse:
    """Another number, address, name or room in place of what is wrong; a refused one comes back as it was typed."""
    at, actor, case = timezone.now(), actor_of(request), find_case(request, number)
    form = CorrectForm(request.POST)
    if form.is_valid() and case.contact is not None:
        try:
            permit(may_look(actor, case))
            form.act(case.contact, by=actor, at=at)
        except Refused as refused:
            form.add_error(None, str(refused.sentence))
        else:
            messages.success(request, _("Corrected. She can read in her log that it was done."))
            return HttpResponseRedirect(address_after(request, case, case))
    return respond(request, replace(pane_of(case, actor, at), correct_form=form), UNPROCESSABLE)
