from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client

from linli.people.middleware import SECOND_FACTOR
from tests.lane import Lane, hours

Enter = Callable[[str], Client]


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Three hours after the Monday on which the lane's cases begin."""
    with time_machine.travel(hours(3), tick=False):
        yield


@pytest.fixture
def enter(lane: Lane) -> Enter:
    """A browser in which one of the cast has signed in."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(lane.accounts[name])
        session = client.session
        session[SECOND_FACTOR] = True
        session.save()
        return client

    return sign_in


@pytest.fixture
def dark_lamps(lane: Lane):  # type: ignore[no-untyped-def]
    """A case that waits in the pool."""
    return lane.bring(lane.case(), "offered")
