"""How much of a file is read at most, so that no file, however made, takes the machine with it."""

from typing import Final

MB: Final = 1024 * 1024
MOST_BYTES: Final = 64 * MB  # as handed in
MOST_UNPACKED: Final = 512 * MB
MOST_RATIO: Final = 200  # unpacked to packed, once a part is larger than SMALL
SMALL: Final = 8 * MB
MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 512
MOST_CELLS: Final = 16_000_000  # of one sheet's rectangle: 24 bytes each while it is read
MOST_PARTS: Final = 4_000
LONGEST_CELL: Final = 131_072
