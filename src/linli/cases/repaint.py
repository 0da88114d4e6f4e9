"""Run as a child process: read a picture, draw it anew on a fresh canvas, write two JPEG files. Knows nothing of Linli.

usage: python repaint.py IN OUT THUMB   (prints "width height"; exit 3: no picture, 4: too large)
"""

import resource
import sys

LONGEST_EDGE = 2048
THUMB_EDGE = 480
MOST_PIXELS = 60_000_000
MEMORY_BYTES = 700 * 1024 * 1024
CPU_SECONDS = 10


def main(source: str, target: str, thumb: str) -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # counted below, before a pixel is decoded
    try:
        with Image.open(source, formats=("JPEG", "PNG", "WEBP", "GIF", "BMP")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return 4
            opened.draft("RGB", (LONGEST_EDGE * 2, LONGEST_EDGE * 2))
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
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


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
