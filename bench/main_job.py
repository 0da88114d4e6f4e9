"""The main job on real input: `python -m bench.main_job [--cases=200] FILE …`

The files are imported. Then open cases are sorted, dispatched, taken, answered, verified with the resident's verdict, closed
and published, each through the same actions that the screens call, by people of the neighbourhood. Cases that end without a
verdict of theirs are rated by the resident herself. The protocol shows numbers and stages, never a word of the texts.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.importing import bring_in
from bench.scratch import scratch

if TYPE_CHECKING:
    from linli.cases.models import Case
    from tests.lane import Lane

VERDICTS = ("solved", "solved", "solved", "partly", "unsolved")
SHOWN = 10


@dataclass
class Protocol:
    """What was done, how often, and what the rules refused."""

    steps: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)

    def step(self, name: str, act: Callable[[], Any]) -> Any:
        from linli.kit.answer import Refused

        begun = time.monotonic()
        try:
            return act()
        except Refused as refusal:
            self.refused[f"{name}: {refusal.sentence}"] += 1
            return None
        finally:
            self.steps[name] += 1
            self.seconds[name] = self.seconds.get(name, 0) + time.monotonic() - begun


def main(words: list[str]) -> int:
    files = [Path(word) for word in words if not word.startswith("--")]
    most = next((int(word.partition("=")[2]) for word in words if word.startswith("--cases=")), 200)
    if not files:
        print(__doc__)
        return 2
    with scratch() as lane:
        for path in files:
            print(bring_in(path, lane.areas["village"].path).line(path.name))
        print("imported:", stages())
        return work(lane, most)


def stages() -> dict[str, int]:
    from linli.cases.models import Case

    return dict(sorted(Counter(Case.objects.values_list("stage", flat=True)).items()))


def work(lane: "Lane", most: int) -> int:
    from django.utils import timezone

    from linli.cases.models import Case
    from linli.kit.models import Trace
    from linli.kit.trace import broken_links

    protocol, at = Protocol(), timezone.now()
    cast = Cast(lane, at)
    categories = cycle(c.code for c in Case.objects.first().rulebook.categories if not c.sealed)
    open_ones = list(Case.objects.open().order_by("raised_at")[:most])
    for number, case in enumerate(open_ones):
        line = through(case, next(categories), VERDICTS[number % len(VERDICTS)], cast, protocol)
        if number < SHOWN:
            print(f"  {case.number}: {line}")
    show(protocol)
    broken = sum(
        1 for _row in broken_links(Trace.objects.order_by("record_kind", "record_id", "number").iterator())
    )
    print(f"after the work: {stages()}; traces {Trace.objects.count():,}, broken links {broken}")
    done = Case.objects.filter(pk__in=[case.pk for case in open_ones])
    shown = done.filter(publication__isnull=False).count()
    rated = done.filter(ratings__isnull=False).distinct().count()
    print(f"published: {shown} of {len(open_ones)}; rated: {rated}")
    return 0 if not protocol.refused and broken == 0 else 1


class Cast:
    """Who does what, at a clock that goes on by itself."""

    def __init__(self, lane: "Lane", at: datetime) -> None:
        from linli.people.actors import actor_for

        names = ("dispatcher", "secretary", "committee")
        self.dispatcher, self.secretary, self.handler = (actor_for(lane.accounts[name], at) for name in names)
        self.unit = lane.units["villagers"]
        self.at = at

    def later(self) -> datetime:
        self.at += timedelta(minutes=3)
        return self.at


def through(case: "Case", category: str, verdict: str, cast: Cast, protocol: Protocol) -> str:
    """One case from the inbox to the board. Returns its stages and times, in words without content."""
    from linli.cases.actions.closing import rate, verify
    from linli.cases.actions.dispatch import accept, dispatch
    from linli.cases.actions.handling import answer
    from linli.cases.actions.triage import triage
    from linli.kit.actor import Actor

    reply = {"text": "The office has dealt with this matter.", "end_state": "solved"}
    way: list[tuple[str, Callable[..., Any], Actor, dict[str, Any]]] = [
        ("triage", triage, cast.dispatcher, {"category": category, "title": case.title}),
        ("dispatch", dispatch, cast.dispatcher, {"organisation": cast.unit}),
        ("accept", accept, cast.handler, {}),
        ("answer", answer, cast.handler, reply),
    ]
    seen = [case.stage]
    for name, act, by, arguments in way:
        case = (
            protocol.step(name, lambda a=act, b=by, c=case, k=arguments: a(c, by=b, at=cast.later(), **k))
            or case
        )  # type: ignore[misc]
        seen.append(case.stage)
    resident = Actor(kind="anonymous", keys=frozenset({case.pk}))
    if verdict == "partly":
        asked = {"verdict": verdict, "words": ""}
        case = (
            protocol.step("verify", lambda: verify(case, by=cast.secretary, at=cast.later(), **asked)) or case
        )
    else:
        case = (
            protocol.step("rate", lambda: rate(case, verdict=verdict, by=resident, at=cast.later())) or case
        )
    seen.append(case.stage)
    if verdict == "unsolved":
        return " → ".join([*seen, f"rung {case.rung}"])
    case = finish(case, cast, protocol)
    return " → ".join([*seen, case.stage, case.end_state])


def finish(case: "Case", cast: Cast, protocol: Protocol) -> "Case":
    """Close what the verdict did not close, and put it on the board in words of the office's own."""
    from linli.cases.actions.closing import close, verify
    from linli.cases.actions.publishing import publish

    if case.stage == "answered":
        words = {"verdict": "solved", "words": ""}
        case = (
            protocol.step("verify", lambda: verify(case, by=cast.secretary, at=cast.later(), **words)) or case
        )
    if case.is_open:
        case = protocol.step("close", lambda: close(case, by=cast.dispatcher, at=cast.later())) or case
    texts = {
        "title": "A matter from the mailbox",
        "problem": "Somebody wrote to the office.",
        "result": "It was dealt with.",
    }
    protocol.step("publish", lambda: publish(case, by=cast.dispatcher, at=cast.later(), **texts))
    return case


def show(protocol: Protocol) -> None:
    for name, times in protocol.steps.items():
        print(f"{name}: {times} times, {1000 * protocol.seconds[name] / times:.1f} ms each")
    for sentence, times in protocol.refused.items():
        print(f"refused {times} times: {sentence}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
