"""Tables that are no .xlsx workbook (CSV, .xls, .ods), laid out in a new one cell by cell."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from etl.reading import Grid
from etl.staging.values import shown
from etl.workbooks.texts import write_text

MAX_TITLE = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_WIDTH_ROWS, _MAX_WIDTH = 200, 45


def is_workbook(content: bytes) -> bool:
    """Whether the bytes are an Office Open XML workbook (.xlsx, .xlsm)."""
    return "xl/workbook.xml" in _parts(content)


def is_packed(content: bytes) -> bool:
    """Whether the bytes are a ZIP, as of an .xlsx or .ods: its size says little about its cells."""
    return content.startswith(b"PK")


def has_macros(content: bytes) -> bool:
    return "xl/vbaProject.bin" in _parts(content)


def _parts(content: bytes) -> set[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return set()


def to_workbook(found: list[Grid]) -> tuple[Any, dict[str, str]]:
    """A workbook with every grid on a sheet of its own, each cell where it stands in the file.

    Also returns grid name -> sheet title: a CSV is named after its file, which may be too long for Excel.
    """
    book = openpyxl.Workbook()
    book.remove(book.active)
    sheets: dict[str, str] = {}
    for grid in found:
        page = book.create_sheet(_title(grid.name, book.sheetnames))
        sheets[grid.name] = page.title
        page.sheet_state = "hidden" if grid.is_hidden else "visible"
        for row_number, row in enumerate(grid.rows, start=1):
            for column_number, value in enumerate(row, start=1):
                if value is not None and value != "":
                    _write(page.cell(row_number, column_number), value)
        _set_widths(page, grid)
    return book, sheets


def _write(cell: Any, value: Any) -> None:
    """Numbers and dates of a workbook stay numbers and dates; all else is text, exactly as it stood."""
    if isinstance(value, bool | int | float | dt.datetime | dt.date):
        cell.value = value
        if isinstance(value, dt.date):
            cell.number_format = "dd/mm/yyyy"
        return
    write_text(cell, shown(value))
    cell.number_format = "@"


def _title(name: str, taken: list[str]) -> str:
    base = _FORBIDDEN.sub(" ", name).strip().strip("'")[:MAX_TITLE] or "Data"
    known = {title.casefold() for title in taken} | {"temuan"}
    title, number = base, 1
    while title.casefold() in known:
        number += 1
        ending = f" ({number})"
        title = base[: MAX_TITLE - len(ending)] + ending
    return title


def _set_widths(page: Any, grid: Grid) -> None:
    for position in range(len(grid.rows[0]) if grid.rows else 0):
        longest = max((len(shown(row[position])) for row in grid.rows[:_WIDTH_ROWS]), default=0)
        page.column_dimensions[get_column_letter(position + 1)].width = min(max(longest + 2, 9), _MAX_WIDTH)
