"""What is wrong with a row, said at its cell."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from linli.kit.sheets.cells import Place, Row


@dataclass(frozen=True)
class CellFault:
    """`column` is None when the whole row is meant."""

    column: int | None
    sentence: str


@dataclass(frozen=True)
class RowFault:
    row: Row
    faults: tuple[CellFault, ...]

    @property
    def places(self) -> tuple[tuple[Place, str], ...]:
        return tuple((Place(self.row.sheet, self.row.number, f.column), f.sentence) for f in self.faults)

    @property
    def sentence(self) -> str:
        return " ".join(fault.sentence for fault in self.faults)


class Faulty(ValueError):
    """Raised while a row is read; holds every fault of the row, not only the first."""

    def __init__(self, faults: Iterable[CellFault]) -> None:
        self.faults = tuple(faults)
        super().__init__(len(self.faults))


MOST_KEPT = 20_000


@dataclass
class Findings:
    """What a reading of all rows found. Rows with faults are kept up to a bound, and counted beyond it."""

    rows: int = 0
    good: int = 0
    already: int = 0
    changed: int = 0  # of those that are there already
    twice: int = 0
    asides: int = 0
    faulty: int = 0
    faults: list[RowFault] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)

    def fault(self, row: Row, faults: tuple[CellFault, ...]) -> None:
        self.faulty += 1
        if len(self.faults) < MOST_KEPT:
            self.faults.append(RowFault(row, faults))
