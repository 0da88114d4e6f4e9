"""What holds for every past case of one file, looked up once: the rule book, its ways, working calendars, who imports."""

from functools import cached_property

from linli.cases.importing.past import closes_from, verifies, way_to_answer
from linli.governance.model import Flow, RuleBook
from linli.kit.actor import Actor, HeldPost
from linli.places.reads import calendar_for
from linli.places.workdays import Calendar


class Place:
    """What holds for all cases of one file: the rule book, who imports, and the way a case takes here."""

    def __init__(self, book: RuleBook, by: Actor) -> None:
        self.book = book
        self.by = by
        self._flows: dict[str, Way] = {}
        self._calendars: dict[str, Calendar] = {}
        self._acting: dict[str, HeldPost | None] = {}

    def way(self, kind: str) -> "Way":
        if kind not in self._flows:
            self._flows[kind] = Way(self.book.flow(kind), self.by)
        return self._flows[kind]

    def calendar(self, area_path: str) -> Calendar:
        if area_path not in self._calendars:
            self._calendars[area_path] = calendar_for(area_path)
        return self._calendars[area_path]

    def acting(self, area_path: str) -> HeldPost | None:
        if area_path not in self._acting:
            self._acting[area_path] = self.by.acting_post(area_path)
        return self._acting[area_path]


class Way:
    """One kind of case: its steps to an answer, and by whom each is done when this actor imports."""

    def __init__(self, flow: Flow, by: Actor) -> None:
        self.flow = flow
        self.by = by

    @cached_property
    def steps(self) -> tuple[str, ...]:
        return way_to_answer(self.flow) or ()

    def registers_itself(self) -> bool:
        verb = self.flow.verb("register")
        return verb is not None and verb.automatic

    def leads(self, verb: str, stage: str) -> str:
        found = self.flow.verb(verb)
        assert found is not None
        return found.leads_to(stage)

    @cached_property
    def verifies(self) -> bool:
        return verifies(self.flow)

    def closes_from(self, stage: str) -> bool:
        return closes_from(self.flow, stage)
