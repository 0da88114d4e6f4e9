"""The resident reads which units were called to her matter and by when they come; no person is named."""

import pytest
from django.test import Client

from linli.cases.actions.whistling import end_whistle, excuse_part, finish_part, report_in
from linli.cases.models import Case
from linli.cases.receipts import code_for
from tests.cases.whistles import blown, held, part_of, with_water_works
from tests.lane import Lane, hours


@pytest.fixture
def case(lane: Lane) -> Case:
    return held(lane)


def page_of(case: Case) -> str:
    client = Client()
    client.post(f"/c/{case.number}/", {"number": case.number, "code": code_for(case)})
    return client.get(f"/c/{case.number}/").content.decode()


def test_she_reads_the_units_and_the_time_and_then_who_is_there(lane: Lane, case: Case) -> None:
    water = with_water_works(lane)
    assert "同时叫了" not in page_of(case)
    whistle = blown(lane, case)
    page = page_of(case)
    assert "同时叫了 2 家单位" in page and "18:00" in page and "供水公司" in page
    assert "江流声" not in page and "柳青禾" not in page and "一家修不了" not in page
    ours = report_in(part_of(whistle, lane, "water"), by=water, at=hours(4))
    assert "1 家已经到了" in page_of(case)
    excuse_part(part_of(whistle, lane, "company"), reason="门开了", by=lane.secretary, at=hours(5))
    finish_part(ours, did="换了管子", by=water, at=hours(5))
    end_whistle(whistle, note="水来了", by=lane.secretary, at=hours(6))
    page = page_of(case)
    assert "几家单位一起办的" in page and "安居物业" not in page
