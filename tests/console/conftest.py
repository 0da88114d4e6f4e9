import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from time_machine import travel

from tests.lane import Lane, hours

Enter = Callable[[str], Client]


@pytest.fixture
def enter(lane: Lane) -> Iterator[Enter]:
    """Through the console's door as one of the cast, on Monday at noon."""

    def as_somebody(name: str) -> Client:
        client = Client()
        client.force_login(lane.accounts[name], backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    with travel(hours(3), tick=False):
        yield as_somebody


def hidden(html: str, form: str) -> dict[str, str]:
    """The hidden fields of the form that is sent to this address."""
    body = re.search(rf'<form[^>]*action="{re.escape(form)}".*?</form>', html, re.S)
    assert body, f"no form for {form}"
    return {
        name: value
        for tag in re.findall(r'<input type="hidden"[^>]*>', body[0])
        for name, value in [(attribute(tag, "name"), attribute(tag, "value"))]
        if name != "csrfmiddlewaretoken"
    }


def attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found[1].replace("&amp;", "&") if found else ""


def address(case: Any, verb: str = "") -> str:
    return f"/console/cases/{case.number}/" + (f"{verb}/" if verb else "")


def send(client: Client, case: Any, verb: str, **fields: Any) -> Any:
    """Open the form of a verb as a reader would, fill it in and send it."""
    page = client.get(address(case, verb)).content.decode()
    return client.post(address(case, verb), {**hidden(page, address(case, verb)), **fields})
