"""One page for one question, "is it solved?", opened by the link of a notice or the picture on a paper, without signing in.

Looking at it changes nothing: programs that scan letters open every link in them.
"""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from linli.cases.actions.closing import rate
from linli.cases.models import Rating
from linli.cases.rules import can_rate
from linli.cases.telltales import without_persons
from linli.cases.verdict_links import VerdictLink, opened
from linli.kit.actor import ANONYMOUS, Actor
from linli.kit.answer import Refused, permit
from linli.kit.doors import door
from linli.portal.holders import office_of
from linli.portal.keys import actor_of
from linli.portal.locality import locality_at
from linli.portal.progress.danger import dangers_in
from linli.portal.progress.forms import VerdictForm


@door("public")
@require_http_methods(["GET", "HEAD", "POST"])
def verdict(request: HttpRequest, token: str) -> HttpResponse:
    """The answer and three buttons; afterwards what she said. Every link that opens nothing gets the same page."""
    link = opened(token, timezone.now())
    if link is None:
        return unseen(render(request, "portal/verdict/gone.html", status=404))
    if request.method != "POST":
        return show(request, link, VerdictForm())
    form = VerdictForm(request.POST)
    if link.rating is None and form.is_valid():
        if dangers := dangers_in(request, link.case, form.cleaned_data["words"]):
            return show(request, link, form, dangers=dangers)
        try:
            judge(request, link, form.cleaned_data, timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused.sentence))
            return show(request, link, form, 409)
    elif link.rating is None:
        return show(request, link, form, 422)
    return redirect("portal:verdict", token)


def judge(request: HttpRequest, link: VerdictLink, said: dict[str, Any], at: datetime) -> None:
    """As nobody in particular: whoever is signed in at this device does not come into the record."""
    permit(can_rate(holding(actor_of(request), link), link.case))
    hers = holding(ANONYMOUS, link)
    rate(link.case, **said, via=Rating.Via.LINK, on_round=link.round, by=hers, at=at)


def holding(actor: Actor, link: VerdictLink) -> Actor:
    """With this one link in hand, and with nothing else that the device has opened."""
    return Actor(kind="anonymous", posts=actor.posts, keys=frozenset({link.case.pk}))


def show(
    request: HttpRequest, link: VerdictLink, form: VerdictForm, status: int = 200, **more: Any
) -> HttpResponse:
    case, answer = link.case, link.answer
    category = case.category_in_book
    context = {
        "case": case,
        "title": without_persons(case.title),
        "category": category.name if category else "",
        "said": without_persons(answer.text),
        "who": office_of(case, answer.post),
        "answered_at": answer.at,
        "ends_at": link.ends_at,
        "rating": link.rating,
        "words": without_persons(link.rating.words) if link.rating else "",
        "reopened": link.round != case.round,
        "may": can_rate(holding(actor_of(request), link), case),
        "form": form,
        "locality": locality_at(case.area_path),
        "now": timezone.now(),
        **more,
    }
    return unseen(render(request, "portal/verdict/verdict.html", context, status=status))


def unseen(response: HttpResponse) -> HttpResponse:
    """No search engine keeps a page that is meant for one person."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
