from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from time_machine import travel

from tests.lane import Lane, hours


@pytest.fixture
def office(lane: Lane) -> Iterator[Client]:
    """The console as the street's dispatcher sees it, who may import."""
    client = Client()
    client.force_login(lane.accounts["dispatcher"], backend=django_settings.AUTHENTICATION_BACKENDS[0])
    with travel(hours(3), tick=False):
        yield client


@pytest.fixture(autouse=True)
def files(settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]
