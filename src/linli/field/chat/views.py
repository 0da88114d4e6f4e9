"""A chat is pasted as it is; what is in it is found, ticked and written down."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from linli.cases.pasted import paste_in
from linli.field.note.views import areas_of
from linli.kit.actor import Actor
from linli.kit.doors import door


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@door("field")
@require_http_methods(["GET", "HEAD", "POST"])
def chat(request: HttpRequest) -> HttpResponse:
    actor, at = actor_of(request), timezone.now()
    pasting = paste_in(request.POST or None, areas_of(actor), by=actor, at=at)
    context = {
        "form": pasting.form,
        "fresh": pasting.fresh,
        "paste": pasting.paste,
        "seen": pasting.seen,
        "case_route": "field:case",
        "now": at,
    }
    return render(request, "field/chat/chat.html", context, status=pasting.status)
