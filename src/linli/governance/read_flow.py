"""Reads the flows: `[flow.request]`, its `[[flow.request.step]]` in order, its side verbs under `also`."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from linli.governance.faults import nearest
from linli.governance.flow import Flow, Verb, default_sources
from linli.governance.reader import Table
from linli.governance.vocabulary import KINDS, STAGES, VERBS


def read_flows(root: Table) -> Mapping[str, Flow]:
    tables = {}
    for kind, table in root.named("flow"):
        if kind not in KINDS:
            table.fault("unknown_kind", kind=kind, known=nearest(kind, KINDS))
            continue
        tables[kind] = table
    flows: dict[str, Flow] = {}
    for kind in sorted(tables, key=lambda kind: tables[kind].has("like")):
        flows[kind] = _read_flow(kind, tables[kind], flows)
    return MappingProxyType({kind: flows[kind] for kind in KINDS if kind in flows})


def _read_flow(kind: str, table: Table, flows: Mapping[str, Flow]) -> Flow:
    verbs = _inherited(table, flows)
    verbs.update(_chain(table, len(verbs)))
    verbs.update(_side_verbs(table))
    flow = Flow(kind, table.text("name"), MappingProxyType(verbs), table.text("about", ""), table.path)
    table.done()
    return flow


def _inherited(table: Table, flows: Mapping[str, Flow]) -> dict[str, Verb]:
    """The verbs of the flow that this one is `like`, which must be one with a chain of its own."""
    like = table.text("like", "")
    if not like:
        return {}
    if like not in flows or like == table.path[-1]:
        table.fault("like_unknown", "like", like=like)
        return {}
    return dict(flows[like].verbs)


def _chain(table: Table, after: int) -> dict[str, Verb]:
    rows = [(row, row.text("verb")) for row in table.rows("step")]
    chain = {key: row.flag("optional") for row, key in rows if key in VERBS}
    verbs: dict[str, Verb] = {}
    for position, (row, key) in enumerate(rows, start=after + 1):
        if not _known(row, key, "verb"):
            continue
        if key in verbs:
            row.fault("verb_twice", "verb", verb=key)
        else:
            verbs[key] = replace(_read_verb(row, key, chain), position=position)
            row.done()
    return verbs


def _side_verbs(table: Table) -> dict[str, Verb]:
    verbs = {}
    for key, row in table.named("also"):
        if _known(row, key):
            verbs[key] = replace(_read_verb(row, key, {}), main=False)
            row.done()
    return verbs


def _known(row: Table, key: str, where: str = "") -> bool:
    if key and key not in VERBS:
        row.fault("unknown_verb", where, verb=key, known=nearest(key, tuple(VERBS)))
    return key in VERBS


def _read_verb(row: Table, key: str, chain: Mapping[str, bool]) -> Verb:
    name = row.text("name")
    return Verb(
        key=key,
        name=row.text("button", name),
        step_name=name,
        roles=frozenset(row.actors("by")),
        moves=_moves(row, key, chain),
        done=row.text("done", ""),
        optional=row.flag("optional"),
        within=row.limit("within"),
        other_unit=row.flag("other_unit"),
        meeting=row.text("meeting", ""),
        climbs=VERBS[key].climbs,
        where=row.path,
    )


def _moves(row: Table, key: str, chain: Mapping[str, bool]) -> Mapping[str, str]:
    """What the engine allows, narrowed by `from`, else by the steps of the chain that must not be skipped."""
    rule = VERBS[key]
    stages = row.some_of("from", STAGES)
    for stage in stages:
        if stage not in rule.moves:
            row.fault("verb_not_from_there", "from", verb=key, stage=stage, known=", ".join(rule.moves))
    allowed = set(stages) or default_sources(key, chain)
    return MappingProxyType({stage: after for stage, after in rule.moves.items() if stage in allowed})
