from collections.abc import Callable

from django.test import Client

from linli.cases.models import Case, Picture
from tests.field.test_case import photo
from tests.lane import Lane

Enter = Callable[[str], Client]
SAID = "三号楼后面的排水沟堵了，一下雨就漫到路上。"


def note(lane: Lane, **more: object) -> dict[str, object]:
    return {"words": SAID, "channel": "patrol", "area": lane.areas["grid"].pk, "key": "n-1", **more}


def test_words_and_a_photo_become_a_case_by_one_form(lane: Lane, enter: Enter) -> None:
    answer = enter("worker").post("/field/note/", note(lane, pictures=photo()))
    case = Case.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/field/cases/{case.number}/?noted=1")
    assert (case.words.text, case.channel, case.area, case.stage) == (SAID, "patrol", lane.grid, "registered")
    assert case.raised_by == lane.accounts["worker"]
    assert Picture.objects.get().case == case


def test_the_form_sent_twice_writes_one_case(lane: Lane, enter: Enter) -> None:
    client = enter("worker")
    places = {client.post("/field/note/", note(lane))["Location"] for _ in range(2)}
    assert len(places) == Case.objects.count() == 1


def test_without_words_nothing_is_written_and_the_rest_stays(lane: Lane, enter: Enter) -> None:
    answer = enter("worker").post("/field/note/", note(lane, words=" ", place_words="三号楼后"))
    assert answer.status_code == 409 and not Case.objects.exists()
    assert "三号楼后" in answer.content.decode()


def test_words_of_danger_show_the_number_to_call_first(lane: Lane, enter: Enter) -> None:
    client = enter("worker")
    answer = client.post("/field/note/", note(lane, words="楼道里煤气泄漏，快来人。"))
    assert answer.status_code == 409 and not Case.objects.exists()
    assert 'href="tel:' in answer.content.decode() and "楼道里煤气泄漏" in answer.content.decode()
    assert (
        client.post("/field/note/", note(lane, words="楼道里煤气泄漏，快来人。", calm="on")).status_code
        == 302
    )


def test_a_note_stays_in_the_areas_of_my_posts(lane: Lane, enter: Enter) -> None:
    answer = enter("worker").post("/field/note/", note(lane, area=lane.areas["other_village"].pk))
    assert answer.status_code == 409 and not Case.objects.exists()


def test_what_i_wrote_down_stands_under_mine(lane: Lane, enter: Enter) -> None:
    client = enter("worker")
    client.post("/field/note/", note(lane))
    page = client.get("/field/mine/")
    assert list(page.context["noted"]) == list(Case.objects.all())
    assert "周小满" in page.content.decode() and "网格员" in page.content.decode()


def test_the_note_is_one_tap_away_from_every_page(lane: Lane, enter: Enter) -> None:
    client = enter("worker")
    for address in ("/field/", "/field/pool/", "/field/mine/"):
        assert 'href="/field/note/"' in client.get(address).content.decode()
