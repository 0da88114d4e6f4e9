"""Run as a child process: read a recording, write it anew as mono AAC without a word about it. Knows nothing of Linli.

usage: python resound.py IN OUT   (prints the seconds; exit 3: no recording, 4: too much to decode, 5: too long)
"""

import resource
import sys
from pathlib import Path
from typing import Any

MOST_SECONDS = 60
GRACE_SECONDS = 3  # a telephone stops its recording a moment late
RATE = 24_000
BITS_PER_SECOND = 32_000
MEMORY_BYTES = 700 * 1024 * 1024  # of address space: the libraries alone map half of it
CPU_SECONDS = 10
MOST_PACKETS = 60_000
# What a file begins with, and the one reader that may look at it. None of these readers follows a link to another file.
BEGINNINGS = (
    (0, b"OggS", "ogg"),
    (0, b"\x1aE\xdf\xa3", "matroska"),
    (0, b"fLaC", "flac"),
    (0, b"#!AMR", "amr"),
    (0, b"caff", "caf"),
    (4, b"ftyp", "mp4"),
    (8, b"WAVE", "wav"),
    (0, b"ID3", "mp3"),
    (0, b"\xff\xf1", "aac"),
    (0, b"\xff\xf9", "aac"),
    (0, b"\xff\xfb", "mp3"),
    (0, b"\xff\xf3", "mp3"),
    (0, b"\xff\xf2", "mp3"),
)


def main(source: str, target: str) -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (4 * 1024 * 1024, 4 * 1024 * 1024))
    import av

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    av.logging.set_level(av.logging.PANIC)
    with Path(source).open("rb") as file:
        reader = reader_for(file.read(16))
        file.seek(0)
        if reader is None:
            return 3
        try:
            return rewritten(av, file, reader, target)
        except MemoryError:
            return 4
        except (av.FFmpegError, ValueError, IndexError, OverflowError, OSError):
            return 3


def reader_for(beginning: bytes) -> str | None:
    found = (name for start, mark, name in BEGINNINGS if beginning[start:].startswith(mark))
    return next(found, None)


def rewritten(av: Any, file: Any, reader: str, target: str) -> int:
    with av.open(file, format=reader) as given:
        if not given.streams.audio:
            return 3
        if given.duration and given.duration / 1_000_000 > MOST_SECONDS + GRACE_SECONDS:
            return 5
        samples = written(av, given, target)
    if samples is None:
        return 5
    if not samples:
        return 3
    print(min(MOST_SECONDS, -(-samples // RATE)))
    return 0


def written(av: Any, given: Any, target: str) -> int | None:
    """How many samples were written; None when there are more than may be."""
    resampler = av.AudioResampler(format="fltp", layout="mono", rate=RATE)
    samples = 0
    with av.open(target, "w", format="ipod", options={"fflags": "+bitexact"}) as made:
        stream = made.add_stream("aac", rate=RATE, layout="mono", bit_rate=BITS_PER_SECOND)
        stream.codec_context.flags |= av.codec.context.Flags.bitexact
        for frame in frames(given):
            for part in resampler.resample(frame):
                samples += part.samples
                if samples > (MOST_SECONDS + GRACE_SECONDS) * RATE:
                    return None
                part.pts = None
                made.mux(stream.encode(part))
        made.mux(stream.encode(None))
    return samples


def frames(given: Any) -> Any:
    stream = given.streams.audio[0]
    for number, packet in enumerate(given.demux(stream)):
        if number > MOST_PACKETS:
            raise MemoryError
        for frame in packet.decode():
            frame.pts = None
            yield frame


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
