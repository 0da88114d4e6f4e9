"""Signed in, from the public page: take a line as a whole, promise a part of it, take a promise or one's name back."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.cases.actions.dispatch import claim
from linli.cases.actions.listing import pledge, take_back_pledge, withhold_name
from linli.cases.actions.money import pledge_money
from linli.cases.listings import LinePage, line_page
from linli.cases.models import ListLine, Pledge
from linli.cases.rules_of_lists import can_claim_line
from linli.kit.action import KeyReused, once
from linli.kit.actor import Actor
from linli.kit.answer import Refused, permit
from linli.kit.doors import door
from linli.portal.keys import actor_of
from linli.portal.lists.forms import PledgeForm
from linli.portal.lists.pages import found_line, kind_or_404, pledge_form, respond_line

UNPROCESSABLE, CONFLICT = 422, 409


def address_of(slug: str, line: ListLine) -> str:
    return reverse("portal:lists-line", args=[slug, line.list_key, line.pk])


@door("signed-in")
@require_POST
def claim_line(request: HttpRequest, slug: str, list_key: str, line: int) -> HttpResponse:
    """Take it on as a whole, by the same claim as in the pool."""
    locality, found = found_line(request, slug, list_key, line)
    try:
        permit(can_claim_line(actor_of(request), found))
        claim(found.case, by=actor_of(request), at=timezone.now())
    except Refused as refused:
        return respond_line(request, locality, found, refused=str(refused.sentence), status=CONFLICT)
    messages.success(request, _("You have taken it on. It stands in your list “today” now."))
    return HttpResponseRedirect(address_of(slug, found))


@door("signed-in")
@require_POST
def pledge_part(request: HttpRequest, slug: str, list_key: str, line: int) -> HttpResponse:
    """Promise things, hands or money in the name of one's unit; or things and hands for oneself."""
    locality, found = found_line(request, slug, list_key, line)
    page = line_page(found, kind_or_404(locality, list_key))
    form = pledge_form(page, actor_of(request), request.POST)
    if not form.is_valid():
        return respond_line(request, locality, found, form=form, status=UNPROCESSABLE)
    try:
        give(page, form, by=actor_of(request), at=timezone.now())
    except Refused as refused:
        form.add_error(None, str(refused.sentence))
        return respond_line(request, locality, found, form=form, status=CONFLICT)
    except KeyReused:
        form.add_error(None, _("This form has been sent already. Please open the page anew."))
        return respond_line(request, locality, found, form=form, status=CONFLICT)
    messages.success(request, _("Thank you. Your promise stands on the page."))
    return HttpResponseRedirect(address_of(slug, found))


def give(page: LinePage, form: PledgeForm, *, by: Actor, at: datetime) -> Pledge:
    data: dict[str, Any] = form.cleaned_data
    named = bool(data.get("named"))
    if data["kind"] == Pledge.Kind.MONEY:
        fen = int(data["amount"] * 100)
        given = {"amount": fen, "words": data["words"], "named": named}
        return once(data["key"], pledge_money, page.line, **given, by=by, at=at)
    need = next((one.need for one in page.needs if str(one.need.pk) == data.get("need")), None)
    said = {
        "kind": data["kind"],
        "words": data["words"],
        "need": need,
        "amount": data["amount"],
        "named": named,
    }
    return once(data["key"], pledge, page.line, **said, by=by, at=at)


@door("signed-in")
@require_POST
def take_back(request: HttpRequest, slug: str, list_key: str, line: int, pledge: int) -> HttpResponse:
    locality, found = found_line(request, slug, list_key, line)
    promised = get_object_or_404(Pledge, case=found.case, pk=pledge)
    try:
        take_back_pledge(
            promised, reason=request.POST.get("reason", ""), by=actor_of(request), at=timezone.now()
        )
    except Refused as refused:
        return respond_line(request, locality, found, refused=str(refused.sentence), status=CONFLICT)
    messages.success(request, _("The promise is taken back; the reason stands beside it."))
    return HttpResponseRedirect(address_of(slug, found))


@door("signed-in")
@require_POST
def unname(request: HttpRequest, slug: str, list_key: str, line: int, pledge: int) -> HttpResponse:
    """Her name leaves the page at once; the promise stays."""
    locality, found = found_line(request, slug, list_key, line)
    promised = get_object_or_404(Pledge, case=found.case, pk=pledge)
    try:
        withhold_name(promised, by=actor_of(request), at=timezone.now())
    except Refused as refused:
        return respond_line(request, locality, found, refused=str(refused.sentence), status=CONFLICT)
    messages.success(request, _("No name stands beside this promise any more."))
    return HttpResponseRedirect(address_of(slug, found))
