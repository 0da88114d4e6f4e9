"""All that is sorted and waits to be sent, each with whom the duty list proposes: sent together, by one button."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.cases.actions.bulk import AS_PROPOSED, begin_bulk
from linli.cases.actions.sending import proposals_for
from linli.cases.models import Case
from linli.console.case.asking import new_key
from linli.console.cases.bulk import FROM_INBOX, done_or_queued
from linli.console.finding import actor_of
from linli.console.inbox.pages import View, inbox_page
from linli.kit.answer import Refused
from linli.kit.doors import door

MOST = 100


@door("console")
@require_http_methods(["GET", "HEAD", "POST"])
def send_all(request: HttpRequest) -> HttpResponse:
    """One act for all that are marked: its page says what was refused and why, and takes the act back."""
    if request.method != "POST":
        return show(request)
    at, actor = timezone.now(), actor_of(request)
    chosen = [number for number in request.POST.getlist("case") if len(number) <= 12][:MOST]
    found = Case.objects.visible_to(actor).filter(number__in=chosen).order_by("id")
    cases, token = list(found.values_list("pk", flat=True)), request.POST.get("key", "")[:64] or new_key()
    if not cases:
        messages.error(request, _("Tick at least one case first."))
        return redirect("console:inbox-send")
    try:
        how = {"holder": AS_PROPOSED, "from": FROM_INBOX}
        act = begin_bulk("dispatch", how, cases, token, by=actor, at=at)
    except Refused as refused:
        messages.error(request, str(refused.sentence))
        return redirect("console:inbox-send")
    return done_or_queued(act, len(cases), at)


def show(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    page = inbox_page(actor_of(request), View(show="send", after=request.GET.get("after", "")), at)
    lines = proposals_for(page.rows, timezone.localdate(at))
    context = {
        "lines": lines,
        "page": page,
        "query": "",
        "key": new_key(),
        "now": at,
        "any": any(proposed and proposed.holder for _case, proposed in lines),
    }
    return render(request, "console/inbox/send.html", context)
