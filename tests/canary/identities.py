"""Sixty people whom nobody knows, planted as those who speak in cases of every stage, and what to look for afterwards."""

import random
from collections.abc import Iterable
from dataclasses import dataclass

from linli.cases.actions.intake import Speaker
from linli.cases.models import Case
from linli.cases.verbs import ACTIONS
from linli.kit.actor import Actor
from tests.lane import Lane, hours

NUMBER = 60
STAGES = (
    "registered",
    "triaged",
    "offered",
    "dispatched",
    "taken",
    "working",
    "answered",
    "closed",
    "published",
)
# Letters that stand nowhere else in Linli.
LETTERS = "龘靐齉爩鱻麤龗灪吁龖厵滟爨癵驫赣齾罅彧燚"


@dataclass(frozen=True)
class Canary:
    name: str
    phone: str
    room: str
    wishes: str
    mail: str

    @property
    def speaker(self) -> Speaker:
        return Speaker(self.name, self.phone, self.room, self.wishes, way="mail", mail=self.mail)

    @property
    def signs(self) -> tuple[str, ...]:
        """What would give her away: whole, in part, and as an address writes it."""
        grouped = f"{self.phone[:3]} {self.phone[3:7]} {self.phone[7:]}"
        return (
            self.name,
            self.name[1:],
            self.phone,
            grouped,
            self.phone[-8:],
            self.room,
            self.wishes,
            self.mail,
        )


def canaries(number: int = NUMBER) -> list[Canary]:
    chance = random.Random(20260302)
    pairs = chance.sample([a + b for a in LETTERS for b in LETTERS if a != b], number)
    return [
        Canary(
            f"欧{pair}",
            f"139{52_718_000 + 37 * at}",
            f"{at + 71}幢{at + 41}单元{at}93室",
            f"{pair}不要在午睡时打来",
            f"canary-{at:02}-{at + 71}q@example.org",
        )
        for at, pair in enumerate(pairs)
    ]


def plant(lane: Lane, birds: Iterable[Canary]) -> list[Case]:
    """Each as the speaker of one case; every stage has some of them."""
    return [
        bring(
            lane,
            lane.case(words=f"第{at}件：楼道里的灯不亮。", speaker=bird.speaker),
            STAGES[at % len(STAGES)],
        )
        for at, bird in enumerate(birds)
    ]


def bring(lane: Lane, case: Case, stage: str) -> Case:
    if stage == "dispatched":
        lane.bring(case, "triaged")
        unit = lane.units["company" if case.pk % 2 else "villagers"]
        ACTIONS["dispatch"](case, by=lane.secretary, at=hours(3), organisation=unit)
        return case
    lane.bring(case, "closed" if stage == "published" else stage)
    if stage == "published":
        words = {"title": "楼道灯", "problem": "楼道里的灯不亮。", "result": "换好了。"}
        ACTIONS["publish"](case, by=lane.secretary, at=hours(9), **words)
    if stage == "working" and isinstance(lane.volunteer, Actor):
        ACTIONS["release"](case, by=lane.volunteer, at=hours(5), reason="出门了") if case.pk % 2 else None
    return case


def hits(text: str, birds: Iterable[Canary]) -> list[str]:
    return [sign for bird in birds for sign in bird.signs if sign in text]
