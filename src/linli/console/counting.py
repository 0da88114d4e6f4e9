"""Numbers on the screen that stay cheap however much is stored."""

from dataclasses import dataclass
from typing import Any

MOST = 999


@dataclass(frozen=True)
class Count:
    """A number up to 999; beyond, "999+", since counting further would cost more than it tells."""

    number: int

    def __str__(self) -> str:
        return f"{MOST}+" if self.number > MOST else str(self.number)

    def __bool__(self) -> bool:
        return self.number > 0


def counted(rows: Any) -> Count:
    """One query that stops at the thousandth row."""
    return Count(rows.order_by().values("pk")[: MOST + 1].count())
