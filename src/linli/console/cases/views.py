from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from linli.cases import pictures
from linli.cases.models import Picture
from linli.console.case.building import pane_of
from linli.console.cases.looks import keep_look
from linli.console.cases.pages import case_response, list_response
from linli.console.finding import actor_of, find_case
from linli.kit.doors import door


@door("console")
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    return list_response(request)


@door("console")
@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    return case_response(request, pane_of(find_case(request, number), actor_of(request), timezone.now()))


@door("console")
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Keep the filters of the list under a name, or forget a name."""
    query, name = request.POST.get("query", ""), request.POST.get("name", "").strip()
    response = HttpResponseRedirect(reverse("console:cases") + (f"?{query}" if query else ""))
    if name:
        keep_look(request, response, name, "" if "forget" in request.POST else query)
    return response


@door("console")
@require_safe
def picture(request: HttpRequest, number: str, digest: str) -> FileResponse:
    """A picture of a case, reached through its case; `?small` for the small one."""
    shown = get_object_or_404(Picture, case=find_case(request, number), digest=digest)
    place = pictures.path_of(shown.digest, small="small" in request.GET)
    if not place.is_file():
        raise Http404
    return FileResponse(
        place.open("rb"), content_type="image/jpeg", headers={"Cache-Control": "private, max-age=86400"}
    )
