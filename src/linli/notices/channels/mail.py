"""E-mail by Django's own sender. The Message-ID stays the same, so that a repetition folds in the reader's box."""

import smtplib
import socket
import ssl

from django.conf import settings
from django.core.mail import EmailMessage

from linli.notices.outcome import SENT, Letter, Outcome, To, refused, unknown


class Mail:
    def send(self, letter: Letter, to: To) -> Outcome:
        message = EmailMessage(letter.title, letter.text, None, [to.address])
        message.extra_headers["Message-ID"] = f"<{letter.id}@{settings.LINLI_MAIL_NAME}>"
        if letter.unfollow:
            message.extra_headers["List-Unsubscribe"] = f"<{letter.unfollow}>"
            message.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        try:
            message.send()
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused) as fault:
            return refused(type(fault).__name__)
        except smtplib.SMTPResponseException as fault:
            return refused(str(fault.smtp_code), again=400 <= fault.smtp_code < 500)
        except (OSError, smtplib.SMTPException) as fault:
            return not_through(fault)
        return SENT


def not_through(fault: Exception) -> Outcome:
    """Before the connection stood nothing can have left; afterwards nobody knows."""
    name = type(fault).__name__
    before = ConnectionRefusedError | socket.gaierror | ssl.SSLCertVerificationError
    return refused(name, again=True) if isinstance(fault, before) else unknown(name)
