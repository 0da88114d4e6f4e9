"""A past case told at once leaves the same rows and the same chain of traces as its verbs, one by one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import models

from linli.cases.actions.closing import close, verify
from linli.cases.actions.dispatch import accept, dispatch
from linli.cases.actions.handling import answer
from linli.cases.actions.importing import adopt_deadline, close_elsewhere, import_cases, note_import
from linli.cases.actions.intake import Intake, Speaker, raise_case
from linli.cases.actions.triage import triage
from linli.cases.importing.past import PastCase, closes_from, way_to_answer
from linli.cases.models import Answer, Case, Clock, Holding, Rating, Words
from linli.governance.reads import rulebook_for
from linli.kit.actor import SYSTEM, Actor
from linli.kit.answer import Refused
from linli.kit.models import Trace
from linli.kit.trace import broken_links, traces_of
from linli.people.actions.posts import appoint
from linli.people.actors import actor_for
from linli.people.models import Contact
from linli.places.models import Area
from tests.lane import MONDAY, SINCE, Lane, hours

NOW = hours(24 * 30)
RAISED = MONDAY - timedelta(days=40)
ANSWERED = RAISED + timedelta(days=6, hours=3)

VARIETY = {
    "open": {},
    "open, unsorted": {"category": ""},
    "open, with a deadline of its own": {"due_at": RAISED + timedelta(days=9, seconds=17)},
    "open, with a deadline before it was said": {"due_at": RAISED - timedelta(days=1), "category": ""},
    "answered": {"answered_at": ANSWERED},
    "closed": {"answered_at": ANSWERED, "closed_at": ANSWERED},
    "closed, late": {
        "answered_at": ANSWERED,
        "closed_at": ANSWERED + timedelta(days=1),
        "due_at": RAISED + timedelta(days=1),
    },
    "closed, passed on": {"answered_at": ANSWERED, "closed_at": ANSWERED, "referred": "转市政所"},
    "closed, satisfied": {
        "answered_at": ANSWERED,
        "closed_at": ANSWERED,
        "verdict": "solved",
        "verdict_words": "满意",
    },
    "closed, half satisfied": {
        "answered_at": ANSWERED,
        "closed_at": ANSWERED,
        "verdict": "partly",
        "verdict_words": "一般",
    },
    "closed, with who said it": {
        "answered_at": ANSWERED,
        "closed_at": ANSWERED,
        "petitioner": "甲某",
        "telephone": "13800000000",
    },
    "open, with who said it": {"petitioner": "乙某"},
    "closed, with a remark": {"answered_at": ANSWERED, "closed_at": ANSWERED, "remark": "两户同来"},
}


@pytest.fixture
def everybody(lane: Lane) -> Actor:
    """Somebody who holds every post that the chain of a case needs, and may import."""
    account = lane.accounts["dispatcher"]
    at = MONDAY - timedelta(days=300)
    appoint(
        account,
        by=SYSTEM,
        at=at,
        role="village_committee",
        area=lane.areas["village"],
        organisation=lane.units["villagers"],
        starts_on=SINCE,
    )
    return actor_for(account, NOW)


def past_case(lane: Lane, **other: Any) -> PastCase:
    area = lane.areas["grid"]
    past = PastCase(
        source_key="s1:1",
        words="巷口的灯坏了好几天，晚上看不清路。",
        title="巷口灯不亮",
        area_id=area.pk,
        area_path=area.path,
        channel="hotline",
        raised_at=RAISED,
        category="04.lamp",
        place_words="柳巷口",
        unit_id=lane.units["villagers"].pk,
        answer="灯头已经换好。",
        end_state="solved",
        origin={"source": "s1", "sheet": "", "row": 2},
    )
    return replace(past, **other)


def one_by_one(past: PastCase, lane: Lane, by: Actor) -> Case:
    area = Area.objects.get(pk=past.area_id)
    intake = Intake(
        words=past.words, area=area, channel=past.channel, category=past.category, title=past.title,
        place_words=past.place_words, speaker=Speaker(past.petitioner, past.telephone), source_key="s1:other",
    )  # fmt: skip
    case = raise_case(intake, by=by, at=past.raised_at)
    if past.due_at:
        case = adopt_deadline(case, due_at=past.due_at, by=by, at=past.raised_at)
    if past.answered_at:
        case = work_through(case, past, lane, by, past.answered_at)
    if past.closed_at:
        case = end(case, past, by, past.closed_at)
    return note_import(case, origin=dict(past.origin), remark=past.remark, by=by, at=NOW)


def work_through(case: Case, past: PastCase, lane: Lane, by: Actor, at: datetime) -> Case:
    steps: dict[str, Callable[[Case], Case]] = {
        "triage": lambda c: triage(c, category=past.category, title=past.title, by=by, at=at),
        "dispatch": lambda c: dispatch(
            c, organisation=lane.units["villagers"], words=past.referred, by=by, at=at
        ),
        "accept": lambda c: accept(c, by=by, at=at),
        "answer": lambda c: answer(c, text=past.answer, end_state=past.end_state, by=by, at=at),
    }
    for step in way_to_answer(case.flow) or ():
        case = steps[step](case)
    return case


def end(case: Case, past: PastCase, by: Actor, at: datetime) -> Case:
    if past.verdict:
        asking = tuple(post for post in by.posts if post.organisation_id != case.holder_organisation_id)
        another = replace(by, posts=asking)  # another unit asks the resident
        case = verify(case, verdict=past.verdict, words=past.verdict_words, by=another, at=at)
    if not case.is_open:
        return case
    if closes_from(case.flow, case.stage):
        return close(case, by=by, at=at)
    return close_elsewhere(case, end_state=past.end_state, by=by, at=at)


def rows_of(case: Case) -> dict[str, Any]:
    own = {"id", "number", "source_key", "case_id", "contact_id"}
    own |= {"rung_since", "climbs_at"}  # what was told of the past does not climb by itself
    found: dict[str, Any] = {"case": columns(Case.objects.get(pk=case.pk), own)}
    for model in (Words, Clock, Holding, Answer, Rating):
        rows = model._default_manager.filter(case_id=case.pk).order_by("pk")
        found[model.__name__] = sorted((columns(row, own) for row in rows), key=str)
    found["contact"] = columns(case.contact, {"id", "uid", "name", "phone"}) if case.contact_id else None
    return found


def columns(row: models.Model, without: set[str]) -> dict[str, Any]:
    names = [field.attname for field in row._meta.concrete_fields]
    return {name: getattr(row, name) for name in names if name not in without}


def told(case: Case) -> list[tuple[Any, ...]]:
    rows = traces_of(case).select_related("said").order_by("number")
    return [
        (
            r.number,
            r.name,
            r.at,
            r.actor_kind,
            r.account_id,
            None if r.name == "case.verified" else r.post_id,  # one by one, another unit has to ask
            r.facts,
            r.said.words if r.words_seal else "",
        )
        for r in rows
    ]


@pytest.mark.parametrize("kind", VARIETY)
def test_told_at_once_or_one_by_one_it_is_the_same_history(lane: Lane, everybody: Actor, kind: str) -> None:
    past = past_case(lane, **VARIETY[kind])
    book = rulebook_for(past.area_path)
    assert book is not None

    [pk] = import_cases([past], book=book, by=everybody, at=NOW)
    quick, slow = Case.objects.get(pk=pk), one_by_one(past, lane, everybody)

    assert told(quick) == told(slow)
    assert rows_of(quick) == rows_of(slow)
    assert not list(broken_links(Trace.objects.order_by("record_kind", "record_id", "number").iterator()))


def test_a_deadline_from_elsewhere_stays_to_the_second_and_triage_does_not_move_it(
    lane: Lane, everybody: Actor
) -> None:
    due = RAISED + timedelta(days=9, seconds=17)
    past = past_case(lane, due_at=due, category="")
    [pk] = import_cases([past], book=rulebook_for(past.area_path), by=everybody, at=NOW)

    case = triage(Case.objects.get(pk=pk), category="04.lamp", title="灯", by=everybody, at=NOW)

    clock = Clock.objects.get(case=case, name="resolve")
    assert clock.due_at == due
    assert Case.objects.get(pk=pk).due_at is not None


def test_many_cases_with_their_vault_rows_are_written_in_few_queries(
    lane: Lane, everybody: Actor, django_assert_max_num_queries: Any
) -> None:
    book = rulebook_for(lane.areas["grid"].path)
    pasts = [
        past_case(lane, source_key=f"s1:{i}", answered_at=ANSWERED, closed_at=ANSWERED, petitioner=f"甲{i}")
        for i in range(200)
    ]
    import_cases(pasts[:1], book=book, by=everybody, at=NOW)
    with django_assert_max_num_queries(40):
        import_cases(pasts[1:], book=book, by=everybody, at=NOW)

    assert Case.objects.filter(stage="closed").count() == 200
    assert Contact.objects.count() == 200
    assert Contact.objects.first().name.open().startswith("甲")


def test_an_end_told_by_a_clock_set_back_is_when_it_was_raised(lane: Lane, everybody: Actor) -> None:
    ended = close_elsewhere(lane.case(), end_state="solved", by=everybody, at=hours(-30))
    assert ended.closed_at == ended.raised_at


def test_without_the_right_nothing_is_imported(lane: Lane, everybody: Actor) -> None:
    past = past_case(lane)
    book = rulebook_for(past.area_path)
    before = Trace.objects.count()

    with pytest.raises(Refused):
        import_cases([past], book=book, by=actor_for(lane.accounts["worker"], NOW), at=NOW)

    assert (Case.objects.count(), Trace.objects.count()) == (0, before)
    assert import_cases([past], book=book, by=everybody, at=NOW)


def test_what_falls_on_a_repeated_number_is_refused_whole(lane: Lane, everybody: Actor) -> None:
    from django.db import IntegrityError, transaction

    past = past_case(lane)
    book = rulebook_for(past.area_path)
    import_cases([past], book=book, by=everybody, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        import_cases([replace(past, source_key="s1:2"), past], book=book, by=everybody, at=NOW)

    assert Case.objects.count() == 1
