"""The console around a page that tells of a problem, for those to whom it opens."""

from django.http import HttpRequest
from django.urls import reverse

from linli.console.rail import entries, grouped
from linli.kit.actor import Actor
from linli.kit.doors import may_pass
from linli.kit.frames import Frame


def framed(request: HttpRequest, actor: Actor) -> Frame | None:
    if not may_pass("console", actor):
        return None
    match = request.resolver_match
    rail = grouped(entries(actor, match.view_name if match else ""))
    return Frame("console/base.html", reverse("console:start"), {"rail": rail})
