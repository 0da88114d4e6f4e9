"""Open311 GeoReport v2. Authority comes from the api_key alone: a browser's session opens nothing here."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from linli.api.open311 import discovery as finding
from linli.api.open311 import reading, sending
from linli.api.open311.answers import FORMATS, Fault, Reply, of_fault, written
from linli.api.open311.asking import Ask, values_in
from linli.api.open311.keys import caller_of, writer_of
from linli.api.open311.places import jurisdiction_of
from linli.api.open311.services import definition_of, line_of, service_behind, services_of
from linli.cases.models import Case
from linli.cases.pictures import path_of
from linli.kit.action import KeyReused, Stale
from linli.kit.actor import Actor
from linli.kit.answer import Refused
from linli.kit.doors import door
from linli.kit.files import file_answer

log = logging.getLogger("linli.open311")
SAFE = ("GET", "HEAD")
PICTURE_LASTS = 7 * 24 * 3600
View = Callable[..., Reply]


def open311(*methods: str) -> Callable[[View], Callable[..., HttpResponse]]:
    """A view that answers, whatever happens, in the format that was asked for."""

    def mark(view: View) -> Callable[..., HttpResponse]:
        @wraps(view)
        def enter(request: HttpRequest, form: str, rehearsal: bool = False, **parts: Any) -> HttpResponse:
            if request.method not in methods:
                answer = written(of_fault(Fault(405, _("This is not done here."))), form)
                answer["Allow"] = ", ".join(methods)
                return answer
            return shared(request, written(answered(view, request, rehearsal, parts), form))

        return door("public")(csrf_exempt(enter))

    return mark


def answered(view: View, request: HttpRequest, rehearsal: bool, parts: dict[str, Any]) -> Reply:
    try:
        return view(Ask(request, values_in(request), timezone.now(), rehearsal), **parts)
    except Fault as fault:
        return of_fault(fault)
    except Refused as refused:
        return of_fault(Fault(400, str(refused.sentence)))
    except Stale:
        return of_fault(Fault(400, _("Somebody changed this at the same moment. Please send it again.")))
    except KeyReused:
        return of_fault(Fault(400, _("This idempotency key was used with other words.")))
    except Exception:  # the standard knows one answer for everything else, and its programs read no other
        log.exception("Open311 could not answer %s", request.path)
        return of_fault(Fault(400, _("Something went wrong on our side. Please tell us.")))


def shared(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """What is public may be read by pages of other places; what a key opens is kept nowhere."""
    with_key = "api_key" in request.GET or "Authorization" in request.headers
    if request.method in SAFE and not with_key:
        answer["Access-Control-Allow-Origin"] = "*"
    else:
        answer["Cache-Control"] = "no-store"
    return answer


@open311(*SAFE)
def discovery(ask: Ask) -> Reply:
    return Reply("discovery", finding.discovery(ask))


@open311(*SAFE)
def services(ask: Ask) -> Reply:
    book = jurisdiction_of(ask).book
    return Reply("services", [line_of(service, book) for service in services_of(book)])


@open311(*SAFE)
def service(ask: Ask, code: str) -> Reply:
    book = jurisdiction_of(ask).book
    found = service_behind(book, code)
    if found is None:
        raise Fault(404, _("There is no service with this service_code."))
    return Reply("service_definition", definition_of(found, book))


@open311(*SAFE, "POST")
def requests(ask: Ask) -> Reply:
    where = jurisdiction_of(ask)
    if ask.request.method == "POST":
        sent = sending.send(ask, where, writer_of(ask, where))
        line = {
            "service_request_id": sent.number,
            "service_notice": sent.notice or None,
            "account_id": None,
        }
        return Reply("service_requests", [line])
    found = reading.requests_for(ask, where, caller_of(ask, where), reading.wanted(ask, where))
    return Reply("service_requests", reading.told(found))


@open311(*SAFE)
def request(ask: Ask, number: str) -> Reply:
    where = jurisdiction_of(ask)
    found = reading.request_or_fault(number, ask, where, caller_of(ask, where))
    return Reply("service_requests", reading.told([found]))


@open311(*SAFE)
def token(ask: Ask, number: str) -> Reply:
    """Every request has its number at once, so that the number is its own token."""
    where = jurisdiction_of(ask)
    found = reading.request_or_fault(number, ask, where, caller_of(ask, where))
    return Reply("service_requests", [{"service_request_id": found.case.number, "token": number}])


@open311(*SAFE, "POST")
def updates(ask: Ask) -> Reply:
    """mySociety's extension."""
    where = jurisdiction_of(ask)
    if ask.request.method != "POST":
        found = reading.updates_for(ask, where, caller_of(ask, where))
        return Reply("service_requests_updates", [update.line() for update in found])
    caller = writer_of(ask, where)
    if ask.rehearsal and ask.one("service_request_id") == sending.REHEARSED:
        sending.text_of_update(ask)
        return Reply("service_request_updates", [{"update_id": sending.REHEARSED}])
    row = reading.request_or_fault(ask.one("service_request_id"), ask, where, caller)
    if not row.own:
        raise Fault(403, _("This request did not come through your api_key."))
    number = sending.add_update(ask, row.case, caller)
    return Reply("service_request_updates", [{"update_id": number}])


@door("public")
@require_safe
def picture(request: HttpRequest, sealed: str) -> HttpResponse:
    """A picture by the address that its sender was given; the address ends after a week."""
    try:
        number, digest = signing.loads(sealed, salt=reading.PICTURE_SALT, max_age=PICTURE_LASTS)
    except signing.BadSignature as fault:
        raise Http404 from fault
    case = Case.objects.visible_to(Actor("anonymous", keys=frozenset({number}))).filter(pk=number).first()
    place = path_of(digest)
    if case is None or not case.pictures.filter(digest=digest).exists() or not place.is_file():
        raise Http404
    return file_answer(request, place, "image/jpeg")


def in_format(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    """How a problem is told that arises before any view of ours: a wrong address, a body that is too large."""
    ending = request.path.rpartition(".")[2]
    words = sentence or _("There is nothing at this address, or it is not open to you.")
    return written(of_fault(Fault(status, words)), ending if ending in FORMATS else "xml")
