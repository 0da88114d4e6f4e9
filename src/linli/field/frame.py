"""The pages of the field around a page that tells of a problem, for those to whom they open."""

from django.http import HttpRequest
from django.urls import reverse

from linli.kit.actor import Actor
from linli.kit.doors import may_pass
from linli.kit.frames import Frame


def framed(request: HttpRequest, actor: Actor) -> Frame | None:
    return Frame("field/base.html", reverse("field:today")) if may_pass("field", actor) else None
