"""Whatever is sent to the Open311 door, it answers in its own form, and nothing breaks on our side."""

import logging
import os
import random
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.api.actions.tokens import make_token
from linli.kit.actor import SYSTEM
from tests.api.test_open311 import LAMP, V2, errors
from tests.lane import Lane, hours

SEED = int(os.environ.get("LINLI_SEED", "311"))
NAMES = (
    *(
        "jurisdiction_id",
        "service_code",
        "service_request_id",
        "service_request_id[]",
        "status",
        "page",
        "page_size",
    ),
    *(
        "start_date",
        "end_date",
        "lat",
        "long",
        "address_string",
        "address_id",
        "description",
        "media_url",
        "phone",
    ),
    *(
        "email",
        "first_name",
        "last_name",
        "attribute[A]",
        "attribute[A][]",
        "attribute",
        "update_id",
        "api_key",
        "[]",
    ),
)
RUBBISH = (
    *(
        "",
        " ",
        ",",
        ",,,",
        "0",
        "-1",
        "1e309",
        "nan",
        "inf",
        "٣",
        "1" * 400,
        "9" * 20,
        "true",
        "null",
        "[]",
        "{}",
    ),
    *(
        "2026-02-30",
        "2026-03-02T25:00:00Z",
        "2026-03-02T09:00:00+99:00",
        "9999-12-31",
        "0001-01-01",
        "8999-12-31",
    ),
    *(
        "open,closed,open",
        "%",
        "%%s",
        "'",
        '"',
        "<x>",
        "]]>",
        "\\",
        "\x01",
        "\ufffe",
        "\u202e",
        "😀" * 90,
        "长" * 4001,
    ),
    *(
        "2603-AAAAAA",
        "04-FAC.lamp",
        "zhangjiashan",
        "28.05",
        "115.5",
        "13800138000",
        "http://x.example/a b",
        "a\nb",
    ),
)
PLACES = (
    "discovery",
    "services",
    f"services/{LAMP}",
    "services/%E9%95%BF",
    "requests",
    "requests/2603-AAAAAA",
)
ALSO = ("requests/%20", "requests/..%2f", "tokens/%3Cx%3E", "servicerequestupdates", "nothing")


@pytest.mark.parametrize("with_key", [False, True])
def test_rubbish_is_answered_in_the_form_that_was_asked_for(
    lane: Lane, caplog: pytest.LogCaptureFixture, with_key: bool
) -> None:
    print(f"seed {SEED}")
    caplog.set_level(logging.ERROR)
    chance, client = random.Random(SEED), Client(raise_request_exception=False)
    secret = make_token(lane.post("secretary"), name="x", by=SYSTEM, at=hours(0))[1]
    headers = {"Authorization": f"Bearer {secret}"} if with_key else {}
    statuses = set()
    for _ in range(250):
        url = f"{V2}/{chance.choice(PLACES + ALSO)}.{chance.choice(('xml', 'json'))}"
        answer = asked(chance, client, url, headers)
        assert answer["Content-Type"].startswith(("text/xml", "application/json")), url
        if answer.status_code >= 400:
            assert set(errors(answer)) == {answer.status_code}, url
        statuses.add(answer.status_code)
    assert {200, 400, 404} <= statuses <= {200, 400, 403, 404, 405}
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []


def asked(chance: random.Random, client: Client, url: str, headers: dict[str, str]) -> Any:
    """Mostly right, so that the rubbish gets beyond the first check."""
    right = {"service_code": LAMP, "description": "灯不亮。", "address_string": "桥头"}
    said: dict[str, Any] = {
        name: chance.choice(RUBBISH) for name in chance.sample(NAMES, chance.randint(0, 3))
    }
    if chance.random() < 0.5:
        return client.get(url, said, headers=headers)
    if chance.random() < 0.3:
        said["media"] = SimpleUploadedFile("a", chance.randbytes(50))
    if chance.random() < 0.3:
        content = {name: value for name, value in {**right, **said}.items() if isinstance(value, str)}
        return client.post(url, content, "application/json", headers=headers)
    return client.post(url, {**right, **said}, headers=headers)
