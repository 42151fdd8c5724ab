"""The columns of many survey answers: each distinct cell is read once, by the reader of its column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.names import unit_key
from etl.reading import Grid
from etl.staging.cells import reader_for
from etl.staging.coded import Cells, Coded, from_arrow, spread, spread_texts
from etl.staging.contract import Column, Contract
from etl.staging.findings import SURVEY
from etl.staging.layout import Fills, Layout
from etl.staging.privacy import TYPES, gives_away
from etl.staging.remarks import is_month_first
from etl.staging.rows import RowWords, split_rows
from etl.staging.schema import TIME_OF_DAY, arrow_schema
from etl.staging.sound import SoundRows
from etl.staging.values import Read, as_text, cell_key, is_blank

NUMBER = "nomor_responden"  # nearly every cell of it is another one
_PLAIN_NUMBER = 8  # digits: shorter than any telephone number, and read as they stand
_MOST_KNOWN = 200_000  # distinct cells that are remembered from block to block


@dataclass
class _Meaning:
    """What one distinct cell says in its column."""

    value: Any
    is_sound: bool


@dataclass
class _KnownColumn:
    name: str
    position: int
    column: Column
    read: Callable[[Any], Read]
    meanings: dict[Any, _Meaning] = field(default_factory=dict)  # by cell_key
    private: set[Any] = field(default_factory=set)  # keys of cells that hold personal data

    def is_private(self, value: str | None) -> bool:
        return value is not None and self.column.type in TYPES and gives_away(self.name, value)


@dataclass
class Sound:
    """The sound rows of a block: their places (lines of the block), and the cells of these rows."""

    places: np.ndarray
    cells: dict[str, Cells]


class Sink(Protocol):
    """Takes the sound rows of a file, with the columns of the lake but file_id."""

    def write(self, rows: pa.Table) -> None: ...
    def restart(self) -> None:
        """Forget what was written."""


class BulkColumns:
    """Reads the columns of one sheet block by block. `private`: columns known to hold personal data."""

    def __init__(
        self, layout: Layout, contract: Contract, sheet: str, private: set[str], sheet_number: int = 1
    ) -> None:
        words = contract.general.words
        self._layout = layout
        self._sheet = sheet
        self._sheet_number = sheet_number
        self._words = RowWords(layout, contract)
        self._columns = {
            positions[0]: _KnownColumn(
                name, positions[0], layout.kind.columns[name], reader_for(layout.kind.columns[name], words)
            )
            for name, positions in layout.columns.items()
        }
        self._told: set[str | int] = set()  # what a row of its own must show once for the whole sheet
        self._dropped = private
        self.private: set[str] = set()
        self.schema = pa.schema([(item.name, _compact(item)) for item in arrow_schema(SURVEY)])

    @property
    def number_position(self) -> int:
        """Where the numbers of respondents stand, whose cells are given as texts; -1: nowhere."""
        return next((known.position for known in self._columns.values() if known.name == NUMBER), -1)

    def read(
        self, columns: Sequence[Cells], places: np.ndarray, wanted: np.ndarray
    ) -> tuple[Sound | None, np.ndarray]:
        """The sound rows among the wanted lines, and per line whether it is one. places: line of each row."""
        sound = wanted[places]
        taken: dict[str, Cells] = {}
        for position, cells in enumerate(columns):
            known = self._columns.get(position)
            if known is not None:
                taken[known.name] = cells
            if isinstance(cells, pa.StringArray):
                sound &= self._numbers(self._columns[position], cells, sound)
            elif known is None:
                sound &= self._unknown(position, cells, sound)
            else:
                sound &= self._known(known, cells, sound)
        in_order = np.zeros(len(wanted), bool)
        in_order[places[sound]] = True
        if not sound.any():
            return None, in_order
        taken = {name: _filtered(cells, sound) for name, cells in taken.items()}
        for known in self._columns.values():
            if known.private and _holds_any(taken[known.name], known.private):
                self.private.add(known.name)
        return Sound(places[sound], taken), in_order

    def private_in(self, rows: Sequence[Sequence[Any]]) -> set[str]:
        """The columns in which rows that are read one by one hold personal data."""
        found = set()
        for known in self._columns.values():
            cells = [row[known.position] for row in rows] if known.column.type in TYPES else ()
            if any(
                known.is_private(known.read(cell).value) for cell in {cell_key(c): c for c in cells}.values()
            ):
                found.add(known.name)
        return found

    def typed(self, sound: Sound, numbers: np.ndarray, facts: SoundRows) -> pa.Table:
        """Sound rows with the columns of the lake. numbers: Excel row of each line. Adds to `facts`."""
        rows = numbers[sound.places]
        n_rows = len(rows)
        columns: dict[str, pa.Array] = {
            "sheet": spread_texts([self._sheet], np.zeros(n_rows, np.int32)),
            "sheet_number": pa.array(np.full(n_rows, self._sheet_number, np.int64)),
            "row_number": pa.array(rows.astype(np.int64)),
        }
        for known in self._columns.values():
            if known.name in self._dropped:
                continue
            cells = sound.cells[known.name]
            if isinstance(cells, pa.StringArray):
                columns[NUMBER] = self._read_numbers(known, cells)
                continue
            codes = cells.codes
            values = [known.meanings[cell_key(cell)].value for cell in cells.distinct]
            if known.column.type == "datetime":
                days = [value and value[0] for value in values]
                columns[known.name] = spread(days, codes, pa.date32())
                columns[TIME_OF_DAY] = spread(
                    [value and value[1] for value in values], codes, pa.timestamp("us")
                )
                columns["year"] = spread([day and day.year for day in days], codes, pa.int64())
                facts.years |= {days[code].year for code in cells.used()}
                ordinals = np.array([day.toordinal() if day else 0 for day in days])[codes]
            elif known.column.type == "unit":
                texts = list(map(as_text, cells.distinct))
                keys = [unit_key(text) for text in texts]
                columns["unit_text"] = spread_texts(texts, codes)
                columns["unit_key"] = spread_texts(keys, codes)
                columns[known.name] = spread_texts(values, codes)
                facts.unit_keys |= {keys[code] for code in cells.used()}
                units = np.array([facts.respondents.unit_number(unit_key(value)) for value in values])[codes]
            else:
                columns[known.name] = spread(values, codes, self.schema.field(known.name).type)
        if NUMBER in columns:
            self._note_respondents(columns[NUMBER], units, ordinals, rows, facts)
        facts.n_rows += n_rows
        facts.last_row = max(facts.last_row, int(rows[-1]))
        return pa.table(
            [columns.get(item.name, pa.nulls(n_rows, item.type)) for item in self.schema], schema=self.schema
        )

    def _known(self, known: _KnownColumn, cells: Coded, sound: np.ndarray) -> np.ndarray:
        if len(known.meanings) > _MOST_KNOWN:
            known.meanings.clear()
        keys = list(map(cell_key, cells.distinct))
        for key, cell in zip(keys, cells.distinct, strict=True):
            if key not in known.meanings:
                known.meanings[key] = self._meaning(known, cell)
        is_sound = np.array([known.meanings[key].is_sound for key in keys], bool)[cells.codes]
        if known.column.type in ("date", "datetime"):
            self._show_once(known.name, list(map(is_month_first, cells.distinct)), cells, is_sound, sound)
        if known.name in self._dropped:
            flags = [key in known.private for key in keys]
            self._show_once(f"{known.name} pribadi", flags, cells, is_sound, sound)
        return is_sound

    def _meaning(self, known: _KnownColumn, cell: Any) -> _Meaning:
        read = known.read(cell)
        if known.is_private(read.value):
            known.private.add(cell_key(cell))
        is_missing = known.column.required and read.value is None
        return _Meaning(read.value, not (read.code or is_missing or self._words.is_telling(cell)))

    def _numbers(self, known: _KnownColumn, array: pa.StringArray, sound: np.ndarray) -> np.ndarray:
        is_sound = _is_plain_number(array)
        others = np.flatnonzero(~is_sound)
        if len(others):
            cells = from_arrow(array.take(pa.array(others)))
            is_sound[others] = self._known(known, cells, sound[others])
        return is_sound

    def _read_numbers(self, known: _KnownColumn, array: pa.StringArray) -> pa.StringArray:
        plain = _is_plain_number(array)
        if plain.all():
            return array
        others = from_arrow(array.filter(pa.array(~plain)))
        values = [known.read(text).value for text in others.distinct]
        return pc.replace_with_mask(array, pa.array(~plain), spread(values, others.codes, pa.string()))

    def _note_respondents(
        self, array: pa.StringArray, units: np.ndarray, days: np.ndarray, rows: np.ndarray, facts: SoundRows
    ) -> None:
        given = ~array.is_null().to_numpy(zero_copy_only=False)
        array, units, days, rows = array.filter(pa.array(given)), units[given], days[given], rows[given]
        plain = _is_plain_number(array)
        numbers = np.empty(len(array), np.int64)
        lengths = pc.binary_length(array).to_numpy()
        values = array.filter(pa.array(plain)).cast(pa.int64()).to_numpy()
        numbers[plain] = facts.respondents.plain_numbers(lengths[plain], values)
        numbers[~plain] = [
            facts.respondents.respondent_number(text) for text in array.filter(pa.array(~plain)).to_pylist()
        ]
        facts.respondents.add_many(units, days, numbers, rows)

    def _unknown(self, position: int, cells: Coded, sound: np.ndarray) -> np.ndarray:
        """A column that is not taken may still tell that a row is no data."""
        is_sound = np.array([not self._words.is_telling(cell) for cell in cells.distinct], bool)[cells.codes]
        if not self._layout.headers[position]:
            self._show_once(position, [not is_blank(cell) for cell in cells.distinct], cells, is_sound, sound)
        return is_sound

    def _show_once(
        self, what: str | int, flags: list[bool], cells: Coded, is_sound: np.ndarray, sound: np.ndarray
    ) -> None:
        """Let the first sound row with such a cell be read by itself, so that the column is remarked on."""
        if what in self._told or not any(flags):
            return
        hits = np.flatnonzero(np.array(flags, bool)[cells.codes] & is_sound & sound)
        if len(hits):
            is_sound[hits[0]] = False
            self._told.add(what)


def suits(layout: Layout) -> bool:
    """Whether the sheet has all that is required, each column once."""
    is_single = all(len(places) == 1 for places in layout.columns.values())
    return is_single and not layout.beyond and not layout.missing(Fills())


def private_in_single(
    grid: Grid, layout: Layout, contract: Contract, columns: BulkColumns, last_sound: int
) -> set[str]:
    """Columns with personal data in those rows of the grid that are data, not a total or a signature."""
    rows = [grid.rows[number - 1] for number in grid.numbers_below(layout.header_row)]
    if not columns.private_in(rows):
        return set()
    data = split_rows(grid, layout, contract, last_sound).data
    return columns.private_in([grid.rows[number - 1] for number in data])


def _compact(item: pa.Field) -> pa.DataType:
    return (
        pa.dictionary(pa.int32(), pa.string())
        if item.type == pa.string() and item.name != NUMBER
        else item.type
    )


def _is_plain_number(array: pa.StringArray) -> np.ndarray:
    is_short = pc.less_equal(pc.binary_length(array), _PLAIN_NUMBER)
    return (
        pc.and_(is_short, pc.ascii_is_decimal(array)).fill_null(False).to_numpy(zero_copy_only=False).copy()
    )


def _filtered(cells: Cells, mask: np.ndarray) -> Cells:
    return cells.filter(pa.array(mask) if isinstance(cells, pa.StringArray) else mask)


def _holds_any(cells: Cells, private: set[Any]) -> bool:
    if isinstance(cells, pa.StringArray):
        return bool(pc.any(pc.is_in(cells, pa.array([text for _, text in private], pa.string()))).as_py())
    return any(cell_key(cells.distinct[code]) in private for code in cells.used())
