"""Every verb of the engine on a case. Words that tell of danger are taken, and answered with the number to call."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from linli.api.answers import DoneAnswer
from linli.api.bodies import (
    VERB_BODIES,
    Answering,
    Body,
    Checking,
    Closing,
    Contesting,
    Joining,
    Merging,
    Nothing,
    Sending,
    Sorting,
    Splitting,
)
from linli.api.cases import OPEN, area_at_path, find, pointed_to, speaker_of
from linli.api.entry import Door
from linli.api.params import IF_MATCH, KEY, Key, Number, Tag, etag, version_in
from linli.api.problems import problem
from linli.api.shapes import danger_answers, done_answer
from linli.cases.actions.splitting import Part
from linli.cases.lists import out_of_pool
from linli.cases.models import Case, Voice
from linli.cases.receipts import code_for_voice
from linli.cases.verbs import ACTIONS, ASIDES
from linli.kit.answer import Refused
from linli.people.models import Post
from linli.places.models import Organisation

router = Router(tags=["cases"])
# The verbs by which a resident speaks, and the field that holds what she says. A form would stop for it.
SAID_IN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "reply": "text",
        "rate": "words",
        "verify": "words",
        "reopen": "reason",
        "withdraw": "reason",
        "urge": "words",
    }
)


def with_words(verb: str, shape: type[Body]) -> Callable[..., Any]:
    def do(
        request: HttpRequest,
        number: Number,
        response: HttpResponse,
        body: shape,  # type: ignore[valid-type]
        key: Key | None = KEY,
        if_match: Tag | None = IF_MATCH,
    ) -> dict[str, Any] | HttpResponse:
        return perform(request, number, response, verb, body, key, if_match)

    return do


def without_words(verb: str) -> Callable[..., Any]:
    def do(
        request: HttpRequest,
        number: Number,
        response: HttpResponse,
        body: Nothing | None = None,
        key: Key | None = KEY,
        if_match: Tag | None = IF_MATCH,
    ) -> dict[str, Any] | HttpResponse:
        return perform(request, number, response, verb, None, key, if_match)

    return do


def perform(
    request: HttpRequest,
    number: str,
    response: HttpResponse,
    verb: str,
    body: Body | None,
    key: str | None,
    if_match: str | None,
) -> dict[str, Any] | HttpResponse:
    """Do the verb under its key and version, and answer with the case as it is then; a refusal names its version too.

    What the body points to is looked for only in the hands of somebody who sees the case.
    """
    case = find_for(verb, request, number)
    words = words_of(request, body) if body else {}
    act: Callable[..., Any] = ACTIONS.get(verb) or ASIDES[verb]
    seen = {"key": key, "version": version_in(if_match)}
    try:
        result = act(case, **words, by=request.actor, at=timezone.now(), **seen)  # type: ignore[attr-defined]
    except Refused as refused:
        case.refresh_from_db(fields=["version"])
        return problem(409, str(refused.sentence), version=case.version)
    case.refresh_from_db()
    response["ETag"] = etag(case.version)
    return done_answer(case) | receipt_of_voice(result) | dangers_of(case, verb, body)


def dangers_of(case: Case, verb: str, body: Body | None) -> dict[str, Any]:
    said = getattr(body, SAID_IN[verb]) if verb in SAID_IN else ""
    return {"dangers": danger_answers(case.rulebook.dangers_in(said))}


def receipt_of_voice(result: Any) -> dict[str, Any]:
    if not isinstance(result, Voice):
        return {}
    return {"voice": {"number": result.number, "code": code_for_voice(result)}}


def find_for(verb: str, request: HttpRequest, number: str) -> Case:
    """Whoever claims a moment too late no longer sees the case, but shall read who has it."""
    try:
        return find(request, number)
    except Http404:
        lost = out_of_pool(request.actor, number) if verb == "claim" else None  # type: ignore[attr-defined]
        if lost is None:
            raise
        return lost


def words_of(request: HttpRequest, body: Body) -> dict[str, Any]:
    """The body's fields, with what they point to in place of paths and ids."""
    words = body.dict()
    if isinstance(body, Sorting):
        words["area"] = area_at_path(body.area) if body.area else None
    if isinstance(body, Sending | Contesting):
        words["organisation"] = pointed_to(Organisation.objects.current(), body.organisation)
    if isinstance(body, Sending | Checking):
        words["post"] = pointed_to(Post.objects.visible_to(request.actor).on(timezone.localdate()), body.post)  # type: ignore[attr-defined]
    if isinstance(body, Merging):
        words["into"] = find(request, body.into)
    if isinstance(body, Splitting):
        words["parts"] = tuple(Part(part.title, part.category) for part in body.parts)
    if isinstance(body, Joining):
        words = {"speaker": speaker_of(body.speaker), "channel": "api"}
    if isinstance(body, Answering):
        words["achieved"] = tuple((one.quantity, Decimal(one.hundredths) / 100) for one in body.achieved)
    if isinstance(body, Closing):
        words["end_state"] = body.end_state or ""
    return words


for _verb, _shape in VERB_BODIES.items():
    router.post(
        f"/cases/{{number}}/{_verb}",
        response=DoneAnswer,
        auth=Door("public"),
        openapi_extra=OPEN,
        operation_id=f"case_{_verb}",
        summary=f"{_verb.capitalize()} a case",
    )(without_words(_verb) if _shape is Nothing else with_words(_verb, _shape))
