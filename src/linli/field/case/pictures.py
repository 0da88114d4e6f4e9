from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from linli.cases.models import Case
from linli.cases.pictures import path_of
from linli.kit.doors import door

A_DAY = 24 * 3600


@door("field")
@require_safe
def picture(request: HttpRequest, number: str, digest: str) -> HttpResponseBase:
    """A picture of a case that this worker may see. `?size=small` for the small one."""
    case = get_object_or_404(Case.objects.visible_to(request.actor), number=number)  # type: ignore[attr-defined]
    found = get_object_or_404(case.pictures, digest=digest)
    file = path_of(found.digest, small=request.GET.get("size") == "small")
    if not file.exists():
        raise Http404
    return FileResponse(
        file.open("rb"), content_type="image/jpeg", headers={"Cache-Control": f"private, max-age={A_DAY}"}
    )
