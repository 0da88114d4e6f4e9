"""Learn and group in a process of its own: some hundred megabytes that the worker would hold for ever go with it."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import astuple
from datetime import datetime
from pathlib import Path
from typing import Any

from linli.cases.sensing.hotspots import Hotspot, Voice
from linli.cases.sensing.lessons import Lesson

PATIENCE_SECONDS = 1800
PACKAGES = Path(__file__).parents[3]


def learn_apart(lessons: Sequence[Lesson]) -> bytes:
    """What `Model.packed` of the learned model gives. Raises CalledProcessError or TimeoutExpired; the job is tried again."""
    return _asked("learn", [astuple(lesson) for lesson in lessons])


def group_apart(places: Sequence[Sequence[Voice]]) -> list[list[Hotspot]]:
    """What `hotspots` finds in each place. Raises as `learn_apart` does."""
    told = [[[voice.title, voice.words, voice.at.isoformat()] for voice in voices] for voices in places]
    found = json.loads(_asked("group", told))
    return [[_hotspot(*spot) for spot in spots] for spots in found]


def _hotspot(members: list[int], keys: list[str], first: str, last: str) -> Hotspot:
    return Hotspot(tuple(members), tuple(keys), datetime.fromisoformat(first), datetime.fromisoformat(last))


def _asked(what: str, told: object) -> bytes:
    command = [sys.executable, "-m", __name__, what]
    env = {**os.environ, "PYTHONPATH": str(PACKAGES)}
    sent = json.dumps(told).encode()
    done = subprocess.run(  # noqa: S603
        command, input=sent, stdout=subprocess.PIPE, check=True, timeout=PATIENCE_SECONDS, env=env, cwd="/"
    )
    return done.stdout


def learned(told: list[list[Any]]) -> bytes:
    from linli.cases.sensing.learning import learn

    return learn([Lesson(*row) for row in told]).packed()


def grouped(told: list[list[list[str]]]) -> bytes:
    from linli.cases.sensing.hotspots import FEWEST, hotspots

    places = ([Voice(title, words, datetime.fromisoformat(at)) for title, words, at in rows] for rows in told)
    found = [hotspots(voices, FEWEST) for voices in places]
    return json.dumps(
        [[astuple(spot) for spot in spots] for spots in found], default=datetime.isoformat
    ).encode()


def main(what: str) -> None:
    if hasattr(os, "nice"):
        os.nice(10)  # whoever waits for a page comes first
    answer = {"learn": learned, "group": grouped}[what]
    sys.stdout.buffer.write(answer(json.load(sys.stdin.buffer)))


if __name__ == "__main__":
    main(sys.argv[1])
