"""Whoever reads at an address that was left with a matter says that it is hers. Nothing of the matter stands here."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from linli.kit.actor import ANONYMOUS
from linli.kit.doors import door
from linli.notices.actions.confirming import say_yes
from linli.notices.addresses import contact_of
from linli.notices.jobs import ask_to_send


@door("public")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link says nothing yet: programs open links in letters. The button says yes."""
    found = contact_of(token)
    if found is None:
        raise Http404
    done = found.mail_confirmed_at is not None
    if request.method == "POST":
        # As nobody: whoever is signed in at this device does not come into her record.
        for row in say_yes(found, by=ANONYMOUS, at=timezone.now()):
            ask_to_send(row)
        done = True
    response = render(request, "portal/following/address.html", {"done": done})
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
