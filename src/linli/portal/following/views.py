"""Hear what becomes public of a case or in an area: by e-mail without an account, or in the list of an account."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from linli.kit.addresses import origin_of
from linli.kit.answer import Refused
from linli.kit.doors import door
from linli.kit.limiting import Measure, count
from linli.kit.lines import line_of
from linli.notices.actions.following import (
    Target,
    can_follow_by_mail,
    confirm_following,
    end_following,
    follow_by_account,
    follow_by_mail,
    following_of,
)
from linli.notices.jobs import ask_to_send
from linli.notices.models import Following
from linli.portal.board.choosing import public_areas
from linli.portal.board.views import publication_or_404
from linli.portal.keys import actor_of
from linli.portal.locality import Locality, locality_at, locality_or_404

REQUESTS = Measure("follow.requests", 20)


class FollowForm(forms.Form):
    mail = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=120,
        help_text=gettext_lazy(
            "Kept locked, for this alone, and deleted when you end it. No office sees it."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


def target_of(request: HttpRequest, locality: Locality) -> Target:
    """A result, one of the public areas, or the whole place."""
    origin, asked = origin_of(request), request.GET
    if asked.get("result", "").isdecimal():
        found = publication_or_404(request, locality, int(asked["result"]))
        return Target(locality.slug, origin, found.area_path, found.title, case=found.case)
    if code := asked.get("area", ""):
        area = next((one for one in public_areas(locality) if one.code == code), None)
        if area is None:
            raise Http404
        return Target(locality.slug, origin, area.path, area.name)
    return Target(locality.slug, origin, locality.area_path, locality.name)


@door("public")
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, slug: str) -> HttpResponse:
    locality, at, actor = locality_or_404(slug), timezone.now(), actor_of(request)
    target, by_mail = target_of(request, locality), can_follow_by_mail()
    form = FollowForm(request.POST or None)
    sent = False
    if request.method == "POST" and "account" in request.POST and actor.account_id:
        follow_by_account(target, by=actor, at=at)
        messages.success(request, _("You follow it now. What becomes public stands among your notices."))
        return redirect("portal:board", slug)
    if request.method == "POST" and by_mail and form.is_valid():
        line = line_of(request)
        if count(REQUESTS, line.block, at) <= REQUESTS.most or line.shared:
            for row in follow_by_mail(target, mail=form.cleaned_data["mail"], by=actor, at=at):
                ask_to_send(row)
        sent = True
    context: dict[str, Any] = {
        "locality": locality,
        "target": target,
        "by_mail": by_mail,
        "form": form,
        "sent": sent,
        "signed_in": actor.account_id is not None,
    }
    faulty = request.method == "POST" and not sent
    return render(request, "portal/following/follow.html", context, status=422 if faulty else 200)


def found_by(token: str) -> tuple[Following, Locality | None]:
    found = following_of(token)
    if found is None:
        raise Http404
    return found, locality_at(found.area_path)


@door("public")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link says nothing yet: programs open links in letters. The button says yes."""
    found, locality = found_by(token)
    context: dict[str, Any] = {"following": found, "locality": locality, "what": "confirm", "token": token}
    if found.ended_at is not None:
        context["what"] = "end"
    context["done"] = found.confirmed_at is not None or found.ended_at is not None
    if request.method == "POST":
        try:
            confirm_following(found, by=actor_of(request), at=timezone.now())
            context["done"] = True
        except Refused as refused:
            context["refused"] = refused.sentence
    return render(
        request, "portal/following/answer.html", context, status=409 if "refused" in context else 200
    )


@csrf_exempt
@door("public")
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, token: str) -> HttpResponse:
    """One tap on the page, or one POST by the mail program (RFC 8058), which knows no form token; the link is signed."""
    found, locality = found_by(token)
    done = found.ended_at is not None
    if request.method == "POST":
        end_following(found, by=actor_of(request), at=timezone.now())
        done = True
    context = {"following": found, "locality": locality, "done": done, "what": "end"}
    return render(request, "portal/following/answer.html", context)
