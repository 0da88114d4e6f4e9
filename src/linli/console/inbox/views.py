from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from linli.console.case.building import pane_of
from linli.console.finding import actor_of, find_case
from linli.console.inbox.pages import inbox_page, inbox_response, view_of
from linli.kit.doors import door


@door("console")
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The case in the address, else the most urgent one."""
    at, actor = timezone.now(), actor_of(request)
    page = inbox_page(actor, view_of(request), at)
    number = request.GET.get("case") or (page.rows[0].number if page.rows else "")
    pane = None
    if number:
        pane = pane_of(find_case(request, number), actor, at)
    return inbox_response(request, pane, page=page)
