"""The rows that a past case leaves behind: the same that its verbs would write one by one, made all at once.

`tests/importing/test_history.py` drives the same cases through the verbs and compares every row and every trace.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from linli.cases.deadlines import due
from linli.cases.importing.given import as_given
from linli.cases.importing.past import PastCase
from linli.cases.importing.place import Place
from linli.cases.models import Answer, Case, Clock, Holding, Rating, Words
from linli.governance.limits import Limit
from linli.kit.actor import SYSTEM, Actor
from linli.kit.bulk import row_of
from linli.kit.canonical import plain
from linli.kit.models import Trace
from linli.kit.trace import digest_of

KIND = Case._meta.label_lower
HONEST = {"solved": "solved", "partly": "partly_solved"}


class Telling:
    """One case on its way through its past. After `tell`, `rows` holds all its rows but the case itself."""

    def __init__(self, past: PastCase, case: Case, place: Place) -> None:
        self.past = past
        self.case = case
        self.place = place
        self.way = place.way(past.kind)
        self.clocks: dict[str, Clock] = {}
        self.holdings: list[Holding] = []
        self.said: list[Any] = []
        self.traces: list[tuple[Trace, str]] = []
        self._digest = ""

    def tell(self, at: datetime) -> None:
        self._raise()
        self._register()
        if self.past.due_at:
            self._adopt_deadline(self.past.due_at)
        if self.past.answered_at:
            for verb in self.way.steps:
                getattr(self, f"_{verb}")(self.past.answered_at)
            if self.past.closed_at:
                self._end(self.past.closed_at)
        self._imported(at)

    def _raise(self) -> None:
        past, case = self.past, self.case
        self.said.append(row_of(Words, case_id=case.pk, text=past.words, said_at=past.raised_at))
        self._note("raised", past.raised_at, self.place.by, channel=past.channel, kind=past.kind)

    def _register(self) -> None:
        at = self.past.raised_at
        self.case.stage = self.way.leads("register", "raised")
        self.case.registered_at = at
        for name in ("first", "resolve"):
            self._start_clock(name, at)
        at_once = self.way.registers_itself()
        doer = SYSTEM if at_once else self.place.by
        if not at_once:
            self._changed()
        self._note("registered", at, doer, edition=self.case.edition_id)

    def _start_clock(self, name: str, at: datetime) -> None:
        limit = self._limit(name)
        if limit is None:
            return
        clock = self._clock(name, at, limit.amount, limit.unit)
        if name == "first" or not self.past.due_at:
            self._count(clock)
        self.clocks[name] = clock

    def _limit(self, name: str) -> Limit | None:
        if self.case.category:
            return self.place.book.clock(self.case.category, name)
        sorting = self.way.flow.verb("triage") if name == "first" else None
        return sorting.within if sorting else None

    def _clock(self, name: str, at: datetime, amount: int, unit: str) -> Clock:
        return row_of(
            Clock, case_id=self.case.pk, name=name, round=1, started_at=at, amount=amount, unit=unit
        )

    def _count(self, clock: Clock) -> None:
        limit = Limit(clock.amount, clock.unit)
        found = due(limit, clock.started_at, self.place.book, self.place.calendar(self.case.area_path))
        clock.due_at, clock.unconfirmed = found.at, found.unconfirmed

    def _adopt_deadline(self, moment: datetime) -> None:
        clock = self.clocks.get("resolve") or self._clock("resolve", self.past.raised_at, 1, "min")
        as_given(clock, moment)
        self.clocks["resolve"] = clock
        self._changed()
        self._note("deadline_adopted", self.past.raised_at, self.place.by, due=plain(moment))

    def _triage(self, at: datetime) -> None:
        case = self.case
        case.stage = self.way.leads("triage", case.stage)
        self._changed()
        self._note(
            "triaged", at, self.place.by, category=case.category, was=case.category, area=case.area_path
        )

    def _dispatch(self, at: datetime) -> None:
        self.case.stage = self.way.leads("dispatch", self.case.stage)
        self._hand_over(self.past.unit_id, None, at)
        self._changed()
        facts = {"unit": self.past.unit_id, "post": None}
        self._note("dispatched", at, self.place.by, words=self.past.referred, **facts)

    def _accept(self, at: datetime) -> None:
        self.case.stage = self.way.leads("accept", self.case.stage)
        unit = self.past.unit_id
        post = next((p for p in self.place.by.posts if p.organisation_id == unit is not None), None)
        if post is not None:
            self._hand_over(unit, post.id, at)
        self._contact(at)
        self._changed()
        self._note("accepted", at, self.place.by, post=self.case.holder_post_id)

    def _offer(self, at: datetime) -> None:
        self.case.stage = self.way.leads("offer", self.case.stage)
        self._changed()
        self._note("offered", at, self.place.by, words=self.past.referred)

    def _claim(self, at: datetime) -> None:
        case = self.case
        case.stage = self.way.leads("claim", case.stage)
        verb = self.way.flow.verb("claim")
        post = self.place.by.acting_post(case.area_path, verb.roles if verb else None)
        self._hand_over(post.organisation_id if post else self.past.unit_id, post.id if post else None, at)
        self._contact(at)
        self._changed()
        self._note("claimed", at, self.place.by, post=case.holder_post_id)

    def _start(self, at: datetime) -> None:
        self.case.stage = self.way.leads("start", self.case.stage)
        self._contact(at)
        self._changed()
        self._note("started", at, self.place.by)

    def _answer(self, at: datetime) -> None:
        case, past = self.case, self.past
        acting = self.place.acting(case.area_path)
        post = acting.id if acting else None
        facts = {"text": past.answer, "end_state": past.end_state, "at": at, "post_id": post}
        self.said.append(row_of(Answer, case_id=case.pk, round=1, **facts))
        case.stage = self.way.leads("answer", case.stage)
        self._contact(at)
        self._meet("resolve", at)
        case.answered_at = at
        self._changed()
        self._note("answered", at, self.place.by, end_state=past.end_state, round=1)

    def _end(self, at: datetime) -> None:
        past, end_state = self.past, self.past.end_state
        verified = past.verdict in HONEST and self.way.verifies
        if verified:
            end_state = self._verify(at)
        elsewhere = not self.way.closes_from(self.case.stage)
        self.case.stage, self.case.end_state, self.case.closed_at = "closed", end_state, at
        for name in ("first", "resolve"):
            self._meet(name, at)
        self._changed()
        doer = SYSTEM if verified and not elsewhere else self.place.by
        facts: dict[str, Any] = {"elsewhere": True} if elsewhere else {}
        self._note("closed", at, doer, end_state=end_state, **facts)

    def _verify(self, at: datetime) -> str:
        past = self.past
        said = {"verdict": past.verdict, "words": past.verdict_words, "via": Rating.Via.CALL.value, "at": at}
        self.said.append(row_of(Rating, case_id=self.case.pk, round=1, **said))
        self.case.stage = self.way.leads("verify", self.case.stage)
        self._changed()
        self._note("verified", at, self.place.by, words=past.verdict_words, verdict=past.verdict)
        if past.end_state in ("solved", "partly_solved"):
            return HONEST[past.verdict] if past.end_state == "solved" else "partly_solved"
        return past.end_state

    def _imported(self, at: datetime) -> None:
        self._note("imported", at, self.place.by, words=self.past.remark, **plain(self.past.origin))

    def _hand_over(self, unit: int | None, post: int | None, at: datetime) -> None:
        if self.holdings and self.holdings[-1].until is None:
            self.holdings[-1].until = at
        if unit or post:
            holder = {"organisation_id": unit, "post_id": post}
            self.holdings.append(row_of(Holding, case_id=self.case.pk, since=at, **holder))
        self.case.holder_organisation_id, self.case.holder_post_id = unit, post

    def _contact(self, at: datetime) -> None:
        if self.case.contacted_at is None:
            self.case.contacted_at = at
            self._meet("first", at)

    def _meet(self, name: str, at: datetime) -> None:
        clock = self.clocks.get(name)
        if clock is not None and clock.met_at is None:
            clock.met_at = at

    def _changed(self) -> None:
        self.case.version += 1

    def settle(self) -> None:
        """The earliest limit that is still running."""
        running = [clock.due_at for clock in self.clocks.values() if clock.met_at is None and clock.due_at]
        self.case.due_at = min(running, default=None)

    def _note(self, name: str, at: datetime, by: Actor, words: str = "", **facts: Any) -> None:
        acting = self.place.acting(self.case.area_path) if by is self.place.by else None
        post = acting or by.post or (by.posts[0] if len(by.posts) == 1 else None)
        row = row_of(
            Trace,
            record_kind=KIND,
            record_id=self.case.pk,
            number=len(self.traces) + 1,
            name=f"case.{name}",
            at=at,
            actor_kind=by.kind,
            account_id=by.account_id,
            post_id=post.id if post else None,
            facts={"stage": self.case.stage, "rung": self.case.rung, **facts},
        )
        self.traces.append((row, words))

    def seal(self, sealed: Any) -> Iterator[Trace]:
        """Chain the traces. `sealed(words)` gives the salt and seal of personal text, or two empty strings."""
        for row, words in self.traces:
            row.previous = self._digest
            row.words_seal = sealed(row, words)
            row.digest = self._digest = digest_of(row)
            yield row


def told(past: PastCase, case: Case, place: Place, at: datetime) -> Telling:
    telling = Telling(past, case, place)
    telling.tell(at)
    telling.settle()
    return telling
