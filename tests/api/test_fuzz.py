"""Whatever is sent, the interface answers with one of the statuses that it declares; never with a fault of its own."""

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.api.bodies import VERB_BODIES
from linli.api.service import FAULTS
from tests.api.conftest import Program, body
from tests.lane import Lane

DECLARED = {200, 201, 413, *map(int, FAULTS)}
NASTY = st.sampled_from(
    ["", "\x00", "\ud800", "﷽" * 300, "' OR 1=1 --", "{{7*7}}", "<script>", "‮", "1" * 5000, "🏮"]
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40) | NASTY
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
QUICK = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    print_blob=True,
)


def ask(client: Client, address: str, content: bytes, **headers: str) -> Any:
    answer = client.post(address, content, "application/json", headers=headers)
    assert answer.status_code in DECLARED, (answer.status_code, address, content)
    if answer.status_code >= 400:
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["status"] == answer.status_code
    return answer


@QUICK
@given(content=st.binary(max_size=200))
def test_any_bytes_as_a_body(lane: Lane, anybody: Client, content: bytes) -> None:
    ask(anybody, "/api/v1/cases", content)


@QUICK
@given(data=st.data())
def test_any_value_in_any_field_of_a_new_case(lane: Lane, anybody: Client, data: st.DataObject) -> None:
    fields = ["words", "area", "lat", "lon", "kind", "category", "title", "place_words", "speaker", "unknown"]
    changed = {name: data.draw(ANYTHING) for name in data.draw(st.lists(st.sampled_from(fields), max_size=3))}
    ask(anybody, "/api/v1/cases", json.dumps(body(lane, **changed)).encode())


@QUICK
@given(words=st.text(min_size=1, max_size=300), key=st.text(max_size=90))
def test_any_words_under_any_key(lane: Lane, anybody: Client, words: str, key: str) -> None:
    printable = "".join(letter for letter in key if letter.isprintable() and letter.isascii())
    ask(
        anybody,
        "/api/v1/cases",
        json.dumps(body(lane, words=words)).encode(),
        **{"Idempotency-Key": printable},
    )


@pytest.mark.parametrize("verb", VERB_BODIES)
@settings(QUICK, max_examples=15)
@given(data=st.data())
def test_any_value_in_any_field_of_a_verb(
    lane: Lane, program: Program, verb: str, data: st.DataObject
) -> None:
    case, client = lane.case(), program("secretary")
    fields = [*VERB_BODIES[verb].model_fields, "unknown"]
    good = {
        "category": "04.lamp",
        "reason": "等",
        "text": "好",
        "words": "好",
        "end_state": "solved",
        "verdict": "solved",
    }
    content = {name: good[name] for name in fields if name in good} | {
        name: data.draw(ANYTHING) for name in data.draw(st.lists(st.sampled_from(fields), max_size=2))
    }
    ask(client, f"/api/v1/cases/{case.number}/{verb}", json.dumps(content).encode())


@QUICK
@given(
    asked=st.dictionaries(
        st.sampled_from(
            ["stage", "kind", "category", "area", "unit", "late", "mine", "since", "until", "after", "limit"]
        ),
        st.text(max_size=30) | NASTY.filter(lambda t: t != "\ud800"),
        max_size=4,
    )
)
def test_any_filter_of_the_list(lane: Lane, program: Program, asked: dict[str, str]) -> None:
    answer = program("secretary").get(
        "/api/v1/cases", {name: text.encode("utf-8", "ignore") for name, text in asked.items()}
    )
    assert answer.status_code in DECLARED, (answer.status_code, asked)


@QUICK
@given(
    asked=st.dictionaries(
        st.sampled_from(["inside", "under", "level", "name", "code", "after", "limit", "area", "category"]),
        st.text(max_size=30),
        max_size=3,
    )
)
def test_any_filter_of_the_public_lists(lane: Lane, anybody: Client, asked: dict[str, str]) -> None:
    for address in ("/api/v1/areas", "/api/v1/published"):
        answer = anybody.get(address, {name: text.encode("utf-8", "ignore") for name, text in asked.items()})
        assert answer.status_code in DECLARED, (answer.status_code, address, asked)
