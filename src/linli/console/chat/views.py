"""A chat is pasted as it is; what is in it is found, ticked and written down."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from linli.cases.pasted import paste_in
from linli.console.cases.choices import areas_of
from linli.console.finding import actor_of
from linli.kit.doors import door


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def chat(request: HttpRequest) -> HttpResponse:
    actor, at = actor_of(request), timezone.now()
    pasting = paste_in(request.POST or None, areas_of(actor), by=actor, at=at)
    context = {
        "form": pasting.form,
        "fresh": pasting.fresh,
        "paste": pasting.paste,
        "seen": pasting.seen,
        "case_route": "console:case",
        "now": at,
    }
    return render(request, "console/chat/chat.html", context, status=pasting.status)
