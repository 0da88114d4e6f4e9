"""Run as a child process: read a picture, draw it anew on a fresh canvas, write two JPEG files. Knows nothing of Linli.

usage: python repaint.py IN OUT THUMB   (prints "width height"; exit 3: no picture, 4: too large)
"""

import resource
import sys
from typing import Any

LONGEST_EDGE = 2048
THUMB_EDGE = 480
MOST_EDGE = 30_000
MEMORY_BYTES = 390 * 1024 * 1024  # of address space, which is never less than what is resident
CPU_SECONDS = 10
# What a decoder holds for each pixel differs: JPEG is read at a smaller scale (unless it came in several passes).
MOST_PIXELS = {
    "JPEG": 64_000_000,
    "PNG": 36_000_000,
    "GIF": 36_000_000,
    "BMP": 36_000_000,
    "WEBP": 16_000_000,
}
MOST_PIXELS_IN_PASSES = 30_000_000


def main(source: str, target: str, thumb: str) -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # counted below, before a pixel is decoded
    try:
        with Image.open(source, formats=tuple(MOST_PIXELS)) as opened:
            if is_too_large(opened):
                return 4
            shrink(opened)  # first of all: every later step makes a copy
            upright = ImageOps.exif_transpose(opened)
            canvas = Image.new("RGB", upright.size, "white")
            rgba = upright.convert("RGBA")
            canvas.paste(rgba, mask=rgba.getchannel("A"))
    except MemoryError:
        return 4
    except (OSError, ValueError, SyntaxError, EOFError, OverflowError):
        return 3
    canvas.save(target, "JPEG", quality=82, optimize=True)
    print(canvas.width, canvas.height)
    canvas.thumbnail((THUMB_EDGE, THUMB_EDGE))
    canvas.save(thumb, "JPEG", quality=78, optimize=True)
    return 0


def is_too_large(opened: Any) -> bool:
    most = MOST_PIXELS_IN_PASSES if opened.info.get("progressive") else MOST_PIXELS[opened.format]
    return bool(opened.width * opened.height > most or max(opened.size) > MOST_EDGE)


def shrink(opened: Any) -> None:
    longest = max(opened.size)
    opened.draft("RGB", tuple(max(1, edge * LONGEST_EDGE * 2 // longest) for edge in opened.size))
    opened.thumbnail((LONGEST_EDGE, LONGEST_EDGE))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
