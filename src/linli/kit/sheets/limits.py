"""How much of a file is read at most, so that no file, however made, takes the machine with it. Of workbooks: unroll.py."""

from typing import Final

from linli.kit.sheets.unroll import MOST_COLUMNS, MOST_RATIO, MOST_ROWS, MOST_UNPACKED, SMALL

MB: Final = 1024 * 1024
MOST_BYTES: Final = 64 * MB  # as handed in
LONGEST_CELL: Final = 131_072
LONGEST_ROW: Final = 2 * MB  # of a text table, in letters

__all__ = [
    "LONGEST_CELL",
    "LONGEST_ROW",
    "MB",
    "MOST_BYTES",
    "MOST_COLUMNS",
    "MOST_RATIO",
    "MOST_ROWS",
    "MOST_UNPACKED",
    "SMALL",
]
