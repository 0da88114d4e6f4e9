"""What the pages of the lists read: a list with its counts, and one line with all that came of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from linli.cases.cashbook import entries_of
from linli.cases.models import (
    Achieved,
    Case,
    ListLine,
    Milestone,
    Need,
    Picture,
    Plan,
    Pledge,
    Publication,
    Target,
)
from linli.cases.rules_of_lists import lists_of_cases
from linli.cases.sums import Sums, sums_of
from linli.governance.model import ListKind, RuleBook

MOST_PIECES = 200


@dataclass(frozen=True)
class Counted:
    """A list of the rule book, and how many lines are in each state."""

    kind: ListKind
    states: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.states.values())


@dataclass(frozen=True)
class Amount:
    """So many of something, in its unit; against what was planned where something was."""

    name: str
    unit: str
    done: Decimal
    planned: Decimal | None = None

    @property
    def of_plan(self) -> int:
        """Percent of the plan, at most a hundred, for a bar."""
        return min(100, int(self.done * 100 / self.planned)) if self.planned else 0


@dataclass(frozen=True)
class Asked:
    """A part of what is needed, and what was promised for it."""

    need: Need
    name: str
    unit: str
    promised: Decimal

    @property
    def missing(self) -> Decimal | None:
        if self.need.amount is None:
            return None
        return max(self.need.amount - self.promised, Decimal(0))


@dataclass(frozen=True)
class LinePage:
    """All that everybody may read of one line."""

    line: ListLine
    kind: ListKind
    needs: tuple[Asked, ...]
    pledges: tuple[Pledge, ...]
    plan: Plan | None
    milestones: tuple[Milestone, ...]
    amounts: tuple[Amount, ...]
    sums: Sums | None
    pictures: tuple[Picture, ...]
    result: Publication | None
    went: ListLine | None

    @property
    def case(self) -> Case:
        return self.line.case

    def pictures_of(self, moment: str) -> tuple[Picture, ...]:
        return tuple(picture for picture in self.pictures if picture.moment == moment)


def public_lists(book: RuleBook) -> tuple[ListKind, ...]:
    return tuple(kind for kind in lists_of_cases(book) if kind.public)


def sealed_codes(book: RuleBook) -> tuple[str, ...]:
    return tuple(category.code for category in book.categories if category.sealed)


def unsealed(lines: Any, book: RuleBook) -> Any:
    """Without lines whose case was sorted into a sealed category after it was listed."""
    for code in sealed_codes(book):
        lines = lines.exclude(case__category__startswith=code)
    return lines


def counts_at(area_path: str, book: RuleBook, kinds: Iterable[ListKind]) -> tuple[Counted, ...]:
    """One query for all lists. What was taken off is counted here and shown nowhere."""
    lines = unsealed(ListLine.objects.filter(public=True).inside(area_path), book)
    found = {row.pop("list_key"): row for row in lines.counted_by_list()}
    return tuple(Counted(kind, found.get(kind.key, {})) for kind in kinds)


def with_case(lines: Any) -> Any:
    return lines.select_related(
        "case__holder_organisation",
        "case__holder_post__organisation",
        "case__holder_post__area",
        "case__holder_post__account",
    )


def line_of(case: Case) -> ListLine | None:
    """Where the case stands now."""
    found: ListLine | None = ListLine.objects.standing().filter(case=case).first()
    return found


def amounts_by_case(cases: Iterable[Case]) -> dict[int, list[Amount]]:
    """What was achieved on each of these cases. One query."""
    known = {case.pk: case for case in cases}
    rows = Achieved.objects.filter(case__in=known).values("case", "quantity").annotate(done=Sum("amount"))
    found: dict[int, list[Amount]] = {}
    for row in rows.order_by("case", "quantity"):
        case = known[row["case"]]
        if row["done"]:
            found.setdefault(case.pk, []).append(amount_of(case, row["quantity"], row["done"]))
    return found


def amount_of(case: Case, quantity: str, done: Decimal, planned: Decimal | None = None) -> Amount:
    kind = case.rulebook.quantities.get(quantity)
    return Amount(kind.name if kind else quantity, kind.unit if kind else "", done, planned)


def amounts_of(case: Case) -> tuple[Amount, ...]:
    """Planned beside achieved, in the order of the plan. Two queries."""
    planned = {target.quantity: target.amount for target in Target.objects.filter(case=case).order_by("pk")}
    rows = Achieved.objects.filter(case=case).values("quantity").annotate(done=Sum("amount"))
    done = {row["quantity"]: row["done"] for row in rows.order_by("quantity")}
    keys = [*planned, *(key for key in done if key not in planned and done[key])]
    return tuple(amount_of(case, key, done.get(key, Decimal(0)), planned.get(key)) for key in keys)


def needs_of(case: Case, pledges: Iterable[Pledge]) -> tuple[Asked, ...]:
    promised: dict[int, Decimal] = {}
    for pledge in pledges:
        if pledge.need_id and pledge.amount and pledge.state != "taken_back":
            promised[pledge.need_id] = promised.get(pledge.need_id, Decimal(0)) + pledge.amount
    rows = Need.objects.filter(case=case, ended_at=None).order_by("pk")
    return tuple(asked_of(case, need, promised.get(need.pk, Decimal(0))) for need in rows)


def asked_of(case: Case, need: Need, promised: Decimal) -> Asked:
    kind = case.rulebook.quantities.get(need.quantity)
    return Asked(need, need.name, kind.unit if kind else "", promised)


def pledges_of(case: Case) -> tuple[Pledge, ...]:
    rows = Pledge.objects.filter(case=case).select_related(
        "organisation", "post__account", "account", "need", "money__reversed_by", "case"
    )
    return tuple(rows.order_by("promised_at", "pk"))


def settled(pledge: Pledge, sums: Sums | None) -> str:
    """What became of a promise. One of money is kept when all of it has come: the ledger says so."""
    if pledge.money is None or sums is None:
        return pledge.state
    if hasattr(pledge.money, "reversed_by"):
        return "taken_back"
    return "promised" if sums.of(pledge.money.pk).outstanding else "kept"


def line_page(line: ListLine, kind: ListKind) -> LinePage:
    """At most eleven queries. `line` comes through `visible_to` with its case."""
    case = line.case
    pledges = pledges_of(case)
    has_plan = case.kind in case.rulebook.project.kinds
    shown = Picture.objects.filter(case=case, shownpicture__isnull=False).select_related("shownpicture")
    return LinePage(
        line=line,
        kind=kind,
        needs=needs_of(case, pledges),
        pledges=pledges,
        plan=plan_of(case) if has_plan else None,
        milestones=milestones_of(case) if has_plan else (),
        amounts=amounts_of(case),
        sums=sums_of(entries_of(case)) if has_plan else None,
        pictures=tuple(shown.order_by("at", "pk")),
        result=Publication.objects.filter(case=case, withdrawn_at=None).first(),
        went=ListLine.objects.filter(came_from=line, public=True).first() if line.until else None,
    )


def plan_of(case: Case) -> Plan | None:
    rows = Plan.objects.filter(case=case)
    found: Plan | None = rows.select_related("lead__organisation", "lead__area", "lead__account").first()
    return found


def milestones_of(case: Case) -> tuple[Milestone, ...]:
    rows = Milestone.objects.filter(case=case, dropped_at=None)
    return tuple(rows.select_related("case").order_by("due_on", "pk"))


def pieces_of(case: Case) -> tuple[Achieved, ...]:
    """What was written down as achieved, the newest first."""
    rows = Achieved.objects.filter(case=case).select_related("case", "reversed_by", "reverses")
    return tuple(rows.order_by("-on", "-pk")[:MOST_PIECES])


def all_pictures_of(case: Case) -> tuple[Picture, ...]:
    """Also those that stand on no public page."""
    return tuple(Picture.objects.filter(case=case).select_related("shownpicture").order_by("at", "pk"))


def row_of(kind: Any, case: Case, pk: int) -> Any:
    """A row of this case and of no other: a need, a promise, a milestone, a piece; None where there is none."""
    return kind._default_manager.filter(case=case, pk=pk).select_related("case").first()


def picture_of(case: Case, digest: str) -> Picture | None:
    found: Picture | None = Picture.objects.filter(case=case, digest=digest).first()
    return found


def targets_of(case: Case) -> dict[str, Target]:
    """What the plan promises, by the key of what is counted."""
    return {one.quantity: one for one in Target.objects.filter(case=case)}


def late_milestones(milestones: Iterable[Milestone], day: date) -> tuple[Milestone, ...]:
    return tuple(one for one in milestones if one.done_on is None and one.late_on(day))


def proposed_for(cases: Any, kind: ListKind, book: RuleBook) -> Any:
    """Open, sorted, not sealed, of a kind for this list, and on no list yet: a person reads the text and decides."""
    rows = cases.open().exclude(category="").exclude(stage="raised")
    if kind.kinds:
        rows = rows.filter(kind__in=kind.kinds)
    for code in sealed_codes(book):
        rows = rows.exclude(category__startswith=code)
    return rows.exclude(pk__in=ListLine.objects.standing().values("case"))
