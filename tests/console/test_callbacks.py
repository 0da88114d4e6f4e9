"""The list of residents to be called, without their numbers."""

from linli.cases.actions.calling import try_call
from linli.cases.actions.closing import verify
from linli.cases.actions.intake import Speaker
from tests.console.conftest import Enter, send
from tests.lane import Lane, hours

PAGE = "/console/callbacks/"


def test_who_left_a_telephone_is_called_until_she_has_judged(lane: Lane, enter: Enter) -> None:
    called = lane.bring(lane.case(speaker=Speaker(name="陈晓", phone="13900000001", way="phone")), "answered")
    lane.bring(lane.case(), "answered")  # by code alone: nobody can call
    client = enter("liaison")
    page = client.get(PAGE).content.decode()
    assert page.count("/verify/") == 1 and "13900000001" not in page and "陈晓" not in page
    assert send(client, called, "try_call", words="没人接").status_code == 302
    assert "已打 1 次" in client.get(PAGE).content.decode()
    verify(called, verdict="solved", words="亮了", by=lane.liaison, at=hours(9))
    assert "没有要回访的" in client.get(PAGE).content.decode()


def test_a_neighbour_s_office_sees_nobody_of_ours(lane: Lane, enter: Enter) -> None:
    case = lane.bring(lane.case(speaker=Speaker(phone="13900000001", way="phone")), "answered")
    try_call(case, by=lane.liaison, at=hours(6))
    assert "没有要回访的" in enter("neighbour").get(PAGE).content.decode()
