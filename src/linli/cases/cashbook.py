"""The lines of a project's ledger as its sums and its pages read them."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef

from linli.cases.models import Case, MoneyConfirmation, MoneyLine
from linli.cases.sums import Entry


def lines_of(case: Case) -> Any:
    """Every line with what its page shows beside it."""
    return (
        MoneyLine.objects.of(case)
        .select_related("case", "organisation", "post", "towards", "reverses", "confirmation", "reversed_by")
        .order_by("number")
    )


def entries_of(case: Case) -> Iterator[Entry]:
    """One query. What takes a line back belongs to the pledge of that line, and is confirmed when that line is."""
    own = MoneyConfirmation.objects.filter(line=OuterRef("pk"))
    undone = MoneyConfirmation.objects.filter(line=OuterRef("reverses"))
    rows = MoneyLine.objects.of(case).annotate(own=Exists(own), undone=Exists(undone))
    for pk, side, amount, towards, reverses, seen, seen_before in rows.values_list(
        "pk", "side", "amount", "towards", "reverses", "own", "undone"
    ):
        pledge = reverses if side == MoneyLine.Side.PLEDGED else towards
        yield Entry(pk, side, amount, pledge, seen or seen_before)
