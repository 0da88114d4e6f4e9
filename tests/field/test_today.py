from collections.abc import Callable
from typing import Any

from django.test import Client

from linli.cases.actions.dispatch import accept, dispatch
from linli.cases.actions.handling import suspend
from linli.cases.models import Case
from tests.lane import Lane, hours

Enter = Callable[[str], Client]


def words_in_order(html: str, *words: str) -> bool:
    places = [html.index(word) for word in words]
    return places == sorted(places)


def test_today_shows_what_becomes_late_first_on_top(lane: Lane, enter: Enter) -> None:
    soon, later = (lane.bring(lane.case(), "offered") for _ in range(2))
    for case, title in ((later, "后到期"), (soon, "先到期")):
        case = dispatch(case, organisation=lane.villagers, by=lane.secretary, at=hours(2))
        Case.objects.filter(pk=case.pk).update(title=title)
    Case.objects.filter(pk=soon.pk).update(due_at=hours(1.5))
    html = enter("committee").get("/field/").content.decode()
    assert words_in_order(html, "超时", "先到期", "后到期")


def test_each_row_offers_its_one_obvious_act(lane: Lane, enter: Enter, dark_lamps: Case) -> None:
    client = enter("volunteer")
    assert client.post(f"/field/cases/{dark_lamps.number}/claim/").status_code == 302
    page = client.get("/field/")
    ((_, rows),) = page.context["groups"]
    assert [(row.act.verb.key, row.act.one_tap) for row in rows] == [("start", True)]
    assert f"/field/cases/{dark_lamps.number}/start/" in page.content.decode()


def test_what_a_colleague_has_taken_is_not_my_work(lane: Lane, enter: Enter, dark_lamps: Case) -> None:
    case = dispatch(dark_lamps, organisation=lane.office, by=lane.secretary, at=hours(2))
    assert len(enter("clerk").get("/field/").context["rows"]) == 1
    accept(case, by=lane.liaison, at=hours(2.5))
    assert enter("clerk").get("/field/").context["rows"] == []
    assert len(enter("liaison").get("/field/").context["rows"]) == 1


def test_a_case_whose_clock_stands_comes_last_and_offers_to_go_on(lane: Lane, enter: Enter) -> None:
    case = dispatch(
        lane.bring(lane.case(), "triaged"), organisation=lane.office, by=lane.secretary, at=hours(2)
    )
    case = accept(case, by=lane.liaison, at=hours(2.2))
    suspend(case, reason="等灯头到货", by=lane.liaison, at=hours(2.4))
    page = enter("liaison").get("/field/")
    ((name, rows),) = page.context["groups"]
    assert (name, rows[0].act.verb.key) == ("时限暂停", "resume")


def test_an_empty_today_says_where_work_comes_from(lane: Lane, enter: Enter) -> None:
    html = enter("helper").get("/field/").content.decode()
    assert "手上没有事" in html and "/field/pool/" in html


def test_today_needs_the_same_queries_for_one_row_and_for_ten(
    lane: Lane, enter: Enter, django_assert_num_queries: Any
) -> None:
    client = enter("committee")
    for _ in range(10):
        dispatch(
            lane.bring(lane.case(), "triaged"), organisation=lane.villagers, by=lane.secretary, at=hours(2)
        )
    client.get("/field/")
    with django_assert_num_queries(7):  # session, account, posts, cases, checks, unread notices
        assert len(client.get("/field/").context["rows"]) == 10


def test_who_is_not_signed_in_is_asked_to_sign_in(lane: Lane, client: Client) -> None:
    answer = client.get("/field/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/field/")


def test_who_holds_no_post_for_the_field_is_told_so(lane: Lane, enter: Enter) -> None:
    lane.post("helper").__class__.objects.filter(pk=lane.post("helper").pk).update(ends_on=hours(0).date())
    assert enter("helper").get("/field/").status_code == 403
