"""What the mail server's answers mean."""

import smtplib
import socket
from typing import Any

import pytest
from django.core.mail import EmailMessage

from linli.notices.channels.mail import Mail
from linli.notices.outcome import Letter, To
from tests.lane import MONDAY


@pytest.mark.parametrize(
    ("fault", "end", "again"),
    [
        (None, "sent", False),
        (smtplib.SMTPRecipientsRefused({}), "refused", False),
        (smtplib.SMTPDataError(554, b"no"), "refused", False),
        (smtplib.SMTPDataError(451, b"later"), "refused", True),
        (smtplib.SMTPConnectError(421, b"full"), "refused", True),
        (ConnectionRefusedError(), "refused", True),
        (socket.gaierror(), "refused", True),
        (smtplib.SMTPServerDisconnected(), "unknown", False),
        (TimeoutError(), "unknown", False),
        (ConnectionResetError(), "unknown", False),
    ],
)
def test_only_what_certainly_did_not_leave_is_tried_again_at_once(
    monkeypatch: pytest.MonkeyPatch, fault: Exception | None, end: str, again: bool
) -> None:
    def send(message: Any) -> int:
        if fault is not None:
            raise fault
        return 1

    monkeypatch.setattr(EmailMessage, "send", send)
    outcome = Mail().send(Letter("a", "提醒", "内容", MONDAY), To("a@example.org"))
    assert (outcome.end, outcome.again) == (end, again)


def test_an_address_does_not_show_itself_in_a_log() -> None:
    assert "example" not in repr(To("a@example.org", "secret"))
