"""A webhook of a place's own: JSON, signed over its timestamp and body, with an id that stays at every attempt."""

from linli.notices import wire
from linli.notices.channels import signing
from linli.notices.channels.robots import JSON
from linli.notices.outcome import SENT, Letter, Outcome, To, refused, unknown


class Hook:
    """`letter.title` is the event, `letter.text` the JSON body. Success is an answer from 200 to 299."""

    def send(self, letter: Letter, to: To) -> Outcome:
        try:
            reply = wire.post(to.address, letter.text.encode(), headers_for(letter, to.secret))
        except wire.NotAllowed as fault:
            return refused(str(fault))
        except wire.NotReached as fault:
            return refused(str(fault), again=True)
        except wire.NoAnswer as fault:
            return unknown(str(fault))
        if 200 <= reply.status < 300:
            return SENT
        again = reply.status in {408, 409, 425, 429} or reply.status >= 500
        return refused(str(reply.status), again=again)


def headers_for(letter: Letter, secret: str) -> dict[str, str]:
    moment = int(letter.at.timestamp())
    return JSON | {
        "X-Linli-Event": letter.title,
        "X-Linli-Id": letter.id,
        "X-Linli-Timestamp": str(moment),
        "X-Linli-Signature": f"sha256={signing.webhook(secret, moment, letter.text.encode())}",
    }
