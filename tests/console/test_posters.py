"""Posters: one to look at, an estate's as one paper, each code leading to its own place."""

import io
import json
from typing import Any

import pytest
import segno
import typst
from PIL import Image

from linli.console.posters.paper import words_of
from linli.console.posters.work import make_posters
from linli.kit.actor import SYSTEM
from linli.kit.models import Job, PaperOrder
from linli.kit.papers import press
from linli.kit.papers.orders import file_of
from linli.places.actions.addresses import name_address
from linli.places.entrances import code_for, doors_of, entrance
from linli.places.models import Address
from tests.console.conftest import Enter
from tests.lane import MONDAY, SINCE, Lane, hours
from tests.paper_text import pages_of

POSTERS = "/console/posters/"


def asked(lane: Lane, what: str, area: str = "village", **more: Any) -> dict[str, Any]:
    return {"area": str(lane.areas[area].pk), "what": what, "telephone": "0795-7000000", **more}


def building(lane: Lane, number: int, units: int = 2) -> Address:
    return name_address(
        lane.areas["grid"],
        valid_from=SINCE,
        by=SYSTEM,
        at=MONDAY,
        estate="沿江小区",
        building=str(number),
        units=units,
    )


def test_a_poster_for_each_area_below_leads_to_its_own_place(lane: Lane, enter: Enter) -> None:
    page = enter("secretary").get(POSTERS, asked(lane, "areas"))
    found = page.context["posters"]
    assert [poster.name for poster in found] == ["店下组"]
    place = entrance(found[0].code)
    assert place is not None and place.area_path == lane.areas["group"].path
    assert found[0].address.endswith(f"/q/{found[0].code}/")
    assert "<svg" in page.content.decode() and "viewBox" in found[0].qr


def test_without_a_list_of_addresses_the_lowest_areas_are_the_buildings(lane: Lane, enter: Enter) -> None:
    page = enter("secretary").get(POSTERS, asked(lane, "buildings"))
    assert [poster.name for poster in page.context["posters"]] == ["3栋"]


def test_an_area_of_others_is_refused_with_a_sentence(lane: Lane, enter: Enter) -> None:
    there = asked(lane, "areas", "other_village")
    page = enter("secretary").get(POSTERS, there)
    assert page.status_code == 200 and page.context["posters"] == []
    assert 'class="errors"' in page.content.decode()
    assert enter("secretary").post(f"{POSTERS}make/", there).status_code == 422
    assert not PaperOrder.objects.exists()


def test_a_few_posters_come_at_once_as_one_paper_in_the_localitys_own_words(lane: Lane, enter: Enter) -> None:
    building(lane, 1), building(lane, 2)
    answer = enter("secretary").post(f"{POSTERS}make/", asked(lane, "stairwells"))
    assert answer["Content-Type"] == "application/pdf" and "no-store" in answer["Cache-Control"]
    pages = pages_of(b"".join(answer.streaming_content))
    assert len(pages) == 4
    assert "沿江小区 1 2单元" in pages[1] and "0795-7000000" in pages[1] and "张家山邻里" in pages[1]


def test_a_door_in_a_building_has_a_code_of_its_own(lane: Lane) -> None:
    row = building(lane, 7)
    lift = doors_of(row, lifts=True)[1]
    place = entrance(code_for(lift))
    assert place is not None and place.name.endswith("沿江小区 7 2单元电梯")
    assert place.area_id == lane.areas["grid"].pk
    for wrong in (f"{code_for(row)}.", f"{code_for(row)}.x1", f"{code_for(row)}.e0", "a1.e1"):
        assert entrance(wrong) is None


def test_the_posters_of_an_estate_are_made_by_the_worker_and_only_she_fetches_them(
    lane: Lane, enter: Enter, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    for number in range(1, 13):
        building(lane, number)
    client = enter("secretary")
    answers = [client.post(f"{POSTERS}make/", asked(lane, "stairwells", key="once")) for _again in range(2)]
    order = PaperOrder.objects.get()
    assert {answer["Location"] for answer in answers} == {f"{POSTERS}{order.pk}/"}
    waiting = client.get(f"{POSTERS}{order.pk}/")
    assert waiting["Refresh"] and client.get(f"{POSTERS}{order.pk}/posters.pdf").status_code == 404

    done_by_the_worker()
    assert "Refresh" not in client.get(f"{POSTERS}{order.pk}/").headers
    paper = client.get(f"{POSTERS}{order.pk}/posters.pdf")
    assert len(pages_of(b"".join(paper.streaming_content))) == 24
    assert enter("dispatcher").get(f"{POSTERS}{order.pk}/posters.pdf").status_code == 404


def done_by_the_worker() -> None:
    """What the job does, without waiting for a worker."""
    job = Job.objects.get(task__endswith="make_posters")
    make_posters.func(*job.arguments["args"])


def test_a_paper_is_gone_after_its_day(lane: Lane, enter: Enter, settings: Any, tmp_path: Any) -> None:
    from time_machine import travel

    settings.MEDIA_ROOT = tmp_path
    for number in range(1, 13):
        building(lane, number)
    client = enter("secretary")
    client.post(f"{POSTERS}make/", asked(lane, "stairwells"))
    done_by_the_worker()
    order = PaperOrder.objects.get()
    with travel(hours(28), tick=False):
        assert enter("secretary").get(f"{POSTERS}{order.pk}/posters.pdf").status_code == 404
    assert file_of(order).parent == tmp_path / "papers"


@pytest.mark.parametrize("path", ["q/b2k7.e3/", "q/a1f/"])
def test_the_printed_code_has_every_module_of_the_address(path: str) -> None:
    """The page is drawn as a picture and each module looked at, dark or light."""
    address = f"https://linli.example/{path}"
    drawing = press.picture_code(address, error="h")
    place = {"name": "", "above": "", "address": "", "alt": "x", "drawing": drawing}
    told = {**words_of(None), "telephone": "", "places": [place], "title": "x", "language": "zh"}
    png = typst.compile(
        press.PACKAGE / "console/posters/poster.typ",
        root=press.PACKAGE,
        font_paths=[str(press.FONTS)],
        sys_inputs={"told": json.dumps(told)},
        format="png",
        ppi=72.0,
    )
    page = Image.open(io.BytesIO(bytes(png))).convert("L")  # type: ignore[arg-type]
    matrix = [[bool(module) for module in row] for row in segno.make(address, error="h", micro=False).matrix]
    assert modules_of(page, len(matrix)) == matrix


def modules_of(page: Any, count: int) -> list[list[bool]]:
    """The square of dark and light that begins with the first dark pixel of the widest dark block of the page."""
    side = 100 / 25.4 * 72
    left = (page.width - side) / 2
    column = [y for y in range(page.height) if page.getpixel((int(left + side / count / 2), y)) < 128]
    top = column[0]
    step = side / count
    return [
        [
            page.getpixel((int(left + (x + 0.5) * step), int(top + (y + 0.5) * step))) < 128
            for x in range(count)
        ]
        for y in range(count)
    ]


def test_one_estate_is_chosen_by_a_part_of_its_name(lane: Lane, enter: Enter) -> None:
    building(lane, 1)
    name_address(
        lane.areas["grid"], valid_from=SINCE, by=SYSTEM, at=MONDAY, estate="梧桐苑", building="9", units=3
    )
    client = enter("secretary")
    assert client.get(POSTERS, asked(lane, "stairwells", estate="梧桐")).context["number"] == 3
    assert client.get(POSTERS, asked(lane, "buildings", estate="沿江")).context["number"] == 1
    assert client.get(POSTERS, asked(lane, "buildings", estate="不存在")).context["number"] == 0
