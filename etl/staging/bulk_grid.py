"""Many survey answers in a sheet that was read as a grid: the sound rows are taken column by column.

A workbook has no lines to part, so that its cells go into the columns of `etl.staging.bulk_columns` at once;
the same holds for a text that `etl.staging.bulk` leaves to the ordinary reader (quotes everywhere, UTF-16).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from etl.reading import Grid
from etl.reading.grid import Sparse
from etl.staging.bulk_columns import BulkColumns, Sink, private_in_single, suits
from etl.staging.coded import Cells, coded, texts
from etl.staging.contract import Contract
from etl.staging.findings import SURVEY
from etl.staging.layout import Fills, Layout
from etl.staging.sheet import StagedSheet, stage_sheet
from etl.staging.sound import SoundRows

BULK_ROWS = 2_000  # a smaller sheet is read faster than the difference is worth


def stage_large(
    grid: Grid, layout: Layout, contract: Contract, fills: Fills, file_name: str, sink: Sink | None
) -> StagedSheet:
    """As `stage_sheet`; the sound rows of a large survey go to `sink`, if there is one."""
    before = dict(layout.columns), list(layout.personal)
    if sink is not None and layout.kind.kind == SURVEY and len(grid.rows) >= BULK_ROWS and suits(layout):
        found = _sound_rows(grid, layout, contract)
        if found is not None:
            # A sound row has a unit and a date: nothing that the sender said stands in for these columns.
            rest, sound, table = found
            staged = stage_sheet(rest, layout, contract, Fills(), file_name, sound)
            if not staged.is_refused:
                sink.write(table)
                return staged
    layout.columns, layout.personal = before
    return stage_sheet(grid, layout, contract, fills, file_name)


def _sound_rows(grid: Grid, layout: Layout, contract: Contract) -> tuple[Grid, SoundRows, pa.Table] | None:
    """The grid without the sound rows, what is known of these, and the rows themselves; None: there are none.

    The header and the row below it, which may number the columns, are never among them.
    """
    n_head = layout.header_row + 1
    below = grid.rows[n_head:]
    numbers = np.arange(len(below)) + n_head + 1
    is_whole = _is_whole(grid, layout)[n_head:]
    if not is_whole.any():
        return None
    private: set[str] = set()
    read: list[Cells] = []
    while True:
        columns = BulkColumns(layout, contract, grid.name, private, grid.number)
        for position in range(len(read), len(layout.headers)):
            cells = [row[position] for row in below]
            read.append(texts(cells) if position == columns.number_position else coded(cells))
        sound, in_order = columns.read(read, np.arange(len(numbers)), is_whole)
        if sound is None:
            return None
        rest = _without(grid, n_head, in_order)
        last = int(numbers[sound.places[-1]])
        columns.private |= private_in_single(rest, layout, contract, columns, last)
        if columns.private <= private:
            break
        # Found in one row, it is dropped from all: once more, without these columns.
        private |= columns.private
    facts = SoundRows()
    table = columns.typed(sound, numbers, facts)
    return rest, facts, table


def _is_whole(grid: Grid, layout: Layout) -> np.ndarray:
    """Per row whether it is as wide as the header and nothing is wrong with its line."""
    if grid.widths is None:
        return np.ones(len(grid.rows), bool)
    is_whole = np.array(grid.widths) == grid.widths[layout.header_row - 1]
    is_whole[[number - 1 for number in grid.row_problems]] = False
    return is_whole


def _without(grid: Grid, n_head: int, in_order: np.ndarray) -> Grid:
    others = (np.flatnonzero(~in_order) + n_head).tolist()

    def sparse(items: Sequence[Any]) -> Sparse[Any]:
        return Sparse(list(items[:n_head]), {place: items[place] for place in others}, len(items))

    return replace(grid, rows=sparse(grid.rows), widths=None if grid.widths is None else sparse(grid.widths))
