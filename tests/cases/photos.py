"""Pictures as people and attackers send them, made here byte by byte. SECRET stands in everything that is not a pixel."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

SECRET = b"Baiguoer-13800001234"
WORD = SECRET.decode()
XMP = b"http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"
GPS = {1: "N", 2: (28.0, 3.0, 21.0), 3: "E", 4: (115.0, 32.0, 44.0)}


def drawn(size: tuple[int, int] = (64, 48), mode: str = "RGB", colour: Any = "teal") -> Image.Image:
    return Image.new(mode, size, colour)


def saved(picture: Image.Image, kind: str, **more: Any) -> bytes:
    target = io.BytesIO()
    picture.save(target, kind, **more)
    return target.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    found = Image.Exif()
    found[0x010F], found[0x010E], found[0x0112] = WORD, WORD, orientation
    found.get_ifd(0x8769).update({0x9286: SECRET, 0x9003: "2026:03:02 09:00:00"})
    found.get_ifd(0x8825).update(GPS)
    return found


def jpeg(**more: Any) -> bytes:
    return saved(drawn(), "JPEG", **more)


def with_segment(marker: int, content: bytes) -> bytes:
    """A JPEG with one more segment directly after its beginning."""
    plain = jpeg()
    return plain[:2] + struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content + plain[2:]


def iptc() -> bytes:
    record = b"\x1c\x02\x78" + struct.pack(">H", len(SECRET)) + SECRET
    block = b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(record)) + record
    return b"Photoshop 3.0\x00" + block + b"\x00" * (len(block) % 2)


def icc() -> bytes:
    """A colour profile whose description names somebody."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + SECRET


def thumbnail() -> bytes:
    """EXIF with a second, smaller JPEG inside, which keeps what was cropped or blurred."""
    small = saved(drawn((16, 12), colour="red"), "JPEG", comment=SECRET)
    first = struct.pack("<HHI", 0x0112, 3, 1) + struct.pack("<HH", 1, 0)
    start = 8 + 2 + 12 + 4
    rows = struct.pack("<HHII", 0x0201, 4, 1, start + 2 + 24 + 4) + struct.pack(
        "<HHII", 0x0202, 4, 1, len(small)
    )
    tiff = (
        b"II*\x00"
        + struct.pack("<I", 8)
        + struct.pack("<H", 1)
        + first
        + struct.pack("<I", start)
        + struct.pack("<H", 2)
        + rows
        + struct.pack("<I", 0)
        + small
    )
    return with_segment(0xE1, b"Exif\x00\x00" + tiff)


def motion() -> bytes:
    """A photo with a film behind its last byte, as telephones store it."""
    film = struct.pack(">I4s4sI", 24, b"ftyp", b"mp42", 0) + b"mp42isom" + b"mdat" + SECRET * 40
    about = XMP.replace(SECRET, SECRET + b" GCamera:MicroVideoOffset='900'")
    return with_segment(0xE1, about) + film


def png() -> bytes:
    words = PngInfo()
    words.add_text("Author", WORD)
    words.add_itxt("XML:com.adobe.xmp", XMP[29:].decode())
    words.add_text("Comment", WORD, zip=True)
    return saved(drawn(mode="RGBA"), "PNG", pnginfo=words, exif=exif())


def webp() -> bytes:
    return saved(drawn(), "WEBP", exif=exif().tobytes(), xmp=XMP[29:])


def gif() -> bytes:
    return saved(drawn(mode="P", colour=1), "GIF", comment=SECRET)


TALKING: dict[str, Callable[[], bytes]] = {
    "place of a telephone": lambda: jpeg(exif=exif()),
    "turned on its side": lambda: jpeg(exif=exif(orientation=6)),
    "XMP": lambda: with_segment(0xE1, XMP),
    "IPTC": lambda: with_segment(0xED, iptc()),
    "comment": lambda: jpeg(comment=SECRET),
    "colour profile": lambda: jpeg(icc_profile=icc()),
    "thumbnail": thumbnail,
    "bytes behind the end": lambda: jpeg() + SECRET,
    "film behind the end": motion,
    "maker's own segment": lambda: with_segment(0xEB, SECRET),
    "several passes": lambda: jpeg(progressive=True, exif=exif(), comment=SECRET),
    "text chunks of a PNG": png,
    "chunk of a PNG behind the end": lambda: png() + SECRET,
    "WebP": webp,
    "GIF comment": gif,
    "GIF with a script": lambda: b"GIF89a" + gif()[6:] + b"=1;/*" + SECRET + b"*/alert(1)",
    "JPEG with a page": lambda: jpeg() + b"<html><script>alert('" + SECRET + b"')</script>",
    "JPEG with an archive": lambda: jpeg() + zipped(SECRET, zipfile.ZIP_STORED),
}


def zipped(content: bytes, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", packing) as archive:
        archive.writestr("../../etc/passwd", content)
    return target.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A few bytes that ask for so many pixels."""
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in [
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)),
            (b"IDAT", zlib.compress(b"\x00" * 100_000, 9)),
            (b"IEND", b""),
        ]
    )


def full_png(width: int, height: int) -> bytes:
    """Really as many pixels as it says; a thousandth of that in bytes."""
    return saved(Image.new("L", (width, height)), "PNG")


def many_frames(number: int) -> bytes:
    one = saved(drawn((8, 8), "P", 1), "GIF")
    start = one.index(b"\x2c")
    return one[:start] + one[start:-1] * number + b";"


SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
XML = b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><x>&b;</x>"
NO_PICTURE: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "words": lambda: "这不是图片".encode(),
    "SVG with a script": lambda: SVG,
    "page named .jpg": lambda: b"<html><script>alert(1)</script></html>",
    "entities": lambda: XML,
    "archive": lambda: zipped(b"\x00" * 10_000_000),
    "paper": lambda: b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj",
    "PostScript": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) run\n",
    "half a JPEG": lambda: saved(drawn((800, 600)), "JPEG")[:700],
    "head of a JPEG": lambda: jpeg()[:3],
    "PNG with too few rows": lambda: png_that_claims(3000, 3000),
    "TIFF": lambda: saved(drawn(), "TIFF"),
}
TOO_LARGE: dict[str, Callable[[], bytes]] = {
    "50 megabytes": lambda: jpeg() + b"\x00" * 50_000_000,
    "100 megapixels": lambda: full_png(10_000, 10_000),
    "100 megapixels of a camera": lambda: saved(Image.new("L", (10_000, 10_000)), "JPEG"),
    "says four gigapixels": lambda: png_that_claims(65_535, 65_535),
    "one pixel wide": lambda: full_png(1, 65_535),
    "45 megapixels in passes": lambda: saved(Image.new("RGB", (9000, 5000)), "JPEG", progressive=True),
}
HEAVY: dict[str, Callable[[], bytes]] = {
    "60 megapixels of a camera": lambda: saved(Image.new("RGB", (8944, 6708)), "JPEG"),
    "29 megapixels in passes": lambda: saved(
        Image.new("RGB", (6200, 4670)), "JPEG", progressive=True, subsampling=0
    ),
    "35 megapixels with transparency": lambda: saved(
        Image.new("RGBA", (7000, 5100)), "PNG", compress_level=1
    ),
    "15 megapixels of WebP": lambda: saved(Image.new("RGBA", (4600, 3400), (1, 2, 3, 80)), "WEBP", method=0),
    "10,000 frames": lambda: many_frames(10_000),
}
