"""One tap while filing, a receipt of her own, and what she and whoever was merged read of the other case."""

import re

import pytest
from django.test import Client

from linli.cases.actions.handling import answer
from linli.cases.actions.linking import merge
from linli.cases.actions.splitting import Part, split
from linli.cases.models import Case, Voice
from linli.cases.receipts import code_for, code_for_voice
from linli.cases.verbs import ACTIONS
from tests.lane import Lane, hours

SLUG = "/at/zhangjiashan/"
SECRET = "我家住在三栋，老人摔过一次"


@pytest.fixture
def lamp(lane: Lane) -> Case:
    return lane.bring(lane.case(words=f"村口路灯不亮，{SECRET}。", place_words="三栋楼下"), "taken")


def say(client: Client, words: str) -> str:
    return client.post(f"{SLUG}say/", {"words": words}).content.decode()


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: hours(8))


def opened(client: Client, case: Case) -> str:
    client.post(f"/c/{case.number}/", {"number": case.number, "code": code_for(case)})
    return client.get(f"/c/{case.number}/").content.decode()


def test_while_filing_the_same_nearby_is_shown_without_a_word_of_anybody(client: Client, lamp: Case) -> None:
    page = say(client, "槎市村店下组的路灯坏了")
    assert lamp.number in page and "我也是" in page
    for word in (SECRET, lamp.title, lamp.place_words, lamp.alias):
        assert word not in page


def test_what_is_elsewhere_of_another_kind_or_private_is_not_shown(
    lane: Lane, client: Client, lamp: Case
) -> None:
    ACTIONS["triage"](lane.case(), category="10.family", title="家事", by=lane.secretary, at=hours(1))
    for words in (
        "蛟湖村的路灯坏了",
        "槎市村店下组的垃圾没人收",
        "槎市村店下组家里吵架，婚姻纠纷",
    ):
        assert "/mine-too/" not in say(client, words), words


def test_where_no_place_was_named_each_line_says_its_own(client: Client, lamp: Case) -> None:
    page = say(client, "路灯坏了")
    assert lamp.number in page and "店下网格" in page


def test_one_tap_gives_a_receipt_that_opens_her_own_page(client: Client, lamp: Case) -> None:
    sent = {"number": lamp.number, "key": "k" * 20}
    page = client.post(f"{SLUG}mine-too/", sent, follow=True).content.decode()
    voice = Voice.objects.get()
    assert code_for_voice(voice) in page
    assert SECRET not in page and lamp.title not in page
    client.post(f"{SLUG}mine-too/", sent)
    assert Voice.objects.count() == 1

    other = Client()
    assert code_for_voice(voice) not in other.get(f"/v/{voice.number}/").content.decode()
    sent = {"number": voice.number, "code": code_for_voice(voice)}
    assert other.post(f"/v/{voice.number}/", sent).url == f"/v/{voice.number}/"
    assert "一起办" in other.get(f"/v/{voice.number}/").content.decode()
    assert other.get(f"/c/{lamp.number}/").content.decode().count(SECRET) == 0


def test_a_second_tap_on_this_device_and_a_hidden_case_are_refused(
    lane: Lane, client: Client, lamp: Case
) -> None:
    client.post(f"{SLUG}mine-too/", {"number": lamp.number, "key": "a"})
    client.post(f"{SLUG}mine-too/", {"number": lamp.number, "key": "b"})
    assert Voice.objects.count() == 1
    private = lane.bring(lane.case(), "registered")
    assert client.post(f"{SLUG}mine-too/", {"number": private.number, "key": "c"}).status_code == 404


def test_a_voice_is_taken_back_by_its_device_alone(client: Client, lamp: Case) -> None:
    client.post(f"{SLUG}mine-too/", {"number": lamp.number, "key": "a"})
    number = Voice.objects.get().number
    assert Client().post(f"/v/{number}/leave/").status_code == 404
    client.post(f"/v/{number}/leave/")
    assert not Voice.objects.raised().exists()


def test_whoever_was_merged_reads_what_became_of_it_and_no_word_of_the_other(
    lane: Lane, client: Client, lamp: Case
) -> None:
    mine = lane.bring(lane.case(words="路灯。"), "triaged")
    merge(mine, into=lamp, by=lane.secretary, at=hours(5))
    page = opened(client, mine)
    assert "一起办" in page and "有人领单" not in page
    ACTIONS["start"](lamp, by=lane.volunteer, at=hours(6))
    answer(lamp, text=f"修好了。{SECRET}", end_state="solved", by=lane.volunteer, at=hours(7))
    ACTIONS["rate"](lamp, verdict="solved", by=lane.resident(lamp), at=hours(7.5))
    page = opened(client, mine)
    assert lamp.rulebook.end("solved").plain in page
    for word in (SECRET, lamp.number, lamp.place_words):
        assert word not in page


def test_she_takes_hers_out_again(lane: Lane, client: Client, lamp: Case) -> None:
    mine = lane.bring(lane.case(words="另一盏路灯。"), "triaged")
    merge(mine, into=lamp, by=lane.secretary, at=hours(5))
    opened(client, mine)
    assert Client().post(f"/c/{mine.number}/unmerge/").status_code == 404
    client.post(f"/c/{mine.number}/unmerge/")
    assert Case.objects.get(pk=mine.pk).stage == "triaged"


def test_whoever_opened_the_whole_opens_its_parts(lane: Lane, client: Client) -> None:
    parts = (Part("路灯不亮", "04.lamp"), Part("垃圾没人收", "03.rubbish"))
    whole = split(lane.case(words="两件事。"), parts=parts, by=lane.secretary, at=hours(1))
    page = opened(client, whole)
    numbers = re.findall(r"/c/([\w-]+)/\"><strong>", page)
    assert len(numbers) == 2
    assert "两件事。" in client.get(f"/c/{numbers[0]}/", follow=True).content.decode()
    assert "两件事。" not in Client().get(f"/c/{numbers[0]}/", follow=True).content.decode()
