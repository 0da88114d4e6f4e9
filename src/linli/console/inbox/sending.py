"""All that is sorted and waits to be sent, each with whom the duty list proposes: sent together, by one button."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from linli.cases.actions.sending import Outcome, dispatch_as_proposed, proposals_for
from linli.cases.models import Case
from linli.console.case.asking import new_key
from linli.console.finding import actor_of
from linli.console.inbox.pages import View, inbox_page
from linli.kit.doors import door

CONFLICT = 409


@door("console")
@require_http_methods(["GET", "HEAD", "POST"])
def send_all(request: HttpRequest) -> HttpResponse:
    """What was refused stays on the page with the reason; the others are gone from it."""
    if request.method != "POST":
        return show(request)
    at, actor = timezone.now(), actor_of(request)
    chosen = [number for number in request.POST.getlist("case") if len(number) <= 12][:100]
    cases = Case.objects.visible_to(actor).filter(number__in=chosen).select_related("area").order_by("id")
    outcomes = dispatch_as_proposed(cases, by=actor, at=at, key=request.POST.get("key", "")[:40])
    sent = [outcome for outcome in outcomes if not outcome.refused]
    if sent:
        said = ngettext("%(number)d case was sent.", "%(number)d cases were sent.", len(sent))
        messages.success(request, said % {"number": len(sent)})
    refused = [outcome for outcome in outcomes if outcome.refused]
    return show(request, refused, CONFLICT) if refused else redirect("console:inbox-send")


def show(request: HttpRequest, refused: list[Outcome] | None = None, status: int = 200) -> HttpResponse:
    at = timezone.now()
    page = inbox_page(actor_of(request), View(show="send", after=request.GET.get("after", "")), at)
    lines = proposals_for(page.rows, timezone.localdate(at))
    context = {
        "lines": lines,
        "page": page,
        "query": "",
        "refused": refused or [],
        "key": new_key(),
        "now": at,
        "any": any(proposed and proposed.holder for _case, proposed in lines),
    }
    return render(request, "console/inbox/send.html", context, status=status)
