"""One sheet of a known kind -> typed rows, rejected rows and findings."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from etl.names import unit_key
from etl.reading import Grid
from etl.staging import kinds
from etl.staging.cells import reader_for
from etl.staging.contract import Contract
from etl.staging.findings import SURVEY, Finding, Findings, expected, listed, row_list
from etl.staging.layout import Fills, Layout, cells_of
from etl.staging.place import Place, place_of
from etl.staging.privacy import masked
from etl.staging.remarks import about_columns, missing_columns, month_first
from etl.staging.rows import split_rows
from etl.staging.schema import TIME_OF_DAY, typed_table
from etl.staging.sound import SoundRows
from etl.staging.values import cell_key, is_blank, shown, to_rupiah


@dataclass
class StagedSheet:
    """What one sheet gave. `accepted` and `rejected` lack file_id, which the file adds."""

    accepted: pd.DataFrame
    rejected: pd.DataFrame
    findings: list[Finding]
    places: dict[int | None, tuple[str | None, int | None]]  # row -> (unit_key, year); None = the whole sheet
    n_read: int
    n_accepted: int
    n_not_data: int
    is_refused: bool
    lacks: set[str]  # `unit`, `year`: what the sender could say for the whole sheet


@dataclass
class SheetRows:
    """The data rows of a sheet, column by column. All lists have one entry per data row."""

    layout: Layout
    fills: Fills
    file_name: str
    numbers: list[int]  # rows as Excel shows them
    body: list[list[Any]]  # all their cells
    cells: dict[str, list[Any]] = field(default_factory=dict)  # as they stood
    values: dict[str, list[Any]] = field(default_factory=dict)  # read
    sound: SoundRows = field(default_factory=SoundRows)  # rows beyond these

    def __len__(self) -> int:
        return len(self.numbers)

    def beyond(self, number: int) -> list[Any]:
        """Cells of an unsur that the instrument does not have (U10 and above)."""
        return [row[position] for position in self.layout.beyond[number] for row in self.body]


def stage_sheet(
    grid: Grid,
    layout: Layout,
    contract: Contract,
    fills: Fills,
    file_name: str,
    sound: SoundRows | None = None,
) -> StagedSheet:
    """Stage one sheet. Every data row is either accepted or rejected; a refused sheet rejects them all.

    sound: rows of the sheet that were accepted already and that the grid does not hold.
    """
    sound = sound or SoundRows()
    kind = layout.kind
    findings = Findings(contract, kind, grid.name, {name: layout.header(name) for name in kind.columns})
    split = split_rows(grid, layout, contract, sound.last_row)
    numbers = split.data
    body = [grid.rows[number - 1] for number in numbers]
    rows = SheetRows(layout, fills, file_name, numbers, body, sound=sound)
    _read_columns(rows, body, contract, findings)
    place = place_of(rows, contract)
    rows.values["unit"] = place.units

    kinds.protect(rows, findings)
    lacks = missing_columns(layout, fills, findings)
    kinds.refuse(rows, findings)
    if findings.is_refused():
        findings.keep_sheet_level()
    else:
        _check_lines(grid, rows, findings)
        _check_required(rows, findings, place.is_city)
        month_first(rows, findings)
        kinds.check(rows, place, findings)
    about_columns(grid, layout, body, findings)
    _report_not_data(split.not_data, findings)

    is_refused = findings.is_refused()
    bad = set(numbers) if is_refused else findings.rejected_rows()
    shifted = _shifted(grid, rows, bad)
    _forget_cells(shifted, rows, place, findings)
    findings.condense()
    good_index = [index for index, number in enumerate(numbers) if number not in bad]
    bad_index = [index for index, number in enumerate(numbers) if number in bad]
    return StagedSheet(
        accepted=_accepted(rows, place, good_index, grid),
        rejected=_rejected(rows, place, bad_index, shifted, grid),
        findings=findings.items,
        places=sound.places | place.by_row(numbers, sound),
        n_read=len(numbers) + sound.n_rows,
        n_accepted=len(good_index) + sound.n_rows,
        n_not_data=len(split.not_data),
        is_refused=is_refused,
        lacks=lacks,
    )


def _read_columns(rows: SheetRows, body: list[list[Any]], contract: Contract, findings: Findings) -> None:
    """Read every column that the sheet has. Distinct cells are read once: surveys repeat a few values."""
    words = contract.general.words
    for name, column in rows.layout.kind.columns.items():
        positions = rows.layout.columns.get(name)
        if positions is None:
            rows.cells[name] = [""] * len(body)
            rows.values[name] = [None] * len(body)
            continue
        cells = cells_of(body, positions, zero_is_empty=column.type == "unit")
        has_amounts = column.amounts and any(
            (to_rupiah(cell) or 0) >= 100 for cell in set(map(_hashable, cells))
        )
        read = reader_for(column, words, has_amounts=has_amounts)
        known: dict[Any, Any] = {}
        values = []
        for index, cell in enumerate(cells):
            key = cell_key(cell)
            result = known.get(key)
            if result is None:
                result = known[key] = read(cell)
            values.append(result.value)
            if result.code:
                rule = contract.rule(result.code, rows.layout.kind.kind)
                lost = rule.severity == "Galat"
                on_bad = column.on_bad if column.required or column.type != "text" else "Peringatan"
                findings.add(
                    result.code,
                    row=rows.numbers[index],
                    column=name,
                    value=cell,
                    expected=expected(column),
                    severity=on_bad if lost else rule.severity,
                )
        rows.cells[name] = cells
        rows.values[name] = values


def _hashable(cell: Any) -> Any:
    return cell if isinstance(cell, str | int | float) else None


def _check_lines(grid: Grid, rows: SheetRows, findings: Findings) -> None:
    """Faults of the lines of a text file: too many or too few cells, quotes, damaged letters."""
    for problem in grid.sheet_problems:
        findings.add(problem.code, **problem.params)
    header_width = grid.widths[rows.layout.header_row - 1] if grid.widths else 0
    for number, row in zip(rows.numbers, rows.body, strict=True):
        for problem in grid.row_problems.get(number, ()):
            findings.add(problem.code, row=number, **problem.params)
        if grid.widths is None or number in grid.row_problems:
            continue
        found = grid.widths[number - 1]
        if found > header_width and not all(map(is_blank, row[header_width:])):
            findings.add("BARIS_LEBIH_KOLOM", row=number, found=found, expected=header_width)
        elif found < rows.layout.last_position + 1:
            findings.add("BARIS_KURANG_KOLOM", row=number, found=found, expected=header_width)


def _check_required(rows: SheetRows, findings: Findings, is_city: list[bool]) -> None:
    kind = rows.layout.kind
    has_finding = {(item.row, item.column) for item in findings.items}
    for name in kind.required:
        column = kind.columns[name]
        if (
            name not in rows.layout.columns
            and rows.layout.is_filled(name, rows.fills)
            and column.year_stand_in == "empty"
        ):
            continue
        for index, value in enumerate(rows.values[name]):
            number = rows.numbers[index]
            if value is None and not is_city[index] and (number, name) not in has_finding:
                if (
                    column.year_stand_in == "empty"
                    and not any(rows.values[name])
                    and rows.fills.year is not None
                ):
                    continue
                findings.add("WAJIB_KOSONG", row=number, column=name, expected=expected(column))
    if kind.any_of:
        labels = listed([kind.columns[name].label for name in kind.any_of])
        for index, number in enumerate(rows.numbers):
            if all(rows.values[name][index] is None for name in kind.any_of):
                findings.add("BARIS_TANPA_NILAI", row=number, expected=labels)


def _report_not_data(not_data: dict[int, str], findings: Findings) -> None:
    groups: dict[str, list[int]] = {}
    for row_number, reason in not_data.items():
        if reason:
            groups.setdefault(reason, []).append(row_number)
    if groups:
        rows = "; ".join(f"{row_list(numbers)} ({reason})" for reason, numbers in groups.items())
        findings.add("BARIS_BUKAN_DATA", rows=rows)


def _accepted(rows: SheetRows, place: Place, index: list[int], grid: Grid) -> pd.DataFrame:
    kind = rows.layout.kind
    columns: dict[str, list[Any]] = {}
    for name, column in kind.columns.items():
        values = [rows.values[name][position] for position in index]
        if column.type == "datetime":
            columns[name] = [value and value[0] for value in values]
            columns[TIME_OF_DAY] = [value and value[1] for value in values]
        else:
            columns[name] = values
    columns |= {
        name: [values[position] for position in index] for name, values in kinds.derived(rows, place).items()
    }
    columns |= _provenance(rows, place, index, grid)
    return typed_table(kind.kind, columns)


def _provenance(rows: SheetRows, place: Place, index: list[int], grid: Grid) -> dict[str, list[Any]]:
    return {
        "sheet": [grid.name] * len(index),
        "sheet_number": [grid.number] * len(index),
        "row_number": [rows.numbers[position] for position in index],
        "unit_text": [place.texts[position] for position in index],
        "unit_key": [unit_key(place.texts[position]) for position in index],
        "year": [place.years[position] for position in index],
    }


def _shifted(grid: Grid, rows: SheetRows, bad: set[int]) -> set[int]:
    """Rejected lines in which the cells may stand in the wrong columns, of sheets that hold personal data."""
    is_private = rows.layout.personal or rows.layout.kind.kind == SURVEY
    if grid.widths is None or not is_private:
        return set()
    expected_width = grid.widths[rows.layout.header_row - 1]
    return {
        number for number in bad if number in grid.row_problems or grid.widths[number - 1] != expected_width
    }


def _forget_cells(shifted: set[int], rows: SheetRows, place: Place, findings: Findings) -> None:
    """The name of a person may stand where the unit should: only the fault of the line itself is told."""
    findings.items = [item for item in findings.items if item.row not in shifted or item.column is None]
    for item in findings.items:
        if item.row in shifted:
            item.severity = "Galat"  # it is why the row is rejected
    for position, number in enumerate(rows.numbers):
        if number in shifted:
            place.units[position] = place.texts[position] = None


def _rejected(rows: SheetRows, place: Place, index: list[int], shifted: set[int], grid: Grid) -> pd.DataFrame:
    """Rejected rows with their cells as they stood. Personal data leaves no trace, and in a survey neither do
    columns that nobody recognised, because they may hold some."""
    layout = rows.layout
    is_survey = layout.kind.kind == SURVEY
    hidden = set(layout.personal)
    if is_survey:
        known = {position for positions in layout.columns.values() for position in positions}
        known |= {position for positions in layout.beyond.values() for position in positions}
        hidden |= set(range(len(layout.headers))) - known
    raw = []
    for position in index:
        is_shifted = rows.numbers[position] in shifted
        texts = [
            "" if is_shifted or column in hidden else shown(cell)
            for column, cell in enumerate(rows.body[position])
        ]
        raw.append(json.dumps([masked(text) for text in texts] if is_survey else texts, ensure_ascii=False))
    instruments = rows.values.get("instrumen", [None] * len(rows))
    columns = _provenance(rows, place, index, grid) | {
        "kind": [layout.kind.kind] * len(index),
        "instrument": [instruments[position] for position in index],
        "raw": raw,
    }
    return typed_table("_rejected", columns)
