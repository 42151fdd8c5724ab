"""Excel and OpenDocument workbooks -> grids, with calamine."""

from __future__ import annotations

import io
from typing import Any

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from etl.reading import sheet_xml
from etl.reading.grid import ErrorCell, Grid, UnreadableFileError

MAX_CELLS = 20_000_000


def read_spreadsheet(content: bytes) -> list[Grid]:
    """Every worksheet of the workbook, hidden ones included and marked. Raises UnreadableFileError."""
    try:
        return _read(content)
    except UnreadableFileError:
        raise
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # the reader is native code: its panics are not ordinary exceptions
        raise UnreadableFileError("BERKAS_TAK_TERBACA", reason="berkas Excel rusak atau terpotong") from error


def _read(content: bytes) -> list[Grid]:
    errors = sheet_xml.scan(content, MAX_CELLS) if content[:2] == b"PK" else {}
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    grids: list[Grid] = []
    for number, metadata in enumerate(workbook.sheets_metadata, start=1):
        if metadata.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(metadata.name)
        # Without skip_empty_area=False the leading blank rows vanish and every row number is wrong.
        rows = sheet.to_python(skip_empty_area=False)
        merged = [(*first, *last) for first, last in (sheet.merged_cell_ranges or [])]
        _place_errors(rows, errors.get(metadata.name, []))
        _fill_down(rows, merged)
        hidden = metadata.visible != SheetVisibleEnum.Visible
        grids.append(Grid(metadata.name, number, rows, merged, is_hidden=hidden))
    return grids


def _place_errors(rows: list[list[Any]], errors: list[tuple[int, int, str]]) -> None:
    width = max((len(row) for row in rows), default=0)
    for row, column, text in errors:
        if row < len(rows) and column < width:
            rows[row][column] = ErrorCell(text)


def _fill_down(rows: list[list[Any]], merged: list[tuple[int, int, int, int]]) -> None:
    """A unit name merged over five services is the unit of all five."""
    for first_row, column, last_row, _ in merged:
        if last_row > first_row and first_row < len(rows) and column < len(rows[first_row]):
            for row in rows[first_row + 1 : last_row + 1]:
                if row[column] == "":
                    row[column] = rows[first_row][column]
