"""The pages for what goes wrong before or outside a view; each says what can be done next."""

import re
import sys

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from linli.kit.context import html_language
from linli.kit.middleware import problem
from linli.kit.trouble import tell, trouble_in, wants_json

LONG = 10  # letters
NO_WORDS = re.compile(r"[!-~]*")  # keys, numbers and codes
HOMES = re.compile(r"/(?:at/[\w-]+|console|field)/")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        return problem(request, 413, _("What was sent is larger than this service takes."))
    return problem(request, 400, _("What was sent could not be read."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem(request, 403, "")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem(request, 404, "")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Nothing was done; whatever was long to write stands on the page, to be taken over into the form."""
    sentence = _("Nothing was sent: the page had been open too long, or cookies are switched off here.")
    return problem(
        request, 403, sentence, expired=True, before=page_before(request), kept=long_words(request)
    )


def page_before(request: HttpRequest) -> str:
    """The page with the form, if the browser tells it; never one of another site."""
    page = request.headers.get("Referer", "")
    return page if url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure()) else ""


def long_words(request: HttpRequest) -> list[str]:
    """What nobody wants to write twice. Nothing of the pages for signing in, where a password might be among it."""
    if request.path.startswith("/accounts/"):
        return []
    values = [value for _name, values in request.POST.lists() for value in values]
    return [value for value in values if len(value) >= LONG and not NO_WORDS.fullmatch(value)]


def server_error(request: HttpRequest) -> HttpResponse:
    """No context, no database, no session: this page stands when they do not."""
    if (status := trouble_in(sys.exc_info()[1])) is not None:
        return tell(request, status)
    if wants_json(request):
        return HttpResponseServerError('{"status": 500}', content_type="application/json")
    context = {"home": home_in(request.path), "html_language": html_language()}
    return HttpResponseServerError(render_to_string("500.html", context))


def home_in(path: str) -> str:
    """As far as the address alone tells it."""
    return found[0] if (found := HOMES.match(path)) else "/"
