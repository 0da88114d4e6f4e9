"""Sixty pictures that tell more than they show, made here: what carries it, in which format. SECRET stands in each."""

import struct
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from PIL.PngImagePlugin import PngInfo

from tests.cases import photos
from tests.cases.photos import SECRET, TALKING, WORD, XMP, drawn, exif, icc, jpeg, saved, with_segment
from tests.files.heavy import chunk

Take = Callable[[], bytes]
FILM = struct.pack(">I4s4sI", 24, b"ftyp", b"mp42", 0) + b"mp42isom" + b"mdat" + SECRET
SECOND = photos.jpeg(comment=SECRET)
MODES = ("RGB", "L", "CMYK")


def segments() -> dict[str, bytes]:
    """What writers put into a JPEG beside its pixels, by the number of the segment."""
    return {
        "JFXX with a thumbnail": b"\xe0JFXX\x00\x10" + SECOND,
        "extended XMP": b"\xe1http://ns.adobe.com/xmp/extension/\x00"
        + b"0" * 32
        + struct.pack(">II", 64, 0)
        + SECRET,
        "Exif without a head": b"\xe1Exif\x00\x00II*\x00" + SECRET,
        "second picture (MPF)": b"\xe2MPF\x00II*\x00" + SECRET,
        "FlashPix": b"\xe2FPXR\x00" + SECRET,
        "Kodak": b"\xe3Meta\x00\x00" + SECRET,
        "Samsung": b"\xe4" + SECRET,
        "Ricoh": b"\xe5RMETA\x00" + SECRET,
        "NITF": b"\xe6NITF\x00" + SECRET,
        "Huawei": b"\xe7" + SECRET,
        "SPIFF": b"\xe8SPIFF\x00" + SECRET,
        "media of another maker": b"\xe9Media Jukebox\x00" + SECRET,
        "provenance (JUMBF)": b"\xebJP\x00\x01\x00\x00\x00\x01" + struct.pack(">I", 40) + b"jumb" + SECRET,
        "Ducky": b"\xecDucky\x00\x02" + SECRET,
        "Photoshop": b"\xed" + photos.iptc(),
        "Adobe": b"\xeeAdobe\x00" + SECRET,
        "GraphicConverter": b"\xefQ 90 " + SECRET,
    }


def jpegs() -> Iterator[tuple[str, Take]]:
    for name, content in segments().items():
        yield f"JPEG: {name}", lambda content=content: with_segment(content[0], content[1:])
    for mode in MODES:
        yield f"JPEG {mode}: Exif and comment", lambda mode=mode: in_mode(mode, exif=exif(), comment=SECRET)
    for turned in (3, 5, 8):
        yield f"JPEG turned {turned}: place", lambda turned=turned: jpeg(exif=exif(orientation=turned))
    yield "JPEG: two comments", two_comments
    yield "JPEG: film and XMP", lambda: with_segment(0xE1, XMP) + FILM
    yield "JPEG: another JPEG behind it", lambda: jpeg() + SECOND
    yield "JPEG: zeros and words behind it", lambda: jpeg() + b"\x00" * 4096 + SECRET
    yield "JPEG in passes: profile", lambda: jpeg(progressive=True, icc_profile=icc())


def two_comments() -> bytes:
    once = with_segment(0xFE, SECRET)
    return once[:2] + b"\xff\xfe" + struct.pack(">H", len(SECRET) + 2) + SECRET + once[2:]


def in_mode(mode: str, **more: Any) -> bytes:
    return saved(drawn(mode=mode, colour=7 if mode == "L" else "teal"), "JPEG", **more)


def png(**more: Any) -> bytes:
    return saved(drawn(mode="RGBA"), "PNG", **more)


def with_chunk(kind: bytes, body: bytes, before: bytes = b"IDAT") -> bytes:
    plain = png()
    at = plain.index(before) - 4
    return plain[:at] + chunk(kind, body) + plain[at:]


def pngs() -> Iterator[tuple[str, Take]]:
    chunks = {
        b"tEXt": b"Comment\x00" + SECRET,
        b"zTXt": b"Comment\x00\x00" + zlib.compress(SECRET, 0),
        b"iTXt": b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + XMP[29:],
        b"eXIf": exif().tobytes()[6:],
        b"prVt": SECRET,
        b"caBX": SECRET,
        b"sPLT": b"name\x00\x08" + SECRET[:12] + SECRET[12:] + b"\x00" * 4,
    }
    for kind, body in chunks.items():
        yield f"PNG: {kind.decode()}", lambda kind=kind, body=body: with_chunk(kind, body)
    yield "PNG: words behind the pixels", lambda: with_chunk(b"tEXt", b"Author\x00" + SECRET, b"IEND")
    yield "PNG: profile", lambda: png(icc_profile=icc()) + SECRET
    yield "PNG: bytes behind the end", lambda: png() + SECRET
    yield "PNG: film behind the end", lambda: png() + FILM
    yield "PNG: frames", lambda: png(save_all=True, append_images=[drawn(mode="RGBA")]) + SECRET
    yield "PNG: text twice packed", lambda: png(pnginfo=packed_words(), exif=exif())


def packed_words() -> PngInfo:
    words = PngInfo()
    words.add_text("Comment", WORD, zip=True)
    words.add_text("Author", WORD)
    return words


def riff(kind: bytes, body: bytes) -> bytes:
    """A WebP with one more chunk at its end, counted in its size."""
    plain = photos.webp()
    more = kind + struct.pack("<I", len(body)) + body + b"\x00" * (len(body) % 2)
    return plain[:4] + struct.pack("<I", len(plain) - 8 + len(more)) + plain[8:] + more


def others() -> Iterator[tuple[str, Take]]:
    yield "WebP without loss: Exif", lambda: saved(drawn(), "WEBP", lossless=True, exif=exif().tobytes())
    yield "WebP: XMP", lambda: saved(drawn(), "WEBP", xmp=XMP[29:])
    yield "WebP: profile", lambda: saved(drawn(), "WEBP", icc_profile=icc())
    yield "WebP: a chunk of its own", lambda: riff(b"PRIV", SECRET)
    yield "WebP: bytes behind the end", lambda: photos.webp() + SECRET
    yield "GIF: comment and frames", lambda: frames("GIF", comment=SECRET)
    yield "GIF: bytes behind the end", lambda: photos.gif() + SECRET
    yield "GIF: application", lambda: application(photos.gif())
    yield "BMP: bytes behind the end", lambda: saved(drawn(), "BMP") + SECRET
    yield "BMP: bytes before the pixels", gap_in_bmp


def frames(kind: str, **more: Any) -> bytes:
    two = [drawn(mode="P", colour=2), drawn(mode="P", colour=3)]
    return saved(drawn(mode="P", colour=1), kind, save_all=True, append_images=two, **more)


def application(gif: bytes) -> bytes:
    """XMP as GIF carries it."""
    at = gif.index(b"\x2c")
    block = b"\x21\xff\x0bXMP DataXMP" + bytes([len(SECRET)]) + SECRET + b"\x00"
    return gif[:at] + block + gif[at:]


def gap_in_bmp() -> bytes:
    plain = saved(drawn(), "BMP")
    start = struct.unpack("<I", plain[10:14])[0]
    return plain[:10] + struct.pack("<I", start + len(SECRET)) + plain[14:start] + SECRET + plain[start:]


CORPUS: dict[str, Take] = dict([*jpegs(), *pngs(), *others()])
CORPUS |= {f"{name} (as of old)": take for name, take in TALKING.items()}
