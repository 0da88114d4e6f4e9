"""The console pages about places, with the office that keeps the map and with others."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.people.middleware import SECOND_FACTOR
from linli.places.models import Address, Area, CalendarYear, LocalDay, Organisation, Succession
from linli.places.reads import calendar_for
from tests.lane import MONDAY, Lane, hours
from tests.places.lanes import box

pytestmark = pytest.mark.django_db

SQUARE = "115.0, 28.0\n115.01, 28.0\n115.01, 28.01\n115.0, 28.01"


@pytest.fixture(autouse=True)
def noon():  # type: ignore[no-untyped-def]
    with time_machine.travel(hours(3), tick=False):
        yield


@pytest.fixture
def enter(lane: Lane) -> Callable[[str], Client]:
    def sign_in(name: str) -> Client:
        client = Client()
        client.cookies["django_language"] = "en"
        client.force_login(lane.accounts[name])
        session = client.session
        session[SECOND_FACTOR] = True
        session.save()
        return client

    return sign_in


@pytest.fixture
def office(enter: Callable[[str], Client]) -> Client:
    return enter("dispatcher")


def at(area: Area, *parts: str) -> str:
    return "/console/places/" + "".join(f"{part}/" for part in (str(area.pk), *parts))


def today() -> str:
    return MONDAY.date().isoformat()


def text(response: Any) -> str:
    return str(response.content.decode())


def trail(html: str) -> list[str]:
    """The steps of the line that says where one is."""
    found = re.search(r'<nav class="crumbs".*?</nav>', html, re.S)
    assert found
    return re.findall(r"<li[^>]*>(?:<a[^>]*>)?([^<]+)", found[0])


def test_the_line_above_a_place_ends_with_the_place_and_inside_it_with_the_page(
    office: Client, lane: Lane
) -> None:
    street = lane.areas["street"]
    assert trail(text(office.get(at(street))))[-2:] == ["樟树市", "张家山街道"]
    assert trail(text(office.get(at(street, "outline"))))[-2:] == ["张家山街道", "Outline"]


@pytest.mark.parametrize("name", ["secretary", "worker", "volunteer", "property"])
def test_who_does_not_keep_the_map_finds_the_door_shut(
    lane: Lane, enter: Callable[[str], Client], name: str
) -> None:
    client = enter(name)
    for address in ("/console/places/", at(lane.areas["village"]), "/console/places/calendar/"):
        assert client.get(address).status_code == 403
    sent = client.post(at(lane.areas["village"], "rename"), {"name": "x", "on": today()})
    assert sent.status_code == 403
    assert Area.objects.get(pk=lane.areas["village"].pk).name == "槎市村"


def test_the_tree_begins_at_the_keepers_own_area_and_is_searched_by_name_and_code(
    lane: Lane, office: Client
) -> None:
    first = text(office.get("/console/places/"))
    assert "张家山街道" in first and "槎市村" not in first
    assert "槎市村" in text(office.get("/console/places/?words=槎市"))
    assert "蛟湖村" in text(office.get("/console/places/?words=360982005202"))
    assert "No area found" in text(office.get("/console/places/?words=无此地"))


def test_an_area_page_shows_what_lies_in_it_in_a_fixed_number_of_queries(
    lane: Lane, office: Client, django_assert_max_num_queries: Any
) -> None:
    shown = text(office.get(at(lane.areas["street"])))
    assert all(word in shown for word in ("槎市村", "蛟湖村", "张家山街道办事处", "360982005"))
    with django_assert_max_num_queries(28):
        office.get(at(lane.areas["street"]))


@pytest.mark.parametrize(("said", "there"), [("槎市", True), ("市村", True), ("市", False), ("槎", True)])
def test_two_signs_anywhere_in_a_name_find_a_place_and_one_sign_begins_it(
    office: Client, lane: Lane, said: str, there: bool
) -> None:
    shown = text(office.get("/console/places/", {"words": said}))
    assert (f'href="{at(lane.areas["village"])}"' in shown) is there


def test_an_area_is_founded_below_and_a_taken_code_is_refused_with_all_that_was_typed(
    lane: Lane, office: Client
) -> None:
    url = at(lane.areas["street"], "found")
    typed = {"level": "village", "name": "卢陈村", "code": "360982005201", "on": today()}
    refused = office.post(url, typed)
    assert refused.status_code == 422
    assert "already belongs to" in text(refused) and "卢陈村" in text(refused)
    assert office.post(url, typed | {"code": ""}).status_code == 302
    assert Area.objects.get(name="卢陈村").parent == lane.areas["street"]


def test_an_area_outside_the_keepers_post_is_shown_with_the_reason_in_place_of_the_acts(
    lane: Lane, office: Client
) -> None:
    shown = text(office.get(at(lane.areas["county"])))
    assert "Your posts do not let you change places here" in shown and "Found the area" not in shown
    assert office.post(at(lane.areas["county"], "rename"), {"name": "新县", "on": today()}).status_code == 422


def test_an_area_is_renamed_described_and_closed_and_its_past_is_shown(lane: Lane, office: Client) -> None:
    village = lane.areas["other_village"]
    office.post(at(village, "rename"), {"name": "蛟湖社区", "on": today()})
    village.refresh_from_db()
    sent = office.post(at(village, "describe"), {"code": "", "households": "812", "version": village.version})
    assert sent.status_code == 302
    shown = text(office.get(at(village)))
    assert "蛟湖社区" in shown and "蛟湖村" in shown and "812" in shown
    office.post(at(village, "close"), {"on": today()})
    assert Area.objects.get(pk=village.pk).valid_to == MONDAY.date()


def test_a_stale_form_is_refused_and_keeps_what_was_typed(lane: Lane, office: Client) -> None:
    village = lane.areas["village"]
    seen = village.version
    office.post(at(village, "rename"), {"name": "槎市新村", "on": today()})
    stale = office.post(at(village, "describe"), {"code": "", "households": "77", "version": seen})
    assert stale.status_code == 422 and "Somebody changed this" in text(stale) and 'value="77"' in text(stale)


def test_areas_are_merged_and_moved_from_their_page(lane: Lane, office: Client) -> None:
    village, other = lane.areas["village"], lane.areas["other_village"]
    moved = office.post(at(lane.areas["group"], "move"), {"parent": other.pk, "on": today()})
    assert moved.status_code == 302
    assert Area.objects.current().get(name="店下组").parent == other
    merged = office.post(at(village, "merge"), {"others": [other.pk], "name": "槎湖村", "on": today()})
    assert merged.status_code == 302
    whole = Area.objects.get(name="槎湖村")
    assert "店下组" in [row.name for row in whole.parts.current()]
    assert Succession.objects.filter(after=whole, kind="merge").count() == 2


def test_an_area_is_split_in_two_steps_without_any_script(lane: Lane, office: Client) -> None:
    village, group = lane.areas["village"], lane.areas["group"]
    url = at(village, "split")
    assert "Names of the parts" in text(office.get(url))
    assert "店下组" in text(office.get(url, {"names": "槎东村\n槎西村"}))
    typed = {"names": "槎东村\n槎西村", "on": today()}
    forgotten = office.post(url, typed)
    assert forgotten.status_code == 422 and "店下组" in text(forgotten)
    assert office.post(url, typed | {f"goes-{group.pk}": "1"}).status_code == 302
    assert Area.objects.current().get(name="店下组").parent == Area.objects.get(name="槎西村")


def test_an_outline_is_typed_and_comes_back_and_a_crossing_one_is_refused(lane: Lane, office: Client) -> None:
    grid = lane.areas["grid"]
    url = at(grid, "outline")
    typed = {"system": "wgs84", "on": today(), "version": grid.version}
    crossed = office.post(url, typed | {"points": "115, 28\n116, 29\n116, 28\n115, 29"})
    assert crossed.status_code == 422 and "crosses" in text(crossed) and "116, 29" in text(crossed)
    assert office.post(url, typed | {"points": SQUARE}).status_code == 302
    assert "115.010000, 28.010000" in text(office.get(url))


def test_a_geojson_file_in_shifted_coordinates_is_kept_in_wgs84(lane: Lane, office: Client) -> None:
    import json

    from linli.places.coordinates import convert

    ring = [
        list(convert(corner, "wgs84", "gcj02"))
        for corner in box(115.0, 28.0, 115.01, 28.01)["coordinates"][0]
    ]
    body = json.dumps({"type": "Polygon", "coordinates": [ring]}).encode()
    grid = lane.areas["grid"]
    sent = {
        "system": "gcj02",
        "on": today(),
        "version": grid.version,
        "file": SimpleUploadedFile("a.json", body),
    }
    assert office.post(at(grid, "outline"), sent).status_code == 302
    grid.refresh_from_db()
    assert grid.outline == box(115.0, 28.0, 115.01, 28.01)
    broken = sent | {"version": grid.version, "file": SimpleUploadedFile("a.json", b"\xff\xfe\x00")}
    assert office.post(at(grid, "outline"), broken).status_code == 422


def test_the_map_gets_the_shapes_around_and_the_survey_names_overlaps(lane: Lane, office: Client) -> None:
    for area, west in ((lane.areas["village"], 115.0), (lane.areas["other_village"], 115.005)):
        corners = "\n".join(
            f"{lon}, {lat}" for lon, lat in box(west, 28.0, west + 0.01, 28.01)["coordinates"][0][:-1]
        )
        sent = {"system": "wgs84", "on": today(), "version": area.version, "points": corners}
        assert office.post(at(area, "outline"), sent).status_code == 302
    shapes = office.get(f"/console/places/{lane.areas['village'].pk}/shapes.json").json()
    assert [row["properties"] for row in shapes["features"]] == [{"name": "蛟湖村", "role": "beside"}]
    shown = text(office.get(at(lane.areas["street"], "survey"), {"level": "village"}))
    assert "Overlaps" in shown and 'class="fault"' in shown
    assert "30 to 50" in text(office.get(at(lane.areas["street"], "survey"), {"level": "grid"}))


def test_organisations_and_buildings_are_kept_from_their_pages(lane: Lane, office: Client) -> None:
    village = lane.areas["village"]
    office.post(at(village, "units"), {"name": "槎市村老年协会", "kind": "", "on": today()})
    unit = Organisation.objects.get(name="槎市村老年协会")
    office.post(at(village, "units", str(unit.pk), "close"), {"on": ""})
    assert Organisation.objects.get(pk=unit.pk).valid_to == MONDAY.date()
    nothing = office.post(at(village, "buildings"), {"building": "3栋"})
    assert nothing.status_code == 422 and "Give the estate or the road" in text(nothing)
    office.post(at(village, "buildings"), {"estate": "新民小区", "building": "3栋"})
    assert "新民小区" in text(office.get(at(village, "buildings")))
    office.post(at(village, "buildings", str(Address.objects.get().pk), "withdraw"))
    assert not Address.objects.current().exists()


def test_the_calendar_says_of_an_unannounced_year_that_it_is_one(office: Client) -> None:
    assert "not announced yet" in text(office.get("/console/places/calendar/2027/"))
    known = text(office.get("/console/places/calendar/"))
    assert "announced" in known and known.count("<table>") == 12
    assert known.count('aria-current="date">2<') == 1 and 'aria-current="date"' not in text(
        office.get("/console/places/calendar/2027/")
    )
    assert office.get("/console/places/calendar/1066/").status_code == 404


def test_a_calendar_file_is_loaded_and_a_wrong_one_is_explained(office: Client) -> None:
    url = "/console/places/calendar/import/"
    good = b'{"year": 2027, "days": [{"name": "x", "date": "2027-01-01", "isOffDay": true}]}'
    for body in (b"hello", b"\xff\xfe\x00", b'{"year": 2027, "days": []}'):
        assert office.post(url, {"file": SimpleUploadedFile("x", body)}).status_code == 422
    assert not CalendarYear.objects.exists()
    assert office.post(url, {"file": SimpleUploadedFile("2027.json", good)}).status_code == 302
    assert not calendar_for("").works(date(2027, 1, 1))


def test_a_local_day_is_marked_and_taken_back(lane: Lane, office: Client) -> None:
    street = lane.areas["street"]
    office.post(at(street, "days"), {"day": "2026-04-20", "kind": "holiday", "name": "三月三"})
    row = LocalDay.objects.get()
    assert "三月三" in text(office.get(at(street)))
    office.post(at(street, "days", str(row.pk), "unmark"))
    assert not LocalDay.objects.exists()


def test_an_area_or_a_unit_that_is_not_there_is_not_found(lane: Lane, office: Client) -> None:
    assert office.get("/console/places/999999/").status_code == 404
    assert office.post(at(lane.areas["village"], "units", "999999", "close")).status_code == 404


def test_an_organisation_is_closed_from_a_day_and_a_day_that_is_none_comes_back_in_its_form(
    office: Client, lane: Lane
) -> None:
    street = lane.areas["street"]
    unit = Organisation.objects.current().filter(area=street).first()
    assert unit is not None
    refused = office.post(at(street, "units", str(unit.pk), "close"), {"on": "2026-02-30"})
    assert refused.status_code == 422
    assert f'id="unit-{unit.pk}-on-error"' in text(refused) and 'value="2026-02-30"' in text(refused)
    assert text(refused).count('aria-invalid="true"') == 1
