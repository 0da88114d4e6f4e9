"""Readers who act on what they read, sooner or later. The whole number: `run.py chaos --troubles edits`."""

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import settings

from bench.edits import SETTINGS, Place, many
from linli.kit.record import Record
from tests.api.conftest import Program, body
from tests.lane import Lane

SEED = 20261122
FEW = settings(SETTINGS, max_examples=6, stateful_step_count=20)


@pytest.fixture
def place(lane: Lane, program: Program) -> Place:
    heads = {"office": program("secretary"), "helper": program("volunteer")}
    tokens = {who: client.defaults["HTTP_AUTHORIZATION"].split()[1] for who, client in heads.items()}

    def call(method: str, address: str, content: Any, headers: dict[str, str]) -> tuple[int, Any]:
        answer = Client().generic(method, address, json.dumps(content), "application/json", headers=headers)
        return answer.status_code, answer.json()

    return Place(call, tokens, body(lane), at_once=False)


def test_no_edit_that_was_decided_on_an_older_state_overwrites(place: Place) -> None:
    assert many(place, 30, SEED, FEW) == []
    assert {"current and taken", "stale and refused by its version"} <= set(place.said)


def test_an_edit_of_an_older_state_that_is_taken_is_found(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def blind(self: Record, version: int | None = None) -> Record:
        return type(self)._default_manager.get(pk=self.pk)

    monkeypatch.setattr(Record, "locked", blind)
    assert "of one version were taken" in many(place, 30, SEED, FEW)[0]
