"""The columns of many survey answers: each distinct text is read once, by the reader of its column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from etl.names import unit_key
from etl.staging.cells import reader_for
from etl.staging.contract import Column, Contract
from etl.staging.findings import SURVEY
from etl.staging.layout import Layout
from etl.staging.privacy import TYPES, gives_away
from etl.staging.remarks import is_month_first
from etl.staging.rows import RowWords
from etl.staging.schema import TIME_OF_DAY, arrow_schema
from etl.staging.sound import SoundRows
from etl.staging.values import Read, is_blank

NUMBER = "nomor_responden"  # nearly every text of it is another one
_PLAIN_NUMBER = 8  # digits: shorter than any telephone number, and read as they stand
_MOST_KNOWN = 200_000  # distinct texts that are remembered from block to block


@dataclass
class _Text:
    """What one distinct text says in its column."""

    value: Any
    is_sound: bool


@dataclass
class _KnownColumn:
    name: str
    position: int
    column: Column
    read: Callable[[Any], Read]
    texts: dict[str, _Text] = field(default_factory=dict)
    private: set[str] = field(default_factory=set)  # texts that hold personal data

    def is_private(self, value: str | None) -> bool:
        return value is not None and self.column.type in TYPES and gives_away(self.name, value)


@dataclass
class Sound:
    """The sound rows of a block: their places (lines of the block), and the cells of these rows."""

    places: np.ndarray
    cells: dict[str, pa.Array]


class BulkColumns:
    """Reads the columns of one file block by block. `private`: columns known to hold personal data."""

    def __init__(self, layout: Layout, contract: Contract, sheet: str, private: set[str]) -> None:
        words = contract.general.words
        self._layout = layout
        self._sheet = sheet
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

    def parse(self, data: bytes, n_lines: int, separator: str, n_columns: int) -> tuple[pa.Table, np.ndarray]:
        """The lines that have the right number of cells as a table, and which lines these are."""
        names = [str(position) for position in range(n_columns)]
        number = self._layout.columns.get(NUMBER, [-1])[0]
        coded = pa.dictionary(pa.int32(), pa.string())
        misfits: list[int] = []

        def skip(row: Any) -> str:
            misfits.append(row.number - 1)
            return "skip"

        table = pa_csv.read_csv(
            pa.BufferReader(data),
            pa_csv.ReadOptions(use_threads=False, column_names=names, block_size=len(data) + 1),
            pa_csv.ParseOptions(
                delimiter=separator, quote_char=False, ignore_empty_lines=False, invalid_row_handler=skip
            ),
            pa_csv.ConvertOptions(
                column_types={
                    name: pa.string() if position == number else coded for position, name in enumerate(names)
                },
                strings_can_be_null=False,
            ),
        )
        return table, ~np.isin(np.arange(n_lines), misfits)

    def read(
        self, table: pa.Table, places: np.ndarray, wanted: np.ndarray
    ) -> tuple[Sound | None, np.ndarray]:
        """The sound rows among the wanted lines, and per line whether it is one. places: line of each row."""
        sound = wanted[places]
        cells: dict[str, pa.Array] = {}
        for position, chunks in enumerate(table.columns):
            array = chunks.combine_chunks() if chunks.num_chunks != 1 else chunks.chunk(0)
            known = self._columns.get(position)
            if known is None:
                sound &= self._unknown(position, array, sound)
            elif known.name == NUMBER:
                sound &= self._numbers(known, array, sound)
                cells[known.name] = array
            else:
                sound &= self._known(known, array, sound)
                cells[known.name] = array
        in_order = np.zeros(len(wanted), bool)
        in_order[places[sound]] = True
        if not sound.any():
            return None, in_order
        cells = {name: array.filter(pa.array(sound)) for name, array in cells.items()}
        for known in self._columns.values():
            if known.private and _holds_any(cells[known.name], known.private):
                self.private.add(known.name)
        return Sound(places[sound], cells), in_order

    def private_in(self, rows: Sequence[Sequence[str]]) -> set[str]:
        """The columns in which rows that are read one by one hold personal data."""
        found = set()
        for known in self._columns.values():
            texts = {row[known.position] for row in rows} if known.column.type in TYPES else ()
            if any(known.is_private(known.read(text).value) for text in texts):
                found.add(known.name)
        return found

    def typed(self, sound: Sound, numbers: np.ndarray, facts: SoundRows) -> pa.Table:
        """Sound rows with the columns of the lake. numbers: Excel row of each line. Adds to `facts`."""
        rows = numbers[sound.places]
        n_rows = len(rows)
        columns: dict[str, pa.Array] = {
            "sheet": _constant(self._sheet, n_rows),
            "sheet_number": pa.array(np.ones(n_rows, np.int64)),
            "row_number": pa.array(rows.astype(np.int64)),
        }
        for known in self._columns.values():
            if known.name in self._dropped:
                continue
            if known.name == NUMBER:
                columns[NUMBER] = self._read_numbers(known, sound.cells[NUMBER])
                continue
            codes, texts = _codes(sound.cells[known.name])
            values = [known.texts[text].value for text in texts]
            used = np.unique(codes).tolist()  # the texts of rows that are not sound are listed too
            if known.column.type == "datetime":
                days = [value and value[0] for value in values]
                columns[known.name] = _spread(days, codes, pa.date32())
                columns[TIME_OF_DAY] = _spread(
                    [value and value[1] for value in values], codes, pa.timestamp("us")
                )
                columns["year"] = _spread([day and day.year for day in days], codes, pa.int64())
                facts.years |= {days[code].year for code in used}
                ordinals = np.array([day.toordinal() if day else 0 for day in days])[codes]
            elif known.column.type == "unit":
                keys = [unit_key(text) for text in texts]
                columns["unit_text"] = _coded(texts, codes)
                columns["unit_key"] = _coded(keys, codes)
                columns[known.name] = _coded(values, codes)
                facts.unit_keys |= {keys[code] for code in used}
                units = np.array([facts.respondents.unit_number(unit_key(value)) for value in values])[codes]
            else:
                columns[known.name] = _filled(values, codes, self.schema.field(known.name).type)
        if NUMBER in columns:
            self._note_respondents(columns[NUMBER], units, ordinals, rows, facts)
        facts.n_rows += n_rows
        facts.last_row = max(facts.last_row, int(rows[-1]))
        return pa.table(
            [columns.get(item.name, pa.nulls(n_rows, item.type)) for item in self.schema], schema=self.schema
        )

    def _known(self, known: _KnownColumn, array: pa.DictionaryArray, sound: np.ndarray) -> np.ndarray:
        codes, texts = _codes(array)
        if len(known.texts) > _MOST_KNOWN:
            known.texts.clear()
        for text in texts:
            if text not in known.texts:
                known.texts[text] = self._meaning(known, text)
        is_sound = np.array([known.texts[text].is_sound for text in texts], bool)[codes]
        if known.column.type in ("date", "datetime"):
            self._show_once(known.name, [is_month_first(text) for text in texts], codes, is_sound, sound)
        if known.name in self._dropped:
            flags = [text in known.private for text in texts]
            self._show_once(f"{known.name} pribadi", flags, codes, is_sound, sound)
        return is_sound

    def _meaning(self, known: _KnownColumn, text: str) -> _Text:
        read = known.read(text)
        if known.is_private(read.value):
            known.private.add(text)
        is_missing = known.column.required and read.value is None
        return _Text(read.value, not (read.code or is_missing or self._words.is_telling(text)))

    def _numbers(self, known: _KnownColumn, array: pa.StringArray, sound: np.ndarray) -> np.ndarray:
        is_sound = _is_plain_number(array)
        others = np.flatnonzero(~is_sound)
        if len(others):
            coded = array.take(pa.array(others)).dictionary_encode()
            is_sound[others] = self._known(known, coded, sound[others])
        return is_sound

    def _read_numbers(self, known: _KnownColumn, array: pa.StringArray) -> pa.StringArray:
        plain = _is_plain_number(array)
        if plain.all():
            return array
        codes, texts = _codes(array.filter(pa.array(~plain)).dictionary_encode())
        values = pa.array([known.read(text).value for text in texts], pa.string()).take(pa.array(codes))
        return pc.replace_with_mask(array, pa.array(~plain), values)

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

    def _unknown(self, position: int, array: pa.DictionaryArray, sound: np.ndarray) -> np.ndarray:
        """A column that is not taken may still tell that a row is no data."""
        codes, texts = _codes(array)
        is_sound = np.array([not self._words.is_telling(text) for text in texts], bool)[codes]
        if not self._layout.headers[position]:
            self._show_once(position, [not is_blank(text) for text in texts], codes, is_sound, sound)
        return is_sound

    def _show_once(
        self, what: str | int, flags: list[bool], codes: np.ndarray, is_sound: np.ndarray, sound: np.ndarray
    ) -> None:
        """Let the first sound row with such a text be read by itself, so that the column is remarked on."""
        if what in self._told or not any(flags):
            return
        hits = np.flatnonzero(np.array(flags, bool)[codes] & is_sound & sound)
        if len(hits):
            is_sound[hits[0]] = False
            self._told.add(what)


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


def _codes(array: pa.DictionaryArray) -> tuple[np.ndarray, list[str]]:
    return array.indices.to_numpy(), array.dictionary.to_pylist()


def _holds_any(array: pa.Array, texts: set[str]) -> bool:
    array = array.dictionary.take(array.indices.unique()) if pa.types.is_dictionary(array.type) else array
    return bool(pc.any(pc.is_in(array, pa.array(list(texts), pa.string()))).as_py())


def _spread(values: list[Any], codes: np.ndarray, kind: pa.DataType) -> pa.Array:
    return pa.array(values, kind).take(pa.array(codes))


def _filled(values: list[Any], codes: np.ndarray, kind: pa.DataType) -> pa.Array:
    return _coded(values, codes) if pa.types.is_dictionary(kind) else _spread(values, codes, kind)


def _coded(values: Sequence[str | None], codes: np.ndarray) -> pa.DictionaryArray:
    """Texts by code; a dictionary holds each text once and nothing that is missing."""
    distinct = {text: number for number, text in enumerate(dict.fromkeys(v for v in values if v is not None))}
    own = np.array([-1 if value is None else distinct[value] for value in values], np.int32)[codes]
    indices = pa.array(own, pa.int32(), mask=own < 0)
    return pa.DictionaryArray.from_arrays(indices, pa.array(list(distinct), pa.string()))


def _constant(text: str, n_rows: int) -> pa.DictionaryArray:
    return _coded([text], np.zeros(n_rows, np.int32))
