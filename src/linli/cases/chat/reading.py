"""From the text of a chat as it was copied to its messages, each with the words exactly as they stand. Pure.

Nothing is thrown away: a line that belongs to no message known by name becomes one without a name, and what the
programme itself wrote (somebody joined, somebody took a message back) is handed back apart.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from linli.cases.chat.moments import Moment, any_of, chat_words, moment_of, stamp

LONGEST_NAME = 30
RULES = re.compile(r"[-—–=_*\s·.。]{3,}")
NO_MOMENT = Moment()
NAME = rf"(?P<name>[^\n]{{1,{LONGEST_NAME}}}?)"


@dataclass(frozen=True)
class Message:
    """What one person sent at once. `said` are her own words; what she quoted and whom she called stand beside them."""

    speaker: str
    said: str
    moment: Moment = NO_MOMENT
    quoted: str = ""
    called: tuple[str, ...] = ()
    pictures: int = 0

    @property
    def is_empty(self) -> bool:
        """Only pictures, stickers and the like."""
        return not re.search(r"\w", without_placeholders(self.said))


@dataclass(frozen=True)
class Chat:
    messages: tuple[Message, ...]
    left_out: tuple[str, ...]


@dataclass
class Draft:
    """A message while its lines are still being read."""

    speaker: str = ""
    moment: Moment = NO_MOMENT
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Head:
    """What a line says about the message below it (or, with `rest`, on it)."""

    speaker: str | None
    moment: Moment
    rest: str = ""


def read(text: str, today: date) -> Chat:
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    lines = [line.replace("\u2005", " ").replace("\ufeff", "") for line in lines]
    heads = [head_of(line, today) for line in lines]
    timed = any(head and head.speaker is not None for head in heads)
    drafts, left_out = sorted_out(lines, heads, only_names=not timed)
    messages = (finished(draft) for draft in drafts)
    return Chat(tuple(message for message in messages if message), tuple(left_out))


def sorted_out(
    lines: list[str], heads: list[Head | None], *, only_names: bool
) -> tuple[list[Draft], list[str]]:
    drafts, left_out, known = [Draft()], [], Moment()
    for line, head in zip(lines, heads, strict=True):
        head = head or (named_head(line) if only_names else None)
        if head is None and is_notice(line):
            left_out += [line.strip()] if re.search(r"\w", line) else []
        elif head is None:
            drafts[-1].lines.append(line)
        elif head.speaker is None:
            known = Moment(head.moment.day or known.day, head.moment.clock)
            drafts.append(Draft(moment=known))
        else:
            at = head.moment.after(known) if head.moment else known
            known = Moment(at.day, at.clock)
            drafts.append(Draft(head.speaker, at, [head.rest] if head.rest else []))
    return drafts, left_out


@cache
def head_patterns() -> tuple[re.Pattern[str], ...]:
    """The ways in which a programme writes who and when above the words; the surest first."""
    when = stamp()
    return tuple(
        re.compile(pattern)
        for pattern in (
            rf"^[-—–=\s]*{when}[-—–=\s]*$",  # only a day or a time
            rf"^{when}\s+{NAME}(?:\(\d{{5,12}}\)|<[^>\s]+@[^>\s]+>)?\s*$",  # QQ: moment, name(number)
            rf"^{NAME}[:：]?\s+{when}\s*$",  # WeChat: name moment
            rf"^[\[（(【]{when}[\]）)】]\s*{NAME}[:：]\s*(?P<rest>.+)$",  # [moment] name: words
        )
    )


def head_of(line: str, today: date) -> Head | None:
    text = line.strip()
    if not text or len(text) > LONGEST_NAME + 60:
        return None
    for pattern in head_patterns():
        found = pattern.match(text)
        if found:
            return head_from(found, today)
    return None


def head_from(found: re.Match[str], today: date) -> Head | None:
    parts, moment = found.groupdict(), moment_of(found, today)
    if not moment:
        return None
    name = parts.get("name")
    if name is None:
        return Head(None, moment)
    if moment.clock is None or not is_a_name(name):
        return None
    return Head(tidy_name(name), moment, parts.get("rest") or "")


def named_head(line: str) -> Head | None:
    """ "name:" or "name: words", believed only where no line of the paste names a speaker and a time."""
    found = re.match(r"^\s*(?P<name>[^\s:：,，。！？!?;；]{1,16})\s?[:：]\s*(?P<rest>.*)$", line)
    if found is None or not is_a_name(found["name"]) or found["rest"].startswith("//"):
        return None
    return Head(tidy_name(found["name"]), Moment(), found["rest"])


def is_a_name(text: str) -> bool:
    words = chat_words()
    plain = text.strip()
    if plain in words["fields"] or re.search(r"[。！？!?；;，,]", plain) or plain.isdigit():
        return False
    return not any(plain.endswith(name) for name in words["fields"] if len(name) > 1)


def tidy_name(name: str) -> str:
    return name.strip().strip("“”\"'[]【】").strip() or name.strip()


@cache
def notices() -> re.Pattern[str]:
    ways = (".*".join(map(re.escape, notice.split("…"))) for notice in chat_words()["notices"])
    return re.compile("|".join(ways))


def is_notice(line: str) -> bool:
    text = line.strip().strip("[]【】")
    return bool(text) and bool(notices().fullmatch(text) or RULES.fullmatch(text))


def finished(draft: Draft) -> Message | None:
    said = "\n".join(draft.lines).strip("\n ")
    if not said.strip():
        return None
    message = Message(draft.speaker, said, draft.moment, pictures=len(re.findall(shown_pictures(), said)))
    return without_call(without_quote(message))


def without_quote(message: Message) -> Message:
    """The words of somebody else, which WeChat and QQ put before an answer, stand apart from hers."""
    for pattern in (
        r"^「(?P<quote>.+?)」\s*\n(?:[-—–\s]{3,}\n)?(?P<own>.*)$",
        r"^(?P<quote>>.*?(?:\n>.*?)*)\n+(?P<own>.*)$",
    ):
        found = re.match(pattern, message.said, re.S)
        if found and found["own"].strip():
            return replace(message, said=found["own"].strip("\n "), quoted=found["quote"].lstrip("> "))
    return message


def without_call(message: Message) -> Message:
    """ "@name" before the words only says to whom they go, as on an envelope."""
    found = re.match(r"^(?:@\S{1,30}\s+)+", message.said)
    if found is None or not message.said[found.end() :].strip():
        return message
    called = tuple(name[1:] for name in found[0].split())
    return replace(message, said=message.said[found.end() :].strip(), called=called)


@cache
def shown_pictures() -> str:
    return rf"[\[【]{any_of(chat_words()['pictures'])}[^\]】\n]*[\]】]"


@cache
def placeholders() -> re.Pattern[str]:
    """[图片], [语音 12"], and the small drawings that WeChat writes as [微笑]."""
    names = any_of(chat_words()["placeholders"])
    return re.compile(rf"[\[【](?:{names}[^\]】\n]*|[\u4e00-\u9fffA-Za-z]{{1,4}})[\]】]")


def without_placeholders(text: str) -> str:
    return placeholders().sub("", text)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of the words begins and ends, so that several demands can be told apart by hand."""
    start = 0
    for end in re.finditer(r"[。！？!?；;]+[”」』）)]*|\n+", text):
        if text[start : end.end()].strip():
            yield start, end.end()
            start = end.end()
    if text[start:].strip():
        yield start, len(text)
