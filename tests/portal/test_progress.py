import re
from datetime import timedelta

import pytest
from django.test import Client

from linli.cases.actions.dispatch import claim
from linli.cases.actions.handling import suspend
from linli.cases.actions.intake import reply
from linli.cases.models import Case, Message
from linli.cases.receipts import code_for
from tests.lane import MONDAY, Lane, hours
from tests.portal.conftest import HOME, open_with_code


class TestCode:
    def test_number_and_code_open_the_case(self, portal: Client, lane: Lane) -> None:
        case = lane.case()
        answer = portal.post(
            f"{HOME}progress/", {"number": case.number.lower(), "code": code_for(case).replace("-", " ")}
        )
        assert answer["Location"] == f"/c/{case.number}/"
        assert case.words.text in portal.get(f"/c/{case.number}/").content.decode()

    def test_a_wrong_code_and_a_wrong_number_get_the_same_answer(self, portal: Client, lane: Lane) -> None:
        case = lane.case()
        known = portal.post(f"{HOME}progress/", {"number": case.number, "code": "0000-0000-0000-0000"})
        unknown = portal.post(f"{HOME}progress/", {"number": "2603-000000", "code": "0000-0000-0000-0000"})
        assert known.status_code == unknown.status_code
        assert plain(known, case.number) == plain(unknown, "2603-000000")

    def test_a_number_alone_asks_for_the_code_whether_it_exists_or_not(
        self, portal: Client, lane: Lane
    ) -> None:
        case = lane.case()
        known, unknown = portal.get(f"/c/{case.number}/"), portal.get("/c/2603-000000/")
        assert known.status_code == unknown.status_code == 200
        assert plain(known, case.number) == plain(unknown, "2603-000000")
        assert case.title not in known.content.decode()

    def test_what_was_opened_stays_on_this_device_until_it_is_forgotten(
        self, portal: Client, lane: Lane
    ) -> None:
        case = lane.case()
        open_with_code(portal, case)
        assert case.number in portal.get(f"{HOME}mine/").content.decode()
        assert case.number in portal.get(f"{HOME}progress/").content.decode()
        portal.post(f"{HOME}mine/forget/")
        assert case.number not in portal.get(f"{HOME}mine/").content.decode()

    def test_staff_reach_a_case_at_this_door_by_its_code_only(self, lane: Lane) -> None:
        case = lane.case()
        client = Client()
        client.force_login(lane.accounts["secretary"], backend="django.contrib.auth.backends.ModelBackend")
        assert case.title not in client.get(f"/c/{case.number}/").content.decode()


def plain(answer, number: str) -> str:
    html = re.sub(r'(csrfmiddlewaretoken" value=")[^"]*', r"\1", answer.content.decode())
    return html.replace(number, "NUMBER")


@pytest.fixture
def case(portal: Client, lane: Lane) -> Case:
    made = lane.bring(lane.case(), "working")
    open_with_code(portal, made)
    return made


class TestPage:
    def test_it_tells_who_has_it_until_when_and_how_far_it_has_come(
        self, portal: Client, case: Case, django_assert_max_num_queries
    ) -> None:
        portal.get(f"/c/{case.number}/")
        with django_assert_max_num_queries(15):
            html = portal.get(f"/c/{case.number}/").content.decode()
        assert "槎市村网格志愿服务队" in html
        assert "带头领单" in html
        assert 'aria-current="step"' in html
        assert "白果儿" not in html

    def test_it_has_as_many_queries_after_a_long_story(
        self, portal: Client, case: Case, lane: Lane, django_assert_max_num_queries
    ) -> None:
        for number in range(8):
            reply(case, f"第{number}句。", by=lane.volunteer, at=hours(5 + number))
        with django_assert_max_num_queries(15):
            portal.get(f"/c/{case.number}/")

    def test_the_deadline_is_explained_day_by_day(self, portal: Client, case: Case) -> None:
        html = portal.get(f"/c/{case.number}/").content.decode()
        assert "个工作日" in html
        assert "为什么是这一天" in html

    def test_a_standing_clock_says_why(self, portal: Client, lane: Lane) -> None:
        case = claim(lane.bring(lane.case(), "offered"), by=lane.secretary, at=hours(3))
        suspend(case, reason="等灯头到货", by=lane.secretary, at=hours(5))
        open_with_code(portal, case)
        html = portal.get(f"/c/{case.number}/").content.decode()
        assert "等灯头到货" in html
        assert "时限暂停" in html


class TestAdd:
    def test_a_sentence_joins_the_conversation(self, portal: Client, case: Case) -> None:
        key = "3f1e1ad6-0f5e-4a0b-9f51-1d2f6c0a7a11"
        for _ in range(2):
            answer = portal.post(f"/c/{case.number}/add/", {"text": "今天又坏了一盏。", "key": key})
            assert answer.status_code == 302
        assert Message.objects.get().side == "resident"
        assert "今天又坏了一盏。" in portal.get(f"/c/{case.number}/").content.decode()

    def test_an_empty_sentence_is_asked_for_again(self, portal: Client, case: Case) -> None:
        answer = portal.post(f"/c/{case.number}/add/", {"text": " ", "key": "x"})
        assert answer.status_code == 200
        assert 'href="#add-text"' in answer.content.decode()

    def test_nobody_else_adds_to_it(self, portal: Client, case: Case) -> None:
        assert Client().post(f"/c/{case.number}/add/", {"text": "我是谁？"}).status_code == 404


class TestVerdict:
    @pytest.fixture
    def answered(self, portal: Client, lane: Lane) -> Case:
        made = lane.bring(lane.case(), "answered")
        open_with_code(portal, made)
        return made

    def test_there_is_nothing_to_judge_before_an_answer(self, portal: Client, case: Case) -> None:
        assert 'name="verdict"' not in portal.get(f"/c/{case.number}/").content.decode()
        refused = portal.post(f"/c/{case.number}/verdict/", {"verdict": "solved"})
        assert refused.status_code == 200
        assert 'class="errors"' not in portal.get(f"/c/{case.number}/").content.decode()

    def test_three_honest_buttons_stand_under_an_answer(self, portal: Client, answered: Case) -> None:
        html = portal.get(f"/c/{answered.number}/").content.decode()
        assert re.findall(r'name="verdict" value="(\w+)"', html) == ["solved", "partly", "unsolved"]

    def test_solved_ends_it(self, portal: Client, answered: Case) -> None:
        portal.post(f"/c/{answered.number}/verdict/", {"verdict": "solved"})
        answered.refresh_from_db()
        assert (answered.stage, answered.end_state) == ("closed", "solved")
        assert 'name="verdict"' not in portal.get(f"/c/{answered.number}/").content.decode()

    def test_not_solved_opens_it_again_one_rung_higher(self, portal: Client, answered: Case) -> None:
        portal.post(f"/c/{answered.number}/verdict/", {"verdict": "unsolved", "words": "又灭了"})
        answered.refresh_from_db()
        assert (answered.stage, answered.rung, answered.round) == ("triaged", 2, 2)

    def test_what_is_not_solved_after_all_is_taken_up_again(self, portal: Client, answered: Case) -> None:
        door = f"/c/{answered.number}/reopen/"
        assert door not in portal.get(f"/c/{answered.number}/").content.decode()
        portal.post(f"/c/{answered.number}/verdict/", {"verdict": "solved"})
        assert door in portal.get(f"/c/{answered.number}/").content.decode()
        assert "哪里还没解决" in portal.post(door, {"reason": ""}).content.decode()
        assert portal.post(door, {"reason": "又灭了"}).status_code == 302
        answered.refresh_from_db()
        assert (answered.stage, answered.rung, answered.round) == ("triaged", 2, 2)
        assert door not in portal.get(f"/c/{answered.number}/").content.decode()

    def test_after_the_time_it_is_not_taken_up_again_and_the_page_offers_nothing(
        self, portal: Client, answered: Case
    ) -> None:
        door = f"/c/{answered.number}/reopen/"
        portal.post(f"/c/{answered.number}/verdict/", {"verdict": "solved"})
        long_ago = MONDAY - timedelta(days=90)
        Case.objects.filter(pk=answered.pk).update(raised_at=long_ago, closed_at=long_ago)
        assert door not in portal.get(f"/c/{answered.number}/").content.decode()
        assert "期限已过" in portal.post(door, {"reason": "又灭了"}).content.decode()
        answered.refresh_from_db()
        assert answered.stage == "closed"

    def test_the_question_stands_before_everything_that_is_only_told(
        self, portal: Client, answered: Case
    ) -> None:
        page = portal.get(f"/c/{answered.number}/").content.decode()
        assert page.index('name="verdict"') < page.index('id="now"') < page.index('id="steps"')

    def test_a_verdict_that_is_none_changes_nothing(self, portal: Client, answered: Case) -> None:
        assert portal.post(f"/c/{answered.number}/verdict/", {"verdict": "great"}).status_code == 200
        answered.refresh_from_db()
        assert answered.stage == "answered"


class TestWithdraw:
    def test_the_resident_takes_it_back(self, portal: Client, case: Case) -> None:
        portal.post(f"/c/{case.number}/withdraw/", {"reason": "自己修好了"})
        case.refresh_from_db()
        assert (case.stage, case.end_state) == ("closed", "withdrawn")

    def test_only_once(self, portal: Client, case: Case) -> None:
        portal.post(f"/c/{case.number}/withdraw/", {})
        again = portal.post(f"/c/{case.number}/withdraw/", {})
        assert again.status_code == 200
        assert 'class="error"' in again.content.decode()
