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


def test_one_tap_on_a_phrase_writes_it_down_with_its_category(lane: Lane, enter: Enter) -> None:
    client = enter("worker")
    codes = [part.code for part in client.get("/field/note/").context["usual"]]
    assert 0 < len(codes) <= 6
    client.post("/field/note/", note(lane, words="", phrase="04.lamp", asked="04.lamp"))
    case = Case.objects.get()
    assert (case.category, case.words.text, case.area) == ("04.lamp", "看到：路灯", lane.grid)


def test_typed_words_stay_as_they_are_when_a_phrase_is_tapped(lane: Lane, enter: Enter) -> None:
    enter("worker").post("/field/note/", note(lane, phrase="04.lamp", asked="04.lamp"))
    case = Case.objects.get()
    assert (case.category, case.words.text) == ("04.lamp", SAID)


def test_a_phrase_that_nobody_offered_counts_as_none(lane: Lane, enter: Enter) -> None:
    answer = enter("worker").post("/field/note/", note(lane, words="", phrase="99.nothing"))
    assert answer.status_code == 409 and not Case.objects.exists()


def test_the_phrases_are_those_most_met_in_the_grid_without_danger(lane: Lane, enter: Enter) -> None:
    for number in range(3):
        lane.case(words=f"{number}号楼垃圾桶满了", category="03.rubbish")
    lane.case(category="04.lamp")
    lane.case(words="着火了", category="01.fire")
    usual = enter("worker").get("/field/note/").context["usual"]
    codes = [part.code for part in usual]
    assert codes[:2] == ["03.rubbish", "04.lamp"] and not [code for code in codes if code.startswith("01")]
    assert len(set(codes)) == len(codes)


def test_something_else_beside_a_case_begins_at_its_place(lane: Lane, enter: Enter) -> None:
    client = enter("worker")
    seen = lane.case(place_words="3栋后门", lat=28.05, lon=115.55, area=lane.areas["building"])
    lane.bring(seen, "offered")
    page = client.get(f"/field/cases/{seen.number}/").content.decode()
    assert f'href="/field/note/?near={seen.number}"' in page
    form = client.get(f"/field/note/?near={seen.number}").context["form"]
    begun = {name: form[name].value() for name in ("near", "area", "place_words", "lat", "lon", "channel")}
    client.post("/field/note/", {**begun, "phrase": "04.lamp", "asked": "04.lamp", "key": "beside"})
    case = Case.objects.exclude(pk=seen.pk).get()
    assert (case.area, case.place_words, case.channel) == (lane.areas["building"], "3栋后门", "patrol")
    assert (case.lat, case.lon) == (28.05, 115.55)


def test_the_place_of_a_case_out_of_sight_is_not_told(lane: Lane, enter: Enter) -> None:
    hidden = lane.case(area=lane.areas["other_village"], place_words="老井边")
    page = enter("worker").get(f"/field/note/?near={hidden.number}").content.decode()
    assert "老井边" not in page
