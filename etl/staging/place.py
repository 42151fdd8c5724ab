"""Whose a row is and of which year: the unit and year of every data row."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from etl.names import squash, unit_key
from etl.staging.contract import Contract
from etl.staging.sound import SoundRows
from etl.staging.values import as_text, is_blank

if TYPE_CHECKING:
    from etl.staging.sheet import SheetRows


@dataclass
class Place:
    """One entry per data row."""

    units: list[str | None]  # cleaned
    texts: list[str | None]  # as they stood
    years: list[int | None]
    is_city: list[bool]  # the row is about the city: its empty unit is right
    n_year_only: int = 0  # dates that were set to 1 January because only the year is known

    def by_row(self, numbers: list[int], sound: SoundRows) -> dict[int | None, tuple[str | None, int | None]]:
        """Row number -> (unit_key, year); under None what all rows have in common."""
        keys = [unit_key(text) for text in self.texts]
        result: dict[int | None, tuple[str | None, int | None]] = dict(
            zip(numbers, zip(keys, self.years, strict=True), strict=True)
        )
        units, years = {*keys, *sound.unit_keys}, {*self.years, *sound.years}
        one_unit = units.pop() if len(units) == 1 else None
        one_year = years.pop() if len(years) == 1 else None
        return result | {None: (one_unit, one_year)}


def place_of(rows: SheetRows, contract: Contract) -> Place:
    """Unit and year of every row, with the sender's options where the sheet has no or an empty column.

    The dates that follow from a year are written into `rows.values`.
    """
    n_rows = len(rows)
    kind = rows.layout.kind
    units, texts = _units(rows)
    is_city = [False] * n_rows
    if kind.empty_unit_is_city:
        words = contract.general.words
        exact = {squash(text) for text in words.city}
        prefixes = tuple(f"{unit_key(text)} " for text in words.city_prefixes)
        for index, text in enumerate(units):
            if text is None or squash(text) in exact or (unit_key(text) or "").startswith(prefixes):
                units[index], texts[index], is_city[index] = None, None, True
    years, n_year_only = _years(rows)
    return Place(units, texts, years, is_city, n_year_only)


def _units(rows: SheetRows) -> tuple[list[str | None], list[str | None]]:
    name = "kode_unit" if rows.layout.kind.kind == "unit" else "unit"
    values = rows.values.get(name, [None] * len(rows))
    if name == "unit" and rows.fills.unit and not any(values):
        return [rows.fills.unit] * len(rows), [rows.fills.unit] * len(rows)
    cells = rows.cells.get(name, [""] * len(rows))
    texts = [
        None if value is None or is_blank(cell) else as_text(cell)
        for value, cell in zip(values, cells, strict=True)
    ]
    return list(values), texts


def _years(rows: SheetRows) -> tuple[list[int | None], int]:
    columns = rows.layout.kind.columns
    option = rows.fills.year
    years: list[int | None] = list(rows.values.get("tahun", [None] * len(rows)))
    if (
        "tahun" in columns
        and option is not None
        and not _has_content(rows, "tahun")
        and columns["tahun"].required
    ):
        years = rows.values["tahun"] = [option] * len(rows)
    n_year_only = 0
    for name in ("tanggal", "tanggal_pengajuan"):
        if name not in columns:
            continue
        may_stand_in = option is not None and not _has_content(rows, name)
        for index, value in enumerate(rows.values[name]):
            day = value[0] if isinstance(value, tuple) else value
            if day is not None:
                years[index] = years[index] or day.year
            elif columns[name].year_stand_in == "year_only" and is_blank(rows.cells[name][index]):
                year = years[index] or (option if may_stand_in else None)
                if year is not None:
                    years[index] = year
                    rows.values[name][index] = dt.date(year, 1, 1)  # a later day might still lie ahead
                    n_year_only += 1
            elif may_stand_in:
                years[index] = years[index] or option
    if not {"tanggal", "tanggal_pengajuan"} & set(columns):
        tenggat: list[Any] = rows.values.get("tenggat", [None] * len(rows))
        years = (
            [year or option or (day.year if day else None) for year, day in zip(years, tenggat, strict=True)]
            if "tahun" not in columns or not columns["tahun"].required
            else years
        )
    return years, n_year_only


def _has_content(rows: SheetRows, name: str) -> bool:
    return any(not is_blank(cell) for cell in rows.cells[name])
