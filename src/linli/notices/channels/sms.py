"""Text messages through any gateway that takes JSON over HTTPS; its settings say which field of the reply counts."""

import json
from typing import Any

from django.conf import settings

from linli.notices import wire
from linli.notices.channels.robots import JSON
from linli.notices.outcome import SENT, Letter, Outcome, To, refused, unknown


class Sms:
    def send(self, letter: Letter, to: To) -> Outcome:
        gateway: dict[str, str] = settings.LINLI_SMS
        body = {"to": to.address, "text": letter.text, "sign": gateway["sign"], "id": letter.id}
        headers = JSON | {"Authorization": f"Bearer {gateway['key']}", "Idempotency-Key": letter.id}
        try:
            reply = wire.post(gateway["url"], json.dumps(body, ensure_ascii=False).encode(), headers)
        except wire.NotAllowed as fault:
            return refused(str(fault))
        except wire.NotReached as fault:
            return refused(str(fault), again=True)
        except wire.NoAnswer as fault:
            return unknown(str(fault))
        return judged(reply, gateway)


def judged(reply: wire.Reply, gateway: dict[str, str]) -> Outcome:
    if reply.status == 429:
        return refused("429", crowded=True)
    if reply.status >= 500:
        return unknown(str(reply.status))
    if reply.status >= 300:
        return refused(str(reply.status))
    code = said(reply.body, gateway["field"])
    if code is None:
        return unknown("an answer without a code")
    return SENT if code == gateway["good"] else refused(f"code {code}")


def said(body: bytes, field: str) -> str | None:
    try:
        found: Any = json.loads(body)
        return str(found[field]) if field in found else None
    except (ValueError, TypeError):
        return None
