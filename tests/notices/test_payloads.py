"""What the providers get, byte for byte, and how long it may be."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from linli.notices.channels import signing
from linli.notices.channels.robots import DingTalk, Feishu, Lark, WeCom, wecom_body
from linli.notices.outcome import Letter, To
from tests.notices.provider import Provider

NEW_YEAR = datetime.fromtimestamp(1767225600, UTC)
LETTER = Letter("1", "诉求超期提醒", "单号 SQ-1\n还有 2 小时到期", NEW_YEAR)
SAID = "诉求超期提醒\r\n单号 SQ-1\n还有 2 小时到期"
NOBODY = {"atMobiles": [], "isAtAll": False}


@pytest.mark.parametrize(
    ("channel", "to", "path", "body", "kind"),
    [
        (
            WeCom(),
            To("0-0"),
            "/cgi-bin/webhook/send?key=0-0",
            {"msgtype": "text", "text": {"content": SAID}},
            "application/json; charset=utf-8",
        ),
        (
            DingTalk(),
            To("tok"),
            "/robot/send?access_token=tok",
            {"msgtype": "text", "at": NOBODY, "text": {"content": SAID}},
            "application/json",
        ),
        (
            Feishu(),
            To("tok-1"),
            "/open-apis/bot/v2/hook/tok-1/",
            {"msg_type": "text", "content": {"text": SAID}},
            "application/json",
        ),
        (
            Lark(),
            To("tok-1"),
            "/open-apis/bot/v2/hook/tok-1",
            {"msg_type": "text", "content": {"text": SAID.replace("\r", "")}},
            "application/json",
        ),
    ],
)
def test_each_robot_gets_its_own_form(
    provider: Provider, channel: Any, to: To, path: str, body: Any, kind: str
) -> None:
    assert channel.send(LETTER, to).end == "sent"
    (request,) = provider.requests
    assert (request.path, request.json, request.headers["content-type"]) == (path, body, kind)


def test_markdown_has_its_heading(provider: Provider) -> None:
    DingTalk().send(LETTER, To("tok"), markdown=True)
    words = {"title": LETTER.title, "text": f"# {LETTER.title}\n{LETTER.text}"}
    assert provider.requests[0].json == {"msgtype": "markdown", "at": NOBODY, "markdown": words}


def test_dingtalk_is_signed_over_milliseconds_and_encoded_once(provider: Provider) -> None:
    DingTalk().send(LETTER, To("tok", "SEC-plum"))
    sign = signing.dingtalk("SEC-plum", 1767225600000)
    assert provider.requests[0].path == f"/robot/send?access_token=tok&timestamp=1767225600000&sign={sign}"
    assert "%25" not in sign and sign.endswith("%3D")


def test_feishu_is_signed_as_its_maker_published() -> None:
    assert signing.feishu("demo", 1599360473) == "l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8="


def test_feishu_carries_its_signature_in_the_body(provider: Provider) -> None:
    Feishu().send(LETTER, To("tok", "plum"))
    body = provider.requests[0].json
    assert (body["timestamp"], body["sign"]) == ("1767225600", signing.feishu("plum", 1767225600))


@pytest.mark.parametrize("most", [2048, 2049, 2050, 2051])
def test_a_long_text_is_cut_at_a_character_within_its_bytes(most: int) -> None:
    cut = signing.cut("灯" * 1000, most)
    assert most - 3 < len(cut.encode()) <= most
    assert set(cut) == {"灯", "…"}
    assert signing.cut("灯" * 10, 30) == "灯" * 10


def test_wecom_takes_two_thousand_bytes_of_text_and_twice_that_of_markdown() -> None:
    long = Letter("1", "长", "灯" * 3000, NEW_YEAR)
    assert len(wecom_body(long)["text"]["content"].encode()) <= 2048
    marked = wecom_body(long, markdown=True)["markdown"]["content"]
    assert 4090 < len(marked.encode()) <= 4096


@pytest.mark.parametrize(
    ("channel", "reply", "end", "again"),
    [
        (Feishu(), {"code": 19021, "msg": "sign match fail"}, "refused", False),
        (Feishu(), {"code": 11232}, "refused", True),
        (Feishu(), {"StatusCode": 0}, "sent", False),
        (WeCom(), {"errcode": 45009}, "refused", True),
        (WeCom(), {"errcode": 93000, "errmsg": "invalid webhook url"}, "refused", False),
        (DingTalk(), {"errcode": 310000}, "refused", False),
        (DingTalk(), {"errcode": -1}, "refused", True),
        (DingTalk(), {"hello": 1}, "unknown", False),
        (DingTalk(), ["errcode"], "unknown", False),
    ],
)
def test_the_code_in_the_reply_decides_not_its_status(
    provider: Provider, channel: Any, reply: Any, end: str, again: bool
) -> None:
    from tests.notices.provider import answer

    provider.script = [answer(json.dumps(reply).encode())]
    outcome = channel.send(LETTER, To("tok"))
    assert (outcome.end, outcome.again) == (end, again)
