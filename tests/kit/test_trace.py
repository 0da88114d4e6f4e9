import random
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from linli.kit.append_only import allow_changes, forbid_changes
from linli.kit.models import Job, Trace, TraceWords
from linli.kit.trace import broken_links, follows, seal, trace, traces_of
from linli.places.models import Organisation
from tests.kit.board import AT, LI, found, rename, village

pytestmark = pytest.mark.django_db


@pytest.fixture
def chains() -> list[Trace]:
    """Five records with four rows each."""
    area = village()
    for number in range(5):
        row = found(area, f"驿站 {number}", by=LI, at=AT, facts={"households": 31 + number, "ratio": 0.5})
        for step in range(3):
            rename(row, f"驿站 {number}-{step}", by=LI, at=AT + timedelta(microseconds=step))
    return list(in_order())


def in_order() -> Any:
    return Trace.objects.order_by("record_kind", "record_id", "number")


def found_broken() -> list[int]:
    return [row.pk for row in broken_links(in_order().iterator())]


def tamper(*statements: tuple[str, list[Any]]) -> None:
    with connection.cursor() as cursor:
        for lift in allow_changes("kit_trace"):
            cursor.execute(lift)
        for statement, values in statements:
            cursor.execute(statement, values)
        for forbid in forbid_changes("kit_trace"):
            cursor.execute(forbid)


def test_a_chain_that_nobody_touched_is_whole(chains: list[Trace]) -> None:
    assert len(chains) == 20
    assert found_broken() == []


@pytest.mark.parametrize(
    "change",
    [
        "facts = '{\"households\": 1}'",
        "name = 'organisation.closed'",
        "account_id = 8",
        "post_id = 3",
        "actor_kind = 'system'",
        "words_seal = ''",
        "record_id = record_id + 1000",
        "number = number + 7",
        "digest = previous",
    ],
)
def test_one_changed_value_is_found_where_it_stands(chains: list[Trace], change: str) -> None:
    victim = chains[6].pk
    tamper((f"UPDATE kit_trace SET {change} WHERE id = %s", [victim]))  # noqa: S608
    assert victim in found_broken()


def test_a_moment_moved_by_one_microsecond_is_found(chains: list[Trace]) -> None:
    for victim in random.Random(7).sample(chains, 8):
        tamper(
            ("UPDATE kit_trace SET at = %s WHERE id = %s", [victim.at + timedelta(microseconds=1), victim.pk])
        )
        assert victim.pk in found_broken()


def test_a_deleted_row_is_found_at_the_row_after_it(chains: list[Trace]) -> None:
    tamper(
        ("DELETE FROM kit_tracewords WHERE trace_id = %s", [chains[5].pk]),
        ("DELETE FROM kit_trace WHERE id = %s", [chains[5].pk]),
    )
    assert found_broken() == [chains[6].pk]


def test_two_rows_that_changed_places_are_found(chains: list[Trace]) -> None:
    one, two = chains[5], chains[6]
    turn = "UPDATE kit_trace SET number = %s WHERE id = %s"
    tamper((turn, [99, one.pk]), (turn, [one.number, two.pk]), (turn, [two.number, one.pk]))
    assert {one.pk, two.pk} <= set(found_broken())


@pytest.mark.parametrize("statement", ["UPDATE kit_trace SET name = 'x'", "DELETE FROM kit_trace"])
def test_the_database_itself_forbids_to_change_or_delete_what_happened(
    chains: list[Trace], statement: str
) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert found_broken() == [] and Trace.objects.count() == 20


def test_words_can_be_erased_and_the_chain_stays_whole(chains: list[Trace]) -> None:
    said = TraceWords.objects.first()
    assert said is not None and seal(said.salt, said.words) == said.trace.words_seal
    said.delete()
    assert found_broken() == []


def test_changed_words_no_longer_fit_their_seal(chains: list[Trace]) -> None:
    TraceWords.objects.filter(trace=chains[0]).update(words="另外的话")
    said = TraceWords.objects.get(trace=chains[0])
    assert seal(said.salt, said.words) != said.trace.words_seal


def test_facts_come_back_from_the_database_as_they_were_counted() -> None:
    row = found(village(), "驿站", by=LI, at=AT)
    facts = {
        "due": AT,
        "lamps": 57,
        "metres": 300.25,
        "who": None,
        "kinds": frozenset({"b", "a"}),
        "中文": "是",
    }
    trace("organisation.measured", row, by=LI, at=AT, facts=facts)
    assert found_broken() == []


def test_each_follower_gets_one_job_in_the_same_transaction_and_no_second() -> None:
    follower = follows("organisation.seen")(tell)
    row = found(village(), "驿站", by=LI, at=AT)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        trace("organisation.seen", row, by=LI, at=AT)
        assert Job.objects.count() == 1
        raise ZeroDivisionError
    assert not Job.objects.exists()
    happened = trace("organisation.seen", row, by=LI, at=AT)
    job = Job.objects.get()
    assert (job.task, job.arguments["args"]) == (f"{__name__}.tell", [happened.pk])
    assert follower.func is tell.func if hasattr(tell, "func") else True


def tell(trace_id: int) -> None:
    """Registered above as a follower."""


def test_the_chain_of_one_record_is_read_apart_from_others(chains: list[Trace]) -> None:
    row = Organisation.objects.earliest("pk")
    assert [trace.name for trace in traces_of(row).order_by("number")] == ["organisation.founded"] + [
        "organisation.renamed"
    ] * 3
