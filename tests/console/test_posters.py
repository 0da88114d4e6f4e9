from linli.places.entrances import entrance
from tests.console.conftest import Enter
from tests.lane import Lane

POSTERS = "/console/posters/"


def test_a_poster_for_each_area_below_leads_to_its_own_place(lane: Lane, enter: Enter) -> None:
    page = enter("secretary").get(POSTERS, {"area": lane.areas["village"].pk, "what": "areas"})
    found = page.context["posters"]
    assert [poster.name for poster in found] == ["店下组"]
    place = entrance(found[0].code)
    assert place is not None and place.area_path == lane.areas["group"].path
    assert found[0].address.endswith(f"/q/{found[0].code}/")
    assert "<svg" in page.content.decode() and "viewBox" in found[0].qr


def test_without_a_list_of_addresses_the_lowest_areas_are_the_buildings(lane: Lane, enter: Enter) -> None:
    page = enter("secretary").get(POSTERS, {"area": lane.areas["village"].pk, "what": "buildings"})
    assert [poster.name for poster in page.context["posters"]] == ["3栋"]


def test_an_area_of_others_is_refused_with_a_sentence(lane: Lane, enter: Enter) -> None:
    page = enter("secretary").get(POSTERS, {"area": lane.areas["other_village"].pk, "what": "areas"})
    assert page.status_code == 200 and page.context["posters"] == []
    assert 'class="errors"' in page.content.decode()
