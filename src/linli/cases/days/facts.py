"""What is counted of a case, as SQL for both databases. It says the same as `first_contacts` and `last_verdict` of the lists."""

from typing import Final

from django.db import connection

FIRST_CLOCK: Final = "{row}.name = 'first' AND {row}.round = 1"


def day_of(moment: str) -> str:
    """The day on the clocks of Shanghai, which stand eight hours before UTC since 1992."""
    if connection.vendor == "sqlite":
        return f"date(substr({moment}, 1, 19), '+8 hours')"  # with its fraction it would be rounded upwards
    return f"({moment} AT TIME ZONE 'Asia/Shanghai')::date"


def contact(clock: str, over: str = "") -> str:
    """How the first contact is counted; nothing as long as it is neither made nor over, which the worker has seen or, at a
    moment that is asked about, `over` says.
    """
    over = over or f"{clock}.lapsed_at IS NOT NULL AND {clock}.due_at IS NOT NULL"
    return (
        f"CASE WHEN {clock}.met_at <= {clock}.due_at THEN 'in_time' WHEN {clock}.met_at > {clock}.due_at "
        f"OR {clock}.met_at IS NULL AND {over} THEN 'late' ELSE '' END"
    )


def contact_of(case: str) -> str:
    clocks = f"SELECT {contact('clock')} FROM cases_clock clock WHERE clock.case_id = {case}"
    return f"COALESCE(({clocks} AND {FIRST_CLOCK.format(row='clock')}), '')"


def verdict_of(case: str, before: str = "") -> str:
    """Her last word; or what it was before this round."""
    earlier = f" AND said.round < {before}" if before else ""
    said = f"SELECT said.verdict FROM cases_rating said WHERE said.case_id = {case}{earlier}"
    return f"COALESCE(({said} ORDER BY said.round DESC LIMIT 1), '')"


def place(case: str) -> str:
    return f"{case}.area_path, {case}.holder_organisation_id, {day_of(f'{case}.raised_at')}"


def every_case() -> str:
    """The changes from which the counts would be built anew."""
    return (
        "SELECT area_path, unit, day, COUNT(*) AS raised, COUNT(*) AS number, contacted, last_verdict, end_state "
        f"FROM ({each_case(contact('clock'))}) each_one "
        "GROUP BY area_path, unit, day, contacted, last_verdict, end_state"
    )


def each_case(contacted: str) -> str:
    return (
        f"SELECT held.area_path, held.holder_organisation_id AS unit, {day_of('held.raised_at')} AS day, "
        f"1 AS raised, 1 AS number, {contacted} AS contacted, {verdict_of('held.id')} AS last_verdict, "
        "held.end_state FROM cases_case held LEFT JOIN cases_clock clock "
        f"ON clock.case_id = held.id AND {FIRST_CLOCK.format(row='clock')}"
    )
