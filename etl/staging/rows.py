"""Which rows below the header are data, and which are blank, totals, signatures or a repeated header."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from etl.names import clean_text, squash
from etl.reading import Grid
from etl.staging.contract import Contract
from etl.staging.layout import Layout
from etl.staging.values import as_text, is_blank, to_number


@dataclass
class Rows:
    """Row numbers as Excel shows them."""

    data: list[int] = field(default_factory=list)
    not_data: dict[int, str] = field(
        default_factory=dict
    )  # row -> why, in Indonesian; blank rows have no word


def split_rows(grid: Grid, layout: Layout, contract: Contract, last_sound: int = 0) -> Rows:
    """Part the rows below the header. What may be data counts as data: it is accepted or rejected.

    last_sound: number of the last sound row that the grid does not hold (etl.staging.bulk).
    """
    result = Rows()
    known = sorted({position for positions in layout.columns.values() for position in positions})
    numbers = set(layout.columns.get("nomor_responden", []))
    telling = [position for position in known if position not in numbers]
    required = [layout.columns[name] for name in layout.kind.required if name in layout.columns]
    kinds_of_row = RowWords(layout, contract)
    for row_number in grid.numbers_below(layout.header_row):
        row = grid.rows[row_number - 1]
        if row_number in grid.row_problems:
            result.data.append(row_number)
        elif all(is_blank(row[position]) for position in telling):
            result.not_data[row_number] = (
                "" if all(map(is_blank, row)) else "tanpa isi pada kolom yang dikenal"
            )
        else:
            reason = kinds_of_row.reason(
                row, row_number, is_complete=_n_filled(row, required) == len(required)
            )
            if reason:
                result.not_data[row_number] = reason
            else:
                result.data.append(row_number)
    _drop_tail(grid, required, result, last_sound)
    return result


def _n_filled(row: list[Any], groups: list[list[int]]) -> int:
    count = 0
    for group in groups:
        for position in group:
            if not is_blank(row[position]):
                count += 1
                break
    return count


class RowWords:
    """The words by which a row is told from data."""

    def __init__(self, layout: Layout, contract: Contract) -> None:
        words = contract.general.words
        self.headers = [squash(text) for text in layout.headers]
        self.header_words = set(self.headers)
        self.word_of: dict[str, str] = {}  # text -> its word, "" for a number
        self.positions = [positions[0] for positions in layout.columns.values()]
        self.header_row = layout.header_row
        self.total_exact = {squash(text) for text in words.total_exact}
        self.total_prefixes = tuple(squash(text) for text in words.total_prefixes)
        self.example = {squash(text) for text in words.example_row}

    def reason(self, row: list[Any], row_number: int, *, is_complete: bool) -> str:
        """Why a row is no data; empty if it is."""
        word = next(
            (word for cell in row if isinstance(cell, str) and cell and (word := self._word(cell))), ""
        )
        if word in self.example:
            return "contoh"
        if word in self.total_exact or (not is_complete and word.startswith(self.total_prefixes)):
            return "jumlah"
        if row_number == self.header_row + 1 and self._is_numbering(row):
            return "nomor kolom"
        if not is_complete or word in self.header_words:
            same = sum(
                squash(as_text(row[position])) == self.headers[position] for position in self.positions
            )
            if same >= max(2, len(self.positions) / 2):
                return "judul kolom berulang"
        return ""

    def is_telling(self, cell: Any) -> bool:
        """Whether a row with this cell may be no data although every required cell is filled."""
        word = self._word(cell) if isinstance(cell, str) and cell else ""
        return word in self.example or word in self.total_exact or (word != "" and word in self.header_words)

    def _word(self, text: str) -> str:
        """The text as it is compared; empty if it is a number."""
        word = self.word_of.get(text)
        if word is None:
            word = self.word_of[text] = "" if to_number(text) is not None else squash(text)[:60]
        return word

    def _is_numbering(self, row: list[Any]) -> bool:
        """The row "(1) (2) (3) ..." that official tables have under the header."""
        numbers = [to_number(as_text(cell).strip(" ()")) for cell in row if not is_blank(cell)]
        return (
            len(numbers) >= 5
            and all(
                number == numbers[0] + place
                for place, number in enumerate(numbers)
                if numbers[0] is not None and number
            )
            and None not in numbers
        )


def _drop_tail(grid: Grid, required: list[list[int]], result: Rows, last_sound: int) -> None:
    """Sparse rows of text after the last row that is half filled: place, date, signatories, notes."""
    last_full = last_sound
    for row_number in reversed(result.data):
        row = grid.rows[row_number - 1]
        if 2 * _n_filled(row, required) >= len(required) or row_number in grid.row_problems:
            last_full = max(last_full, row_number)
            break
    tail = [row_number for row_number in result.data if row_number > last_full]
    if not last_full:
        return
    for row_number in tail:
        cells = [clean_text(as_text(cell)) for cell in grid.rows[row_number - 1] if not is_blank(cell)]
        if len(cells) <= 2 and all(to_number(text) is None for text in cells):
            result.data.remove(row_number)
            result.not_data[row_number] = "keterangan atau tanda tangan"
