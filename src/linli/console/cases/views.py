from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.cases import pictures, sounds
from linli.cases.actions.voicing import transcribe
from linli.cases.models import Picture, Sound
from linli.console.case.building import pane_of
from linli.console.case.pane import Unkept
from linli.console.cases.pages import case_response, list_response
from linli.console.finding import actor_of, find_case
from linli.kit.answer import Refused
from linli.kit.doors import door
from linli.kit.files import file_answer

UNPROCESSABLE = 422


@door("console")
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    return list_response(request)


@door("console")
@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    return case_response(request, pane_of(find_case(request, number), actor_of(request), timezone.now()))


@door("console")
@require_safe
def picture(request: HttpRequest, number: str, digest: str) -> HttpResponse:
    """A picture of a case, reached through its case; `?small` for the small one."""
    shown = get_object_or_404(Picture, case=find_case(request, number), digest=digest)
    place = pictures.path_of(shown.digest, small="small" in request.GET)
    return file_answer(request, place, "image/jpeg")


def heard_or_404(request: HttpRequest, number: str, digest: str) -> Sound:
    found: Sound = get_object_or_404(Sound, case=find_case(request, number), digest=digest)
    return found


@door("console")
@require_safe
def sound(request: HttpRequest, number: str, sound: str) -> HttpResponse:
    """A voice note, reached through its case."""
    heard = heard_or_404(request, number, sound)
    return file_answer(request, sounds.path_of(heard.digest), sounds.CONTENT_TYPE)


@door("console")
@require_POST
def written(request: HttpRequest, number: str, sound: str) -> HttpResponse:
    """What was heard, typed by whoever listened. What is refused comes back as it was typed."""
    heard, text = heard_or_404(request, number, sound), request.POST.get("text", "")
    actor, at = actor_of(request), timezone.now()
    try:
        transcribe(heard.case, heard, text, by=actor, at=at)
    except Refused as refused:
        pane = pane_of(find_case(request, number), actor, at)
        unkept = Unkept(heard.digest, text, str(refused.sentence))
        return case_response(request, replace(pane, unkept=unkept), UNPROCESSABLE)
    messages.success(request, _("Written down. The recording stays beside it."))
    return HttpResponseRedirect(reverse("console:case", args=[number]))
