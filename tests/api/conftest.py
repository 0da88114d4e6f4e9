from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from linli.api.actions.tokens import make_token
from linli.kit.actor import SYSTEM
from tests.lane import Lane, hours

Program = Callable[[str], Client]


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(hours(3), tick=False):
        yield


@pytest.fixture
def program(lane: Lane) -> Program:
    """A client that acts under the post of one of the cast, by a token."""

    def with_token(name: str) -> Client:
        _, secret = make_token(lane.post(name), name="test", by=SYSTEM, at=hours(0))
        return Client(headers={"Authorization": f"Bearer {secret}"})

    return with_token


@pytest.fixture
def anybody(lane: Lane) -> Client:
    return Client()


def body(lane: Lane, **more: Any) -> dict[str, Any]:
    return {"words": "村口的路灯坏了三盏，晚上看不清路。", "area": lane.areas["grid"].path, **more}


def send(client: Client, address: str, content: Any = None, **headers: str) -> Any:
    return client.post(f"/api/v1{address}", content or {}, "application/json", headers=headers)
