"""Messages of residents from a table of texts: id, title, body, when; a category where somebody gave one."""

import csv
import gzip
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

MASKED = re.compile(r"[A-Z]\d*(?=[市区县镇村])|西地省|\*+")


@dataclass(frozen=True)
class Message:
    id: str
    title: str
    body: str
    at: datetime
    category: str = ""

    @property
    def whole(self) -> str:
        return f"{self.title}\n{self.body}"


def messages(path: Path) -> list[Message]:
    """The place marks that whoever masked the table left behind (A3区) are taken out: they say nothing of the matter."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Message(
            row["id"],
            MASKED.sub("", row["title"]),
            MASKED.sub("", row["body"]),
            datetime.fromisoformat(row["created"]),
            row.get("level1", ""),
        )
        for row in rows
    ]
