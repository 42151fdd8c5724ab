"""Rows of a large sheet that were taken ahead of the others, and what rules on the sheet ask of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import numpy as np

Place = tuple[str | None, int | None]  # unit_key, year
# A key is one whole number: 16 bits for the unit, 16 for the day, 31 for the number of the respondent.
_FIRST_DAY = date(1990, 1, 1).toordinal()
_UNIT_SHIFT, _DAY_SHIFT = 47, 31
_MOST_DIGITS = 8
_DIGITS = 10**_MOST_DIGITS
_OTHER = 1 << 30


class Twice(NamedTuple):
    """A respondent number that its unit and day had before, in row `first`."""

    row: int
    first: int
    respondent: str
    place: Place


class Respondents:
    """Which respondent numbers stand twice on a day of a unit, for any number of rows at 16 bytes each."""

    def __init__(self) -> None:
        self._units: dict[str | None, int] = {}
        self._others: dict[str, int] = {}
        self._keys: list[np.ndarray] = []
        self._rows: list[np.ndarray] = []
        self._single: list[tuple[int, int, int, int]] = []  # unit, day, respondent, row

    def unit_number(self, unit_key: str | None) -> int:
        """The number that stands for a unit in a key."""
        return self._units.setdefault(unit_key, len(self._units))

    def respondent_number(self, text: str) -> int:
        """The number that stands for a respondent number, which may be any text; 007 is not 7."""
        if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS:
            return len(text) * _DIGITS + int(text)
        return _OTHER + self._others.setdefault(text, len(self._others))

    @staticmethod
    def plain_numbers(lengths: np.ndarray, values: np.ndarray) -> np.ndarray:
        """respondent_number of texts that are up to eight digits: their lengths and values."""
        return lengths.astype(np.int64) * _DIGITS + values

    def add(self, unit_key: str | None, day: date, respondent: str, row: int) -> None:
        """One row."""
        unit, number = self.unit_number(unit_key), self.respondent_number(respondent)
        self._single.append((unit, day.toordinal(), number, row))

    def add_many(self, units: np.ndarray, days: np.ndarray, numbers: np.ndarray, rows: np.ndarray) -> None:
        """Many rows: numbers of units, days (ordinals), numbers of respondents, row numbers."""
        day = (days - _FIRST_DAY).astype(np.uint64) << np.uint64(_DAY_SHIFT)
        unit = units.astype(np.uint64) << np.uint64(_UNIT_SHIFT)
        self._keys.append(unit | day | numbers.astype(np.uint64))
        self._rows.append(rows.astype(np.int64))

    def doubled(self) -> Iterator[Twice]:
        """The rows whose number stood before, by row number."""
        self.add_many(*np.array(self._single, np.int64).reshape(-1, 4).T)
        self._single.clear()
        keys, rows = np.concatenate(self._keys), np.concatenate(self._rows)
        ordered = np.sort(keys)
        often = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
        if not len(often):
            return
        chosen = np.isin(keys, often)
        keys, rows = keys[chosen], rows[chosen]
        order = np.argsort(rows, kind="stable")
        units = {number: key for key, number in self._units.items()}
        others = {number: text for text, number in self._others.items()}
        first: dict[int, int] = {}
        for key, row in zip(keys[order].tolist(), rows[order].tolist(), strict=True):
            if key in first:
                number = key & ((1 << _DAY_SHIFT) - 1)
                text = others[number - _OTHER] if number >= _OTHER else _digits(number)
                day = date.fromordinal((key >> _DAY_SHIFT & 0xFFFF) + _FIRST_DAY)
                yield Twice(row, first[key], text, (units[key >> _UNIT_SHIFT], day.year))
            else:
                first[key] = row


def _digits(number: int) -> str:
    length, value = divmod(number, _DIGITS)
    return str(value).zfill(length)


@dataclass
class SoundRows:
    """n_rows: how many; last_row: the number of the last; years, unit_keys: those that occur.

    places: unit and year of those that a finding names.
    """

    n_rows: int = 0
    last_row: int = 0
    years: set[int] = field(default_factory=set)
    unit_keys: set[str | None] = field(default_factory=set)
    respondents: Respondents = field(default_factory=Respondents)
    places: dict[int | None, Place] = field(default_factory=dict)
