"""Readers who act on what they read, sooner or later: nothing that was decided on an older state ever overwrites.

python -m bench chaos --troubles edits --times 5000    so many edits on each database, in orders that hypothesis draws

A model beside the API knows the version and the texts that each case must have; after each edit they are compared.
"""

import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bench.chaos import ask
from bench.house import House
from bench.keys import at_once
from bench.town import Town

READERS, CASES, CROWD = 4, 2, 4
SETTINGS = settings(
    max_examples=10,
    stateful_step_count=50,
    deadline=None,
    database=None,
    phases=(Phase.generate,),  # a lost update is not made smaller: the next run of a race would not lose it
    suppress_health_check=list(HealthCheck),
)
Call = Callable[[str, str, Any, dict[str, str]], tuple[int, Any]]
# who acts, and with which words; a text stands where the case will show it
VERBS: dict[str, tuple[str, Callable[[str], dict[str, Any]]]] = {
    "triage": ("office", lambda text: {"category": "04.lamp", "title": text}),
    "reply": ("office", lambda text: {"text": text}),
    "offer": ("office", lambda _text: {}),
    "claim": ("helper", lambda _text: {}),
    "start": ("helper", lambda _text: {}),
    "release": ("helper", lambda text: {"reason": text}),
}
OUTCOMES = {200: "taken", 404: "not open to her", 409: "refused by a rule", 412: "refused by its version"}
OFTEN = ("triage", "triage", "reply", "reply", "reply", *VERBS)


@dataclass
class Place:
    """Where the edits are made: a way to call the API, who acts there, and how a case is raised."""

    call: Call
    tokens: dict[str, str]
    content: dict[str, Any]
    at_once: bool = True  # whether calls may come from several threads
    edits: int = 0
    said: Counter[str] = field(default_factory=Counter)

    def count(self, status: int, stale: bool) -> None:
        self.edits += 1
        self.said[f"{'stale' if stale else 'current'} and {OUTCOMES.get(status, status)}"] += 1


@dataclass(frozen=True)
class Request:
    number: str
    verb: str
    text: str
    seen: int | None
    bearer: dict[str, str]
    words: Callable[[str], dict[str, Any]]
    key: str = field(default_factory=lambda: secrets.token_hex(16))

    @property
    def call(self) -> tuple[str, str, Any, dict[str, str]]:
        guard = {"If-Match": f'"{self.seen}"'} if self.seen is not None else {}
        headers = {**self.bearer, **guard, "Idempotency-Key": self.key}
        return "POST", f"/api/v1/cases/{self.number}/{self.verb}", self.words(self.text), headers


@dataclass
class Truth:
    """What the API must show of a case by all that it has answered."""

    version: int
    title: str
    replies: list[str] = field(default_factory=list)

    def take(self, request: Request, version: int) -> None:
        self.version = version
        if request.verb == "triage":
            self.title = request.text
        if request.verb == "reply":
            self.replies.append(request.text)


class Readers(RuleBasedStateMachine):
    place: ClassVar[Place]

    def __init__(self) -> None:
        super().__init__()
        self.drawn = 0
        self.truths: dict[str, Truth] = {}
        self.seen: dict[tuple[int, str], int] = {}
        self.taken: Request | None = None
        self.touched: set[str] = set()

    @initialize()
    def open_cases(self) -> None:
        for _ in range(CASES):
            status, answer = self.place.call("POST", "/api/v1/cases", self.place.content, {})
            assert status == 201, f"not raised: {status} {answer}"
            shown = self.shown(answer["number"])
            self.truths[answer["number"]] = Truth(shown["version"], shown["title"])
        self.touched.update(self.truths)
        self.names = list(self.truths)

    @rule(reader=st.integers(0, READERS - 1), case=st.integers(0, CASES - 1))
    def read(self, reader: int, case: int) -> None:
        number = self.names[case]
        self.seen[reader, number] = self.shown(number)["version"]

    @rule(
        reader=st.integers(0, READERS - 1),
        case=st.integers(0, CASES - 1),
        verb=st.sampled_from(OFTEN),
        guarded=st.sampled_from((True, True, True, False)),
    )
    def edit(self, reader: int, case: int, verb: str, guarded: bool) -> None:
        """By what this reader saw last, which may be long ago; now and then without saying what was seen."""
        number = self.names[case]
        request = self.request(number, verb, self.seen.get((reader, number), 1) if guarded else None)
        self.compare(request, *self.place.call(*request.call))

    @rule(case=st.integers(0, CASES - 1), verb=st.sampled_from(("triage", "reply")))
    def edit_together(self, case: int, verb: str) -> None:
        """Some have read the same version and send at the same moment."""
        number = self.names[case]
        requests = [self.request(number, verb, self.truths[number].version) for _ in range(CROWD)]
        answers = self.sent_together(requests)
        won = [n for n, (status, _answer) in enumerate(answers) if status == 200]
        assert len(won) <= 1, f"{len(won)} edits of one version were taken"
        for n in sorted(range(CROWD), key=lambda n: n not in won):
            self.compare(requests[n], *answers[n])

    @rule()
    def send_again(self) -> None:
        """What was taken, under its key: answered again and not done again."""
        if self.taken:
            self.touched.add(self.taken.number)
            status, answer = self.place.call(*self.taken.call)
            assert status == 200, f"taken, sent again and answered {status} {answer}"

    @invariant()
    def nothing_is_lost(self) -> None:
        """Of what was touched since the last look."""
        for number in sorted(self.touched):
            truth = self.truths[number]
            shown = self.shown(number)
            replies = [message["text"] for message in shown["messages"]]
            found = Truth(shown["version"], shown["title"], replies)
            assert found == truth, f"{number} is {found}, by all answers it ought to be {truth}"
        self.touched.clear()

    def shown(self, number: str) -> Any:
        status, answer = self.place.call("GET", f"/api/v1/cases/{number}", None, self.bearer("office"))
        assert status == 200, f"not shown: {status} {answer}"
        return answer

    def bearer(self, who: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.place.tokens[who]}"}

    def request(self, number: str, verb: str, seen: int | None) -> Request:
        self.drawn += 1
        self.touched.add(number)
        who, words = VERBS[verb]
        return Request(number, verb, f"第{self.drawn}稿", seen, self.bearer(who), words)

    def sent_together(self, requests: list[Request]) -> list[tuple[int, Any]]:
        if self.place.at_once:
            return at_once(len(requests), lambda n: self.place.call(*requests[n].call))
        return [self.place.call(*request.call) for request in requests]

    def compare(self, request: Request, status: int, answer: Any) -> None:
        """Stale: refused with the present version. Current: done, or refused by a rule. Nothing else, and all of it counted."""
        truth, stale = self.truths[request.number], False
        if request.seen is not None:
            stale = request.seen != truth.version
        self.place.count(status, stale)
        if status == 200:
            assert not stale, f"version {request.seen} was taken, present was {truth.version}"
            assert answer["version"] == truth.version + 1, (
                f"version {answer['version']} after {truth.version}"
            )
            truth.take(request, answer["version"])
            self.taken = request
            return
        if status == 404 and VERBS[request.verb][0] == "helper":
            return  # she sees what waits to be claimed, and what she has
        assert status in {409, 412}, f"{request.verb} was answered {status} {answer}"
        assert stale or status == 409, f"version {request.seen} is present and was refused as an older one"
        assert answer["version"] == truth.version, (
            f"told version {answer['version']}, present {truth.version}"
        )


def many(place: Place, times: int, number: int, asked: settings = SETTINGS) -> list[str]:
    """At least so many edits; the first thing that was lost, if any, with the seed that finds it again."""
    machine = type("Drawn", (Readers,), {"place": place})
    for turn in range(times):
        if place.edits >= times:
            break
        try:
            run_state_machine_as_test(seed(number + turn)(machine), settings=asked)
        except Exception as fault:  # whatever hypothesis wraps it in
            return [f"after {place.edits} edits: {first_line(fault)}"]
    return [f"only {place.edits} edits were drawn"] * (place.edits < times)


def first_line(fault: BaseException) -> str:
    while isinstance(fault, BaseExceptionGroup):
        fault = fault.exceptions[0]
    return f"{type(fault).__name__}: {str(fault).splitlines()[0] if str(fault) else ''}"


def on(house: House, town: Town, times: int, number: int) -> list[str]:
    house.start("server")
    _id, _path, lat, lon = town.grids[0]  # where the helpers serve
    tokens = {"office": town.tokens["dispatcher"], "helper": town.tokens["helper0"]}
    content = {"words": "楼道的灯坏了。", "lat": lat, "lon": lon, "category": "04.lamp"}

    def call(method: str, address: str, content: Any, headers: dict[str, str]) -> tuple[int, Any]:
        return ask(house, method, address, content, headers)

    place = Place(call, tokens, content)
    faults = many(place, times, number)
    house.stop()
    said = ", ".join(f"{words} {count:,}" for words, count in sorted(place.said.items()))
    print(f"  {place.edits:,} edits: {said}", flush=True)
    return faults
