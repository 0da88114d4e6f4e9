"""Wrong codes: the same answer for every wrong one, slower after a few from one line, and never a lock."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from time_machine import travel

from linli.cases.models import Case
from linli.cases.numbers import code_of
from linli.cases.receipts import case_behind, code_for, voice_behind
from linli.portal.progress import guessing
from tests.lane import Lane, hours
from tests.portal.conftest import HOME

WAITED: list[float] = []


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    WAITED.clear()
    monkeypatch.setattr(guessing.time, "sleep", WAITED.append)
    yield WAITED


def typed(client: Client, number: str, code: str, **more: Any) -> Any:
    return client.post(f"{HOME}progress/", {"number": number, "code": code}, **more)


def shape(answer: Any) -> tuple[int, int, list[str]]:
    """Status and size, with what differs in every answer by chance taken out."""
    html = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return answer.status_code, len(html.encode()), sorted(answer.headers)


def test_every_wrong_code_gets_the_same_answer(portal: Client, lane: Lane) -> None:
    case, other = lane.case(), lane.case()
    stranger = code_of("2601-ABCDEF", b"another key")
    wrong = {
        "of another case": (case.number, code_for(other)),
        "of the right shape": (case.number, stranger),
        "of a number that is not there": ("2601-ZZZZZZ", code_for(case)),
        "of a key that is no longer kept": (case.number, code_of(case.number, b"x" * 32)),
        "of no shape at all": (case.number, "!" * len(stranger)),
    }
    shapes = {name: shape(typed(Client(), *pair)) for name, pair in wrong.items()}
    assert len({str(one) for one in shapes.values()}) == 1, shapes
    asked = {str(shape(Client().get(f"/c/{number}/"))) for number in (case.number, "2601-ZZZZZZ")}
    assert len(asked) == 1


def test_answers_grow_slow_for_a_line_that_guesses_and_the_right_code_opens_all_the_same(
    portal: Client, lane: Lane, waits: list[float]
) -> None:
    case = lane.case()
    for _ in range(8):
        typed(Client(), case.number, "0000-0000-0000-0000")
    assert waits == [0.5, 1.0]
    for _ in range(10):
        typed(Client(), case.number, "0000-0000-0000-0000")
    assert max(waits) == guessing.LONGEST_SECONDS
    assert typed(Client(), case.number, code_for(case)).status_code == 302
    assert waits[-1] == guessing.LONGEST_SECONDS


def test_forged_headers_and_another_port_do_not_make_a_new_line(
    portal: Client, lane: Lane, waits: list[float]
) -> None:
    for n in range(7):
        forged = {"HTTP_X_FORWARDED_FOR": f"198.51.{n}.1", "REMOTE_ADDR": f"203.0.113.{n}"}
        typed(Client(), "2601-ZZZZZZ", "0000-0000-0000-0000", **forged)
    assert waits == [0.5]
    typed(Client(), "2601-ZZZZZZ", "0000-0000-0000-0000", REMOTE_ADDR="198.51.100.1")
    assert waits == [0.5]


def test_a_shared_line_waits_never_and_an_hour_later_nobody_does(
    portal: Client, lane: Lane, waits: list[float], settings: Any
) -> None:
    for _ in range(6):
        typed(Client(), "2601-ZZZZZZ", "0000-0000-0000-0000")
    with travel(hours(11.1), tick=False):
        typed(Client(), "2601-ZZZZZZ", "0000-0000-0000-0000")
    settings.LINLI_SHARED_LINES = ["127.0.0.1"]
    typed(Client(), "2601-ZZZZZZ", "0000-0000-0000-0000")
    assert waits == []


def test_while_two_wait_the_next_is_answered_at_once(waits: list[float]) -> None:
    taken = [guessing._places.acquire(blocking=False) for _ in range(guessing.MOST_WAITING)]
    guessing.wait(5)
    assert all(taken) and waits == []
    for _ in taken:
        guessing._places.release()
    guessing.wait(5)
    assert waits == [2.5]


def test_many_from_one_line_are_all_taken_and_marked(portal: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from linli.cases.actions import aside
    from linli.kit.limiting import Measure
    from tests.portal.test_raise import say, send

    monkeypatch.setattr(aside, "FROM_A_BLOCK", Measure("raised.block", 2))
    for _ in range(3):
        client = Client()
        assert send(client, say(client)).status_code == 302
    assert list(Case.objects.order_by("pk").values_list("aside", flat=True)) == [False, False, True]


def test_a_number_that_is_there_costs_a_guesser_as_many_questions_as_one_that_is_not(
    portal: Client, lane: Lane
) -> None:
    """To load a case only to throw it away took measurably longer, and told that the number exists."""
    case, wrong = lane.case(), "0000-0000-0000-0000"

    def asked(look: Callable[[str, str], object], number: str, code: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            look(number, code)
        return len(queries)

    for look in (case_behind, voice_behind):
        assert asked(look, case.number, wrong) == asked(look, "2601-ZZZZZZ", wrong) == 0
    assert asked(case_behind, case.number, code_for(case)) == 1
