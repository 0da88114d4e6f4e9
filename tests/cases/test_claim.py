import threading

import pytest
from django.db import connection

from linli.cases.actions.dispatch import claim, release
from linli.cases.models import Case, Holding
from linli.kit.answer import Refused
from tests.lane import Lane, hours


@pytest.fixture
def offered(lane: Lane) -> Case:
    return lane.bring(lane.case(), "offered")


def test_the_one_who_claims_has_it(lane: Lane, offered: Case) -> None:
    case = claim(offered, by=lane.volunteer, at=hours(3))
    assert (case.stage, case.holder_post_id) == ("taken", lane.post("volunteer").pk)


def test_the_one_who_comes_later_reads_who_has_it(lane: Lane, offered: Case) -> None:
    claim(offered, by=lane.volunteer, at=hours(3))
    with pytest.raises(Refused, match="白果儿"):
        claim(offered, by=lane.helper, at=hours(3))


def test_who_has_no_post_here_cannot_claim(lane: Lane, offered: Case) -> None:
    with pytest.raises(Refused):
        claim(offered, by=lane.neighbour, at=hours(3))


def test_a_claimed_case_goes_back_to_the_pool_with_a_reason(lane: Lane, offered: Case) -> None:
    case = claim(offered, by=lane.volunteer, at=hours(3))
    case = release(case, reason="临时有事", by=lane.volunteer, at=hours(4))
    assert (case.stage, case.holder_post_id) == ("offered", None)
    assert claim(case, by=lane.helper, at=hours(5)).holder_post_id == lane.post("helper").pk


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_exactly_one_wins(lane: Lane) -> None:
    for _ in range(5):
        case = lane.bring(lane.case(), "offered")
        outcomes = at_once(case, [lane.volunteer, lane.helper])
        assert sorted(outcomes) == ["refused", "won"]
        assert Holding.objects.filter(case=case, until=None).count() == 1


def at_once(case: Case, actors: list) -> list[str]:
    barrier, outcomes = threading.Barrier(len(actors)), []

    def run(actor: object) -> None:
        try:
            barrier.wait()
            claim(case, by=actor, at=hours(3))
            outcomes.append("won")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(actor,)) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
