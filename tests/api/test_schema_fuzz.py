"""Every operation of the document, by every role, with what the document allows and with what it forbids.

Every run asks a part of the operations a few times, drawn by a seed that it prints (LINLI_SEED repeats it);
LINLI_THOROUGH=1 asks each of them a hundred times as each role. All checks of schemathesis judge the answers.
"""

import json
import os
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.config import ChecksConfig, PositiveDataAcceptanceConfig
from schemathesis.core.failures import FailureGroup

from linli.api.actions.tokens import make_token
from linli.api.service import api
from linli.api.urls import urlpatterns
from linli.kit.actor import ANONYMOUS, SYSTEM
from linli.kit.answer import yes
from tests.lane import Lane, hours
from tests.test_permissions import STAGES
from tests.undoing import taken_back
from tests.world import World, in_every_stage, settle

THOROUGH = bool(os.environ.get("LINLI_THOROUGH"))
SEED = int(os.environ.get("LINLI_SEED", "0")) or random.randrange(10**9)
ROLES = ("anybody", "resident", "worker", "secretary")
EXAMPLES = 100 if THOROUGH else 4
OPERATIONS = 100 if THOROUGH else 7
# What a request may get that fits the document: the rules of the house stand in no schema.
ALLOWED = ("2xx", "401", "403", "404", "409", "412")

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def world(lane: Lane, tmp_path: Path, settings: Any) -> Iterator[World]:
    settings.MEDIA_ROOT = tmp_path
    settings.ALLOWED_HOSTS = ["*"]
    for signal in (request_started, request_finished):  # the transaction of the test outlives each request
        signal.disconnect(close_old_connections)
    with time_machine.travel(hours(10), tick=False):
        yield in_every_stage(settle(lane))
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def keys_of(world: World) -> dict[str, dict[str, str]]:
    """Role → the headers by which it is known."""
    tokens = {
        name: make_token(world.lane.post(name), name="test", by=SYSTEM, at=hours(0))[1]
        for name in ("worker", "secretary")
    }
    return {
        "anybody": {},
        "resident": {"Receipt": f"{world.case.number} {world.ours['receipt']}"},
        **{name: {"Authorization": f"Bearer {secret}"} for name, secret in tokens.items()},
    }


def number_for(label: str, world: World) -> str:
    verb = label.rpartition("/")[2]
    return world.stages[STAGES[verb]].number if verb in STAGES else world.case.number


def drawn(operation: Any, world: World) -> st.SearchStrategy[Any]:
    """Allowed and forbidden values, for a case that is there in a stage that fits, and for anything at all."""
    there = {"number": number_for(operation.path, world)} if "{number}" in operation.path else None
    return st.one_of(
        operation.as_strategy(generation_mode=GenerationMode.POSITIVE, path_parameters=there),
        operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
        operation.as_strategy(generation_mode=GenerationMode.NEGATIVE, path_parameters=there),
        operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
    )


def faults_of(operation: Any, headers: dict[str, str], world: World, met: Counter[int]) -> list[str]:
    """What the checks say of the answers; nothing stays of what was asked."""
    found: dict[str, str] = {}

    @seeded(SEED)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )
    @given(case=drawn(operation, world))
    def ask(case: Any) -> None:
        try:
            with taken_back():
                answer = case.call(headers=headers)
                met[answer.status_code] += 1
                case.validate_response(answer, headers=headers, transport_kwargs={"headers": headers})
        except FailureGroup as group:
            if b"U+0000" in answer.content or has_nul(case):  # no schema says which letters a database holds
                return
            for fault in group.exceptions:
                text = f"{fault.message}\n{answer.status_code} {answer.content[:300]!r}\n{case.as_curl_command()}"
                found.setdefault(f"{operation.label}: {fault.title}", text[:1200])

    ask()
    return [f"{title}\n{text}" for title, text in found.items()]


def has_nul(case: Any) -> bool:
    """Refused before any door, wherever it stands."""
    return "\\x00" in repr((case.query, case.path_parameters))


def document() -> Any:
    assert urlpatterns
    checks = ChecksConfig(positive_data_acceptance=PositiveDataAcceptanceConfig(expected_statuses=ALLOWED))
    config = schemathesis.Config()
    config.projects.default.checks = checks
    schema = schemathesis.openapi.from_dict(json.loads(json.dumps(api.get_openapi_schema())), config=config)
    schema.app = WSGIHandler()
    return schema


def test_no_operation_answers_otherwise_than_the_document_says(world: World) -> None:
    print(f"seed {SEED}")
    operations = [found.ok() for found in document().get_all_operations()]
    some = random.Random(SEED).sample(operations, min(OPERATIONS, len(operations)))
    keys, faults = keys_of(world), []
    for role in ROLES:
        met: Counter[int] = Counter()
        faults += [f"{role}, {fault}" for one in some for fault in faults_of(one, keys[role], world, met)]
        print(
            f"{role}: {len(some)} of {len(operations)} operations, {sum(met.values())} answers, {dict(met)}"
        )
        assert not [status for status in met if status >= 500]
    assert not faults, "\n\n".join(faults)


def operation(label: str) -> Any:
    return next(one for found in document().get_all_operations() if (one := found.ok()).label == label)


def test_an_operation_that_lets_anybody_in_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linli.api.entry.may_pass", lambda policy, actor: yes)
    monkeypatch.setattr("linli.api.entry.by_token", lambda given, at: ANONYMOUS)
    faults = faults_of(operation("GET /api/v1/cases"), keys_of(world)["worker"], world, Counter())
    assert any("authentication" in fault for fault in faults), faults


def test_a_fault_and_an_answer_of_another_shape_are_found(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(request: Any, number: str) -> Any:
        raise LookupError(number)

    monkeypatch.setattr("linli.api.cases.find", broken)
    met: Counter[int] = Counter()
    assert faults_of(operation("GET /api/v1/cases/{number}"), keys_of(world)["secretary"], world, met)
    assert met[500]
