"""Reads levels, organisations, roles, duty list, ladder, clocks and words."""

from collections.abc import Mapping

from linli.governance import parts
from linli.governance.faults import nearest
from linli.governance.limits import Limit
from linli.governance.reader import Table
from linli.governance.vocabulary import (
    CHANNELS,
    END_STATES,
    LEGAL_CLASSES,
    RESERVED_ACTORS,
    RIGHTS,
    STAGES,
    WEEKDAYS,
    WORDS,
)


def read_levels(root: Table) -> tuple[parts.Level, ...]:
    return tuple(_read_level(key, table) for key, table in root.named("level"))


def _read_level(key: str, table: Table) -> parts.Level:
    level = parts.Level(
        key=key,
        name=table.text("name"),
        under=table.texts("under"),
        organisation=table.text("organisation", ""),
        households=_norm(table),
        place=table.flag("place", True),
        where=table.path,
    )
    table.done()
    return level


def _norm(table: Table) -> tuple[int, int] | None:
    if not table.has("households"):
        return None
    norm = table.table("households")
    fewest, most = norm.number("least", 0), norm.number("most", 0)
    if fewest > most:
        norm.fault("norm_upside_down", "least", least=fewest, most=most)
    norm.done()
    return (fewest, most)


def read_organisations(root: Table) -> Mapping[str, parts.OrganisationKind]:
    found = {}
    for key, table in root.named("organisation"):
        found[key] = parts.OrganisationKind(
            key=key,
            name=table.text("name"),
            level=table.text("level", ""),
            identity=table.flag("identity", True),
            where=table.path,
        )
        table.done()
    return found


def read_roles(root: Table) -> Mapping[str, parts.Role]:
    return {key: _read_role(key, table) for key, table in root.named("role")}


def _read_role(key: str, table: Table) -> parts.Role:
    role = parts.Role(
        key=key,
        name=table.text("name"),
        level=table.text("level"),
        organisation=table.text("organisation", ""),
        rights=frozenset(table.some_of("rights", RIGHTS)),
        voluntary=table.flag("voluntary"),
        duties=table.texts("duties"),
        term=table.limit("term"),
        where=table.path,
    )
    table.done()
    return role


def read_together(root: Table) -> None:
    """The words that stand for several roles; what they name must be roles of this file."""
    table = root.table("together")
    known = (*root.table("role").content, *RESERVED_ACTORS)
    for word in table.content:
        roles = table.texts(word)
        for role in roles:
            if role not in known:
                table.fault("unknown_role", word, role=role, known=nearest(role, known))
        root.draft.together[word] = tuple(role for role in roles if role in known)


def read_holders(root: Table) -> Mapping[str, parts.Holder]:
    found = {}
    for key, table in root.named("holder"):
        found[key] = parts.Holder(key, table.text("role"), table.text("backup", ""), table.path)
        table.done()
    return found


def read_duties(root: Table) -> tuple[parts.DutyRow, ...]:
    return tuple(_read_duty(row) for row in root.rows("duty"))


def _read_duty(row: Table) -> parts.DutyRow:
    duty = parts.DutyRow(
        covers=row.texts("covers"),
        role=row.text("role"),
        backup=row.text("backup", ""),
        level=row.text("level", ""),
        legal_class=row.one_of("class", LEGAL_CLASSES, ""),
        basis=row.text("basis", ""),
        where=row.path,
    )
    row.done()
    return duty


def read_ladder(root: Table) -> tuple[parts.Rung, ...]:
    return tuple(_read_rung(number, row) for number, row in enumerate(root.rows("rung"), start=1))


def _read_rung(number: int, row: Table) -> parts.Rung:
    rung = parts.Rung(
        number=number,
        name=row.text("name"),
        level=row.text("level"),
        duty_role=row.text("duty", ""),
        meetings=row.texts("meeting"),
        after=row.limit("after"),
        where=row.path,
    )
    row.done()
    return rung


def read_ladder_rules(root: Table) -> parts.LadderRules:
    table = root.table("ladder")
    rules = parts.LadderRules(
        households=table.number("households", 5, least=2, most=10_000),
        repeats=table.number("repeats", 3, least=2, most=1_000),
        repeat_days=table.number("repeat_days", 90, least=1, most=3_660),
        where=table.path,
    )
    table.done()
    return rules


def read_hours(root: Table) -> parts.Hours | None:
    if not root.has("hours"):
        root.table("hours")
        return None
    table = root.table("hours")
    common = table.spans("workdays")
    week = []
    for number, day in enumerate(WEEKDAYS):
        spans = table.spans(day) if table.has(day) else (common if number < 5 else ())
        table.asked.add(day)
        week.append(spans)
    hours = parts.Hours(tuple(week), table.number("day_hours", 8, least=1, most=24), table.path)
    table.done()
    return hours


def read_quiet(root: Table) -> parts.Quiet | None:
    table = root.table("quiet")
    span = table.span("span")
    breaks = frozenset(table.texts("breaks"))
    table.done()
    return parts.Quiet(span, breaks, table.path) if span else None


def read_terms(root: Table) -> parts.Terms:
    table = root.table("terms")
    terms = parts.Terms(
        reopen_within=table.limit("reopen_within") or Limit(15, "d"),
        claim_returns_after=table.limit("claim_returns_after") or Limit(2, "d"),
        close_after_silence=table.limit("close_after_silence") or Limit(15, "d"),
        unreachable_tries=table.number("unreachable_tries", 3, least=1, most=20),
        unreachable_days=table.number("unreachable_days", 2, least=1, most=30),
        contest_within=table.limit("contest_within") or Limit(1, "wd"),
        ruling_within=table.limit("ruling_within") or Limit(1, "wd"),
        where=table.path,
    )
    table.done()
    return terms


def read_channels(root: Table) -> Mapping[str, parts.Channel]:
    found = {}
    for key, table in root.named("channel"):
        if key not in CHANNELS:
            table.unknown(key, CHANNELS, "")
        found[key] = parts.Channel(key, table.text("name"), table.path)
        table.done()
    return found


def read_ends(root: Table) -> Mapping[str, parts.EndState]:
    found = {}
    for key, table in root.named("end"):
        if key not in END_STATES:
            table.unknown(key, END_STATES, "")
        found[key] = parts.EndState(
            key=key,
            name=table.text("name"),
            plain=table.text("plain"),
            counted=table.flag("counted"),
            second_reviewer=table.flag("second_reviewer"),
            where=table.path,
        )
        table.done()
    return found


def read_dangers(root: Table) -> tuple[parts.Danger, ...]:
    found = []
    for key, table in root.named("danger"):
        danger = parts.Danger(
            key=key,
            number=table.text("number"),
            name=table.text("name"),
            words=table.texts("words"),
            categories=table.texts("categories"),
            where=table.path,
        )
        table.done()
        found.append(danger)
    return tuple(found)


def read_words(root: Table, key: str) -> dict[str, str]:
    """The words shown on screen (`words`) or the names of the stages (`stage`)."""
    table = root.table(key)
    known = STAGES if key == "stage" else WORDS
    found = {}
    for name in table.content:
        if name in known:
            found[name] = table.text(name)
        else:
            table.asked.add(name)
            table.unknown(name, known, name)
    return found
