from collections.abc import Callable

import pytest
from django.test import Client

from linli.cases.actions.dispatch import claim
from linli.cases.models import Case
from tests.lane import Lane, hours

Enter = Callable[[str], Client]


def test_the_pool_shows_what_waits_in_my_area_with_one_tap_to_take_it(enter: Enter, dark_lamps: Case) -> None:
    page = enter("volunteer").get("/field/pool/")
    assert [(row.case, row.act.verb.key) for row in page.context["rows"]] == [(dark_lamps, "claim")]


def test_the_pool_of_another_village_does_not_show_it(enter: Enter, dark_lamps: Case) -> None:
    assert enter("neighbour").get("/field/pool/").context["rows"] == []


def test_one_tap_takes_the_case(lane: Lane, enter: Enter, dark_lamps: Case) -> None:
    answer = enter("volunteer").post(
        f"/field/cases/{dark_lamps.number}/claim/", {"key": "tap-1"}, follow=True
    )
    dark_lamps.refresh_from_db()
    assert (dark_lamps.stage, dark_lamps.holder_post) == ("taken", lane.post("volunteer"))
    assert "带头领单" in answer.content.decode()


@pytest.mark.parametrize("name", ["helper", "worker"])
def test_who_comes_a_moment_too_late_reads_who_has_it(
    lane: Lane, enter: Enter, dark_lamps: Case, name: str
) -> None:
    late = enter(name)
    claim(dark_lamps, by=lane.volunteer, at=hours(2.9))
    answer = late.post(f"/field/cases/{dark_lamps.number}/claim/", {"key": "tap-2"})
    assert answer.status_code == 409
    assert "白果儿" in answer.content.decode() and "槎市村网格志愿服务队" in answer.content.decode()
    dark_lamps.refresh_from_db()
    assert dark_lamps.holder_post == lane.post("volunteer")


def test_a_double_tap_takes_it_once_and_says_so_twice(enter: Enter, dark_lamps: Case) -> None:
    client = enter("volunteer")
    answers = [client.post(f"/field/cases/{dark_lamps.number}/claim/", {"key": "tap-3"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert dark_lamps.holdings.count() == 1


def test_a_case_outside_my_area_is_not_there(enter: Enter, dark_lamps: Case) -> None:
    assert enter("neighbour").post(f"/field/cases/{dark_lamps.number}/claim/").status_code == 404


def test_thirty_stand_on_a_page_and_the_next_page_goes_on(lane: Lane, enter: Enter) -> None:
    waiting = [lane.bring(lane.case(at=hours(-n)), "offered").pk for n in range(31)]
    client = enter("volunteer")
    first = client.get("/field/pool/").context["page"]
    second = client.get("/field/pool/", {"after": first.after}).context["page"]
    assert [case.pk for case in (*first, *second)] == waiting[::-1]


@pytest.mark.parametrize("cursor", ["x", "%%%", "a" * 3000])
def test_a_cursor_that_nobody_issued_shows_the_first_page(
    enter: Enter, dark_lamps: Case, cursor: str
) -> None:
    assert enter("volunteer").get("/field/pool/", {"after": cursor}).context["rows"]
