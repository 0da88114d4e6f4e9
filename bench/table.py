"""The table that a run prints."""

import os
import platform
from dataclasses import dataclass

from bench.house import House
from bench.measure import Cost

HEAD = ("", "median ms", "p95 ms", "CPU ms", "/s", "bare: median", "CPU", "/s", "CPU ratio", "goal", "")


@dataclass
class Line:
    name: str
    cost: Cost | None
    bare: Cost | None
    goal: float
    per_second: bool = False
    number: float = 0.0

    @classmethod
    def of_number(cls, name: str, number: float, goal: float) -> "Line":
        return cls(name, None, None, goal, number=number)

    @property
    def met(self) -> bool:
        """CPU decides, since it hardly moves when the machine is busy; for many clients the number a second.

        What was refused or led elsewhere is no answer, however quick.
        """
        if self.cost is None:
            return self.number <= self.goal
        if self.cost.faults:
            return False
        return self.cost.per_second >= self.goal if self.per_second else self.cost.cpu <= self.goal

    def cells(self) -> tuple[str, ...]:
        sign, goal = ("met" if self.met else "MISSED"), f"{'≥' if self.per_second else '≤'} {self.goal:g}"
        if self.cost is None or self.bare is None:
            return (self.name, f"{self.number:.1f}", *[""] * 7, goal, sign)
        mine = (
            f"{self.cost.median:.1f}",
            f"{self.cost.p95:.1f}",
            f"{self.cost.cpu:.1f}",
            f"{self.cost.per_second:.0f}",
        )
        bare = (f"{self.bare.median:.1f}", f"{self.bare.cpu:.1f}", f"{self.bare.per_second:.0f}")
        return (self.name, *mine, *bare, f"{self.cost.cpu / max(self.bare.cpu, 0.01):.1f}x", goal, sign)


def show(house: House, size: int, lines: list[Line]) -> None:
    database = "PostgreSQL, 2 processes" if house.on_postgres else "SQLite, 1 process"
    load = os.getloadavg()[0]
    print(
        f"\n{database}, {size:,} stored cases ({platform.machine()}, {os.cpu_count()} cores, load {load:.1f})\n"
    )
    rows = [HEAD, *(line.cells() for line in lines)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEAD))]
    for row in rows:
        cells = [
            row[0].ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)),
        ]
        print("  ".join(cells), flush=True)
