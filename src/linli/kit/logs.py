"""What stands in a log: when, where and what kind of fault. Never what somebody typed, and not the address that was asked for."""

import logging
import re
import traceback
from types import TracebackType
from typing import Any, Final

OURS: Final = "linli"
# What may have slipped into a sentence of ours: telephones, papers, receipts, secrets, and whatever follows a question mark.
_TELLTALE: Final = re.compile(
    r"\b\d[\d \-]{5,}[\dXx]\b|\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}\b|\b[\w-]{32,}\b|[\w.+-]+@[\w-]+\.\w+|\?\S+"
)
_COVERED: Final = "…"
Fault = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Plain(logging.Formatter):
    """Sentences of ours as they are, covered where they may tell; of others only the sentence without what fills it."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        plain = logging.makeLogRecord(record.__dict__)
        plain.msg, plain.args, plain.exc_text, plain.stack_info = self.said(record), (), None, None
        return super().format(plain)

    def said(self, record: logging.LogRecord) -> str:
        if record.name.partition(".")[0] == OURS:
            return _TELLTALE.sub(_COVERED, record.getMessage())
        if record.name.startswith("django.security"):
            return "a request that was refused"
        words = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
        return " ".join(
            filter(None, (_TELLTALE.sub(_COVERED, words), route_of(getattr(record, "request", None))))
        )

    def formatException(self, ei: Any) -> str:  # noqa: N802
        """Where it went wrong and of what kind. The message of an exception may hold what was typed."""
        lines = []
        fault: BaseException | None = ei[1]
        while fault is not None:
            frames = "".join(f"  {frame.filename}:{frame.lineno} {frame.name}\n" for frame in _frames(fault))
            lines.append(f"{frames}{type(fault).__module__}.{type(fault).__qualname__}")
            fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
        return "\n".join(lines)


def _frames(fault: BaseException) -> traceback.StackSummary:
    return traceback.extract_tb(fault.__traceback__)


def route_of(request: Any) -> str:
    """The pattern of the address: a number, a word or a code in it is somebody's."""
    match = getattr(request, "resolver_match", None)
    method = getattr(request, "method", "")
    return f"[{method} /{match.route}]" if match is not None else f"[{method}]" if method else ""


def logging_settings(level: str) -> dict[str, Any]:
    """For Django's LOGGING: everything to standard error, in plain words; nothing by mail."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": {"()": "linli.kit.logs.Plain"}},
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "plain"}},
        "root": {"handlers": ["out"], "level": level},
        "loggers": {
            "django": {"handlers": ["out"], "level": level, "propagate": False},
            "django.request": {"level": "ERROR"},  # what was refused or not found is no news
        },
    }
