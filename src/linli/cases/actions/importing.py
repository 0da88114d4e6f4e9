"""Cases of another office: many at once with their past, or one verb at a time."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from linli.cases.actions.indexing import write
from linli.cases.actions.moving import meet, next_due, note
from linli.cases.importing.given import as_given
from linli.cases.importing.past import PastCase
from linli.cases.importing.place import Place
from linli.cases.importing.telling import Telling, told
from linli.cases.models import Answer, Case, Clock, Words
from linli.cases.numbers import new_number
from linli.governance.model import RuleBook
from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import Answer as Ruling
from linli.kit.answer import no, permit, yes
from linli.kit.bulk import insert, reserve, row_of
from linli.kit.jobs import enqueue_once, path_of
from linli.kit.models import Trace, TraceWords
from linli.kit.trace import followers_of, seal
from linli.people.actions.importing import Said, keep_contacts
from linli.people.aliases import alias_for

RIGHT = "import"


def can_import(actor: Actor, area_path: str) -> Ruling:
    if actor.has_right(RIGHT, area_path):
        return yes
    return no(_("Your posts do not let you import here. Ask the office that keeps this area."))


@action
def adopt_deadline(case: Case, *, due_at: datetime, by: Actor, at: datetime) -> Case:
    """Keep the deadline that another office gave. From now on the rule book does not move it."""
    case = case.locked()
    permit(can_import(by, case.area_path))

    clock = Clock.objects.filter(case=case, name="resolve", round=case.round).first()
    clock = clock or Clock(case=case, name="resolve", round=case.round)
    as_given(clock, due_at)
    clock.save()
    next_due(case)
    case.save_changes("due_at")

    note("deadline_adopted", case, by=by, at=at, due=due_at)
    return case


@action
def close_elsewhere(case: Case, *, end_state: str, by: Actor, at: datetime) -> Case:
    """The office that had this case closed it, without the step that this place asks for before an end."""
    case = case.locked()
    permit(can_import(by, case.area_path))

    case.stage, case.end_state, case.closed_at = "closed", end_state, max(at, case.raised_at)
    for name in ("first", "resolve"):
        meet(case, name, at)
    next_due(case)
    case.save_changes("stage", "end_state", "closed_at", "due_at")

    note("closed", case, by=by, at=at, end_state=end_state, elsewhere=True)
    return case


@action
def note_import(case: Case, *, origin: dict[str, Any], remark: str = "", by: Actor, at: datetime) -> Case:
    """From which sheet and row this case came, and what was remarked there."""
    permit(can_import(by, case.area_path))
    note("imported", case, by=by, at=at, words=remark, **origin)
    return case


@action
def import_cases(pasts: Sequence[PastCase], *, book: RuleBook, by: Actor, at: datetime) -> list[int]:
    """Tell the past of each case. Writes what its verbs would have written, under the dates of its past."""
    for path in {past.area_path for past in pasts}:
        permit(can_import(by, path))

    place, alias = Place(book, by), alias_for(1)
    contacts = _contacts(pasts, alias, by)
    tellings = [
        told(past, _case(past, pk, number, contacts.get(past.source_key), alias, book, by), place, at)
        for past, pk, number in zip(pasts, reserve(Case, len(pasts)), _numbers(pasts), strict=True)
    ]
    _insert(tellings)
    return [telling.case.pk for telling in tellings]


def _numbers(pasts: Sequence[PastCase]) -> list[str]:
    numbers: dict[str, None] = {}
    for past in pasts:
        while (number := new_number(past.raised_at)) in numbers:
            continue
        numbers[number] = None
    taken = set(Case.objects.filter(number__in=list(numbers)).values_list("number", flat=True))
    return list(numbers) if not taken else _numbers(pasts)


def _contacts(pasts: Sequence[PastCase], alias: str, by: Actor) -> dict[str, int]:
    """The vault takes names and telephones. By source key, the ids of its new rows."""
    said = {
        past.source_key: Said(past.area_id, past.area_path, past.petitioner, past.telephone, past.raised_at)
        for past in pasts
        if past.petitioner or past.telephone
    }
    kept = keep_contacts(list(said.values()), alias=alias, by=by) if said else []
    return {key: contact.pk for key, contact in zip(said, kept, strict=True)}


def _case(
    past: PastCase, pk: int, number: str, contact: int | None, alias: str, book: RuleBook, by: Actor
) -> Case:
    return row_of(
        Case,
        id=pk,
        number=number,
        kind=past.kind,
        category=past.category,
        title=past.title,
        area_id=past.area_id,
        area_path=past.area_path,
        place_words=past.place_words,
        lat=past.lat,
        lon=past.lon,
        channel=past.channel,
        source_key=past.source_key,
        edition_id=book.edition,
        contact_id=contact,
        alias=alias,
        raised_by_id=by.account_id,
        raised_at=past.raised_at,
    )


def _insert(tellings: Sequence[Telling]) -> None:
    insert([telling.case for telling in tellings])
    by_model: dict[type, list[Any]] = {}
    for telling in tellings:
        for row in (*telling.said, *telling.clocks.values(), *telling.holdings):
            by_model.setdefault(type(row), []).append(row)
    for rows in by_model.values():
        insert(rows)
    _insert_traces(tellings)
    _index(tellings)


def _index(tellings: Sequence[Telling]) -> None:
    def texts(telling: Telling, model: type[Words | Answer]) -> str:
        return " ".join(row.text for row in telling.said if isinstance(row, model))

    write([(telling.case, texts(telling, Words), texts(telling, Answer)) for telling in tellings])


def _insert_traces(tellings: Sequence[Telling]) -> None:
    ids = iter(reserve(Trace, sum(len(telling.traces) for telling in tellings)))
    said: list[TraceWords] = []
    rows: list[Trace] = []

    def sealed(row: Trace, words: str) -> str:
        row.pk = next(ids)
        if not words:
            return ""
        salt = secrets.token_hex(16)
        said.append(row_of(TraceWords, trace_id=row.pk, words=words, salt=salt))
        return seal(salt, words)

    for telling in tellings:
        rows.extend(telling.seal(sealed))
    insert(rows)
    insert(said)
    for row in rows:
        for follower in followers_of(row.name, past=True):
            enqueue_once(follower, f"{path_of(follower)}:{row.pk}", row.at, row.pk)
