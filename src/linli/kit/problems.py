"""The pages for what goes wrong before or outside a view; each says what can be done next."""

import sys

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from linli.kit.middleware import problem
from linli.kit.trouble import tell, trouble_in, wants_json


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        return problem(request, 413, _("What was sent is larger than this service takes."))
    return problem(request, 400, _("What was sent could not be read."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem(request, 403, "")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem(request, 404, "")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return problem(
        request,
        403,
        _(
            "This page was open too long, or cookies are switched off. Go back, reload the page and send it again."
        ),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """No context, no database, no session: this page stands when they do not."""
    if (status := trouble_in(sys.exc_info()[1])) is not None:
        return tell(request, status)
    if wants_json(request):
        return HttpResponseServerError('{"status": 500}', content_type="application/json")
    return HttpResponseServerError(render_to_string("500.html"))
