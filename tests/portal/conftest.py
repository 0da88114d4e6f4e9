import io
import re
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from linli.cases.models import Case
from linli.cases.receipts import code_for
from tests.lane import Lane, hours

HOME = "/at/zhangjiashan/"


@pytest.fixture(autouse=True)
def evening() -> Iterator[None]:
    """A working day after the Monday on which the lane's cases begin."""
    with time_machine.travel(hours(10), tick=False):
        yield


@pytest.fixture(autouse=True)
def files(tmp_path, settings) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def portal(lane: Lane) -> Client:
    """Somebody without an account, in the neighbourhood's portal."""
    return Client()


@pytest.fixture
def photo() -> Callable[[], SimpleUploadedFile]:
    def take() -> SimpleUploadedFile:
        drawn = io.BytesIO()
        Image.new("RGB", (40, 30), "teal").save(drawn, "JPEG")
        return SimpleUploadedFile("lamp.jpg", drawn.getvalue(), "image/jpeg")

    return take


def hidden(html: str) -> dict[str, str]:
    """The hidden fields of the second page, as a browser would send them."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def open_with_code(client: Client, case: Case) -> None:
    client.post(f"/c/{case.number}/", {"number": case.number, "code": code_for(case)})
