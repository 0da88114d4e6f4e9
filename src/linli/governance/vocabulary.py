"""The fixed words of the engine: a governance file picks, names, orders and assigns; it invents none."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

START: Final = ""
CLOSED: Final = "closed"
STAGES: Final = (
    "raised",
    "registered",
    "triaged",
    "offered",
    "dispatched",
    "taken",
    "working",
    "answered",
    "verified",
    "closed",
)
UNANSWERED: Final = ("raised", "registered", "triaged", "offered", "dispatched", "taken", "working")
OPEN_STAGES: Final = tuple(stage for stage in STAGES if stage != CLOSED)

KINDS: Final = ("request", "order", "wish", "project", "proposal")


@dataclass(frozen=True, slots=True)
class VerbRule:
    """What a verb does to a case: from which stage to which. A stage that maps to itself stays as it is."""

    key: str
    moves: Mapping[str, str]
    climbs: bool = False
    system: bool = False  # the clock may do it without a person

    @property
    def keeps_stage(self) -> bool:
        return all(before == after for before, after in self.moves.items())


def _to(target: str, *sources: str) -> Mapping[str, str]:
    return MappingProxyType(dict.fromkeys(sources, target))


def _stay(*stages: str) -> Mapping[str, str]:
    return MappingProxyType({stage: stage for stage in stages})


def _both(*parts: Mapping[str, str]) -> Mapping[str, str]:
    joined: dict[str, str] = {}
    for part in parts:
        joined.update(part)
    return MappingProxyType(joined)


VERBS: Final[Mapping[str, VerbRule]] = MappingProxyType(
    {
        rule.key: rule
        for rule in (
            VerbRule("raise", _to("raised", START)),
            VerbRule("register", _to("registered", "raised"), system=True),
            VerbRule("triage", _to("triaged", "registered", "triaged")),
            VerbRule("dispatch", _to("dispatched", "registered", "triaged", "offered", "dispatched")),
            VerbRule("offer", _to("offered", "registered", "triaged")),
            VerbRule("accept", _to("taken", "dispatched")),
            VerbRule("claim", _to("taken", "offered")),
            VerbRule(
                "release",
                _both(_to("offered", "taken", "working"), _to("triaged", "dispatched")),
                system=True,
            ),
            VerbRule("start", _to("working", "taken")),
            VerbRule("suspend", _stay("taken", "working")),
            VerbRule("resume", _stay("taken", "working"), system=True),
            VerbRule("extend", _stay("taken", "working")),
            VerbRule("contest", _stay("dispatched", "taken", "working")),
            VerbRule("uphold", _to("triaged", "dispatched", "taken", "working")),
            VerbRule("reject", _stay("dispatched", "taken", "working")),
            VerbRule("climb", _to("triaged", *OPEN_STAGES), climbs=True, system=True),
            VerbRule("answer", _to("answered", "taken", "working")),
            VerbRule("verify", _to("verified", "answered")),
            VerbRule("close", _to(CLOSED, "answered", "verified"), system=True),
            VerbRule("rate", _stay("answered", "verified", CLOSED)),
            VerbRule("reopen", _to("triaged", "answered", "verified", CLOSED), climbs=True),
            VerbRule("withdraw", _to(CLOSED, *OPEN_STAGES)),
            VerbRule("join", _stay(*UNANSWERED)),
            VerbRule("merge", _to(CLOSED, *UNANSWERED)),
            VerbRule("unmerge", _stay(CLOSED)),  # back to the stage that the link remembers
            VerbRule("split", _to("working", "registered", "triaged")),
            VerbRule("urge", _stay(*UNANSWERED)),
            VerbRule("ask_check", _stay(*OPEN_STAGES[1:])),
            VerbRule("report_check", _stay(*OPEN_STAGES[1:])),
            VerbRule("publish", _stay(CLOSED)),
            VerbRule("unpublish", _stay(CLOSED)),
            VerbRule("enlist", _stay(*OPEN_STAGES[1:])),
            VerbRule("delist", _stay(*STAGES[1:])),
        )
    }
)

RESIDENT: Final = "resident"  # the petitioner of this case; for "raise" and "join", any resident
ANYONE: Final = "anyone"  # also without an account
SYSTEM: Final = "system"  # the clock, by the rules of this file
RESERVED_ACTORS: Final = (RESIDENT, ANYONE, SYSTEM)

END_STATES: Final = (
    "solved",
    "partly_solved",
    "explained_not_solvable",
    "out_of_scope_redirected",
    "withdrawn",
    "merged",
    "unreachable",
    "invalid",
)
COUNTED_END_STATES: Final = ("solved", "partly_solved", "explained_not_solvable")

LEGAL_CLASSES: Final = ("core", "assist", "withdrawn")  # 基本履职, 配合履职, 上级收回
LIMIT_UNITS: Final = ("min", "h", "d", "wh", "wd")
WORKING_UNITS: Final = ("wh", "wd")
CLOCKS: Final = ("first", "resolve")
WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

CHANNELS: Final = (
    "portal",
    "qr",
    "desk",
    "phone",
    "chat",
    "visit",
    "meeting",
    "patrol",
    "hotline",
    "mailbox",
    "paper",
    "import",
    "api",
)
QUESTION_KINDS: Final = ("choice", "yes_no", "number", "text", "date")
HOTLINE_KINDS: Final = ("inquiry", "help", "complaint", "report", "suggestion")  # 咨询 求助 投诉 举报 建议

RIGHTS: Final = (
    "contact",  # look at the petitioner's contact, stating a purpose
    "places",
    "people",
    "rulebook",
    "import",
    "export",
    "trace",
    "sealed",  # sealed reports; nobody else ever
)

RHYTHM_UNITS: Final = ("day", "week", "month", "quarter", "year", "festival")
RHYTHM_SUBJECTS: Final = (
    "visit",
    "care",
    "meeting",
    "activity",
    "service",
    "report",
    "assessment",
    "disclosure",
)
VOTE_BASES: Final = ("members", "delegates", "adults", "households", "owners", "owners_area", "none")
LIST_SOURCES: Final = ("case", "offer", "duty", "household", "aid", "agreement", "visit", "proof")

MEASURES: Final = (
    "response_rate",
    "solved_rate",
    "satisfaction_rate",
    "on_time_rate",
    "reopened_rate",
    "repeat_rate",
    "proactive_cases",
    "published_share",
    "climbed_share",
    "projects_done",
    "project_milestones_on_time",
    "visits_done",
    "meetings_held",
    "resolutions_carried_out",
    "activities_held",
    "person_times",
    "volunteer_hours",
    "claims_fulfilled",
    "agreements_kept",
    "pairings_kept",
    "mediations_settled",
    "checklist_met",
    "resident_evaluation",
    "disclosures_on_time",
    "deeds_recorded",
)

WORDS: Final = (
    "brand",
    "tagline",
    "ask",
    "ask_hint",
    "promise",
    "board",
    "progress",
    "today",
    "pool",
    "note",
    "inbox",
    "station",
    "thanks",
    "emergency",
    "telephone",
    "licence",
)
