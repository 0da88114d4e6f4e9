"""Which numbers of a table everybody may read, so that none of them, and no difference of two of them, speaks of fewer
than five households. Pure.

The table has one line for the whole and one for each of its areas, which do not overlap. Every row lies in one area
(or in none of them) and in one part of what is counted: in time, late, not yet.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from linli.cases.rates import FEW

WHOLE: Final = ""


@dataclass(frozen=True)
class Row:
    """One case. `household` is None where nobody raised it: what the office found itself leads to no household."""

    area: str
    part: str
    household: str | None


def may_be_shown(rows: Collection[Row], among: Iterable[str]) -> frozenset[str]:
    """Of these areas (and the WHOLE, if it is among them) those whose parts may be shown, all at once.

    What is left of the whole after taking away all that is shown must again be nothing or at least five households;
    until it is, one more area is hidden, the smallest first.
    """
    homes = _homes(rows)
    shown = {area for area in among if not any(_few(found) for found in homes[area].values())}
    if WHOLE not in shown:
        return frozenset(shown)
    while part := _too_small_a_rest(homes, shown):
        there = [area for area in shown if area != WHOLE and homes[area].get(part)]
        if not there:
            return frozenset({WHOLE})
        shown.discard(min(there, key=lambda area: (len(homes[area][part]), area)))
    return frozenset(shown)


def _homes(rows: Collection[Row]) -> dict[str, dict[str, set[str]]]:
    """Area → part → its households; the WHOLE has all of them."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        if row.household is not None:
            found[row.area][row.part].add(row.household)
            found[WHOLE][row.part].add(row.household)
    return found


def _too_small_a_rest(homes: dict[str, dict[str, set[str]]], shown: Collection[str]) -> str:
    hidden = [parts for area, parts in homes.items() if area not in shown]
    for part in sorted(homes[WHOLE]):
        if _few(set().union(*(parts.get(part, ()) for parts in hidden))):
            return part
    return ""


def _few(households: Collection[str]) -> bool:
    return 0 < len(households) < FEW
