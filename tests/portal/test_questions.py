"""A category's questions on the second page: shown at once, swapped with scripts, on the next page without."""

import re

from django.test import Client

from linli.cases.models import Case, Detail
from tests.portal.conftest import HOME, hidden
from tests.portal.test_raise import say, send

LIFT = "3栋的电梯坏了，停在四楼。"


def answers() -> dict[str, str]:
    return dict(Detail.objects.values_list("key", "answer"))


class TestAsked:
    def test_the_questions_of_the_proposed_category_stand_on_the_page(self, portal: Client) -> None:
        page = say(portal)
        assert "灯杆上的编号是多少？" in page.content.decode()
        send(portal, page, category="04.lamp", **{"q-pole": "A-017", "q-count": "3"})
        assert answers() == {"pole": "A-017", "count": "3"}

    def test_all_of_them_may_be_left_out(self, portal: Client) -> None:
        send(portal, say(portal), category="04.lamp")
        assert Case.objects.get().category == "04.lamp"
        assert answers() == {}

    def test_an_answer_that_does_not_fit_is_told_at_its_field_and_nothing_is_lost(
        self, portal: Client
    ) -> None:
        html = send(
            portal, say(portal), category="04.lamp", **{"q-count": "很多", "q-pole": "A-017"}
        ).content.decode()
        assert 'href="#id_q-count"' in html
        assert 'value="A-017"' in html
        assert Case.objects.count() == 0

    def test_another_category_asks_its_questions_on_the_next_page(self, portal: Client) -> None:
        page = send(portal, say(portal), other="06.lift", place_words="3栋")
        html = page.content.decode()
        assert "是哪一部电梯" in html and "还有几个小问题" in html and 'value="3栋"' in html
        assert Case.objects.count() == 0
        send(portal, page, other="06.lift", **{"q-lift": "左边", "q-stuck": "no"})
        assert answers() == {"lift": "左边", "stuck": "no"}

    def test_the_answers_of_the_category_before_are_not_kept(self, portal: Client) -> None:
        page = send(portal, say(portal), other="06.lift", **{"q-pole": "A-017"})
        send(portal, page, other="06.lift", **{"q-pole": "A-017"})
        assert answers() == {}

    def test_the_part_for_another_category_comes_without_the_page(self, portal: Client) -> None:
        page = say(portal)
        part = portal.post(f"{HOME}questions/", {**hidden(page.content.decode()), "other": "06.lift"})
        html = part.content.decode()
        assert 'name="asked" value="06.lift"' in html and "<html" not in html
        assert "q-" not in portal.post(f"{HOME}questions/", {"other": "99"}).content.decode()

    def test_the_resident_reads_her_answers_again(self, portal: Client) -> None:
        send(portal, say(portal, LIFT), category="06.lift", **{"q-stuck": "no"})
        html = portal.get(f"/c/{Case.objects.get().number}/").content.decode()
        assert re.search(r"现在有人困在里面吗？</dt><dd>否", html)


class TestDanger:
    def test_yes_somebody_is_stuck_stops_the_form(self, portal: Client) -> None:
        page = say(portal, LIFT)
        again = send(portal, page, LIFT, category="06.lift", **{"q-stuck": "yes"})
        assert 'href="tel:119"' in again.content.decode()
        assert Case.objects.count() == 0
        send(portal, again, LIFT, category="06.lift", calm="on", **{"q-stuck": "yes"})
        assert answers() == {"stuck": "yes"}
