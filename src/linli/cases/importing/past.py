"""A case as another office's list states it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from linli.governance.model import Flow


@dataclass(frozen=True, slots=True)
class PastCase:
    """What is known of a case. Only `raised_at` must be; a case without an answer is open."""

    source_key: str
    words: str
    title: str
    area_id: int
    area_path: str
    channel: str
    raised_at: datetime
    kind: str = "request"
    category: str = ""
    place_words: str = ""
    lat: float | None = None
    lon: float | None = None
    due_at: datetime | None = None
    unit_id: int | None = None
    referred: str = ""
    answer: str = ""
    end_state: str = ""
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    verdict: str = ""
    verdict_words: str = ""
    remark: str = ""
    petitioner: str = ""
    telephone: str = ""
    origin: Mapping[str, Any] = field(default_factory=dict)


WORK = ("triage", "dispatch", "accept", "start", "answer", "offer", "claim")


def way_to_answer(flow: Flow) -> tuple[str, ...] | None:
    """The fewest steps of this locality from a registered case to an answered one, sorted first where it sorts."""
    ways: dict[str, tuple[str, ...]] = {"registered": ()}
    waiting = ["registered"]
    if flow.verb("triage"):
        ways = {"triaged": ("triage",)}
        waiting = ["triaged"]
    while waiting:
        stage = waiting.pop(0)
        for key in WORK:
            verb = flow.verb(key)
            after = verb.moves.get(stage) if verb else None
            if after and after not in ways:
                ways[after] = (*ways[stage], key)
                waiting.append(after)
    return ways.get("answered")


def closes_from(flow: Flow, stage: str) -> bool:
    verb = flow.verb("close")
    return verb is not None and verb.allows(stage)


def verifies(flow: Flow) -> bool:
    verb = flow.verb("verify")
    return verb is not None and verb.allows("answered")
