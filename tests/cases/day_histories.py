"""Random days of a neighbourhood, through the real actions and behind their back: what is counted of each case moves about."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from linli.cases.actions.adding_up import add_up_changes, let_lapse
from linli.cases.actions.importing import import_cases
from linli.cases.actions.linking import merge, unmerge
from linli.cases.actions.rehoming import rehome
from linli.cases.importing.past import PastCase
from linli.cases.models import Case, Clock, Rating
from linli.cases.verbs import ACTIONS
from linli.governance.reads import rulebook_for
from linli.kit.actor import SYSTEM
from linli.kit.answer import Refused
from tests.lane import MONDAY, Lane

PLACES = ("grid", "building", "village", "other_village", "street")
ENDS = ("solved", "partly_solved", "explained_not_solvable", "out_of_scope_redirected")


class Neighbourhood:
    """Each step is one thing that somebody does. What a rule refuses leaves no mark, in the counts neither."""

    def __init__(self, lane: Lane, seed: int) -> None:
        self.lane, self.dice, self.now, self.imported = lane, random.Random(seed), MONDAY, 0
        self.told: list[str] = []
        for _case in range(3):
            self.raise_one()

    def step(self) -> None:
        acts: list[Callable[[], Any]] = [
            *[self.raise_one, self.judge, self.judge, *[self.work] * 12],
            *[self.withdraw, self.merge, self.unmerge, self.rehome, self.send, self.send, self.end],
            *[self.imports, self.meddle, self.lapse, self.add_up],
        ]
        act = self.dice.choice(acts)
        self.now += self.dice.choice([timedelta(minutes=7), timedelta(hours=5), timedelta(days=1, hours=3)])
        if self.dice.random() < 0.05:
            self.now -= timedelta(days=2)  # the server's clock is set back
        try:
            act()
            self.told.append(f"{act.__name__} at {self.now}")
        except Refused:
            self.told.append(f"{act.__name__} refused")

    def any_case(self) -> Case:
        return self.dice.choice(list(Case.objects.order_by("pk")))

    def raise_one(self) -> None:
        by = self.dice.choice([self.lane.resident(Case(pk=0)), self.lane.worker, self.lane.secretary])
        self.lane.case(area=self.lane.areas[self.dice.choice(PLACES)], by=by, at=self.now)

    def one_in(self, *stages: str) -> Case:
        found = list(Case.objects.filter(stage__in=stages).order_by("pk"))
        return self.dice.choice(found or [self.any_case()])

    def work(self) -> None:
        """The usual way, one step on."""
        case, lane = self.one_in("registered", "triaged", "offered", "taken", "working"), self.lane
        said = {"text": "办了。", "end_state": self.dice.choice(ENDS)}
        ways: dict[str, list[tuple[str, Any, dict[str, str]]]] = {
            "registered": [("triage", lane.dispatcher, {"category": "04.lamp", "title": "灯"})],
            "triaged": [("offer", lane.dispatcher, {})],
            "offered": [("claim", lane.volunteer, {})],
            "taken": [("start", lane.volunteer, {}), ("release", lane.volunteer, {"reason": "忙"})],
            "working": [("answer", lane.volunteer, said)],
        }
        verb, who, words = self.dice.choice(ways.get(case.stage, ways["working"]))
        ACTIONS[verb](case, by=who, at=self.now, **words)

    def send(self) -> None:
        unit = self.dice.choice(["company", "villagers", "office"])
        ACTIONS["dispatch"](
            self.one_in("triaged"), organisation=self.lane.units[unit], by=self.lane.dispatcher, at=self.now
        )

    def judge(self) -> None:
        case = self.one_in("answered")
        verdict = self.dice.choice(Rating.Verdict.values)
        ACTIONS["rate"](case, verdict=verdict, by=self.lane.resident(case), at=self.now)

    def end(self) -> None:
        ACTIONS["close"](self.one_in("answered", "verified"), by=SYSTEM, at=self.now)

    def withdraw(self) -> None:
        case = self.any_case()
        ACTIONS["withdraw"](case, by=self.lane.resident(case), at=self.now)

    def merge(self) -> None:
        merge(self.any_case(), into=self.any_case(), by=self.lane.dispatcher, at=self.now)

    def unmerge(self) -> None:
        merged = Case.objects.filter(end_state="merged").first()
        if merged:
            unmerge(merged, reason="不是一件事", by=self.lane.dispatcher, at=self.now)

    def rehome(self) -> None:
        rehome(self.any_case(), self.lane.areas[self.dice.choice(PLACES)], by=SYSTEM, at=self.now)

    def imports(self) -> None:
        book = rulebook_for(self.lane.village.path)
        assert book is not None
        at = self.now - timedelta(days=20)
        done = {"answer": "修了。", "end_state": "solved", "answered_at": at + timedelta(days=6)}
        ended = {**done, "closed_at": at + timedelta(days=7), "verdict": self.dice.choice(["solved", ""])}
        self.imported += 1
        past = PastCase(
            source_key=f"paper:{self.imported}",
            words="旧账上的路灯。",
            title="路灯",
            area_id=self.lane.village.pk,
            area_path=self.lane.village.path,
            channel="import",
            category="04.lamp",
            raised_at=at,
            unit_id=self.dice.choice([None, self.lane.units["company"].pk]),
            **self.dice.choice([{}, done, ended]),
        )
        import_cases([past], book=book, by=SYSTEM, at=self.now)

    def meddle(self) -> None:
        """By another way than the actions: a script, a loader, a hand in the database."""
        case = self.any_case()
        clocks = Clock.objects.filter(case=case, name="first", round=1)
        self.dice.choice(
            [
                lambda: clocks.update(due_at=self.now + timedelta(hours=self.dice.randint(-40, 40))),
                lambda: clocks.update(due_at=None),
                lambda: clocks.update(met_at=None),
                lambda: clocks.update(met_at=self.now - timedelta(hours=self.dice.randint(0, 40))),
                lambda: clocks.delete(),
                lambda: (
                    Rating.objects.filter(case=case).order_by("round").first().delete()  # type: ignore[union-attr]
                    if case.ratings.exists()
                    else None
                ),
                lambda: Rating.objects.filter(case=case).update(verdict="partly"),
                lambda: Case.objects.filter(pk=case.pk).update(raised_at=case.raised_at - timedelta(hours=9)),
            ]
        )()

    def lapse(self) -> None:
        let_lapse(self.now)

    def add_up(self) -> None:
        add_up_changes()
