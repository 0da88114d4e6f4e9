"""Whoever reads at an address or a number that was left with a matter says that it is hers. Nothing of it stands here."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from linli.kit.actor import ANONYMOUS
from linli.kit.doors import door
from linli.notices.actions.confirming import say_yes
from linli.notices.addresses import contact_of, contact_of_number
from linli.notices.jobs import ask_to_send
from linli.people.models import Contact


@door("public")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link says nothing yet: programs open links in letters. The button says yes."""
    return asked(request, contact_of(token), "mail")


@door("public")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_number(request: HttpRequest, token: str) -> HttpResponse:
    return asked(request, contact_of_number(token), "phone")


def asked(request: HttpRequest, found: Contact | None, part: str) -> HttpResponse:
    if found is None:
        raise Http404
    done = getattr(found, f"{part}_confirmed_at") is not None
    if request.method == "POST":
        # As nobody: whoever is signed in at this device does not come into her record.
        for row in say_yes(found, part, by=ANONYMOUS, at=timezone.now()):
            ask_to_send(row)
        done = True
    response = render(request, "portal/following/address.html", {"done": done, "part": part})
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
