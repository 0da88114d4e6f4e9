"""Lists beside that of the cases: which rows each shows, in which order and columns. Its page and its sheet ask the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.cases.columns import category_of, holder_of
from linli.cases.lists import to_call_back
from linli.cases.lookers import found_words
from linli.cases.models import Check, HotIssue, Objection
from linli.cases.reads_of_history import office_name
from linli.cases.telltales import without
from linli.governance.reads import rulebook_for
from linli.kit.actor import Actor
from linli.kit.sheets.cells import Value


@dataclass(frozen=True)
class ListedColumn:
    label: str | Promise
    of: Callable[[Any], Value]


@dataclass(frozen=True)
class Listed:
    """`shows`: what `?show=` may say, "" the usual; each with the order of its rows."""

    key: str
    name: str | Promise
    page: str
    shows: Mapping[str, tuple[str, ...]]
    rows: Callable[[Actor, str], Any]
    columns: tuple[ListedColumn, ...]

    def shown(self, asked: str) -> str:
        return asked if asked in self.shows else ""

    def query(self, asked: str) -> str:
        return f"show={asked}" if self.shown(asked) else ""


def objections_of(actor: Actor, show: str) -> Any:
    rows = Objection.objects.visible_to(actor)
    rows = rows.exclude(outcome="") if show else rows.open()
    return rows.select_related("case__area", "organisation", "post__area", "proposed")


def checks_of(actor: Actor, show: str) -> Any:
    rows = Check.objects.visible_to(actor)
    rows = rows.exclude(outcome="") if show else rows.open()
    return rows.select_related("case__area", "post__organisation", "post__area")


def callbacks_of(actor: Actor, show: str) -> Any:
    return to_call_back(actor).select_related("area", "holder_organisation", "holder_post__account")


def issues_of(actor: Actor, show: str) -> Any:
    rows = HotIssue.objects.visible_to(actor).select_related("area", "raised")
    return rows if show else rows.waiting()


def unit_of(objection: Objection) -> str:
    return str(objection.organisation.name if objection.organisation else objection.post.area.name)


def outcome_of(objection: Objection) -> str:
    said = {
        Objection.Outcome.UPHELD: _("sent elsewhere"),
        Objection.Outcome.REJECTED: _("stays with them"),
        Objection.Outcome.LAPSED: _("ended before"),
    }
    return said[Objection.Outcome(objection.outcome)] if objection.outcome else ""


def issue_category(issue: HotIssue) -> str:
    book = rulebook_for(issue.area_path)
    found = book.category(issue.category) if book else None
    return found.name if found else ""


def issue_state(issue: HotIssue) -> str:
    if issue.raised:
        return _("raised for all")
    return _("set aside") if issue.set_aside_at else _("Waiting for the office")


def about_of(check: Check) -> str:
    if check.about == Check.About.ANSWER:
        return _("looks whether the answer is so")
    return _("looks whether it is as reported")


def _columns(*pairs: tuple[str | Promise, Callable[[Any], Value]]) -> tuple[ListedColumn, ...]:
    return tuple(ListedColumn(label, of) for label, of in pairs)


_CASE = (
    (gettext_lazy("Number"), lambda row: row.case.number),
    (gettext_lazy("What"), lambda row: without(row.case.title)),
    (gettext_lazy("Area"), lambda row: row.case.area.name),
)
_ALL: Final = (
    Listed(
        "objections",
        gettext_lazy("Objections"),
        "console:objections",
        {"": ("due_at", "id"), "decided": ("-decided_at", "-id")},
        objections_of,
        _columns(
            *_CASE,
            (gettext_lazy("Unit"), unit_of),
            (gettext_lazy("Reason"), lambda row: without(row.reason)),
            (gettext_lazy("Whose it may be"), lambda row: row.proposed.name if row.proposed else ""),
            (gettext_lazy("Objected on"), lambda row: row.said_at),
            (gettext_lazy("Limit"), lambda row: row.due_at),
            (gettext_lazy("Decision"), outcome_of),
            (gettext_lazy("Decided on"), lambda row: row.decided_at),
            (gettext_lazy("Explanation"), lambda row: without(row.words)),
        ),
    ),
    Listed(
        "checks",
        gettext_lazy("Is it so?"),
        "console:checks",
        {"": ("due_at", "id"), "looked": ("-ended_at", "-id")},
        checks_of,
        _columns(
            *_CASE,
            (gettext_lazy("Unit"), lambda row: office_name(row.case, row.post)),
            (gettext_lazy("What is looked at"), about_of),
            (gettext_lazy("Asked of the looker"), lambda row: without(row.question)),
            (gettext_lazy("Asked on"), lambda row: row.asked_at),
            (gettext_lazy("Limit"), lambda row: row.due_at),
            (gettext_lazy("What was found"), lambda row: found_words().get(row.outcome, "")),
            (gettext_lazy("Looked at on"), lambda row: row.ended_at),
            (gettext_lazy("Explanation"), lambda row: without(row.words)),
        ),
    ),
    Listed(
        "callbacks",
        gettext_lazy("Call back"),
        "console:callbacks",
        {"": ("answered_at", "id")},
        callbacks_of,
        _columns(
            (gettext_lazy("Number"), lambda case: case.number),
            (gettext_lazy("What"), lambda case: without(case.title)),
            (gettext_lazy("Category"), category_of),
            (gettext_lazy("Area"), lambda case: case.area.name),
            (gettext_lazy("In the hands of"), holder_of),
            (gettext_lazy("Answered"), lambda case: case.answered_at),
            (gettext_lazy("Times not reached"), lambda case: case.tries),
            (gettext_lazy("Last tried on"), lambda case: case.tried_at),
        ),
    ),
    Listed(
        "hot",
        gettext_lazy("Hot issues"),
        "console:hot",
        {"": ("-last_at", "-id"), "all": ("-last_at", "-id")},
        issues_of,
        _columns(
            (gettext_lazy("Category"), issue_category),
            (gettext_lazy("Area"), lambda issue: issue.area.name),
            (gettext_lazy("Words that most share"), lambda issue: without(issue.shared)),
            (gettext_lazy("Households"), lambda issue: issue.households),
            (gettext_lazy("First said on"), lambda issue: issue.first_at),
            (gettext_lazy("Last said on"), lambda issue: issue.last_at),
            (gettext_lazy("State"), issue_state),
            (gettext_lazy("Number"), lambda issue: issue.raised.number if issue.raised else ""),
        ),
    ),
)
LISTED: Final[Mapping[str, Listed]] = MappingProxyType({one.key: one for one in _ALL})
