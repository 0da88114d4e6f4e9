"""How the public ledger of a project adds up. Pure: lines in, sums out, all in fen."""

from collections.abc import Iterable
from dataclasses import dataclass, field

PLEDGED, RECEIVED, SPENT, RETURNED = "pledged", "received", "spent", "returned"


@dataclass(frozen=True)
class Entry:
    """A line as the sums see it. A line that takes another back has the same side and target, and a negative amount."""

    id: int
    side: str
    amount: int
    towards: int | None = None
    confirmed: bool = False  # of a spending, or of the spending that it takes back


@dataclass(frozen=True)
class Promised:
    """One pledge: what was promised, came, and went back."""

    pledged: int = 0
    received: int = 0
    returned: int = 0

    @property
    def outstanding(self) -> int:
        return self.pledged - self.received

    @property
    def returnable(self) -> int:
        return self.received - self.returned


@dataclass(frozen=True)
class Sums:
    """`spent` is confirmed by a second person; `waiting` is written down and not confirmed yet."""

    pledged: int = 0
    received: int = 0
    spent: int = 0
    waiting: int = 0
    returned: int = 0
    by_pledge: dict[int, Promised] = field(default_factory=dict)

    @property
    def outstanding(self) -> int:
        return self.pledged - self.received

    @property
    def balance(self) -> int:
        return self.received - self.spent - self.returned

    @property
    def free(self) -> int:
        """What may still be spent or returned."""
        return self.balance - self.waiting

    def of(self, pledge: int) -> Promised:
        return self.by_pledge.get(pledge, Promised())

    @property
    def faults(self) -> tuple[str, ...]:
        """What must never be; empty for every ledger that the actions wrote."""
        found = [
            ("spent more than received", self.free < 0),
            ("received more than pledged", any(p.outstanding < 0 for p in self.by_pledge.values())),
            ("returned more than received", any(p.returnable < 0 for p in self.by_pledge.values())),
            ("the pledges do not add up", sum(p.pledged for p in self.by_pledge.values()) != self.pledged),
            ("the receipts do not add up", sum(p.received for p in self.by_pledge.values()) != self.received),
        ]
        return tuple(words for words, wrong in found if wrong)


def sums_of(entries: Iterable[Entry]) -> Sums:
    """`pledged` lines and what takes them back share one id: that of the pledge, in `towards` of the latter."""
    total = dict.fromkeys((PLEDGED, RECEIVED, SPENT, "waiting", RETURNED), 0)
    pledges: dict[int, dict[str, int]] = {}
    for entry in entries:
        key = "waiting" if entry.side == SPENT and not entry.confirmed else entry.side
        total[key] += entry.amount
        if entry.side != SPENT:
            own = pledges.setdefault(entry.towards or entry.id, {})
            own[entry.side] = own.get(entry.side, 0) + entry.amount
    by_pledge = {pledge: Promised(**own) for pledge, own in pledges.items()}
    return Sums(**total, by_pledge=by_pledge)
