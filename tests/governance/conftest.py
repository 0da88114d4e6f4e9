"""A clock that can be moved, and pages seen as somebody of the lane."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from linli.governance import reads
from tests.lane import MONDAY, Lane


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock
    reads.forget()


@pytest.fixture
def enter(lane: Lane, clock: Any) -> Callable[[str], Client]:
    def as_somebody(name: str) -> Client:
        client = Client()
        client.force_login(lane.accounts[name])
        return client

    return as_somebody
