"""Survey answers by the million: sound rows are taken column by column, only the others one by one.

Each distinct text of a column is read once by the reader that small files use. A row whose cells all read
well is written at once; every other row, the first rows and whatever a rule about the whole sheet needs go
through `etl.staging.sheet` as the rows of a small file do. So both ways give the same rows and findings, and
tests/intake/test_bulk.py holds them to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa

from etl.reading.blocks import Block, TextFile, look_at, read_blocks, read_head
from etl.reading.delimited import (
    MAX_LINES_PER_CELL,
    PLAUSIBLE_WIDTH,
    SEPARATOR_HINT,
    find_separator,
    read_delimited,
    record_at,
    usual_width,
)
from etl.reading.grid import Grid, RowProblem, Sparse, UnreadableFileError
from etl.reading.limits import MAX_CELLS
from etl.staging.bulk_columns import BulkColumns, Sink, private_in_single, suits
from etl.staging.coded import parse
from etl.staging.contract import Contract, load_contract
from etl.staging.findings import SURVEY
from etl.staging.layout import Fills, Layout, find_layout
from etl.staging.sound import SoundRows

HEAD_LINES = 60  # read one by one: header, numbering, the first answers
QUOTED_SHARE = 0.2  # from this share of lines with quotes on, the ordinary way is the better one


class NotSuitableError(Exception):
    """The file must be read the ordinary way."""


@dataclass
class _State:
    """What is known of the file so far."""

    separator: str
    width: int | None
    n_columns: int
    columns: BulkColumns
    sound: SoundRows = field(default_factory=SoundRows)
    rows: dict[int, list[str]] = field(default_factory=dict)  # row number - 1 -> cells, read one by one
    problems: dict[int, list[RowProblem]] = field(default_factory=dict)
    n_control: int = 0
    has_lost_letters: bool = False
    n_swallowed: int = 0  # lines that belong to the record of an earlier line
    pending: int = 0  # of those, lines at the start of the next block
    last_filled: int = 0


def read_bulk(path: Path, file_name: str, sink: Sink) -> tuple[Grid, Layout, SoundRows] | None:
    """The grid of a survey file with only those rows in it that need a closer look, and its layout.

    The others went to `sink`, typed; SoundRows counts them. None: the file must be read the ordinary way.
    """
    file = look_at(path)
    if file is None:
        return None
    contract = load_contract()
    try:
        head = read_delimited(read_head(file), file_name)
        layout = find_layout(head, contract, Fills())
        if layout is None or layout.kind.kind != SURVEY or layout.header_row >= HEAD_LINES:
            return None
        if not suits(layout):
            return None
        # What the header has: a longer line among the first ones would widen the whole grid.
        n_columns = head.widths[layout.header_row - 1] if head.widths else len(layout.headers)
        private: set[str] = set()
        while True:
            sink.restart()
            state = _read(file, file_name, layout, n_columns, contract, private, sink)
            grid = _grid(file, file_name, state)
            state.columns.private |= private_in_single(
                grid, layout, contract, state.columns, state.sound.last_row
            )
            if state.columns.private <= private:
                break
            # Found somewhere in the file, it is dropped everywhere: once more, without these columns.
            private |= state.columns.private
    except (UnreadableFileError, NotSuitableError):
        return None
    return grid, layout, state.sound


def _read(
    file: TextFile,
    file_name: str,
    layout: Layout,
    n_columns: int,
    contract: Contract,
    private: set[str],
    sink: Sink,
) -> _State:
    lines = read_head(file).decode("utf-8", "replace").replace("\r\n", "\n").removesuffix("\n").split("\n")
    if SEPARATOR_HINT.match(lines[0].lstrip("\ufeff")):
        raise NotSuitableError
    separator = find_separator(lines)
    state = _State(
        separator,
        usual_width(lines, separator),
        n_columns,
        BulkColumns(layout, contract, file_name, private),
    )
    for block, following in _with_next(read_blocks(file)):
        table = _take(block, following, state)
        if table is not None:
            sink.write(table)
    return state


def _with_next(blocks: Iterator[Block]) -> Iterator[tuple[Block, Block | None]]:
    block = next(blocks, None)
    while block is not None:
        following = next(blocks, None)
        yield block, following
        block = following


def _take(block: Block, following: Block | None, state: _State) -> pa.Table | None:
    """Part the lines of a block: sound rows are returned, the others are kept in the state."""
    is_single = np.zeros(len(block), bool)
    taken = np.zeros(len(block), bool)  # lines that a record of an earlier line has swallowed
    taken[: state.pending] = True
    state.pending = 0
    if block.index == 0:
        is_single[:HEAD_LINES] = True
    quoted = _quoted_lines(block)
    is_single[quoted] = True
    records = _records(block, following, is_single, quoted, taken, state)

    plain = ~is_single & ~taken
    sound, in_order = None, np.zeros(len(block), bool)
    if plain.any():
        data = block.data if plain.all() else _blanked(block, ~plain)
        columns, fits = parse(
            data, len(block), state.separator, state.n_columns, as_texts=state.columns.number_position
        )
        sound, in_order = state.columns.read(columns, np.flatnonzero(fits), plain)
    for other in np.flatnonzero(plain & ~in_order).tolist():
        records[other] = record_at([block.line(other)], 0, state.separator, state.width)

    before = state.n_swallowed
    swallowed = np.cumsum(taken)
    numbers = block.index + 1 - before + np.arange(len(block)) - swallowed
    state.n_swallowed += int(swallowed[-1])
    for place, (cells, _, problem) in sorted(records.items()):
        number = int(numbers[place])
        state.rows[number - 1] = cells
        if problem:
            state.problems[number] = [problem]
        if len(cells) > PLAUSIBLE_WIDTH:
            raise NotSuitableError
        if len(cells) > 1 or cells[0].strip():
            state.last_filled = max(state.last_filled, number)
    if len(state.rows) * state.n_columns > MAX_CELLS:
        raise NotSuitableError
    state.n_control += block.n_control
    state.has_lost_letters = state.has_lost_letters or block.has_lost_letters
    if sound is None:
        return None
    return state.columns.typed(sound, numbers, state.sound)


def _quoted_lines(block: Block) -> np.ndarray:
    if b'"' not in block.data:
        return np.empty(0, np.int64)
    quotes = np.flatnonzero(np.frombuffer(block.data, np.uint8) == ord('"'))
    lines = np.unique(np.searchsorted(block.ends, quotes))
    if len(lines) > QUOTED_SHARE * len(block) and len(lines) > HEAD_LINES:
        raise NotSuitableError
    return lines


Record = tuple[list[str], int, RowProblem | None]


def _records(
    block: Block,
    following: Block | None,
    is_single: np.ndarray,
    quoted: np.ndarray,
    taken: np.ndarray,
    state: _State,
) -> dict[int, Record]:
    """The lines that are read one by one whatever they hold; marks in `taken` what a record swallows."""
    window = _Window(block, following)
    with_quotes = set(quoted.tolist())
    records: dict[int, Record] = {}
    for place in np.flatnonzero(is_single).tolist():
        if taken[place]:
            continue
        if place in with_quotes:
            record = record_at(window, place, state.separator, state.width)
        else:
            record = record_at([block.line(place)], 0, state.separator, state.width)
        records[place] = record
        taken[place + 1 : place + record[1]] = True
        state.pending = max(state.pending, place + record[1] - len(block))
    return records


class _Window(Sequence[str]):
    """The lines of a block and, as far as one record may reach, of the next."""

    def __init__(self, block: Block, following: Block | None) -> None:
        self._block, self._following = block, following
        self._length = len(block) + (min(len(following), MAX_LINES_PER_CELL) if following else 0)

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, index):  # type: ignore[no-untyped-def]
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(self._length))]
        if index < len(self._block):
            return self._block.line(index)
        if self._following is None or index >= self._length:
            raise IndexError(index)
        return self._following.line(index - len(self._block))


def _blanked(block: Block, hidden: np.ndarray) -> bytes:
    """The text of the block with some lines emptied, so that the others keep their places."""
    parts = []
    position = 0
    for place in np.flatnonzero(hidden).tolist():
        parts.append(block.data[position : block.starts[place]])
        position = int(block.ends[place])
    # The end of the last line may be missing; emptied, it would be no line at all.
    return b"".join([*parts, block.data[position:], b"" if block.data.endswith(b"\n") else b"\n"])


def _grid(file: TextFile, file_name: str, state: _State) -> Grid:
    """Rows that were read one by one, as wide as the widest; blank lines at the end are no rows."""
    last = max(state.last_filled, state.sound.last_row)
    rows = {index: cells for index, cells in state.rows.items() if index < last}
    widths = {index: len(cells) for index, cells in rows.items()}
    width = max(*widths.values(), state.n_columns)
    for cells in rows.values():
        cells.extend([""] * (width - len(cells)))
    n_head = next((index for index in range(last + 1) if index not in rows), last)
    problems = [RowProblem("KARAKTER_RUSAK")] if file.is_damaged or state.has_lost_letters else []
    if state.n_control:
        problems.append(RowProblem("KARAKTER_KENDALI", {"count": state.n_control}))
    return Grid(
        file_name,
        1,
        _sparse(rows, n_head, last),
        widths=_sparse(widths, n_head, last),
        row_problems=state.problems,
        sheet_problems=problems,
    )


def _sparse(items: dict, n_head: int, length: int) -> Sparse:
    head = [items.pop(index) for index in range(n_head)]
    return Sparse(head, items, length)
