from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from linli.cases import sounds
from linli.cases.models import Case
from linli.cases.pictures import path_of
from linli.kit.doors import door
from linli.kit.files import file_answer


@door("field")
@require_safe
def picture(request: HttpRequest, number: str, digest: str) -> HttpResponse:
    """A picture of a case that this worker may see. `?size=small` for the small one."""
    case = get_object_or_404(Case.objects.visible_to(request.actor), number=number)  # type: ignore[attr-defined]
    found = get_object_or_404(case.pictures, digest=digest)
    file = path_of(found.digest, small=request.GET.get("size") == "small")
    return file_answer(request, file, "image/jpeg")


@door("field")
@require_safe
def sound(request: HttpRequest, number: str, sound: str) -> HttpResponse:
    """A voice note of a case that this worker may see."""
    case = get_object_or_404(Case.objects.visible_to(request.actor), number=number)  # type: ignore[attr-defined]
    heard = get_object_or_404(case.sounds, digest=sound)
    return file_answer(request, sounds.path_of(heard.digest), sounds.CONTENT_TYPE)
