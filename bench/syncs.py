"""Each act once under strace: is all that it wrote on the disk, under its name, before it is answered?"""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench.calls import Submission, done, done_quietly, post, send_piece
from bench.traced import SYNCS, before_the_answer, not_durable, out_of_order

ANSWER = {"text": "换了灯头，亮了。", "end_state": "solved"}
SHOWN = {"title": "路灯亮了", "problem": "路灯不亮", "result": "已更换"}
VERBS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("triage", "dispatcher", {"category": "04.lamp", "title": "路灯不亮"}),
    ("offer", "dispatcher", {}),
    ("claim", "helper0", {}),
    ("start", "helper0", {}),
    ("reply", "helper0", {"text": "明天来修。"}),
    ("answer", "helper0", ANSWER),
    ("rate", "", {"verdict": "solved"}),
    ("publish", "dispatcher", SHOWN),
)


def of_each_act(town: Any, seed: int) -> dict[str, Any]:
    """What a power cut directly after the answer could take back, and how often each act synced."""
    from django.conf import settings

    from linli.kit.scratch import home

    folder, database = str(settings.DATA), str(settings.DATABASES["default"]["NAME"])
    faults: list[str] = []
    synced = {}
    for name, act in acts(town, random.Random(seed)):
        known = {str(path) for path in Path(folder).rglob("*")}
        answer, calls = done(act)
        calls = [call for call in calls if not call.path.startswith(str(home()))]  # nothing there is to last
        told = before_the_answer(calls)
        synced[name] = sum(call.name in SYNCS for call in told)
        found = not_durable(calls, folder, known)
        if name == "raise with a picture":
            found += out_of_order(told, str(settings.MEDIA_ROOT), database)
        found += [f"answered {answer}"] * (answer not in (True, 200, 201))
        faults += [f"{name}: {fault}" for fault in found]
    return {"faults": faults, "synced": synced}


def acts(town: Any, chance: random.Random) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Each when its turn comes, since one follows from another."""
    done_quietly(Submission(town, chance, picture=False))  # warm
    words, picture = (Submission(town, chance, picture=picture) for picture in (False, True))
    _id, _path, words.lat, words.lon = town.grids[0]  # where the helpers serve
    yield "raise", lambda: words.send()[0]
    yield "a piece of a picture", lambda: send_piece(*picture.fresh_piece())[0]
    yield "raise with a picture", lambda: picture.send()[0]
    receipt = done_quietly(words)[1]
    for verb, who, body in VERBS:
        yield verb, verb_of(town, receipt, verb, who, body)
    yield "a job", one_job
    yield "a table handed in", a_table


def verb_of(
    town: Any, receipt: dict[str, Any], verb: str, who: str, body: dict[str, Any]
) -> Callable[[], int]:
    number = receipt["number"]
    own = {"Receipt": f"{number} {receipt['code']}"}
    headers = {"Authorization": f"Bearer {town.tokens[who]}"} if who else own
    return lambda: post(f"/api/v1/cases/{number}/{verb}", body, **headers)[0]


def one_job() -> bool:
    from linli.kit.worker import Worker

    return Worker().work_once()


def a_table() -> bool:
    from linli.kit.importing import store

    return store.original(store.keep([b"a,b\n", b"1,2\n"])).is_file()
