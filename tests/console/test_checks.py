"""Asking somebody to go and look, from the page of a case, and the list of what was found."""

import pytest
from django.test import Client
from django.urls import reverse

from linli.cases.actions.checking import ask_check
from linli.cases.models import Case, Check
from linli.people.actors import CASE_KEYS
from tests.console.conftest import Enter, address, send
from tests.lane import Lane, hours

LIST = "/console/checks/"


@pytest.fixture
def registered(lane: Lane) -> Case:
    return lane.bring(lane.case(area=lane.village), "registered")


def test_asked_in_a_form_it_stands_in_the_list(lane: Lane, enter: Enter, registered: Case) -> None:
    looker = str(lane.post("worker").pk)
    done = send(enter("secretary"), registered, "ask_check", looker=looker, question="几盏不亮")
    assert done.status_code == 302
    assert "几盏不亮" in enter("secretary").get(LIST).content.decode()
    assert "几盏不亮" not in enter("neighbour").get(LIST).content.decode()


def test_without_a_choice_what_was_typed_stays(lane: Lane, enter: Enter, registered: Case) -> None:
    answer = send(enter("secretary"), registered, "ask_check", looker="", question="几盏不亮")
    assert answer.status_code == 422 and "几盏不亮" in answer.content.decode()
    assert not Check.objects.exists()


def test_reported_at_a_desk_and_read_on_the_page_of_the_case(
    lane: Lane, enter: Enter, registered: Case
) -> None:
    ask_check(registered, post=lane.post("committee"), by=lane.secretary, at=hours(1))
    sent = send(enter("committee"), registered, "report_check", found="not_found", words="灯是亮的。")
    assert sent.status_code == 302
    for page in (address(registered), f"{LIST}?show=looked"):
        html = enter("secretary").get(page).content.decode()
        assert "灯是亮的。" in html and "现场没有看到" in html


def test_called_off_with_a_reason(lane: Lane, enter: Enter, registered: Case) -> None:
    ask_check(registered, post=lane.post("worker"), by=lane.secretary, at=hours(1))
    assert send(enter("secretary"), registered, "call_off_check", reason="说清了").status_code == 302
    assert not Check.objects.open().exists()


def test_the_resident_reads_who_went_and_what_was_found_and_may_answer(
    lane: Lane, enter: Enter, registered: Case, client: Client
) -> None:
    ask_check(registered, post=lane.post("committee"), question="内部", by=lane.secretary, at=hours(1))
    session = client.session
    session[CASE_KEYS] = [registered.pk]
    session.save()
    page = reverse("portal:case", args=[registered.number])
    before = client.get(page).content.decode()
    assert "已请" in before and "内部" not in before
    send(enter("committee"), registered, "report_check", found="partly", words="一盏不亮。")
    after = client.get(page).content.decode()
    assert "一盏不亮。" in after and "部分属实" in after and "和您知道的不一样" in after
    assert lane.accounts["committee"].name not in after


def test_the_list_costs_the_same_for_many(
    lane: Lane, enter: Enter, registered: Case, django_assert_max_num_queries
) -> None:
    ask_check(registered, post=lane.post("worker"), by=lane.secretary, at=hours(1))
    client = enter("secretary")
    client.get(LIST)
    with django_assert_max_num_queries(12):
        client.get(LIST)
