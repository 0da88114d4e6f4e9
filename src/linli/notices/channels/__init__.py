"""Each way out under its key. Which of them are there follows from the settings."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.conf import settings

from linli.notices.channels.hook import Hook
from linli.notices.channels.mail import Mail
from linli.notices.channels.robots import DingTalk, Feishu, Lark, WeCom
from linli.notices.channels.sms import Sms
from linli.notices.outcome import SENT, Channel, Letter, Outcome, To

ROBOTS = ("wecom", "dingtalk", "feishu", "lark")


class InApp:
    """The list in Linli itself: the row is the message."""

    def send(self, letter: Letter, to: To) -> Outcome:
        return SENT


CHANNELS: Final[Mapping[str, Channel]] = MappingProxyType(
    {
        "inapp": InApp(),
        "mail": Mail(),
        "sms": Sms(),
        "wecom": WeCom(),
        "dingtalk": DingTalk(),
        "feishu": Feishu(),
        "lark": Lark(),
        "hook": Hook(),
    }
)


def is_set_up(channel: str) -> bool:
    """Mail and text messages need a provider; a robot needs nothing but its own row."""
    if channel == "mail":
        return bool(settings.LINLI_MAIL_FROM)
    return channel != "sms" or bool(settings.LINLI_SMS["url"])
