"""Read gettext .po catalogues and write .mo files, in Python alone, so that nobody needs msgfmt."""

import ast
import re
import struct
from dataclasses import dataclass, field
from pathlib import Path

MAGIC = 0x950412DE
HEADER = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=1; plural=0;\n"
KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d+)\])?)\s+(".*")$')


@dataclass
class Message:
    """One entry: `texts` holds msgstr, or msgstr[0], msgstr[1] … by number."""

    line: int
    context: str | None = None
    source: str = ""
    plural: str | None = None
    texts: dict[int, str] = field(default_factory=dict)
    fuzzy: bool = False

    @property
    def key(self) -> tuple[str | None, str]:
        return self.context, self.source

    @property
    def translated(self) -> bool:
        return bool(self.texts) and all(self.texts.values()) and not self.fuzzy


class Fault(Exception):
    """The catalogue cannot be read; the text names file and line."""


def read(path: Path) -> list[Message]:
    """All entries in the order of the file, the header included, obsolete ones (#~) left out."""
    messages: list[Message] = []
    fuzzy, part = False, ""
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = raw.strip()
        if line.startswith("#"):
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
        elif match := KEYWORD.match(line):
            part = match[1]
            if part == "msgctxt" or (part == "msgid" and not _awaits_its_source(messages)):
                messages.append(Message(number, fuzzy=fuzzy))
                fuzzy = False
            _append(messages, part, _text(match[3], path, number), path, number)
        elif line.startswith('"') and part:
            _append(messages, part, _text(line, path, number), path, number, more=True)
        elif line:
            raise Fault(f"{path}:{number}: not a line of a catalogue: {line}")
    return messages


def _awaits_its_source(messages: list[Message]) -> bool:
    return (
        bool(messages)
        and messages[-1].context is not None
        and not messages[-1].texts
        and not messages[-1].source
    )


def _text(quoted: str, path: Path, number: int) -> str:
    try:
        return str(ast.literal_eval(quoted))
    except (SyntaxError, ValueError) as fault:
        raise Fault(f"{path}:{number}: the quotation marks do not match: {quoted}") from fault


def _append(
    messages: list[Message], part: str, text: str, path: Path, number: int, more: bool = False
) -> None:
    if not messages:
        raise Fault(f"{path}:{number}: {part} stands before any msgid.")
    message = messages[-1]
    if part == "msgctxt":
        message.context = (message.context or "") + text
    elif part == "msgid":
        message.source += text
    elif part == "msgid_plural":
        message.plural = (message.plural or "") + text
    else:
        index = int(part[7:-1] or 0) if "[" in part else 0
        if index in message.texts and not more:
            raise Fault(f"{path}:{number}: a second {part} for one msgid; an entry lacks its msgid.")
        message.texts[index] = message.texts.get(index, "") + text


def compiled(messages: list[Message]) -> bytes:
    """The .mo file of these entries: untranslated and fuzzy ones left out, a header supplied if need be."""
    pairs = {_id(m): _string(m) for m in messages if m.translated and m.source}
    header = next(
        (m.texts[0] for m in messages if not m.source and m.context is None and m.texts.get(0)), HEADER
    )
    pairs[b""] = header.encode()
    return _packed(sorted(pairs.items()))


def _id(message: Message) -> bytes:
    context = "" if message.context is None else f"{message.context}\x04"
    plural = "" if message.plural is None else f"\x00{message.plural}"
    return f"{context}{message.source}{plural}".encode()


def _string(message: Message) -> bytes:
    return "\x00".join(message.texts[index] for index in sorted(message.texts)).encode()


def _packed(pairs: list[tuple[bytes, bytes]]) -> bytes:
    count, table = len(pairs), 28
    strings_at = table + count * 16
    ids = b"".join(source + b"\x00" for source, _ in pairs)
    ids_index, texts_index, offset, second = b"", b"", strings_at, strings_at + len(ids)
    for source, text in pairs:
        ids_index += struct.pack("<II", len(source), offset)
        texts_index += struct.pack("<II", len(text), second)
        offset, second = offset + len(source) + 1, second + len(text) + 1
    head = struct.pack("<7I", MAGIC, 0, count, table, table + count * 8, 0, strings_at)
    return head + ids_index + texts_index + ids + b"".join(text + b"\x00" for _, text in pairs)
