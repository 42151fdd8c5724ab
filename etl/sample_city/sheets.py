"""Writes workbooks and CSV files as offices make them: title rows, two-row headers, totals, signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

NOTICE = "DATA CONTOH – angka rekaan, bukan data resmi"
CREATED = datetime(2026, 1, 15, 8, 0)  # a fixed time: two runs give the same bytes
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
Row = Sequence[Any]


@dataclass
class Sheet:
    """One worksheet. `group` = (first column, last column, text) makes a header of two rows."""

    name: str
    titles: list[str]
    headers: list[str]
    rows: Sequence[Row]
    group: tuple[int, int, str] | None = None
    total: Row | None = None
    signature: list[str] = field(default_factory=list)
    notice: str = NOTICE
    widths: dict[int, int] = field(default_factory=dict)


def long_date(day: date | None) -> str | None:
    """12 Januari 2024"""
    return None if day is None else f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def comma(value: float | None, decimals: int = 2) -> str | None:
    """A number as text with a decimal comma, the way a typist writes it."""
    return None if value is None else f"{value:.{decimals}f}".replace(".", ",")


def write_workbook(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write `sheets` to `path`; nothing in the file depends on the clock or the machine."""
    with xlsxwriter.Workbook(str(path), {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties(
            {"title": path.stem, "author": "Pantau Layanan (data contoh)", "created": CREATED}
        )
        styles = {
            "title": book.add_format({"bold": True, "font_size": 12}),
            "header": book.add_format(
                {"bold": True, "border": 1, "bg_color": "#DDEFEC", "text_wrap": True, "valign": "vcenter"}
            ),
            "date": book.add_format({"num_format": "dd/mm/yyyy"}),
            "bold": book.add_format({"bold": True, "top": 1}),
        }
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name), sheet, styles)


def _write_sheet(target: Any, sheet: Sheet, styles: dict[str, Any]) -> None:
    for number, text in enumerate([sheet.notice, *sheet.titles]):
        target.write_string(number, 0, text, styles["title"])
    row = len(sheet.titles) + 2
    row = _write_header(target, sheet, row, styles["header"])
    target.freeze_panes(row, 0)
    for values in sheet.rows:
        _write_row(target, row, values, styles)
        row += 1
    if sheet.total:
        for column, value in enumerate(sheet.total):
            if value is not None:
                target.write(row, column, value, styles["bold"])
        row += 1
    for offset, text in enumerate(sheet.signature):
        target.write_string(row + 2 + offset, max(1, len(sheet.headers) - 3), text)
    for column, header in enumerate(sheet.headers):
        target.set_column(column, column, sheet.widths.get(column, max(9, min(24, len(header) + 2))))


def _write_header(target: Any, sheet: Sheet, row: int, style: Any) -> int:
    if sheet.group is None:
        target.write_row(row, 0, sheet.headers, style)
        return row + 1
    first, last, text = sheet.group
    target.merge_range(row, first, row, last, text, style)
    for column, header in enumerate(sheet.headers):
        if first <= column <= last:
            target.write_string(row + 1, column, header, style)
        else:
            target.merge_range(row, column, row + 1, column, header, style)
    return row + 2


def _write_row(target: Any, row: int, values: Row, styles: dict[str, Any]) -> None:
    for column, value in enumerate(values):
        if isinstance(value, date):
            target.write_datetime(row, column, datetime(value.year, value.month, value.day), styles["date"])
        elif isinstance(value, str):
            target.write_string(row, column, value)
        elif value is not None:
            target.write_number(row, column, value)


def write_csv(path: Path, headers: Row, rows: Sequence[Row], *, bom: bool = False) -> None:
    """`;`-separated, as Excel with Indonesian settings saves it."""
    lines = [";".join("" if value is None else str(value) for value in row) for row in (headers, *rows)]
    text = "\r\n".join(lines) + "\r\n"
    path.write_bytes(text.encode("utf-8-sig" if bom else "utf-8"))
