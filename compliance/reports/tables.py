"""A table as CSV or XLSX, ready for an Indonesian office program and safe to open.

CSV: semicolon, decimal comma, UTF-8 with a byte order mark. XLSX: typed numbers and dates, and a
sheet 'Tentang data' that says what the table is. Text from files of others may begin like a formula;
such a cell is written as text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar

import pandas as pd
import xlsxwriter

from compliance.formatting import is_empty, round_half_up, ya_tidak
from compliance.words import Tone, tone

T = TypeVar("T")

ABOUT_SHEET = "Tentang data"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_SHARE_SUFFIX = "_share"


@dataclass(frozen=True)
class About:
    """What a reader must know about a table that left the dashboard.

    title, filters in words, source, as-of date in words, snapshot id, sample flag.
    """

    title: str
    filters: str
    source: str
    as_of: str
    snapshot: str
    sample: bool = False
    extra: Mapping[str, str] = field(default_factory=dict)

    def rows(self) -> list[tuple[str, str]]:
        """Label and text, in the order in which they are printed."""
        rows = [
            ("Judul", self.title),
            ("Saringan", self.filters),
            ("Sumber", self.source),
            ("Keadaan per tanggal", self.as_of),
            ("Cuplikan", self.snapshot),
        ]
        if self.sample:
            rows.insert(0, ("PERHATIAN", "DATA CONTOH: bukan data resmi"))
        return rows + list(self.extra.items())


def to_csv(
    frame: pd.DataFrame, headers: Mapping[str, str], decimals: Mapping[str, int] | None = None
) -> bytes:
    """CSV bytes of the columns that have a header, in the order of `headers`.

    Numbers keep a decimal comma and no thousands separator; shares (`*_share`, 0-1) become percent;
    dates are ISO (2024-01-12), so that every program sorts them; empty stays empty.
    """
    columns = [name for name in headers if name in frame]
    buffer = io.BytesIO()
    with io.TextIOWrapper(buffer, encoding="utf-8-sig", newline="") as text:
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
        writer.writerow([_safe_text(_head(name, headers)) for name in columns])
        cells = [
            _each(frame[name], partial(_csv_cell, column=name, decimals=decimals or {})) for name in columns
        ]
        writer.writerows(zip(*cells, strict=True))
        text.flush()
        return buffer.getvalue()


def to_xlsx(
    frame: pd.DataFrame,
    headers: Mapping[str, str],
    about: About,
    decimals: Mapping[str, int] | None = None,
    *,
    sheet: str = "Data",
) -> bytes:
    """XLSX bytes: sheet of the data with typed cells, frozen header and filter, and 'Tentang data'."""
    columns = [name for name in headers if name in frame]
    buffer = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": about.title, "comments": f"Cuplikan {about.snapshot}"})
        formats = Formats(book)
        page = book.add_worksheet(sheet_name(sheet))
        for column, name in enumerate(columns):
            page.write_string(0, column, _head(name, headers), formats.head)
            page.set_column(column, column, _width(frame[name], _head(name, headers)))

        def cell(value: Any, name: str) -> tuple[Callable[..., Any], Any, Any]:
            return *_written(page, value), formats.of(name, value, decimals or {})

        cells = [_each(frame[name], partial(cell, name=name)) for name in columns]
        for row, line in enumerate(zip(*cells, strict=True), start=1):
            for column, (write, value, look) in enumerate(line):
                write(row, column, value, look)
        if columns:
            page.freeze_panes(1, 1)
            page.autofilter(0, 0, max(len(frame), 1), len(columns) - 1)
            page.repeat_rows(0)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        footer = ("DATA CONTOH · " if about.sample else "") + f"Cuplikan {about.snapshot} · {about.as_of}"
        page.set_footer(f"&L{footer.replace('&', '&&')}&RHalaman &P dari &N")
        about_sheet(book, about, formats)
    return buffer.getvalue()


def number_pattern(decimals: int, *, signed: bool = False) -> str:
    """The number format of a cell or chart: 1.234,50 also where the program is not set to Indonesian.

    Excel follows the settings of the computer and ignores the language, LibreOffice follows the file.
    """
    number = "#,##0" + ("." + "0" * decimals if decimals else "")
    parts = [f"+{number}", f"-{number}", number] if signed else [number]
    return ";".join(f"[$-421]{part}" for part in parts)


def about_sheet(book: Any, about: About, formats: Formats) -> None:
    """Add the sheet that says what the data are."""
    page = book.add_worksheet(ABOUT_SHEET)
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 100)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    for row, (name, text) in enumerate(about.rows()):
        page.write_string(row, 0, name, formats.head)
        page.write_string(row, 1, str(text), formats.text)


class Formats:
    """The cell formats of one workbook; the office program shows numbers in the reader's locale."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._known: dict[str, Any] = {}
        self.head = book.add_format(
            {
                "bold": True,
                "bg_color": "#0F5C6E",
                "font_color": "#FFFFFF",
                "text_wrap": True,
                "valign": "top",
                "indent": 1,
            }
        )
        # Indented: text right of a number would touch it.
        self.text = book.add_format({"text_wrap": True, "valign": "top", "indent": 1})
        self.title = book.add_format({"bold": True, "font_size": 12})
        self.warning = book.add_format({"bold": True, "font_color": tone("buruk").strong})

    def state(self, role: Tone) -> Any:
        """A cell in the colours of a state."""
        look = {
            "bg_color": role.fill,
            "font_color": role.ink,
            "text_wrap": True,
            "valign": "top",
            "indent": 1,
        }
        return self._made(role.id, look)

    def of(self, column: str, value: Any, decimals: Mapping[str, int]) -> Any:
        """The format of a value by its type and the name of its column."""
        if isinstance(value, bool) or is_empty(value):
            return self.text
        if isinstance(value, datetime) and (value.hour or value.minute):
            return self.number("dd/mm/yyyy hh:mm")
        if isinstance(value, date):
            return self.number("dd/mm/yyyy")
        if not isinstance(value, int | float | Decimal) and not hasattr(value, "dtype"):
            return self.text
        if column.endswith(_SHARE_SUFFIX):
            return self.number("0.0%")
        if column == "year":
            return self.number("0")
        places = decimals.get(column, 0 if float(value).is_integer() and column not in decimals else 2)
        return self.number(number_pattern(places))

    def number(self, pattern: str, role: Tone | None = None) -> Any:
        """A number or date in that pattern; role: in the colours of it."""
        colours = {"bg_color": role.fill, "font_color": role.ink} if role else {}
        look = {"num_format": pattern, "valign": "top", **colours}
        return self._made(f"{pattern} {role.id if role else ''}", look)

    def _made(self, key: str, look: dict[str, Any]) -> Any:
        if key not in self._known:
            self._known[key] = self._book.add_format(look)
        return self._known[key]


def write_cell(page: Any, row: int, column: int, value: Any, cell_format: Any) -> None:
    write, plain = _written(page, value)
    write(row, column, plain, cell_format)


def _written(page: Any, value: Any) -> tuple[Callable[..., Any], Any]:
    """How a value is written to a sheet: the method, and what it is given."""
    if is_empty(value):
        return page.write_blank, None
    if _is_flag(value):
        return page.write_string, ya_tidak(value)
    if isinstance(value, datetime):
        return page.write_datetime, value.replace(tzinfo=None)
    if isinstance(value, date):
        return page.write_datetime, datetime(value.year, value.month, value.day)
    if isinstance(value, int | float | Decimal) or hasattr(value, "dtype") and not hasattr(value, "__len__"):
        return page.write_number, float(value)
    return page.write_string, _plain(value)


def _each(values: pd.Series, made: Callable[[Any], T]) -> Iterable[T]:
    """What is made of each value. Once for each distinct one, because large tables repeat a few."""
    if values.dtype == object:  # lists, and what Python takes for the same: 1 and True
        return map(made, values)
    codes, distinct = pd.factorize(values, use_na_sentinel=False)
    return map(list(map(made, distinct)).__getitem__, codes)


def _csv_cell(value: Any, column: str, decimals: Mapping[str, int]) -> str:
    if is_empty(value):
        return ""
    if _is_flag(value):
        return ya_tidak(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M" if value.hour or value.minute else "%Y-%m-%d")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float | Decimal) or hasattr(value, "dtype") and not hasattr(value, "__len__"):
        if column.endswith(_SHARE_SUFFIX):
            return str(round_half_up(float(value) * 100, 1)).replace(".", ",")
        number = float(value)
        if column in decimals:
            return str(round_half_up(number, decimals[column])).replace(".", ",")
        return str(int(number)) if number.is_integer() else str(number).replace(".", ",")
    return _safe_text(_plain(value))


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool) or getattr(getattr(value, "dtype", None), "kind", "") == "b"


def _plain(value: Any) -> str:
    if isinstance(value, list | tuple) or getattr(value, "ndim", False):
        return ", ".join(str(item) for item in list(value))
    return str(value)


def _safe_text(text: str) -> str:
    # A spreadsheet would run the text of somebody else's cell as a formula; the apostrophe makes it text.
    return "'" + text if text.startswith(_FORMULA_STARTS) else text


def _head(column: str, headers: Mapping[str, str]) -> str:
    return headers[column] + (" (%)" if column.endswith(_SHARE_SUFFIX) else "")


def _width(values: pd.Series, head: str) -> float:
    longest = max((len(_plain(v)) for v in values.head(200) if not is_empty(v)), default=0)
    return min(max(longest, len(head)) + 2, 60)


def sheet_name(text: str) -> str:
    """A name that a sheet may have, and by which formulas and charts find it."""
    return "".join(" " if sign in "[]:*?/\\'!" else sign for sign in text)[:31].strip() or "Data"
