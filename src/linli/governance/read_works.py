"""Reads what the wider works declare: meetings, rhythms, lists, assessments, checklists, agreements."""

from collections.abc import Mapping

from linli.governance import works
from linli.governance.limits import AS_NEEDED
from linli.governance.reader import Table
from linli.governance.vocabulary import KINDS, LIST_SOURCES, MEASURES, RHYTHM_SUBJECTS, VOTE_BASES


def read_meetings(root: Table) -> Mapping[str, works.MeetingType]:
    return {key: _read_meeting(key, table) for key, table in root.named("meeting")}


def _read_meeting(key: str, table: Table) -> works.MeetingType:
    meeting = works.MeetingType(
        key=key,
        name=table.text("name"),
        level=table.text("level", ""),
        rhythm=table.rhythm("every"),
        called_by=table.actors("called_by"),
        quorum=table.text("quorum", ""),
        majority=table.text("majority", ""),
        vote_by=table.one_of("vote_by", VOTE_BASES, "none"),
        notice=table.limit("notice"),
        basis=table.text("basis", ""),
        decides=table.flag("decides"),
        where=table.path,
    )
    table.done()
    return meeting


def read_processes(root: Table) -> Mapping[str, works.DecisionProcess]:
    found = {}
    for key, table in root.named("process"):
        steps = tuple(_read_process_step(row) for row in table.rows("step"))
        found[key] = works.DecisionProcess(
            key, table.text("name"), table.text("basis", ""), steps, table.path
        )
        table.done()
    return found


def _read_process_step(row: Table) -> works.ProcessStep:
    step = works.ProcessStep(
        name=row.text("name"),
        meeting=row.text("meeting", ""),
        quorum=row.text("quorum", ""),
        majority=row.text("majority", ""),
        notice=row.limit("notice"),
        published_for=row.limit("published_for"),
        where=row.path,
    )
    row.done()
    return step


def read_promises(root: Table) -> Mapping[str, works.Promise]:
    return {key: _read_promise(key, table) for key, table in root.named("rhythm")}


def _read_promise(key: str, table: Table) -> works.Promise:
    if not table.has("every"):
        table.fault("missing", "every", key="every", table=table.title)
    promise = works.Promise(
        key=key,
        name=table.text("name"),
        subject=table.one_of("subject", RHYTHM_SUBJECTS),
        rhythm=table.rhythm("every") or AS_NEEDED,
        by=table.actors("by"),
        group=table.text("group", ""),
        where=table.path,
    )
    table.done()
    return promise


def read_lists(root: Table) -> Mapping[str, works.ListKind]:
    found = {}
    for key, table in root.named("list"):
        found[key] = works.ListKind(
            key=key,
            name=table.text("name"),
            source=table.one_of("source", LIST_SOURCES, "case"),
            kinds=table.some_of("kinds", KINDS),
            claimable=table.flag("claimable"),
            public=table.flag("public"),
            by_law=table.flag("by_law"),
            several=table.flag("several"),
            where=table.path,
        )
        table.done()
    return found


def read_quantities(root: Table) -> Mapping[str, works.QuantityKind]:
    found = {}
    for key, table in root.named("quantity"):
        found[key] = works.QuantityKind(key, table.text("name"), table.text("unit"), table.path)
        table.done()
    return found


def read_project_rules(root: Table) -> works.ProjectRules:
    if not root.has("project"):
        return works.ProjectRules()
    table = root.table("project")
    rules = works.ProjectRules(
        kinds=table.some_of("kinds", KINDS) or ("project",),
        plan=table.actors("plan"),
        pledge=table.actors("pledge"),
        money=table.actors("money"),
        confirm=table.actors("confirm"),
        residents=table.flag("residents"),
        named=table.flag("named"),
        where=table.path,
    )
    table.done()
    return rules


def read_whistle_rules(root: Table) -> works.WhistleRules:
    if not root.has("whistle"):
        return works.WhistleRules()
    table = root.table("whistle")
    rules = works.WhistleRules(
        name=table.text("name"),
        kinds=table.some_of("kinds", KINDS) or ("request", "order"),
        blow=table.actors("blow"),
        units=table.texts("units"),
        report=table.actors("report"),
        arrive=table.limit("arrive"),
        urgent=table.limit("urgent"),
        lift=table.limit("lift"),
        where=table.path,
    )
    table.done()
    return rules


def read_schemes(root: Table) -> Mapping[str, works.Scheme]:
    return {key: _read_scheme(key, table) for key, table in root.named("scheme")}


def _read_scheme(key: str, table: Table) -> works.Scheme:
    scheme = works.Scheme(
        key=key,
        name=table.text("name"),
        assesses=table.text("assesses"),
        rhythm=table.rhythm("every") or AS_NEEDED,
        indicators=tuple(_read_indicator(row) for row in table.rows("indicator")),
        comment_within=table.limit("comment_within"),
        steps=table.texts("steps"),
        by=table.actors("by"),
        where=table.path,
    )
    table.done()
    return scheme


def _read_indicator(row: Table) -> works.Indicator:
    measure = row.text("measure")
    if measure and measure not in MEASURES:
        row.unknown(measure, MEASURES, "measure")
    indicator = works.Indicator(
        key=row.text("key", measure),
        name=row.text("name"),
        measure=measure,
        weight=row.number("weight", 0, most=100),
        target=row.text("target", ""),
        where=row.path,
    )
    row.done()
    return indicator


def read_checklists(root: Table) -> Mapping[str, works.Checklist]:
    found = {}
    for key, table in root.named("checklist"):
        found[key] = works.Checklist(
            key, table.text("name"), table.text("subject", ""), table.texts("items"), table.path
        )
        table.done()
    return found


def read_programmes(root: Table) -> Mapping[str, works.Programme]:
    found = {}
    for key, table in root.named("programme"):
        found[key] = works.Programme(
            key=key,
            name=table.text("name"),
            serves=table.text("serves", ""),
            series=table.texts("series"),
            words=table.texts("words"),
            where=table.path,
        )
        table.done()
    return found


def read_agreements(root: Table) -> Mapping[str, works.AgreementKind]:
    found = {}
    for key, table in root.named("agreement"):
        found[key] = works.AgreementKind(
            key, table.text("name"), table.texts("sides"), table.rhythm("review"), table.path
        )
        table.done()
    return found


def read_facilities(root: Table) -> Mapping[str, works.FacilityKind]:
    found = {}
    for key, table in root.named("facility"):
        found[key] = works.FacilityKind(
            key=key,
            name=table.text("name"),
            rooms=table.texts("rooms"),
            checklist=table.text("checklist", ""),
            walk_minutes=table.number("walk_minutes", 0, most=120),
            where=table.path,
        )
        table.done()
    return found
