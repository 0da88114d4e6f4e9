"""The rows of a list as a workbook: the reviewed text, never the words of a resident."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.cases.listings import Amount, amounts_by_case, with_case
from linli.cases.models import ListLine
from linli.cases.sheets import AT_ONCE, in_chunks
from linli.kit.sheets.writing import Copy
from linli.kit.text import amount

Row = tuple[ListLine, list[Amount]]


def rows_of(lines: Any) -> Iterator[Row]:
    """All of them, some at a time, so that memory stays the same however long the list is."""
    chunks = in_chunks(with_case(lines), ("-since", "-pk"))
    while some := list(islice(chunks, AT_ONCE)):
        amounts = amounts_by_case(line.case for line in some)
        yield from ((line, amounts.get(line.case_id, [])) for line in some)


def write_lines(path: Path, name: str, rows: Iterable[Row], whose: str) -> int:
    """How many rows there are. `whose`: the line that says whose copy it is; above the headings, as in every sheet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    copy = Copy(path)
    sheet = copy.sheet(name)
    copy.write_text(sheet, 0, 0, whose)
    heads = (_("No."), _("In short"), _("What is wanted"), _("Area"), _("Since"), _("Stage"))
    for column, head in enumerate((*heads, _("In the hands of"), _("How much"))):
        sheet.write_string(1, column, head, copy.head)
    number = 0
    for number, (line, amounts) in enumerate(rows, start=1):
        copy.write(sheet, number + 1, 0, number)
        for column, value in enumerate(cells_of(line, amounts), start=1):
            copy.write(sheet, number + 1, column, value)
    copy.close()
    return number


def cells_of(line: ListLine, amounts: list[Amount]) -> tuple[str, ...]:
    unit, case = line.case.holder_organisation, line.case
    end = case.rulebook.ends.get(case.end_state)
    return (
        line.title,
        line.wanted,
        line.area_name,
        timezone.localtime(line.since).strftime("%Y-%m-%d"),
        end.name if end else case.rulebook.stage(case.stage),
        unit.name if unit else "",
        "、".join(f"{one.name} {amount(one.done)} {one.unit}" for one in amounts),
    )
