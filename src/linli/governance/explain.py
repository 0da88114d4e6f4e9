"""A rule book in plain words: who does what in which order, who answers for what, which rung decides where."""

from dataclasses import dataclass

from django.utils.translation import gettext, gettext_lazy, ngettext

from linli.governance.flow import Flow, Verb
from linli.governance.limits import Limit, Rhythm
from linli.governance.model import RuleBook
from linli.governance.vocabulary import ANYONE, RESIDENT, SYSTEM

_RESERVED = {
    RESIDENT: gettext_lazy("the resident"),
    ANYONE: gettext_lazy("anyone, also without an account"),
    SYSTEM: gettext_lazy("the system, when its time comes"),
}


@dataclass(frozen=True)
class StepLine:
    """One verb of a flow, ready to be read: 接单, by whom, within what time, leading to which stage."""

    number: int  # 0 for a side verb
    verb: str
    name: str
    who: tuple[str, ...]
    stage: str  # the name of the stage it leads to; empty when the stage stays
    within: str = ""
    optional: bool = False
    other_unit: bool = False
    meeting: str = ""
    stages: tuple[str, ...] = ()  # the names of the stages in which it may be done


@dataclass(frozen=True)
class FlowLines:
    kind: str
    name: str
    about: str
    steps: tuple[StepLine, ...]
    others: tuple[StepLine, ...]


@dataclass(frozen=True)
class DutyLine:
    code: str
    name: str
    top: bool
    role: str
    backup: str
    legal_class: str
    first: str
    resolve: str


@dataclass(frozen=True)
class RungLine:
    number: int
    name: str
    level: str
    duty: str
    meetings: tuple[str, ...]
    after: str


@dataclass(frozen=True)
class Explained:
    """Everything a page about the rule book shows."""

    name: str
    about: str
    number: int
    flows: tuple[FlowLines, ...]
    ladder: tuple[RungLine, ...]
    duties: tuple[DutyLine, ...]


def explain(book: RuleBook) -> Explained:
    return Explained(
        name=book.name,
        about=book.about,
        number=book.number,
        flows=tuple(explain_flow(book, flow) for flow in book.flows.values()),
        ladder=explain_ladder(book),
        duties=explain_duties(book),
    )


def explain_flow(book: RuleBook, flow: Flow) -> FlowLines:
    main = [flow.verbs[step.verb] for step in flow.steps]
    side = [verb for verb in flow.verbs.values() if not verb.main]
    return FlowLines(
        kind=flow.kind,
        name=flow.name,
        about=flow.about,
        steps=tuple(_line(book, verb, number) for number, verb in enumerate(main, start=1)),
        others=tuple(_line(book, verb, 0) for verb in side),
    )


def _line(book: RuleBook, verb: Verb, number: int) -> StepLine:
    meeting = book.meetings.get(verb.meeting)
    return StepLine(
        number=number,
        verb=verb.key,
        name=verb.step_name,
        who=who_may(book, verb),
        stage=book.stage(verb.target) if verb.target else "",
        within=limit_words(verb.within),
        optional=verb.optional,
        other_unit=verb.other_unit,
        meeting=meeting.name if meeting else "",
        stages=tuple(book.stage(stage) for stage in verb.moves if stage),
    )


def who_may(book: RuleBook, verb: Verb) -> tuple[str, ...]:
    """The names of whoever may do it, in the order of the file; residents first, the system last."""
    people = [str(_RESERVED[actor]) for actor in (RESIDENT, ANYONE) if actor in verb.roles]
    posts = [role.name for key, role in book.roles.items() if key in verb.roles]
    system = [str(_RESERVED[SYSTEM])] if SYSTEM in verb.roles else []
    return (*people, *posts, *system)


def explain_ladder(book: RuleBook) -> tuple[RungLine, ...]:
    return tuple(
        RungLine(
            number=rung.number,
            name=rung.name,
            level=book.level(rung.level).name,
            duty=_role_name(book, rung.duty_role),
            meetings=tuple(book.meetings[key].name for key in rung.meetings),
            after=limit_words(rung.after),
        )
        for rung in book.ladder
    )


def explain_duties(book: RuleBook) -> tuple[DutyLine, ...]:
    """A line for each category, and for each sub-category that differs from it."""
    lines = []
    for category in book.categories:
        top = _duty_line(book, category.code, category.name, top=True)
        lines.append(top)
        for sub in category.subs:
            line = _duty_line(book, sub.code, sub.name, top=False)
            if _differs(line, top):
                lines.append(line)
    return tuple(lines)


def _differs(line: DutyLine, top: DutyLine) -> bool:
    return (line.role, line.legal_class, line.first, line.resolve) != (
        top.role,
        top.legal_class,
        top.first,
        top.resolve,
    )


def _duty_line(book: RuleBook, code: str, name: str, *, top: bool) -> DutyLine:
    duty = book.duty(code)
    return DutyLine(
        code=code,
        name=name,
        top=top,
        role=_role_name(book, duty.role) if duty else "",
        backup=_role_name(book, duty.backup) if duty else "",
        legal_class=class_words(duty.legal_class) if duty else "",
        first=limit_words(book.clock(code, "first")),
        resolve=limit_words(book.clock(code, "resolve")),
    )


def _role_name(book: RuleBook, key: str) -> str:
    return book.roles[key].name if key in book.roles else ""


def class_words(legal_class: str) -> str:
    """The class of a duty by the duty lists of sub-districts: 基本履职, 配合履职, 上级收回."""
    return {
        "core": gettext("core duty"),
        "assist": gettext("assisting duty"),
        "withdrawn": gettext("duty of the superior"),
    }[legal_class]


def limit_words(limit: Limit | None) -> str:
    if limit is None:
        return ""
    said = {
        "min": ngettext("%(n)d minute", "%(n)d minutes", limit.amount),
        "h": ngettext("%(n)d hour", "%(n)d hours", limit.amount),
        "d": ngettext("%(n)d day", "%(n)d days", limit.amount),
        "wh": ngettext("%(n)d working hour", "%(n)d working hours", limit.amount),
        "wd": ngettext("%(n)d working day", "%(n)d working days", limit.amount),
    }[limit.unit]
    return said % {"n": limit.amount}


def rhythm_words(rhythm: Rhythm) -> str:
    if rhythm.as_needed:
        return gettext("as needed")
    if rhythm.span > 1:
        return gettext("every %(n)d days") % {"n": rhythm.span}
    said = {
        "day": ngettext("every day", "%(n)d times a day", rhythm.times),
        "week": ngettext("every week", "%(n)d times a week", rhythm.times),
        "month": ngettext("every month", "%(n)d times a month", rhythm.times),
        "quarter": ngettext("every quarter", "%(n)d times a quarter", rhythm.times),
        "year": ngettext("every year", "%(n)d times a year", rhythm.times),
        "festival": ngettext("at each festival", "%(n)d times at each festival", rhythm.times),
    }[rhythm.unit]
    return said % {"n": rhythm.times} if "%" in said else said
