"""The page that says what went wrong stands where she was: with her locality, her rail, her own way back, in her language."""

import re

import pytest
from django.test import Client, RequestFactory
from django.utils import translation

from linli.kit.problems import server_error
from tests.lane import Lane
from tests.portal.conftest import open_with_code

HOME = "/at/zhangjiashan/"
WORDS = "楼道灯坏了三天，晚上看不见。"


def read(client: Client, path: str, status: int) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def way_home(html: str) -> str:
    found = re.search(r'<a class="button[^"]*" href="([^"]*)"><svg[^>]*><use href="[^"]*#home">', html)
    assert found, html
    return found[1]


def signed_in(lane: Lane, name: str) -> Client:
    client = Client()
    client.force_login(lane.accounts[name])
    return client


@pytest.mark.parametrize(
    ("path", "status"), [("nothing/here/", 404), ("mine/forget/", 405), ("board/?x=%00", 400)]
)
def test_in_the_portal_the_locality_its_menu_and_its_first_page_stay(
    lane: Lane, path: str, status: int
) -> None:
    html = read(Client(), HOME + path, status)
    assert "樟树市张家山街道" in html and 'class="tabs"' in html
    assert way_home(html) == HOME


def test_the_page_of_a_case_names_its_locality_to_whoever_may_see_it_and_to_nobody_else(lane: Lane) -> None:
    case, resident = lane.case(), Client()
    open_with_code(resident, case)
    html = read(resident, f"/c/{case.number}/nothing/", 404)
    assert way_home(html) == HOME and "樟树市张家山街道" in html
    foreign = read(Client(), f"/c/{case.number}/nothing/", 404)
    assert way_home(foreign) == "/" and "樟树市张家山街道" not in foreign


def test_a_number_that_no_database_stores_is_told_as_any_wrong_address(lane: Lane) -> None:
    assert way_home(read(signed_in(lane, "dispatcher"), "/c/%00/", 400))


def test_an_address_that_names_no_locality_leads_to_the_choice_of_one(lane: Lane) -> None:
    assert way_home(read(Client(), "/nothing/", 404)) == "/"
    assert way_home(read(Client(), "/at/nowhere/", 404)) == "/"


@pytest.mark.parametrize("path", ["cases/2611-NOBODY/", "nothing/", "cases/?nothing=1"])
def test_in_the_console_the_rail_stays(lane: Lane, path: str) -> None:
    html = read(signed_in(lane, "dispatcher"), f"/console/{path}", 400 if "=" in path else 404)
    assert 'id="rail"' in html and 'href="/console/inbox/"' in html
    assert way_home(html) == "/console/"


def test_in_the_field_the_bar_stays(lane: Lane) -> None:
    html = read(signed_in(lane, "worker"), "/field/cases/2611-NOBODY/", 404)
    assert 'href="/field/pool/"' in html and way_home(html) == "/field/"


def test_whoever_knocks_at_a_foreign_door_is_led_to_the_one_where_she_works(lane: Lane) -> None:
    html = read(signed_in(lane, "volunteer"), "/console/", 403)
    assert 'id="rail"' not in html and way_home(html) == "/field/"
    assert way_home(read(signed_in(lane, "worker"), "/accounts/nothing/", 404)) in {"/console/", "/field/"}


def test_the_title_of_the_window_says_what_happened(lane: Lane) -> None:
    html = read(Client(), HOME + "nothing/", 404)
    title, heading = re.search(r"<title>(.*?) · ", html), re.search(r"<h1>(.*?)</h1>", html)
    assert title and heading and title[1] == heading[1] == "这个地址没有内容"


class TestAPageOpenTooLong:
    @staticmethod
    def sent(path: str, **typed: str) -> str:
        strict = Client(enforce_csrf_checks=True)
        answer = strict.post(path, typed, headers={"referer": f"http://testserver{HOME}"})
        assert answer.status_code == 403
        return str(answer.content.decode())

    def test_says_so_and_shows_what_was_written_and_the_way_back_to_the_form(self, lane: Lane) -> None:
        html = self.sent(HOME + "say/", words=WORDS, key="0f8fad5b-d9cb-469f-a165-70867728950e")
        assert "<h1>页面打开太久了</h1>" in html and "这里不对您开放" not in html
        assert WORDS in html and "0f8fad5b" not in html
        assert f'class="button main" href="http://testserver{HOME}"' in html

    def test_shows_markup_as_it_was_typed(self, lane: Lane) -> None:
        assert "&lt;b&gt;灯坏了" in self.sent(HOME + "say/", words="<b>灯坏了三天没有人来修</b>")

    def test_repeats_nothing_that_was_typed_to_sign_in(self, lane: Lane) -> None:
        assert "长长的口令" not in self.sent("/accounts/login/", password="长长的口令 长长的口令")

    def test_leads_to_no_other_site(self, lane: Lane) -> None:
        strict = Client(enforce_csrf_checks=True)
        answer = strict.post(HOME + "say/", {}, headers={"referer": "https://example.org/"})
        assert "example.org" not in answer.content.decode()


@pytest.mark.parametrize(("language", "named"), [("en", "en"), ("zh-hans", "zh-Hans")])
def test_when_all_breaks_the_page_still_knows_the_language_and_as_much_of_the_way_as_the_address_tells(
    language: str, named: str
) -> None:
    with translation.override(language):
        html = server_error(RequestFactory().get(HOME + "board/")).content.decode()
        assert f'<html lang="{named}">' in html and f'<a class="button main" href="{HOME}">' in html
        assert 'href="/console/"' in server_error(RequestFactory().get("/console/x/")).content.decode()
        assert 'href="/"' in server_error(RequestFactory().get("/x/")).content.decode()
