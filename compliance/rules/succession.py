"""Whose year it is, and which values belong to one series, when units are renamed, merged or split.

A year belongs to the unit that lives on its reference date (31 December, or the as-of date). A unit that
only continues another one (one before, one after) makes one line with it. A merger or a split breaks the
series: what was measured before is another organisation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from compliance.formatting import daftar, tanggal

CONTINUED = "Meneruskan {names} sejak {day}; nilai tahun sebelumnya adalah nilai {names}."
MERGED = "Gabungan dari {names} sejak {day}, sehingga tidak dibandingkan dengan nilai sebelum penggabungan."
ABSORBED = "Menerima {names} sejak {day}, sehingga tidak dibandingkan dengan nilai sebelum penggabungan."
SPLIT = "Hasil pemekaran {names} sejak {day}, sehingga tidak dibandingkan dengan nilai sebelum pemekaran."
REDUCED = "Sebagian tugas beralih ke {names} sejak {day}, sehingga tidak dibandingkan dengan nilai lama."
LEFT = "Berakhir {day}; data tahun {year} dihitung untuk {names}."
LEFT_OPEN = "Berakhir {day}; data tahun {year} tidak dihitung karena tidak ada satu unit yang meneruskannya."


@dataclass(frozen=True)
class Unit:
    """A unit with its first and last day (None: open) and the units that continue it.

    A unit that names itself among its successors lives on and gave a part away.
    """

    id: str
    name: str
    first: date | None
    last: date | None
    successors: tuple[str, ...]

    @property
    def lives_on(self) -> bool:
        return self.id in self.successors

    def lives(self, day: date) -> bool:
        """Whether the unit exists on a day."""
        return (self.first or date.min) <= day <= (self.last or date.max)


@dataclass(frozen=True)
class Change:
    """From `day` on a unit is not what it was; `is_break`: not comparable with what was before."""

    day: date
    others: tuple[str, ...]
    sentence: str
    is_break: bool
    is_start: bool


class Succession:
    """All units and what happened to them up to the as-of date.

    units: unit_id, unit_name, valid_from, valid_to, successor_unit_ids (a list).
    """

    def __init__(self, units: pd.DataFrame, as_of: date) -> None:
        self.units = {row["unit_id"]: _unit(row) for row in units.to_dict("records")}
        self.as_of = as_of
        self.predecessors: dict[str, list[str]] = {unit: [] for unit in self.units}
        for unit in self.units.values():
            for other in unit.successors:
                if other != unit.id and other in self.units and (unit.last is not None or unit.lives_on):
                    self.predecessors[other].append(unit.id)
        self.changes = {unit: list(self._changes(unit)) for unit in self.units}
        self._continued = {
            unit: change.others[0]
            for unit, changes in self.changes.items()
            for change in changes
            if not change.is_break
        }

        self._lines: dict[str, list[str]] = {}
        for one in self.units:
            self._lines.setdefault(self._root(one), []).append(one)

    def ancestors(self, unit_id: str) -> set[str]:
        """Every unit that this one continues, over any number of changes."""
        found: set[str] = set()
        ahead = list(self.predecessors[unit_id])
        while ahead:
            one = ahead.pop()
            if one not in found and one != unit_id:
                found.add(one)
                ahead += self.predecessors[one]
        return found

    def heir(self, unit_id: str, day: date) -> str | None:
        """The unit itself, or the only one that continues it, that lives on a day; None: there is none."""
        seen: set[str] = set()
        unit = self.units[unit_id]
        while not unit.lives(day):
            seen.add(unit.id)
            after = [one for one in unit.successors if one in self.units]
            if unit.last is None or unit.last > day or len(after) != 1 or after[0] in seen:
                return None
            unit = self.units[after[0]]
        return unit.id

    def line_member(self, unit_id: str, day: date) -> str | None:
        """The unit that lives on a day among those that only continue one another with this one."""
        alive = [one for one in self._lines[self._root(unit_id)] if self.units[one].lives(day)]
        return alive[0] if len(alive) == 1 else None

    def series_id(self, unit_id: str, year: int) -> str:
        """Equal for units and years whose values may be compared, as far as it is about who was measured."""
        breaks = [one.day.year for one in self.changes[unit_id] if one.is_break and not one.is_start]
        begun = max((start for start in breaks if start <= year), default=None)
        if begun is not None:
            return f"{unit_id}@{begun}"
        before = self._continued.get(unit_id)
        return self.series_id(before, year) if before is not None else unit_id

    def holders(self, years: pd.DataFrame) -> pd.DataFrame:
        """For whom the data of a unit count in a year at whose reference date it does not live.

        Input:  years: year, reference_date.
        Output: unit_id, year, and holder_id (survey answers: also of a merged unit, in the year in which it
                ended), line_holder_id (values of the unit as a whole: only within a
                line), service_holder_id (services live on with the heir). Missing where nobody does.
        """
        rows = []
        for unit in self.units.values():
            for year, day in zip(years["year"], years["reference_date"], strict=True):
                if unit.lives(day):
                    continue
                line = self.line_member(unit.id, day)
                heir = self.heir(unit.id, day)
                ended = unit.last is not None and unit.last.year == year
                rows.append((unit.id, year, line or (heir if ended else None), line, line or heir))
        columns = ["unit_id", "year", "holder_id", "line_holder_id", "service_holder_id"]
        texts = dict.fromkeys(columns, "string")
        return pd.DataFrame(rows, columns=columns).astype(texts | {"year": "int64"})

    def series(self, years: pd.DataFrame) -> pd.DataFrame:
        """One row per unit and year in which it existed: series_id, series_note, series_break.

        series_break is the sentence of the year in which values cannot be compared with those before;
        series_note also says from whom the series continues, and who has the year of a unit that ended.
        """
        rows = []
        for unit in self.units.values():
            for year, day in zip(years["year"], years["reference_date"], strict=True):
                if not unit.lives(day) and not (unit.last is not None and unit.last.year == year):
                    continue
                happened = [one for one in self.changes[unit.id] if one.day.year == year]
                broken = " ".join(one.sentence for one in happened if one.is_break)
                note = (
                    " ".join(one.sentence for one in happened)
                    if unit.lives(day)
                    else self._left(unit, year, day)
                )
                rows.append((unit.id, year, self.series_id(unit.id, year), note or None, broken or None))
        columns = ["unit_id", "year", "series_id", "series_note", "series_break"]
        texts = dict.fromkeys(columns, "string")
        return pd.DataFrame(rows, columns=columns).astype(texts | {"year": "int64"})

    def _left(self, unit: Unit, year: int, day: date) -> str:
        heir = self.heir(unit.id, day)
        told = {"day": tanggal(unit.last), "year": year}
        return LEFT.format(names=self.units[heir].name, **told) if heir else LEFT_OPEN.format(**told)

    def _root(self, unit_id: str) -> str:
        while unit_id in self._continued:  # never a circle: each ended before the next began, see _founds
            unit_id = self._continued[unit_id]
        return unit_id

    def _changes(self, unit_id: str) -> Iterable[Change]:
        """What happened to one unit: how it began, whom it took in, and what it gave away."""
        unit = self.units[unit_id]
        before = [self.units[one] for one in self.predecessors[unit_id]]
        founders = [one for one in before if self._founds(one, unit)]
        if founders and unit.first is not None:
            is_split = any(len(one.successors) > 1 for one in founders)
            is_line = len(founders) == 1 and not is_split
            sentence = CONTINUED if is_line else SPLIT if len(founders) == 1 else MERGED
            yield from self._told(unit.first, founders, sentence, not is_line, True)
        taken_in: dict[date, list[Unit]] = {}
        for one in before:
            if one not in founders and one.last is not None and one.last < date.max:
                taken_in.setdefault(one.last + timedelta(days=1), []).append(one)
        for day, others in sorted(taken_in.items()):
            yield from self._told(day, others, ABSORBED, True, False)
        given = [
            self.units[one]
            for one in unit.successors
            if unit.lives_on and one in self.units and one != unit_id
        ]
        for other in given:
            if other.first is not None:
                yield from self._told(other.first, [other], REDUCED, True, False)

    def _founds(self, before: Unit, unit: Unit) -> bool:
        """Whether a unit began with what `before` was; otherwise it was there already and took it in."""
        if unit.first is None or (unit.last is not None and unit.last < unit.first):
            return False  # not known, or never: its dates are the wrong way round
        return before.lives_on or (before.last is not None and before.last < unit.first)

    def _told(
        self, day: date, others: list[Unit], sentence: str, is_break: bool, is_start: bool
    ) -> Iterable[Change]:
        if day <= self.as_of:
            names = daftar([one.name for one in others])
            text = sentence.format(names=names, day=tanggal(day))
            yield Change(day, tuple(one.id for one in others), text, is_break, is_start)


def _unit(row: dict[Any, Any]) -> Unit:
    successors = row["successor_unit_ids"]
    known = [] if not isinstance(successors, Iterable) or isinstance(successors, str) else successors
    return Unit(
        row["unit_id"],
        row["unit_name"],
        _day(row["valid_from"]),
        _day(row["valid_to"]),
        tuple(dict.fromkeys(known)),
    )


def _day(value: Any) -> date | None:
    if value is None or pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value
