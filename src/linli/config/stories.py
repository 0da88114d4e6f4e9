"""Tell a locality's story: its invented cases, each step by the public action of its verb, under a simulated clock."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from linli.cases.actions.intake import Intake, Speaker, raise_case, reply
from linli.cases.models import Case
from linli.cases.verbs import ACTIONS
from linli.config.planting import LOCALITIES, Planting
from linli.config.works import WORKS, take_work
from linli.kit.actor import ANONYMOUS, SYSTEM, Actor
from linli.people.actors import actor_for


def tell(planting: Planting, *, now: datetime, folder: Path = LOCALITIES) -> dict[str, Case]:
    """Every case of story.toml, oldest first; the key is the case's own or its number in the file."""
    rows = tomllib.loads((folder / planting.slug / "story.toml").read_text("utf-8"))["case"]
    ordered = sorted(enumerate(rows, start=1), key=lambda item: -item[1]["days_ago"])
    return {row.get("key", str(number)): tell_case(planting, row, now=now) for number, row in ordered}


def tell_case(planting: Planting, row: Mapping[str, Any], *, now: datetime) -> Case:
    start = now - timedelta(days=row["days_ago"])
    by = _actor(planting, row.get("by", "anyone"), None, start)
    intake = Intake(
        words=row["words"],
        area=planting.areas[row["area"]],
        channel=row.get("channel", "portal"),
        kind=row.get("kind", "request"),
        category=row.get("category", ""),
        title=row.get("title", ""),
        place_words=row.get("place", ""),
        speaker=Speaker(**row.get("speaker", {})),
    )
    case = raise_case(intake, by=by, at=start)
    for step in row.get("steps", ()):
        case = _take(planting, case, dict(step), start)
    return case


def _take(planting: Planting, case: Case, step: dict[str, Any], start: datetime) -> Case:
    verb, at = step.pop("verb"), start + timedelta(hours=step.pop("hours"))
    by = _actor(planting, step.pop("by"), case, at)
    if (to := step.pop("to", None)) is not None:
        step |= (
            {"organisation": planting.units[to]} if to in planting.units else {"post": _post(planting, to)}
        )
    if (area := step.pop("area", None)) is not None:
        step["area"] = planting.areas[area]
    if verb == "reply":
        reply(case, step["text"], by=by, at=at)
    elif verb in WORKS:
        take_work(verb, planting, case, step, by=by, at=at)
    else:
        ACTIONS[verb](case, by=by, at=at, **step)
    case.refresh_from_db()
    return case


def _post(planting: Planting, username: str) -> Any:
    return planting.people[username].posts.order_by("pk").first()


def _actor(planting: Planting, name: str, case: Case | None, at: datetime) -> Actor:
    """`anyone`, `resident` (who raised this case), `system`, or a log-in name of people.toml."""
    if name == "system":
        return SYSTEM
    if name == "resident" and case is not None:
        return Actor(kind="anonymous", keys=frozenset({case.pk}))
    if name in {"anyone", "resident"}:
        return ANONYMOUS
    return actor_for(planting.people[name], at)
