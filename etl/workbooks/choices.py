"""What a cell of a template may hold: choices, limits, formats and the example, from the contract."""

from __future__ import annotations

import datetime as dt
from typing import Any

from compliance import standards
from etl.names import squash
from etl.staging.cells import YEAR_FIRST, YEAR_LAST, reader_for
from etl.staging.contract import Column, Words
from etl.staging.findings import expected

UNIT_LIST = "daftar_unit"  # defined name of the unit list in the template
STATES = ("Ada", "Belum", "Tidak berlaku")
DATE_FORMAT = "[$-421]dd mmmm yyyy"  # with the name of the month, so that day and month cannot be mixed up
_FORMATS = {"year": "0", "integer": "#,##0", "decimal": "0.00", "date": DATE_FORMAT, "datetime": DATE_FORMAT}
_WIDTHS = {
    "unit": 34, "name": 36, "text": 26, "code": 16, "year": 9, "integer": 13, "decimal": 14,
    "date": 20, "datetime": 20, "presence": 18, "presence_text": 26, "choice": 16, "instrument": 14,
}  # fmt: skip


def number_format(column: Column) -> str:
    """Excel number format. Everything that is no number or date is text: 188.4/12/2024 must stay as typed."""
    return _FORMATS.get(column.type, "@")


def width(column: Column) -> int:
    """Column width in characters."""
    return _WIDTHS[column.type]


def allowed(column: Column) -> list[str]:
    """The words to choose from, as an official reads them; empty if the cell is free."""
    if column.type == "choice":
        return [_readable(name, texts) for name, texts in column.choices.items()]
    if column.type == "presence":
        return list(STATES)
    if column.type == "instrument":
        return list(standards.load().indexes)
    if column.number is not None and column.type == "integer":
        return [str(value) for value in range(int(column.minimum or 1), int(column.maximum or 1) + 1)]
    return []


def _readable(name: str, texts: tuple[str, ...]) -> str:
    """laki_laki -> laki-laki: a spelling of the contract, else the name itself."""
    return next((text for text in texts if squash(text) == squash(name)), name.replace("_", " "))


def limits(column: Column) -> str:
    """The choices or limits of a column in words; empty if the cell is free."""
    if column.type == "instrument":
        return f"{', '.join(allowed(column))}, atau kode indeks lain yang standarnya ada"
    words = allowed(column)
    if words and column.type == "presence":
        return f"{', '.join(words)}, atau isinya"
    if words:
        return ", ".join(words)
    if column.type in ("integer", "decimal", "year"):
        return expected(column)
    return "tanggal" if column.type in ("date", "datetime") else ""


def example_value(column: Column, words: Words) -> Any:
    """The example of the contract as a typed cell; None if the contract has none."""
    if column.type in ("integer", "decimal", "year", "date", "datetime"):
        value = reader_for(column, words)(column.example).value
        return value[0] if isinstance(value, tuple) else value
    return column.example or None


def validation(column: Column, *, has_unit_list: bool) -> dict[str, Any] | None:
    """Options of xlsxwriter's data_validation; None if every content is right.

    A list that may lack a word only warns. Numbers are held to their limits, because a program with
    other settings reads 3,25 as 325.
    """
    words = allowed(column)
    if column.type == "unit":
        return (
            _list(f"={UNIT_LIST}", "warning", "Unit ini tidak ada dalam daftar.") if has_unit_list else None
        )
    if column.type == "presence":
        return {"validate": "list", "source": words, "show_error": False}  # real content is right, too
    if words:
        severity = "warning" if column.type == "instrument" else "stop"
        return _list(words, severity, f"Pilih salah satu: {', '.join(words)}.")
    if column.type == "year":
        return _number("integer", YEAR_FIRST, YEAR_LAST, "Tulis tahun dengan empat angka, misalnya 2024.")
    if column.type in ("integer", "decimal"):
        comma = "" if column.type == "integer" else " Bila koma desimal ditolak, pakai titik."
        return _number(column.type, column.minimum, column.maximum, f"Tulis {expected(column)}.{comma}")
    if column.type in ("date", "datetime"):
        first = dt.date(int(column.minimum or 1900), 1, 1)
        last = dt.date(YEAR_LAST, 12, 31)
        message = "Tulis tanggal lengkap, hari dahulu, misalnya 12/01/2024."
        return _number("date", first, last, message) | {"error_type": "warning"}
    return None


def _list(source: Any, severity: str, message: str) -> dict[str, Any]:
    return {"validate": "list", "source": source, "error_type": severity} | _said(message)


def _number(kind: str, minimum: Any, maximum: Any, message: str) -> dict[str, Any]:
    if minimum is None or maximum is None:
        rule = {"validate": kind, "criteria": ">=", "value": minimum or 0}
    else:
        rule = {"validate": kind, "criteria": "between", "minimum": minimum, "maximum": maximum}
    return rule | _said(message)


def _said(message: str) -> dict[str, Any]:
    return {"error_title": "Periksa isian", "error_message": message[:255]}
