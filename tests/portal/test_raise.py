import re

import pytest
from django.test import Client
from time_machine import travel

from linli.cases.models import Case, Picture
from linli.cases.receipts import code_for
from linli.people.models import Contact
from linli.places.entrances import code_for as wall_code
from tests.lane import Lane, hours
from tests.portal.conftest import HOME, hidden

WORDS = "槎市村店下组村口的路灯坏了三盏，晚上看不清路。"


def say(portal: Client, words: str = WORDS, **more: object):
    return portal.post(f"{HOME}say/", {"words": words, **more})


def send(portal: Client, page, words: str = WORDS, **more: object):
    return portal.post(f"{HOME}send/", {**hidden(page.content.decode()), "words": words, **more})


class TestWords:
    def test_words_lead_to_the_second_page_with_everything_proposed(self, portal: Client) -> None:
        html = say(portal).content.decode()
        assert WORDS in html
        assert re.search(r'value="04\.lamp"[^>]*checked', html)
        assert re.search(r"<option value=\"\d+\" selected>槎市村 · 店下组</option>", html)
        assert Case.objects.count() == 0

    @pytest.mark.parametrize("nothing", ["", "   ", "\n\t"])
    def test_without_words_nothing_goes_on(self, portal: Client, nothing: str) -> None:
        html = say(portal, nothing).content.decode()
        assert "请用几句话说说是什么事" in html or "id_words-error" in html
        assert Case.objects.count() == 0

    def test_too_many_words_are_kept_and_refused(self, portal: Client) -> None:
        html = say(portal, "灯" * 7001).content.decode()
        assert "灯" * 7001 in html
        assert "id_words-error" in html

    def test_reading_the_address_of_a_form_leads_home(self, portal: Client) -> None:
        assert portal.get(f"{HOME}say/")["Location"] == HOME
        assert portal.get(f"{HOME}send/")["Location"] == HOME


class TestDanger:
    FIRE = "小卖部着火了，冒黑烟"

    def test_danger_stops_the_form_and_shows_the_number(self, portal: Client) -> None:
        html = say(portal, self.FIRE).content.decode()
        assert 'href="tel:119"' in html
        assert self.FIRE in html
        assert "id_category" not in html

    def test_who_says_that_nobody_is_in_danger_goes_on(self, portal: Client) -> None:
        page = say(portal, self.FIRE, calm="on")
        assert "id_category" in page.content.decode()
        assert send(portal, page, self.FIRE).status_code == 302

    def test_danger_written_on_the_second_page_stops_it_too(self, portal: Client) -> None:
        page = say(portal)
        again = send(portal, page, self.FIRE)
        assert 'href="tel:119"' in again.content.decode()
        assert Case.objects.count() == 0
        assert send(portal, again, self.FIRE, calm="on").status_code == 302


class TestSend:
    def test_nothing_but_words_is_enough(self, portal: Client, lane: Lane) -> None:
        page = say(portal)
        answer = portal.post(f"{HOME}send/", {"words": WORDS, "key": hidden(page.content.decode())["key"]})
        case = Case.objects.get()
        assert answer["Location"] == f"/c/{case.number}/receipt/"
        assert (case.words.text, case.channel, case.kind) == (WORDS, "portal", "request")
        assert case.area == lane.areas["street"]
        assert case.contact is None

    def test_what_was_chosen_is_kept(self, portal: Client, lane: Lane) -> None:
        page = say(portal)
        chosen = {"category": "04.lamp", "area": lane.areas["group"].pk, "place_words": "村口第三盏"}
        send(portal, page, **chosen)
        case = Case.objects.get()
        assert (case.category, case.area, case.place_words) == ("04.lamp", lane.areas["group"], "村口第三盏")

    def test_a_name_goes_into_the_vault_and_not_into_the_case(self, portal: Client) -> None:
        send(portal, say(portal), name="柳二婶", phone="138 0000 0000")
        case, contact = Case.objects.get(), Contact.objects.get()
        assert case.contact == contact
        assert contact.name.open() == "柳二婶"
        assert "柳二婶" not in case.alias

    def test_the_same_form_sent_twice_is_one_case(self, portal: Client) -> None:
        page = say(portal)
        first, second = (send(portal, page, name="柳二婶", phone="13800000000") for _ in range(2))
        assert first["Location"] == second["Location"]
        assert (Case.objects.count(), Contact.objects.count()) == (1, 1)

    def test_a_faulty_telephone_keeps_everything_else(self, portal: Client) -> None:
        answer = send(portal, say(portal), name="柳二婶", phone="abc", place_words="村口")
        html = answer.content.decode()
        assert answer.status_code == 200
        assert 'href="#id_phone"' in html
        assert "柳二婶" in html
        assert 'value="村口"' in html
        assert Case.objects.count() == 0

    @pytest.mark.parametrize(
        "bad",
        [{"area": "999999"}, {"other": "99.none"}, {"lat": "north"}, {"key": "x"}, {"parcel": "forged"}],
    )
    def test_what_no_browser_would_send_is_asked_for_again(self, portal: Client, bad: dict[str, str]) -> None:
        answer = send(portal, say(portal), **bad)
        assert answer.status_code == 200
        assert WORDS in answer.content.decode()
        assert Case.objects.count() == 0

    def test_a_sealed_category_cannot_be_slipped_in(self, portal: Client, lane: Lane) -> None:
        sealed = next(c.code for c in lane.case().rulebook.categories if c.sealed)
        answer = send(portal, say(portal), category=sealed)
        assert answer.status_code == 200
        assert Case.objects.count() == 1

    def test_the_code_on_the_wall_gives_channel_and_place(self, portal: Client, lane: Lane) -> None:
        place = wall_code(lane.areas["building"])
        page = say(portal, place=place)
        html = page.content.decode()
        chosen = re.search(r'<option value="(\d+)" selected>', html)
        send(portal, page, area=chosen[1])
        case = Case.objects.get()
        assert (case.channel, case.area) == ("qr", lane.areas["building"])


class TestPictures:
    def test_pictures_travel_to_the_case_through_every_page(self, portal: Client, photo) -> None:
        danger = portal.post(f"{HOME}say/", {"words": TestDanger.FIRE, "pictures": [photo()]})
        assert "已留存 1 张照片" in danger.content.decode()
        page = portal.post(
            f"{HOME}say/", {**hidden(danger.content.decode()), "words": TestDanger.FIRE, "calm": "on"}
        )
        send(portal, page, TestDanger.FIRE)
        assert Picture.objects.get().case == Case.objects.get()

    def test_a_file_that_is_no_picture_is_named_and_the_words_stay(self, portal: Client) -> None:
        from django.core.files.uploadedfile import SimpleUploadedFile

        html = portal.post(
            f"{HOME}say/", {"words": WORDS, "pictures": [SimpleUploadedFile("a.jpg", b"no picture")]}
        ).content.decode()
        assert "id_pictures-error" in html
        assert WORDS in html

    def test_seven_are_too_many(self, portal: Client, photo) -> None:
        html = portal.post(
            f"{HOME}say/", {"words": WORDS, "pictures": [photo() for _ in range(7)]}
        ).content.decode()
        assert "id_pictures-error" in html


class TestReceipt:
    @pytest.fixture
    def case(self, portal: Client) -> Case:
        send(portal, say(portal))
        return Case.objects.get()

    def test_it_shows_number_code_drawing_and_days(self, portal: Client, case: Case) -> None:
        html = portal.get(f"/c/{case.number}/receipt/").content.decode()
        assert case.number in html
        assert code_for(case) in html
        assert "<svg" in html

    def test_the_code_is_shown_for_half_an_hour(self, portal: Client, case: Case) -> None:
        with travel(hours(10.49), tick=False):
            assert code_for(case) in portal.get(f"/c/{case.number}/receipt/").content.decode()
        with travel(hours(10.51), tick=False):
            assert code_for(case) not in portal.get(f"/c/{case.number}/receipt/").content.decode()

    def test_nobody_else_sees_it(self, portal: Client, case: Case) -> None:
        assert Client().get(f"/c/{case.number}/receipt/").status_code == 404
