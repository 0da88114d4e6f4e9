"""Which open cases may be the same as words that are no case yet, for whoever writes them down."""

from datetime import timedelta

from linli.cases.models import Case
from linli.cases.reads_of_alike import Asked, alike_before
from linli.kit.actor import Actor
from tests.lane import Lane, hours

SAID = "村口的路灯坏了，晚上看不清路。"


def found(lane: Lane, actor: Actor, said: str = SAID, **more: object) -> list[Case]:
    asked = Asked(said, str(more.pop("category", "")), lane.areas["grid"].pk)
    return [one.case for one in alike_before(asked, lane.areas["grid"].path, actor, hours(3), **more)]


def test_an_open_case_in_nearly_these_words_is_found_and_another_one_is_not(lane: Lane) -> None:
    lamps = lane.case()
    lane.case("三号楼的下水道堵了，污水漫出来。")
    assert found(lane, lane.secretary) == [lamps]


def test_only_what_the_reader_may_see_is_told(lane: Lane) -> None:
    lamps = lane.case()
    assert found(lane, lane.secretary) == [lamps]
    assert found(lane, lane.neighbour) == []


def test_a_sealed_case_is_never_told(lane: Lane) -> None:
    sealed = next(top.code for top in lane.case().rulebook.categories if top.sealed)
    Case.objects.update(category=sealed)
    assert found(lane, lane.secretary) == []


def test_what_is_closed_or_older_than_three_months_is_not_told(lane: Lane) -> None:
    closed = lane.bring(lane.case(), "closed")
    lane.case(at=hours(0) - timedelta(days=91))
    assert closed.stage == "closed"
    assert found(lane, lane.secretary) == []


def test_a_few_letters_are_like_nothing(lane: Lane) -> None:
    lane.case()
    assert found(lane, lane.secretary, "路灯") == []


def test_it_takes_four_queries(lane: Lane, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    lane.case()
    secretary = lane.secretary
    with django_assert_max_num_queries(4):
        assert len(found(lane, secretary)) == 1
