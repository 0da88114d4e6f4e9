import pytest

from linli.cases.models import Achieved, MoneyLine
from tests.api.conftest import Program, send
from tests.cases.projects import listed, project
from tests.lane import Lane


def test_anybody_reads_what_stands_on_the_lists(lane: Lane, anybody) -> None:
    line = listed(lane)
    rows = anybody.get("/api/v1/listed", {"list_key": "projects"}).json()["rows"]
    assert [(row["title"], row["state"], row["holder"]) for row in rows] == [
        (line.title, "claimed", "槎市村委会")
    ]
    assert anybody.get("/api/v1/listed", {"state": "done"}).json()["rows"] == []
    assert line.case.number not in str(rows) and "梅如故" not in str(rows)


def test_a_program_writes_the_ledger_and_a_second_one_confirms(lane: Lane, program: Program, anybody) -> None:
    case = project(lane)
    writer, second, ledger = program("committee"), program("secretary"), f"/cases/{case.number}/ledger"
    said = {"amount": 100_00, "purpose": "奖补", "source": "fiscal"}
    assert send(writer, f"{ledger}/promise", said).json()["pledged"] == 100_00
    assert send(writer, f"{ledger}/1/receive", {"amount": 80_00, "purpose": "到账"}).json()["free"] == 80_00
    refused = send(writer, f"{ledger}/spend", {"amount": 80_01, "purpose": "买料"})
    assert refused.status_code == 409 and "80.00" in refused.json()["detail"]
    spent = send(writer, f"{ledger}/spend", {"amount": 30_00, "purpose": "买料"}).json()
    assert (spent["waiting"], spent["spent"]) == (30_00, 0)
    assert send(writer, f"{ledger}/3/confirm").status_code == 409
    assert send(second, f"{ledger}/3/confirm").json()["balance"] == 50_00
    assert send(writer, f"{ledger}/1/give-back", {"amount": 5_00, "purpose": "结余"}).json()["free"] == 45_00
    assert send(writer, f"{ledger}/3/reverse", {"reason": "记重了"}).json()["spent"] == 0
    assert [line["number"] for line in second.get(f"/api/v1{ledger}").json()["lines"]] == [1, 2, 3, 4, 5]
    assert anybody.get(f"/api/v1{ledger}").status_code == 401
    assert program("neighbour").get(f"/api/v1{ledger}").status_code == 404


@pytest.mark.parametrize("amount", [0, -1, 1.5, "5", 10**18])
def test_a_sum_is_a_whole_number_of_fen(lane: Lane, program: Program, amount: object) -> None:
    case = project(lane)
    said = {"amount": amount, "purpose": "奖补", "source": "fiscal"}
    assert send(program("committee"), f"/cases/{case.number}/ledger/promise", said).status_code == 422
    assert not MoneyLine.objects.exists()


def test_what_is_sent_twice_under_one_key_is_written_once(lane: Lane, program: Program) -> None:
    case = project(lane)
    said = {"quantity": "path", "hundredths": 3650}
    client, headers = program("committee"), {"Idempotency-Key": "one-piece"}
    answers = [send(client, f"/cases/{case.number}/count", said, **headers).json() for _ in range(2)]
    assert answers[1]["amounts"][0] == {"name": "道路", "unit": "米", "done": 36.5, "planned": None}
    assert Achieved.objects.count() == 1
    assert send(client, f"/cases/{case.number}/ledger/9/confirm").status_code == 404
