"""Random lives of cases, lived through the real actions, and compared after each step with the second clock."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from linli.cases.actions.closing import rate
from linli.cases.actions.dispatch import accept, dispatch
from linli.cases.actions.handling import answer, extend, resume, suspend
from linli.cases.actions.triage import climb, triage
from linli.cases.models import Case, Clock
from linli.kit.actor import SYSTEM
from tests.cases.clock_oracle import LIMITS, Expected, unconfirmed
from tests.lane import ZONE, Lane

MOST_STEPS = 14
HOLIDAYS = ("2025-01-26", "2025-09-28", "2025-12-31", "2026-02-12", "2026-04-30", "2026-09-30", "2026-12-30")


@dataclass
class Life:
    """One case, the dice, and what the text expects of it."""

    lane: Lane
    dice: random.Random
    now: datetime
    case: Case
    expected: Expected
    answered_at: datetime | None = None

    def step(self) -> str:
        verb, act = self.dice.choice(list(self.possible()))
        self.now += self.wait()
        act(self.now)
        self.case = Case.objects.get(pk=self.case.pk)
        return f"{verb} at {self.now}"

    def wait(self) -> timedelta:
        """Minutes, days, weeks; now and then the server's clock is set back, or jumps by more than a year."""
        kind = self.dice.random()
        if kind < 0.06:
            return -timedelta(minutes=self.dice.choice([1, 60, 1440, self.dice.randint(1, 3000)]))
        if kind < 0.065:
            return timedelta(days=400)
        if kind < 0.4:
            return timedelta(minutes=self.dice.randint(0, 300))
        return timedelta(minutes=self.dice.randint(0, 6000))

    def possible(self) -> Iterator[tuple[str, Callable[[datetime], None]]]:
        if self.case.stage in {"registered", "triaged"}:
            yield "sort", self.sort
        if self.case.stage == "triaged" and self.case.category:
            yield "send", self.send
        if self.case.stage == "taken" and self.case.paused:
            yield from (("resume", self.resume), ("resume", self.resume))
        if self.case.stage == "taken" and not self.case.paused:
            yield from (("suspend", self.suspend), ("suspend", self.suspend), ("answer", self.answer))
        if self.case.stage == "taken":
            yield "extend", self.extend
        if self.case.stage != "answered" and self.case.rung < 4:
            yield "climb", self.climb
        if self.case.stage == "answered":
            yield "reopen", self.reopen

    def sort(self, at: datetime) -> None:
        category = self.dice.choice(list(LIMITS))
        triage(self.case, category=category, title="事", by=self.lane.dispatcher, at=local(at))
        self.expected.sort(category)

    def send(self, at: datetime) -> None:
        case = dispatch(self.case, post=self.lane.post("worker"), by=self.lane.dispatcher, at=local(at))
        accept(case, by=self.lane.worker, at=local(at))
        self.expected.contact()

    def suspend(self, at: datetime) -> None:
        suspend(self.case, reason="等配件", by=self.lane.worker, at=local(at))
        self.expected.suspend(at)

    def resume(self, at: datetime) -> None:
        resume(self.case, by=self.lane.worker, at=local(at))
        self.expected.resume(at)

    def extend(self, at: datetime) -> None:
        days = self.dice.randint(1, 12)
        extend(self.case, days=days, reason="等配件", by=self.lane.dispatcher, at=local(at))
        self.expected.extend(days)

    def answer(self, at: datetime) -> None:
        answer(self.case, text="办好了。", end_state="solved", by=self.lane.worker, at=local(at))
        self.expected.meet("first")
        self.expected.meet("resolve")
        self.answered_at = at

    def climb(self, at: datetime) -> None:
        climb(self.case, reason="要上级", by=SYSTEM, at=local(at))
        self.expected.climb(at)

    def reopen(self, at: datetime) -> None:
        assert self.answered_at is not None
        at = self.now = min(at, self.answered_at + timedelta(days=14))
        rate(self.case, verdict="unsolved", by=self.lane.resident(self.case), at=local(at))
        self.expected.reopen(at)


def local(moment: datetime) -> datetime:
    return moment.replace(tzinfo=ZONE)


def naive(moment: datetime | None) -> datetime | None:
    return moment.astimezone(ZONE).replace(tzinfo=None) if moment else None


def born(lane: Lane, dice: random.Random) -> Life:
    """Often just before a holiday, a make-up day or the end of a year."""
    first = datetime.fromisoformat("2025-01-01") + timedelta(minutes=dice.randrange(700 * 1440))
    if dice.random() < 0.5:
        first = datetime.fromisoformat(dice.choice(HOLIDAYS)) + timedelta(minutes=dice.randint(-2000, 3000))
    return Life(lane, dice, first, lane.case(at=local(first)), Expected(first))


def faults(life: Life) -> Iterator[str]:
    case, expected = life.case, life.expected
    clocks = {clock.name: clock for clock in Clock.objects.filter(case=case, round=case.round)}
    if set(clocks) != set(expected.limits):
        yield f"clocks {sorted(clocks)}, expected {sorted(expected.limits)}"
    for name, clock in clocks.items():
        found, wanted = naive(clock.due_at), expected.due(name)
        if found != wanted:
            yield f"{name} is due {found}, expected {wanted}"
        flag = wanted and unconfirmed(expected.limits[name], expected.started[name], wanted)
        if wanted and name not in expected.met and clock.unconfirmed != flag:
            yield f"{name} due {wanted} unconfirmed {clock.unconfirmed}, expected {flag}"
    if naive(case.climbs_at) != expected.climbs_at:
        yield f"climbs {naive(case.climbs_at)}, expected {expected.climbs_at}"
    if naive(case.due_at) != expected.shown:
        yield f"shows {naive(case.due_at)}, expected {expected.shown}"
    if any(pause.until and pause.until < pause.since for pause in case.pauses.all()):
        yield "a pause runs backwards"


def live(lane: Lane, seed: int) -> tuple[int, list[str]]:
    """One life, undone afterwards: how many steps it had, and what was wrong, with the way there."""
    dice = random.Random(seed)
    with transaction.atomic():
        life = born(lane, dice)
        story, wrong = [f"registered at {life.now}"], list(faults(life))
        for _ in range(dice.randint(1, MOST_STEPS)):
            if wrong:
                break
            story.append(life.step())
            wrong = list(faults(life))
        transaction.set_rollback(True)
    return len(story), [f"seed {seed}: {'; '.join(wrong)}\n  " + "\n  ".join(story)] if wrong else []
