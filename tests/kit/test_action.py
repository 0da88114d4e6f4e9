import pytest
from django.db import connection, transaction

from linli.kit.action import KeyReused, Stale, in_action, registry
from linli.kit.answer import Refused
from linli.kit.models import Job, Operation, Trace
from linli.kit.trace import broken_links
from linli.places.models import Organisation
from tests.kit.board import AT, LI, WANG, found, found_and_refuse, rename, village
from tests.kit.crowd import at_once

CROWD = 50


@pytest.mark.django_db
def test_an_action_leaves_nothing_behind_when_a_rule_refuses_after_a_change() -> None:
    area = village()
    with pytest.raises(Refused):
        found_and_refuse(area, "邻里驿站", by=LI, at=AT, key="k-1")
    assert not Organisation.objects.exists() and not Trace.objects.exists() and not Operation.objects.exists()
    assert found(area, "邻里驿站", by=LI, at=AT, key="k-1").pk


@pytest.mark.django_db
def test_inside_an_action_is_known_and_over_when_it_ends() -> None:
    assert not in_action()
    found(village(), "邻里驿站", by=LI, at=AT)
    assert not in_action()
    assert registry["kit.found"].__name__ == "found"


@pytest.mark.django_db
def test_the_same_key_with_the_same_body_answers_again_and_acts_once() -> None:
    area = village()
    first, second = (found(area, "邻里驿站", by=LI, at=AT, key="k-1") for _ in range(2))
    assert first == second
    assert (Organisation.objects.count(), Trace.objects.count(), Operation.objects.count()) == (1, 1, 1)


@pytest.mark.django_db
def test_the_same_key_with_another_body_is_refused_and_changes_nothing() -> None:
    area = village()
    found(area, "邻里驿站", by=LI, at=AT, key="k-1")
    with pytest.raises(KeyReused) as told:
        found(area, "老年食堂", by=LI, at=AT, key="k-1")
    assert "邻里驿站" not in str(told.value)
    assert [row.name for row in Organisation.objects.all()] == ["邻里驿站"]


@pytest.mark.django_db
def test_the_same_key_for_another_verb_is_another_body() -> None:
    row = found(village(), "邻里驿站", by=LI, at=AT, key="k-1")
    with pytest.raises(KeyReused):
        rename(row, "邻里驿站", by=LI, at=AT, key="k-1")


@pytest.mark.django_db
def test_two_people_may_use_the_same_key() -> None:
    area = village()
    names = [found(area, f"{by.name}的驿站", by=by, at=AT, key="k-1").name for by in (LI, WANG)]
    assert names == ["李静的驿站", "王强的驿站"]


@pytest.mark.django_db
def test_an_edit_of_an_older_version_is_refused_and_shows_the_newer_one() -> None:
    row = found(village(), "邻里驿站", by=LI, at=AT)
    seen = row.version
    rename(row, "李静改的", by=LI, at=AT, version=seen)
    with pytest.raises(Stale) as told:
        rename(row, "王强改的", by=WANG, at=AT, version=seen)
    assert told.value.current.name == "李静改的"  # type: ignore[attr-defined]
    assert Organisation.objects.get().name == "李静改的"


@pytest.mark.django_db
def test_saving_a_row_that_changed_since_it_was_read_is_refused() -> None:
    found(village(), "邻里驿站", by=LI, at=AT)
    mine, theirs = Organisation.objects.get(), Organisation.objects.get()
    theirs.save_changes("name")
    with pytest.raises(Stale):
        mine.save_changes("name")


@pytest.mark.django_db(transaction=True)
def test_fifty_identical_submissions_at_once_make_one_row_and_fifty_equal_answers() -> None:
    area = village()
    answers = at_once(CROWD, lambda _: found(area, "邻里驿站", by=LI, at=AT, key="k-1").pk)
    assert set(answers) == {Organisation.objects.get().pk}, answers
    assert (Trace.objects.count(), Operation.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_of_fifty_different_bodies_under_one_key_one_wins_and_the_rest_are_refused() -> None:
    area = village()
    answers = at_once(CROWD, lambda n: found(area, f"驿站 {n}", by=LI, at=AT, key="k-1").pk)
    assert sum(isinstance(answer, KeyReused) for answer in answers) == CROWD - 1, answers
    assert Organisation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_eight_edits_of_one_version_at_once_one_wins() -> None:
    row = found(village(), "邻里驿站", by=LI, at=AT)
    answers = at_once(8, lambda n: rename(row, f"第 {n} 个名字", by=LI, at=AT, version=1).name)
    won = [answer for answer in answers if isinstance(answer, str)]
    assert won == [Organisation.objects.get().name], answers
    assert sum(isinstance(answer, Stale) for answer in answers) == 7


@pytest.mark.django_db(transaction=True)
def test_edits_of_one_record_at_once_make_one_unbroken_chain() -> None:
    row = found(village(), "邻里驿站", by=LI, at=AT)
    answers = at_once(20, lambda n: rename(row, f"第 {n} 个名字", by=LI, at=AT).version)
    assert sorted(answers) == list(range(2, 22)), answers
    rows = Trace.objects.order_by("record_kind", "record_id", "number")
    assert [trace.number for trace in rows] == list(range(1, 22))
    assert list(broken_links(rows.iterator())) == []


@pytest.mark.django_db
def test_work_asked_for_in_an_action_that_fails_is_not_queued() -> None:
    with pytest.raises(Refused):
        found_and_refuse(village(), "邻里驿站", by=LI, at=AT)
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_each_transaction_on_sqlite_takes_the_writers_turn_at_its_start() -> None:
    with transaction.atomic():
        assert connection.in_atomic_block
        second = at_once(1, lambda _: _try_to_write())
    assert "locked" in str(second[0])


def _try_to_write() -> None:
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")
    village()
