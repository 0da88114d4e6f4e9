"""“Mine too”: one tap instead of a form, and the page of whoever tapped. She sees how it goes and nobody's words."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.cases.actions.joining import join, leave
from linli.cases.models import Voice
from linli.cases.reads_of_alike import joinable_in
from linli.cases.reads_of_links import fate_of
from linli.cases.receipts import code_for_voice
from linli.kit.action import once
from linli.kit.answer import Refused
from linli.kit.doors import door
from linli.portal import keys
from linli.portal.holders import holder_of
from linli.portal.keys import actor_of, my_voices
from linli.portal.locality import locality_at, locality_or_404
from linli.portal.progress.views import ask_for_code
from linli.portal.raising.forms import new_key


@door("public")
@require_POST
def mine_too(request: HttpRequest, slug: str) -> HttpResponse:
    locality = locality_or_404(slug)
    found = joinable_in(locality.area_path, request.POST.get("number", "")[:12])
    if found is None:
        raise Http404
    at, key = timezone.now(), request.POST.get("key", "")[:64] or new_key()
    try:
        voice = once(key, join, found, by=actor_of(request), at=at)
    except Refused as refused:
        messages.info(request, str(refused.sentence))
        return redirect("portal:progress", slug)
    keys.open_voice(request, voice, fresh_at=voice.at)
    return redirect("portal:voice", voice.number)


@door("public")
@require_http_methods(["GET", "HEAD", "POST"])
def voice(request: HttpRequest, number: str) -> HttpResponse:
    """How it goes with what she joined; for everybody else the question for number and code."""
    mine = my_voices(request).filter(number=number).first()
    if mine is None:
        return ask_for_code(request, number)
    fate = fate_of(mine.case)
    context = {
        "voice": mine,
        "fate": fate,
        "holder": holder_of(fate.case, timezone.localdate()),
        "code": code_for_voice(mine) if keys.is_fresh(request, mine, timezone.now()) else "",
        "locality": locality_at(mine.case.area_path),
    }
    return render(request, "portal/voices/voice.html", context)


@door("public")
@require_POST
def take_back(request: HttpRequest, number: str) -> HttpResponse:
    mine: Voice = get_object_or_404(my_voices(request), number=number)
    leave(mine, by=actor_of(request), at=timezone.now())
    messages.success(request, _("Taken back. You hear nothing more of it."))
    locality = locality_at(mine.case.area_path)
    return redirect("portal:progress", locality.slug) if locality else redirect("portal:localities")
