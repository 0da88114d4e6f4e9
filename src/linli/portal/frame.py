"""The portal around a page that tells of a problem: with the locality, as far as the address tells it."""

import re
from typing import Final

from django.http import HttpRequest
from django.urls import reverse

from linli.cases.models import Case
from linli.kit.actor import Actor
from linli.kit.frames import Frame
from linli.portal.locality import Locality, locality_at, locality_of_slug

NAMED: Final = re.compile(r"/at/(?P<slug>[-\w]+)/")
OF_CASE: Final = re.compile(r"/c/(?P<number>[-\w]{1,40})/")  # no U+0000, which PostgreSQL refuses


def framed(request: HttpRequest, actor: Actor) -> Frame:
    locality = locality_named(request.path, actor)
    home = reverse("portal:home", args=[locality.slug]) if locality else reverse("portal:localities")
    return Frame("portal/base.html", home, {"locality": locality})


def locality_named(path: str, actor: Actor) -> Locality | None:
    """By a case only for those who may see it: a foreign number tells nothing."""
    if named := NAMED.match(path):
        return locality_of_slug(named["slug"])
    if of_case := OF_CASE.match(path):
        seen = Case.objects.visible_to(actor).filter(number=of_case["number"])
        area_path = seen.values_list("area_path", flat=True).first()
        return locality_at(area_path) if area_path else None
    return None
