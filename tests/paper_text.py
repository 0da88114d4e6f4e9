"""Reads a PDF as a program that extracts its text does: objects, fonts with their ToUnicode tables, and the shown glyphs."""

import re
import zlib
from dataclasses import dataclass, field

OBJECT = re.compile(rb"(?m)^(\d+) 0 obj\s(.*?)\bendobj", re.S)
STREAM = re.compile(rb"(.*?)\bstream\r?\n(.*?)\r?\n?endstream", re.S)
SHOWN = re.compile(
    rb"/(\S+) [\d.]+ Tf|(<[0-9A-Fa-f]*>|\((?:[^()\\]|\\.)*\))|\bT[jJ]\b|\b(?:T[dDm*]|BT)\b", re.S
)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass
class Paper:
    objects: dict[int, bytes] = field(default_factory=dict)
    streams: dict[int, bytes] = field(default_factory=dict)

    def refers(self, body: bytes, name: str) -> int | None:
        found = re.search(rb"/" + name.encode() + rb"\s+(\d+) 0 R", body)
        return int(found[1]) if found else None


def opened(pdf: bytes) -> Paper:
    paper = Paper()
    for number, body in OBJECT.findall(pdf):
        stream = STREAM.match(body)
        if stream:
            inner = zlib.decompress(stream[2]) if b"/FlateDecode" in stream[1] else stream[2]
            paper.streams[int(number)] = inner
            body = stream[1]
        paper.objects[int(number)] = body
    for number, body in list(paper.objects.items()):
        if b"/ObjStm" in body:
            unpack(paper, number, body)
    return paper


def unpack(paper: Paper, number: int, body: bytes) -> None:
    whole = paper.streams[number]
    first = int(re.search(rb"/First (\d+)", body)[1])  # type: ignore[index]
    head = list(map(int, whole[:first].split()))
    starts = [*(first + at for at in head[1::2]), len(whole)]
    for place, name in enumerate(head[::2]):
        paper.objects[name] = whole[starts[place] : starts[place + 1]]


def letters(table: bytes) -> dict[int, str]:
    """What each glyph number of a ToUnicode table stands for."""
    found: dict[int, str] = {}
    for part in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.S):
        for code, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", part):
            found[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    for part in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.S):
        for start, end, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", part):
            base = bytes.fromhex(text.decode()).decode("utf-16-be")
            for step in range(int(end, 16) - int(start, 16) + 1):
                found[int(start, 16) + step] = base[:-1] + chr(ord(base[-1]) + step)
    return found


def bytes_of(token: bytes) -> bytes:
    if token.startswith(b"<"):
        return bytes.fromhex(token[1:-1].decode())
    return re.sub(
        rb"\\([0-7]{1,3}|.)",
        lambda m: bytes([int(m[1], 8)]) if m[1][:1].isdigit() else ESCAPES.get(m[1], m[1]),
        token[1:-1],
        flags=re.S,
    )


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page in the order in which it is drawn."""
    paper = opened(pdf)
    pages = [body for _, body in sorted(paper.objects.items()) if re.search(rb"/Type\s*/Page\b", body)]
    return [text_of(paper, page) for page in pages]


def text_of(paper: Paper, page: bytes) -> str:
    resources = (
        paper.objects[paper.refers(page, "Resources") or 0] if paper.refers(page, "Resources") else page
    )
    fonts = resources
    if (own := paper.refers(resources, "Font")) is not None:
        fonts = paper.objects[own]
    tables = {}
    for name, number in re.findall(rb"/(f\d+|F\w+)\s+(\d+) 0 R", fonts):
        table = paper.refers(paper.objects[int(number)], "ToUnicode")
        tables[name] = letters(paper.streams[table]) if table else {}
    content = paper.streams[paper.refers(page, "Contents") or 0]
    return "".join(shown(content, tables))


def shown(content: bytes, tables: dict[bytes, dict[int, str]]) -> list[str]:
    out, table = [], {}
    for found in SHOWN.finditer(content):
        if found[1]:
            table = tables.get(found[1], {})
        elif found[2]:
            raw = bytes_of(found[2])
            out += [table.get(int.from_bytes(raw[at : at + 2], "big"), "") for at in range(0, len(raw), 2)]
        else:
            out.append("\n" if found[0] in {b"BT"} else "")
    return out
