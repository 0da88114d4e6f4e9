"""The rule book of one locality: what every other app asks about order, time, names and duty."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from linli.governance.flow import Flow, Step, Verb
from linli.governance.limits import Limit, Rhythm, Span
from linli.governance.parts import (
    Category,
    Channel,
    Danger,
    Duty,
    DutyRow,
    EndState,
    Holder,
    Hours,
    LadderRules,
    Level,
    OrganisationKind,
    Question,
    Quiet,
    Role,
    Rung,
    SubCategory,
    Terms,
)
from linli.governance.works import (
    AgreementKind,
    Checklist,
    DecisionProcess,
    FacilityKind,
    Indicator,
    ListKind,
    MeetingType,
    ProcessStep,
    Programme,
    ProjectRules,
    Promise,
    QuantityKind,
    Scheme,
    WhistleRules,
)

__all__ = [
    "AgreementKind",
    "Category",
    "Channel",
    "Checklist",
    "Danger",
    "DecisionProcess",
    "Duty",
    "DutyRow",
    "EndState",
    "FacilityKind",
    "Flow",
    "Holder",
    "Hours",
    "Indicator",
    "LadderRules",
    "Level",
    "Limit",
    "ListKind",
    "MeetingType",
    "OrganisationKind",
    "ProcessStep",
    "Programme",
    "ProjectRules",
    "Promise",
    "QuantityKind",
    "Question",
    "Quiet",
    "Rhythm",
    "Role",
    "RuleBook",
    "Rung",
    "Scheme",
    "Span",
    "Step",
    "SubCategory",
    "Terms",
    "Verb",
    "WhistleRules",
]


@dataclass(frozen=True)
class RuleBook:
    slug: str
    name: str
    area_code: str
    area_level: str
    about: str
    levels: tuple[Level, ...]
    organisations: Mapping[str, OrganisationKind]
    roles: Mapping[str, Role]
    flows: Mapping[str, Flow]
    categories: tuple[Category, ...]
    holders: Mapping[str, Holder]
    duties: tuple[DutyRow, ...]
    ladder: tuple[Rung, ...]
    ladder_rules: LadderRules
    meetings: Mapping[str, MeetingType]
    processes: Mapping[str, DecisionProcess]
    promises: Mapping[str, Promise]
    lists: Mapping[str, ListKind]
    quantities: Mapping[str, QuantityKind]
    project: ProjectRules
    whistle: WhistleRules
    schemes: Mapping[str, Scheme]
    checklists: Mapping[str, Checklist]
    programmes: Mapping[str, Programme]
    agreements: Mapping[str, AgreementKind]
    facilities: Mapping[str, FacilityKind]
    channels: Mapping[str, Channel]
    ends: Mapping[str, EndState]
    dangers: tuple[Danger, ...]
    hours: Hours | None
    quiet: Quiet | None
    terms: Terms
    words: Mapping[str, str]
    stages: Mapping[str, str]
    edition: int | None = None  # id of the Edition row, None while only a file
    number: int = 0

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(self.flows)

    def flow(self, kind: str) -> Flow:
        """The flow of this kind of case. Raises KeyError for a kind that this locality does not keep."""
        return self.flows[kind]

    def role(self, key: str) -> Role:
        return self.roles[key]

    def level(self, key: str) -> Level:
        return self._levels[key]

    def rung(self, number: int) -> Rung:
        """The rung with this number; beyond the top, the top rung."""
        return next((rung for rung in self.ladder if rung.number == number), self.ladder[-1])

    def word(self, key: str) -> str:
        return self.words.get(key, "")

    def stage(self, key: str) -> str:
        return self.stages.get(key, key)

    def end(self, key: str) -> EndState:
        return self.ends[key]

    @cached_property
    def _levels(self) -> dict[str, Level]:
        return {level.key: level for level in self.levels}

    @cached_property
    def _by_code(self) -> dict[str, Category | SubCategory]:
        found: dict[str, Category | SubCategory] = {}
        for category in self.categories:
            found[category.code] = category
            found.update((sub.code, sub) for sub in category.subs)
        return found

    @property
    def all_categories(self) -> tuple[Category | SubCategory, ...]:
        return tuple(self._by_code.values())

    def category(self, code: str) -> Category | SubCategory | None:
        return self._by_code.get(code)

    def top_category(self, code: str) -> Category | None:
        found = self._by_code.get(code.partition(".")[0])
        return found if isinstance(found, Category) else None

    def is_sealed(self, code: str) -> bool:
        top = self.top_category(code)
        return top is not None and top.sealed

    def is_common(self, code: str) -> bool:
        top = self.top_category(code)
        return top is not None and top.common and not top.sealed

    def questions(self, code: str) -> tuple[Question, ...]:
        """What is asked about this category besides the words: of the category, then of the sub-category."""
        found, top = self.category(code), self.top_category(code)
        if found is None or top is None or top.sealed:
            return ()
        return top.questions if found is top else (*top.questions, *found.questions)

    def clock(self, code: str, which: str) -> Limit | None:
        """The limit of the sub-category, else of its category; `which` is "first" or "resolve"."""
        found, top = self.category(code), self.top_category(code)
        own: Limit | None = getattr(found, which) if found else None
        return own or (getattr(top, which) if top else None)

    def duty(self, code: str, area_level: str = "") -> Duty | None:
        """Who is charged with this category at this level; the narrower line of the duty list wins."""
        return self._duty_by_row(code, area_level) or self._duty_by_holder(code)

    def _duty_by_row(self, code: str, area_level: str) -> Duty | None:
        for wanted in (code, code.partition(".")[0]):
            for level in dict.fromkeys((area_level, "")):
                for row in self.duties:
                    if wanted in row.covers and row.level == level:
                        return self._duty(code, row.role, row.backup, row.legal_class, row.basis)
        return None

    def _duty_by_holder(self, code: str) -> Duty | None:
        found, top = self.category(code), self.top_category(code)
        if found is None or top is None:
            return None
        holder = self.holders.get(found.duty or top.duty)
        return self._duty(code, holder.role, holder.backup) if holder else None

    def _duty(
        self, code: str, role_key: str, backup: str, legal_class: str = "", basis: str = ""
    ) -> Duty | None:
        role = self.roles.get(role_key)
        found, top = self.category(code), self.top_category(code)
        if role is None or found is None or top is None:
            return None
        chosen = legal_class or found.legal_class or top.legal_class
        return Duty(code, role_key, backup, role.level, role.organisation, chosen, basis)

    def may(self, role: str) -> Mapping[str, frozenset[str]]:
        """The verbs that a role may do, by kind of case."""
        return {kind: flow.verbs_of(role) for kind, flow in self.flows.items()}

    def hides_identity_from(self, role_key: str) -> bool:
        """True for the posts of a property company and the like, which never learn who raised a case."""
        role = self.roles.get(role_key)
        kind = self.organisations.get(role.organisation) if role else None
        return kind is not None and not kind.identity

    def dangers_in(self, said: str, code: str = "") -> tuple[Danger, ...]:
        """What the words tell of, and what the category stands for."""
        about = {code, code.partition(".")[0]} - {""}
        return tuple(
            danger for danger in self.dangers if danger.heard_in(said) or about & set(danger.categories)
        )
