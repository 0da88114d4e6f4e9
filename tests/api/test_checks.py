"""A program asks somebody to go and look, and reads what was found."""

import pytest
from django.test import Client

from linli.cases.models import Case, Check
from tests.lane import Lane

pytestmark = pytest.mark.django_db


@pytest.fixture
def registered(lane: Lane) -> Case:
    return lane.bring(lane.case(area=lane.village), "registered")


def post(name: str, lane: Lane, case: Case, verb: str, **body: object) -> object:
    client = Client()
    client.force_login(lane.accounts[name])
    address = f"/api/v1/cases/{case.number}/{verb}"
    return client.post(address, body, content_type="application/json")


def test_asked_reported_and_read(lane: Lane, registered: Case) -> None:
    asked = post(
        "secretary", lane, registered, "ask_check", post=lane.post("committee").pk, question="几盏？"
    )
    assert asked.status_code == 200, asked.content
    found = post("committee", lane, registered, "report_check", found="partly", words="一盏不亮。")
    assert found.status_code == 200, found.content
    client = Client()
    client.force_login(lane.accounts["secretary"])
    checks = client.get(f"/api/v1/cases/{registered.number}").json()["checks"]
    assert [(one["found"], one["words"]) for one in checks] == [("partly", "一盏不亮。")]


def test_refused_with_a_sentence(lane: Lane, registered: Case) -> None:
    refused = post("secretary", lane, registered, "ask_check", post=lane.post("volunteer").pk)
    assert refused.status_code == 409 and "另选" in refused.json()["detail"]
    assert not Check.objects.exists()
