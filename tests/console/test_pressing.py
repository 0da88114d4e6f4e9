"""Urging and more time on the pages of the office, of the field and of the resident."""

import re

import pytest
from django.test import Client

from linli.cases.actions.dispatch import accept, dispatch
from linli.cases.actions.pressing import ask_extension, urge
from linli.cases.models import Case, Extension, Urge
from linli.cases.receipts import code_for
from tests.console.conftest import Enter, address, send
from tests.lane import Lane, hours


@pytest.fixture
def held(lane: Lane) -> Case:
    case = dispatch(
        lane.bring(lane.case(), "triaged"), post=lane.post("worker"), by=lane.secretary, at=hours(1.5)
    )
    return accept(case, by=lane.worker, at=hours(2))


def test_the_office_urges_and_sees_it_in_every_list(lane: Lane, enter: Enter, held: Case) -> None:
    client = enter("dispatcher")
    answer = send(client, held, "urge", words="请说明进展")
    assert answer.status_code == 302
    assert "请说明进展" in client.get(address(held)).content.decode()
    assert "被催办" in client.get("/console/cases/?urged=on").content.decode()
    assert '<a class="card figure late" href="/console/cases/?urged=on"><b>1</b>' in (
        client.get("/console/").content.decode()
    )


def test_the_office_grants_with_one_tap_or_refuses_with_a_reason(
    lane: Lane, enter: Enter, held: Case
) -> None:
    ask_extension(held, days=5, reason="等配件", by=lane.worker, at=hours(2.5))
    client = enter("secretary")
    page = client.get(address(held)).content.decode()
    assert "等配件" in page and address(held, "grant_extension") in page
    assert send(client, held, "refuse_extension", reason="").status_code == 422
    assert client.post(address(held, "grant_extension"), {"key": "a"}).status_code == 302
    assert Extension.objects.get().granted
    assert client.post(address(held, "grant_extension"), {"key": "b"}).status_code == 409


def field_key(page: str) -> str:
    found = re.search(r'name="key" value="([^"]+)"', page)
    assert found
    return found[1]


def test_the_field_shows_what_is_urged_and_takes_the_answer(lane: Lane, enter: Enter, held: Case) -> None:
    urge(held, words="请说明进展", by=lane.dispatcher, at=hours(2.5))
    client = enter("worker")
    assert "被催办" in client.get("/field/").content.decode()
    assert "请说明进展" in client.get(f"/field/cases/{held.number}/").content.decode()
    form = f"/field/cases/{held.number}/answer_urge/"
    page = client.get(form).content.decode()
    assert client.post(form, {"key": field_key(page), "text": "今晚装。"}).status_code == 302
    assert Urge.objects.get().answer == "今晚装。"
    form = f"/field/cases/{held.number}/ask_extension/"
    page = client.get(form).content.decode()
    asked = client.post(form, {"key": field_key(page), "days": "3", "reason": "等配件"})
    assert asked.status_code == 302
    assert Extension.objects.get().days == 3


def test_the_resident_asks_how_things_stand_and_reads_the_answer(
    lane: Lane, enter: Enter, client: Client, held: Case
) -> None:
    client.post(f"/c/{held.number}/", {"number": held.number, "code": code_for(held)})
    page = client.get(f"/c/{held.number}/").content.decode()
    form = re.search(rf'action="/c/{held.number}/urge/".*?</form>', page, re.S)
    assert form
    sent = {"key": field_key(form[0]), "words": "灯什么时候能修好？"}
    assert client.post(f"/c/{held.number}/urge/", sent).status_code == 302
    page = client.get(f"/c/{held.number}/").content.decode()
    assert "灯什么时候能修好？" in page and f"/c/{held.number}/urge/" not in page
    assert Urge.objects.get().by_resident
