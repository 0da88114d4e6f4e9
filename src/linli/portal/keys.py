"""Which cases this device has opened with their codes. Kept in its session, nowhere else."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest

from linli.cases.models import Case, Voice
from linli.cases.reads_of_rows import with_page
from linli.cases.reads_of_speech import last_word_of_office
from linli.kit.actor import Actor
from linli.people.actors import CASE_KEYS, VOICE_KEYS

FRESH = "fresh_receipts"  # in the session: case id → when it was raised here
SEEN = "seen_cases"  # in the session: case id → when its page was looked at here
SHOWN_FOR = timedelta(minutes=30)


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def my_cases(request: HttpRequest) -> Any:
    """What was opened here by code, the newest first; a staff member's other cases are not shown at this door."""
    actor = actor_of(request)
    return with_page(Case.objects.visible_to(actor)).filter(pk__in=actor.keys).order_by("-raised_at", "-id")


@dataclass(frozen=True)
class Row:
    """A line of the list: the case, and its stage in the locality's words."""

    case: Case
    stage: str
    is_new: bool = False


def my_rows(request: HttpRequest) -> list[Row]:
    cases = list(my_cases(request))
    spoken = last_word_of_office(cases) if cases else {}
    return [
        Row(case, case.rulebook.stage(case.stage), is_news(seen_at(request, case), spoken.get(case.pk)))
        for case in cases
    ]


def seen_at(request: HttpRequest, case: Case) -> datetime | None:
    seen = request.session.get(SEEN, {}).get(str(case.pk))
    return datetime.fromisoformat(seen) if seen else None


def note_seen(request: HttpRequest, case: Case, at: datetime) -> None:
    request.session[SEEN] = {**request.session.get(SEEN, {}), str(case.pk): at.isoformat()}


def is_news(seen: datetime | None, said: datetime | None) -> bool:
    """Nothing is new to a device that has never looked."""
    return seen is not None and said is not None and said > seen


def open_case(request: HttpRequest, case: Case, *, fresh_at: datetime | None = None) -> None:
    opened = [key for key in request.session.get(CASE_KEYS, []) if key != case.pk]
    request.session[CASE_KEYS] = [*opened, case.pk]
    if fresh_at:
        fresh = request.session.get(FRESH, {})
        request.session[FRESH] = {**fresh, str(case.pk): fresh_at.isoformat()}
        note_seen(request, case, fresh_at)


def my_voices(request: HttpRequest) -> Any:
    """What this device joined, the newest first."""
    actor = actor_of(request)
    rows = Voice.objects.visible_to(actor).raised().filter(pk__in=actor.voices)
    return rows.select_related("case__area").order_by("-at", "-id")


def open_voice(request: HttpRequest, voice: Voice, *, fresh_at: datetime | None = None) -> None:
    opened = [key for key in request.session.get(VOICE_KEYS, []) if key != voice.pk]
    request.session[VOICE_KEYS] = [*opened, voice.pk]
    if fresh_at:
        fresh = request.session.get(FRESH, {})
        request.session[FRESH] = {**fresh, voice.number: fresh_at.isoformat()}


def is_fresh(request: HttpRequest, case: Case | Voice, now: datetime) -> bool:
    name = str(case.pk) if isinstance(case, Case) else case.number
    raised = request.session.get(FRESH, {}).get(name)
    return raised is not None and now - datetime.fromisoformat(raised) < SHOWN_FOR


def forget_all(request: HttpRequest) -> None:
    for name in (CASE_KEYS, VOICE_KEYS, FRESH, SEEN):
        request.session.pop(name, None)
