"""How large a file may be before it is refused instead of read."""

from __future__ import annotations

# Cells in the rectangles of all sheets together. The reader lays every sheet out in full, at some 40 bytes a
# cell; a survey of a million answers has about 14 million.
MAX_CELLS = 20_000_000
# A text that is not read column by column: as much as so many cells of some length.
MAX_TEXT_BYTES = 50 * MAX_CELLS
