"""Triggers that append to `DayChange` what changed in the counts of a day.

Every change of a case, of its first clock and of her verdicts passes here, whoever makes it and however. On PostgreSQL
a trigger of a clock or a verdict locks the case, so that it cannot be moved to another day, area or unit meanwhile; who
acts on a case has locked it before.
"""

from dataclasses import dataclass
from typing import Final

from django.db import connection

from linli.cases.days.facts import FIRST_CLOCK, contact, contact_of, place, verdict_of

INTO: Final = (
    "INSERT INTO cases_daychange (area_path, unit, day, raised, number, contacted, last_verdict, end_state) "
)
MOVED: Final = " OR ".join(
    f"OLD.{column} IS DISTINCT FROM NEW.{column}"
    for column in ("raised_at", "area_path", "holder_organisation_id")
)


def whole(row: str, sign: int) -> str:
    """The case with all that is counted of it."""
    what = f"{contact_of(f'{row}.id')}, {verdict_of(f'{row}.id')}, {row}.end_state"
    return f"{INTO} SELECT {place(row)}, {sign}, {sign}, {what}"


def part(row: str, sign: int, *, met: str = "''", verdict: str = "''", unless: str = "1 = 0") -> str:
    """One thing that is counted of the case of this clock or verdict."""
    what, named = f"{met}, {verdict}, ''", met if met != "''" else verdict
    return (
        f"{INTO} SELECT {place('held')}, 0, {sign}, {what} FROM cases_case held "
        f"WHERE held.id = {row}.case_id AND {named} <> '' AND NOT ({unless})"
    )


def ended(row: str, sign: int) -> str:
    return f"{INTO} SELECT {place(row)}, 0, {sign}, '', '', {row}.end_state WHERE {row}.end_state <> ''"


def said(row: str, sign: int, *, before: bool = False) -> str:
    """This verdict, or the one before it, while it is the last; a later round's word stays the last."""
    verdict = verdict_of(f"{row}.case_id", f"{row}.round") if before else f"{row}.verdict"
    later = f"SELECT 1 FROM cases_rating later WHERE later.case_id = {row}.case_id"
    return part(row, sign, verdict=verdict, unless=f"EXISTS ({later} AND later.round > {row}.round)")


@dataclass(frozen=True)
class Trigger:
    name: str
    table: str
    event: str
    when: str
    statements: tuple[str, ...]

    def created(self) -> list[str]:
        does = " ".join(f"{statement};" for statement in self.statements)
        head = f"CREATE TRIGGER {self.name} AFTER {self.event} ON {self.table}"
        if connection.vendor == "sqlite":
            when = f" WHEN {self.when}" if self.when else ""
            text = f"{head}{when} BEGIN {does} END"
            return [text.replace("IS DISTINCT FROM", "IS NOT")]
        when = f" WHEN ({self.when})" if self.when else ""
        return [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {self._locking()}{does} RETURN NULL; END $$",
            f"{head} FOR EACH ROW{when} EXECUTE FUNCTION {self.name}()",
        ]

    def _locking(self) -> str:
        if self.table == "cases_case":
            return ""
        row = "OLD" if self.event == "DELETE" else "NEW"
        return f"PERFORM 1 FROM cases_case WHERE id = {row}.case_id FOR NO KEY UPDATE; "

    def dropped(self) -> list[str]:
        if connection.vendor == "sqlite":
            return [f"DROP TRIGGER IF EXISTS {self.name}"]
        return [
            f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}",
            f"DROP FUNCTION IF EXISTS {self.name}()",
        ]


def triggers() -> list[Trigger]:
    old, new = contact("OLD"), contact("NEW")
    clock, rating = "cases_clock", "cases_rating"
    mine, was_mine = FIRST_CLOCK.format(row="NEW"), FIRST_CLOCK.format(row="OLD")
    moves = "UPDATE OF raised_at, area_path, holder_organisation_id"
    met, unmet = part("NEW", 1, met=new), part("OLD", -1, met=old)
    return [
        Trigger("days_raised", "cases_case", "INSERT", "", (whole("NEW", 1),)),
        Trigger("days_moved", "cases_case", moves, MOVED, (whole("OLD", -1), whole("NEW", 1))),
        Trigger(
            "days_ended",
            "cases_case",
            "UPDATE OF end_state",
            f"OLD.end_state <> NEW.end_state AND NOT ({MOVED})",
            (ended("OLD", -1), ended("NEW", 1)),
        ),
        Trigger("days_dropped", "cases_case", "DELETE", "", (whole("OLD", -1),)),
        Trigger("days_clock_set", clock, "INSERT", f"{mine} AND {new} <> ''", (met,)),
        Trigger(
            "days_clock_moved",
            clock,
            "UPDATE OF due_at, met_at, lapsed_at",
            f"{mine} AND {old} <> {new}",
            (unmet, met),
        ),
        Trigger("days_clock_dropped", clock, "DELETE", f"{was_mine} AND {old} <> ''", (unmet,)),
        Trigger("days_rated", rating, "INSERT", "", (said("NEW", -1, before=True), said("NEW", 1))),
        Trigger(
            "days_rated_anew",
            rating,
            "UPDATE OF verdict",
            "OLD.verdict <> NEW.verdict",
            (said("OLD", -1), said("NEW", 1)),
        ),
        Trigger("days_unrated", rating, "DELETE", "", (said("OLD", -1), said("OLD", 1, before=True))),
    ]
