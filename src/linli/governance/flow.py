"""The flow of one kind of case: which verbs a locality uses, under which names, in which order, by whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from linli.governance.limits import Limit
from linli.governance.vocabulary import CLOSED, RESIDENT, STAGES, START, SYSTEM, VERBS

NO_WORK = frozenset({"withdraw", "merge", "split"})  # they end a case here without anything being done


@dataclass(frozen=True)
class Verb:
    """A verb as this locality uses it. `moves`: the stages where it may be done → where they lead."""

    key: str
    name: str  # on the button: 接单
    step_name: str  # on the timeline: 村党委接单
    roles: frozenset[str]
    moves: Mapping[str, str]
    done: str = ""  # said afterwards: 村党委已接单
    main: bool = True  # a step of the chain, not a side verb
    optional: bool = False
    position: int = 0
    within: Limit | None = None
    other_unit: bool = False  # not by the unit that handled the case
    meeting: str = ""  # the meeting that does it
    climbs: bool = False
    where: tuple[str | int, ...] = ()

    @property
    def stages(self) -> frozenset[str]:
        return frozenset(self.moves)

    @property
    def keeps_stage(self) -> bool:
        return all(before == after for before, after in self.moves.items())

    @property
    def automatic(self) -> bool:
        return SYSTEM in self.roles

    @property
    def target(self) -> str:
        """The stage this verb mainly leads to; empty when it keeps the stage."""
        return "" if self.keeps_stage else next(iter(self.moves.values()))

    def allows(self, stage: str) -> bool:
        return stage in self.moves

    def leads_to(self, stage: str) -> str:
        return self.moves[stage]


@dataclass(frozen=True)
class Step:
    """A headline of the timeline that residents see."""

    position: int
    name: str
    verb: str
    stage: str  # reached by it; empty when the stage stays
    roles: frozenset[str]
    optional: bool


@dataclass(frozen=True)
class Flow:
    kind: str
    name: str
    verbs: Mapping[str, Verb]
    about: str = ""
    where: tuple[str | int, ...] = ()

    def verb(self, key: str) -> Verb | None:
        return self.verbs.get(key)

    def next_verbs(self, stage: str) -> tuple[Verb, ...]:
        """What may be done in this stage: first the steps of the chain, then the side verbs."""
        return tuple(verb for verb in self._ordered if verb.allows(stage))

    def next_to(self, stage: str) -> tuple[Verb, ...]:
        """The verbs that bring a case into this stage, the steps of the chain first."""
        return tuple(
            verb
            for verb in self._ordered
            if any(after == stage != before for before, after in verb.moves.items())
        )

    def verbs_of(self, actor: str) -> frozenset[str]:
        """The verbs of a role, or of the reserved actors resident, anyone and system."""
        return frozenset(verb.key for verb in self.verbs.values() if actor in verb.roles)

    def actors_of(self, *keys: str) -> frozenset[str]:
        """Whoever may do one of these verbs."""
        return frozenset(actor for key in keys if key in self.verbs for actor in self.verbs[key].roles)

    @property
    def petitioner_verbs(self) -> frozenset[str]:
        return self.verbs_of(RESIDENT)

    @cached_property
    def _ordered(self) -> tuple[Verb, ...]:
        return tuple(sorted(self.verbs.values(), key=lambda verb: (not verb.main, verb.position)))

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        return tuple(
            Step(number, verb.step_name, verb.key, verb.target, verb.roles, verb.optional)
            for number, verb in enumerate((verb for verb in self._ordered if verb.main), start=1)
        )

    def step_of(self, stage: str) -> Step | None:
        """The step by which a case comes to this stage."""
        return next((step for step in self.steps if step.stage == stage), None)

    @cached_property
    def reachable(self) -> frozenset[str]:
        """The stages to which the verbs of this flow lead from nothing."""
        reached, waiting = {START}, [START]
        while waiting:
            stage = waiting.pop()
            for verb in self.next_verbs(stage):
                if (after := verb.leads_to(stage)) not in reached:
                    reached.add(after)
                    waiting.append(after)
        return frozenset(reached)

    @cached_property
    def stages(self) -> tuple[str, ...]:
        return tuple(stage for stage in STAGES if stage in self.reachable)

    def ends_from(self, stage: str) -> bool:
        """True when the work itself, without a withdrawal or another case, can bring a case from here to its end."""
        seen, waiting = {stage}, [stage]
        while waiting:
            here = waiting.pop()
            if here == CLOSED:
                return True
            for verb in self.next_verbs(here):
                if verb.key not in NO_WORK and verb.roles and (after := verb.leads_to(here)) not in seen:
                    seen.add(after)
                    waiting.append(after)
        return False


def default_sources(key: str, chain: Mapping[str, bool]) -> frozenset[str]:
    """The stages in which a step of the chain may be done when the file says nothing narrower.

    `chain` maps the verbs of the chain, in order, to whether each may be skipped. A stage drops out when a
    step that must not be skipped leads from it to another stage where this verb is possible too.
    """
    rule = VERBS[key]
    if rule.keeps_stage or key not in chain:
        return frozenset(rule.moves)
    earlier = list(chain)[: list(chain).index(key)]
    must = [VERBS[other].moves for other in earlier if not chain[other]]
    return frozenset(
        stage
        for stage in rule.moves
        if not any(moves.get(stage, stage) != stage and moves[stage] in rule.moves for moves in must)
    )
