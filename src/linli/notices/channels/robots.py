"""Group robots of WeCom, DingTalk, Feishu and Lark. What they answer with 200 may be a refusal: the code in it counts."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.conf import settings

from linli.notices import wire
from linli.notices.channels import signing
from linli.notices.outcome import SENT, Letter, Outcome, To, refused, unknown

TOO_FAST = {45009, 45033, 130101, 410100, 660026, 11232, 9499}  # their words for "too many messages"
FAULTS_OF_THEIRS = {-1, 1500}  # "the system is busy": nothing was taken


def handed_over(
    url: str, body: Mapping[str, Any], headers: Mapping[str, str], fields: tuple[str, ...]
) -> Outcome:
    """Post it, and read the business code under the first of these fields that the reply has."""
    data = json.dumps(body, ensure_ascii=False).encode()
    try:
        reply = wire.post(url, data, headers)
    except wire.NotAllowed as fault:
        return refused(str(fault))
    except wire.NotReached as fault:
        return refused(str(fault), again=True)
    except wire.NoAnswer as fault:
        return unknown(str(fault))
    return judged(reply, fields)


def judged(reply: wire.Reply, fields: tuple[str, ...]) -> Outcome:
    if reply.status == 429:
        return refused("429", crowded=True)
    if reply.status >= 500:
        return unknown(str(reply.status))
    if reply.status >= 300:
        return refused(str(reply.status))
    code = code_in(reply.body, fields)
    if code is None:
        return unknown("an answer without a code")
    if code == 0:
        return SENT
    return refused(f"code {code}", again=code in FAULTS_OF_THEIRS, crowded=code in TOO_FAST)


def code_in(body: bytes, fields: tuple[str, ...]) -> int | None:
    try:
        said = json.loads(body)
        return next((int(said[field]) for field in fields if field in said), None)
    except (ValueError, TypeError):
        return None


def address(provider: str, path: str) -> str:
    return settings.LINLI_ROBOTS[provider].rstrip("/") + path


def lines(letter: Letter, between: str = "\r\n") -> str:
    return between.join(filter(None, [letter.title, letter.text]))


class WeCom:
    def send(self, letter: Letter, to: To, *, markdown: bool = False) -> Outcome:
        url = address("wecom", f"/cgi-bin/webhook/send?key={quote(to.address, safe='')}")
        headers = {"Content-Type": "application/json; charset=utf-8"}
        return handed_over(url, wecom_body(letter, markdown=markdown), headers, ("errcode",))


def wecom_body(letter: Letter, *, markdown: bool = False) -> dict[str, Any]:
    if markdown:
        return {"msgtype": "markdown", "markdown": {"content": marked(letter, signing.WECOM_MARKDOWN_BYTES)}}
    return {"msgtype": "text", "text": {"content": signing.cut(lines(letter), signing.WECOM_TEXT_BYTES)}}


def marked(letter: Letter, most: int) -> str:
    return signing.cut(f"# {letter.title}\n{letter.text}", most)


class DingTalk:
    def send(self, letter: Letter, to: To, *, markdown: bool = False) -> Outcome:
        url = address("dingtalk", f"/robot/send?access_token={quote(to.address, safe='')}")
        if to.secret:
            moment = int(letter.at.timestamp() * 1000)
            url += f"&timestamp={moment}&sign={signing.dingtalk(to.secret, moment)}"
        return handed_over(url, dingtalk_body(letter, markdown=markdown), JSON, ("errcode",))


def dingtalk_body(letter: Letter, *, markdown: bool = False, phones: tuple[str, ...] = ()) -> dict[str, Any]:
    at = {"atMobiles": list(phones), "isAtAll": False}
    if markdown:
        words = {"title": letter.title, "text": f"# {letter.title}\n{letter.text}"}
        return {"msgtype": "markdown", "at": at, "markdown": words}
    return {"msgtype": "text", "at": at, "text": {"content": lines(letter)}}


class Feishu:
    provider, path, between = "feishu", "/open-apis/bot/v2/hook/{token}/", "\r\n"

    def send(self, letter: Letter, to: To) -> Outcome:
        url = address(self.provider, self.path.format(token=quote(to.address, safe="")))
        body = feishu_body(letter, to.secret, self.between)
        return handed_over(url, body, JSON, ("code", "StatusCode"))


class Lark(Feishu):
    provider, path, between = "lark", "/open-apis/bot/v2/hook/{token}", "\n"


def feishu_body(letter: Letter, secret: str = "", between: str = "\r\n") -> dict[str, Any]:
    body: dict[str, Any] = {"msg_type": "text", "content": {"text": lines(letter, between)}}
    if secret:
        moment = int(letter.at.timestamp())
        body |= {"timestamp": str(moment), "sign": signing.feishu(secret, moment)}
    return body


JSON = {"Content-Type": "application/json"}
