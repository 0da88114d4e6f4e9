"""Files that are small to send and large to open, made here: tables and texts. Pictures of this kind: tests/cases/photos.py."""

import gzip
import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from tests.cases.photos import drawn, many_frames, saved
from tests.importing.sheets import bomb, with_cell_far_away, workbook

ROWS = [["序号", "内容"], [1, "灯"]]
FAR = b'<row r="31000"><c r="SR31000"><v>1</v></c></row></sheetData>'
NOISE = os.urandom(60_000).hex().encode()  # what keeps a part from being packed too well to be believed


def remade(path: Path, change: Callable[[str, bytes], bytes], sheets: int = 1) -> bytes:
    """A workbook with its parts changed on the way."""
    workbook(path, *[ROWS] * sheets)
    made = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return made.getvalue()


def in_part(ending: str, old: bytes, new: bytes) -> Callable[[str, bytes], bytes]:
    return lambda name, part: part.replace(old, new) if name.endswith(ending) else part


def far_corners(path: Path) -> bytes:
    """Eight sheets of two cells each, as far from each other as one sheet may have them."""
    return remade(path, in_part(".xml", b"</sheetData>", FAR), sheets=8)


def one_word_again_and_again(path: Path) -> bytes:
    """A million letters, written once and meant by three thousand cells: three gigabytes for a reader."""
    rows = "".join(f'<row r="{i}"><c r="B{i}" t="s"><v>2</v></c></row>' for i in range(3, 3003)).encode()

    def change(name: str, part: bytes) -> bytes:
        part = in_part("sheet1.xml", b"</sheetData>", rows + b"</sheetData>")(name, part)
        return in_part("sharedStrings.xml", "灯".encode(), b"a" * 1_000_000)(name, part)

    return remade(path, change)


def many_short_words(path: Path) -> bytes:
    """Three million empty words beside noise, so that it does not look too well packed."""
    words = b"<!--" + NOISE * 2 + b"-->" + b"<si><t/></si>" * 3_000_000
    return remade(path, in_part("sharedStrings.xml", b"</sst>", words + b"</sst>"))


def laughs(depth: int = 9) -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, depth))
    return f'<!DOCTYPE x [<!ENTITY l0 "哈哈">{entities}]>'.encode()


def billion_laughs(path: Path, ending: str = "sharedStrings.xml") -> bytes:
    def change(name: str, part: bytes) -> bytes:
        if not name.endswith(ending):
            return part
        head, _, rest = part.partition(b"?>")
        return (
            head
            + b"?>"
            + laughs()
            + rest.replace("灯".encode(), b"&l8;").replace(b"<v>1</v>", b"<v>&l8;</v>")
        )

    return remade(path, change)


def nested(path: Path) -> bytes:
    """An archive in an archive, ten deep, the innermost of which unpacks to ten megabytes."""
    content, name = b"\x00" * 10_000_000, "xl/workbook.xml"
    for _deep in range(10):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, content)
        content, name = made.getvalue(), "inner.xlsx"
    return content


def tags_without_end(path: Path) -> bytes:
    """For whoever looks for cells by a pattern: a tag that never closes, again and again."""
    return remade(path, in_part("sheet1.xml", b"</sheetData>", b'<c r="A1" ' * 700_000 + NOISE))


HEAVY_TABLES: dict[str, Callable[[Path], bytes]] = {
    "bomb 1:1000": lambda path: bomb(path, megabytes=40).read_bytes(),
    "cell in the furthest corner": lambda path: with_cell_far_away(path).read_bytes(),
    "far corners of eight sheets": far_corners,
    "one word again and again": one_word_again_and_again,
    "many short words": many_short_words,
    "tags without end": tags_without_end,
    "nested archive": nested,
    "laughs in the words": billion_laughs,
    "laughs in the cells": lambda path: billion_laughs(path, "sheet1.xml"),
    "laughs in the book": lambda path: billion_laughs(path, "workbook.xml"),
    "gzip 1:1000": lambda path: gzip.compress(b"a,b\n" + b"0" * 40_000_000),
    "a row without end": lambda path: b"a,b\n" + b"," * 20_000_000,
    "a quoted row without end": lambda path: b'a,b\n"' + b'\n","' * 5_000_000,
    "64 megabytes and one": lambda path: b"a,b\n" + b"1,2\n" * 16 * 1024 * 1024,
}
# They may be read, since nobody opens what they hide; what is hidden must not come out.
HARMLESS = {"laughs in the words", "laughs in the cells", "laughs in the book", "many short words"}

DEEP = 100_000
HEAVY_TEXTS: dict[str, dict[str, bytes]] = {
    "outline": {
        "deep list": b"[" * DEEP,
        "deep geometry": b'{"type":' * DEEP,
        "no number": b'{"type":"Polygon","coordinates":[[[NaN,1],[2,3],[1e999,4]]]}',
        "five megabytes": b" " * 5_000_000,
    },
    "calendar": {
        "deep": b'{"days":' * DEEP,
        "long cell": b"date,kind,name\n" + b"x" * 200_000,
        "two megabytes": b"date,kind,name\n" + b"\n" * 2_000_000,
    },
    "rule book": {
        "deep list": b"a = " + b"[" * DEEP,
        "deep table": b"a = " + b"{a=" * DEEP,
        "long key": b".".join([b"a"] * 50_000) + b" = 1",
        "long number": b"a = " + b"9" * 5_000,
        "five megabytes": b"a" * 5_000_000,
    },
}


def animated_png(frames: int) -> bytes:
    """An APNG: as many frames as asked for, of which a reader of one picture needs only the first."""
    plain = saved(drawn((8, 8)), "PNG")
    at = plain.index(b"IDAT") - 4
    size = struct.unpack(">I", plain[at : at + 4])[0]
    pixels = plain[at + 8 : at + 8 + size]
    made = [chunk(b"acTL", struct.pack(">II", frames, 0)), control(0), plain[at : at + 12 + size]]
    for number in range(1, 2 * frames - 2, 2):
        made += [control(number), chunk(b"fdAT", struct.pack(">I", number + 1) + pixels)]
    return plain[:at] + b"".join(made) + plain[at + 12 + size :]


def control(number: int) -> bytes:
    return chunk(b"fcTL", struct.pack(">IIIIIHHBB", number, 8, 8, 0, 0, 1, 10, 0, 0))


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


FRAMES: dict[str, Callable[[], bytes]] = {
    "10,000 frames of a PNG": lambda: animated_png(10_000),
    "10,000 frames of a GIF": lambda: many_frames(10_000),
    "1,000 frames of a WebP": lambda: saved(
        drawn((8, 8)),
        "WEBP",
        save_all=True,
        append_images=[drawn((8, 8), colour=(n % 256, 1, 1)) for n in range(999)],
    ),
}
