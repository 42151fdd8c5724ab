"""Excel and OpenDocument workbooks -> grids, with calamine."""

from __future__ import annotations

import io
from collections import Counter
from typing import Any

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from etl.reading import biff, number_format, ods_xml, sheet_xml
from etl.reading.grid import ErrorCell, Grid, UnreadableFileError
from etl.reading.limits import MAX_CELLS


def read_spreadsheet(content: bytes) -> list[Grid]:
    """Every worksheet of the workbook, hidden ones included and marked. Raises UnreadableFileError."""
    try:
        return _read(content)
    except UnreadableFileError:
        raise
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except PasswordError as error:
        raise UnreadableFileError("BERKAS_TERKUNCI") from error
    except BaseException as error:  # the reader is native code: its panics are not ordinary exceptions
        raise UnreadableFileError("BERKAS_TAK_TERBACA", reason="berkas Excel rusak atau terpotong") from error


def _read(content: bytes) -> list[Grid]:
    faults = _checked(content)
    shown = number_format.scan(content) if content[:2] == b"PK" else {}
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    grids: list[Grid] = []
    budget = MAX_CELLS
    twice = [name for name, times in Counter(workbook.sheet_names).items() if times > 1]
    if twice:
        # No Excel writes such a file, and the reader would give the first of them twice.
        raise UnreadableFileError("BERKAS_TAK_TERBACA", reason=f'dua lembar bernama sama, "{twice[0]}"')
    for number, metadata in enumerate(workbook.sheets_metadata, start=1):
        if metadata.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(metadata.name)
        # Without skip_empty_area=False the leading blank rows vanish and every row number is wrong.
        rows = sheet.to_python(skip_empty_area=False)
        merged = [(*first, *last) for first, last in (sheet.merged_cell_ranges or [])]
        _place_faults(rows, faults.get(number - 1, []))
        for row, column, cell in shown.get(number - 1, []):
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = cell
        budget = _fill_down(rows, merged, budget)
        hidden = metadata.visible != SheetVisibleEnum.Visible
        grids.append(Grid(metadata.name, number, rows, merged, is_hidden=hidden))
    return grids


def _checked(content: bytes) -> sheet_xml.Faults:
    """Faulty cells by sheet. Raises UnreadableFileError for what would take all memory."""
    if content[:2] != b"PK":
        return biff.scan(content)
    return ods_xml.scan(content) | sheet_xml.scan(content)


def _place_faults(rows: list[list[Any]], faults: list[tuple[int, int, str]]) -> None:
    """The reader left these cells empty, and the sheet may end before them."""
    if not faults:
        return
    n_rows = max(len(rows), 1 + max(row for row, _, _ in faults))
    width = max(max(map(len, rows), default=0), 1 + max(column for _, column, _ in faults))
    rows += [[] for _ in range(n_rows - len(rows))]
    for cells in rows:
        cells += [""] * (width - len(cells))
    for row, column, text in faults:
        rows[row][column] = ErrorCell(text)


def _fill_down(rows: list[list[Any]], merged: list[tuple[int, int, int, int]], budget: int) -> int:
    """A unit name merged over five services is the unit of all five. `budget`: how many cells may be visited;
    merged ranges do not overlap in a sound file, so that they cannot have more cells than the sheet."""
    for first_row, column, last_row, _ in merged:
        if last_row > first_row and first_row < len(rows) and column < len(rows[first_row]) and budget > 0:
            value = rows[first_row][column]
            below = rows[first_row + 1 : last_row + 1]
            budget -= len(below)
            for row in below:
                if row[column] == "":
                    row[column] = value
    return budget
