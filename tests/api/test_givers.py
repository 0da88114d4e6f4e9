"""The interface names a person who gives only as long as she wants it."""

import pytest
from django.test import Client

from linli.cases.models import ListLine, Pledge
from linli.kit.actor import SYSTEM
from linli.people.actions.accounts import open_account
from linli.people.models import Account
from tests.api.conftest import Program
from tests.cases.projects import listed
from tests.lane import Lane, hours

NAME = "燕归来"


@pytest.fixture
def line(lane: Lane) -> ListLine:
    return listed(lane)


@pytest.fixture
def resident(lane: Lane) -> Client:
    said = {"username": "swallow", "name": NAME, "password": "plum-blossom-7", "temporary": False}
    account: Account = open_account(lane.areas["village"], **said, by=SYSTEM, at=hours(0))
    client = Client()
    client.force_login(account)
    return client


def post(client: Client, address: str, body: object = None) -> object:
    return client.post(f"/api/v1{address}", body or {}, "application/json")


def test_a_name_is_read_by_nobody_without_her_word(
    line: ListLine, resident: Client, program: Program
) -> None:
    at, said = f"/listed/{line.pk}", {"kind": "things", "words": "我出两盏路灯"}
    assert post(resident, f"{at}/pledge", said).status_code == 200
    readers = {
        at: Client(),
        "/listed": Client(),
        f"/cases/{line.case.number}": program("secretary"),
        f"/cases/{line.case.number}/project": program("secretary"),
        f"/cases/{line.case.number}/ledger": program("secretary"),
    }
    for address, reader in readers.items():
        answer = reader.get(f"/api/v1{address}")
        assert answer.status_code == 200 and NAME not in answer.content.decode(), address
    assert Client().get(f"/api/v1{at}").json()["pledges"][0]["giver"] == "一位居民"
    assert post(resident, f"{at}/pledge", {**said, "named": True}).json()["pledges"][1]["giver"] == NAME
    row = Pledge.objects.get(named=True)
    assert post(Client(), f"{at}/pledges/{row.pk}/unname").status_code == 401
    assert post(resident, f"{at}/pledges/{row.pk}/unname").status_code == 200
    assert NAME not in Client().get(f"/api/v1{at}").content.decode()


def test_those_who_plan_take_a_name_off_for_her(line: ListLine, resident: Client, program: Program) -> None:
    said = {"kind": "hands", "words": "来一天", "named": True}
    post(resident, f"/listed/{line.pk}/pledge", said)
    row = Pledge.objects.get()
    at = f"/cases/{line.case.number}/pledges/{row.pk}/unname"
    answer = post(program("secretary"), at).json()["pledges"][0]
    assert (answer["giver"], answer["named"]) == ("一位居民", False)
    assert post(program("neighbour"), at).status_code == 404


def test_money_of_a_resident_is_refused_with_the_way_to_the_office(line: ListLine, resident: Client) -> None:
    answer = post(resident, f"/listed/{line.pk}/pledge-money", {"amount": 100_00, "words": "捐一百元"})
    assert answer.status_code == 409 and "不写名字" in answer.json()["detail"]
