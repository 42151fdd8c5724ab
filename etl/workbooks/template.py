"""An empty workbook for one kind of data, which the loader recognises without any change of its headers."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import pandas as pd
import xlsxwriter

from compliance import words
from compliance.config import Config
from etl.names import unit_key
from etl.staging import Kind, load_contract
from etl.staging.contract import Column
from etl.workbooks import choices, guide

AUTHOR = "Pantau Layanan"
CREATED = datetime(2026, 1, 15, 8, 0)  # a fixed time: the same contract gives the same bytes
UNIT_SHEET = "Pilihan unit"
NUMBER_HEADER = "No."  # holds the word that marks the example; the loader passes over this header
ROWS = 1_000
MAX_PRINTED_COLUMNS = 14  # more would be too small to read on one page
ANSWER_ROWS = 10_000  # a survey has a row per respondent
REQUIRED_COLOUR, OPTIONAL_COLOUR = "#0F5C6E", "#DDEFEC"


def template_workbook(
    kind_name: str, units: pd.DataFrame, config: Config, *, units_source: str = ""
) -> bytes:
    """XLSX bytes: data sheet with one example row, `Petunjuk`, and a hidden list of units if there are any.

    `kind_name` is one of etl.staging.KINDS. `units`: one row per unit, kode_unit and nama_unit; may be empty.
    `units_source` says in words where that list is from. Nothing depends on the clock.
    """
    contract = load_contract()
    kind = contract.kinds[kind_name]
    has_units = not units.empty and any(column.type == "unit" for column in kind.columns.values())
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        title = words.label("kind", kind_name)
        book.set_properties({"title": f"Templat {title}", "author": AUTHOR, "created": CREATED})
        page = book.add_worksheet(title)
        _write_data(book, page, kind, contract.general.words, has_units)
        n_units = len(units) if has_units else 0
        guide.write(book, kind, title, config, n_units=n_units, units_source=units_source)
        if has_units:
            _write_units(book, units)
        page.activate()
    return buffer.getvalue()


def _write_data(book: Any, page: Any, kind: Kind, vocabulary: Any, has_units: bool) -> None:
    heads = {True: _head(book, required=True), False: _head(book, required=False)}
    last_row = ANSWER_ROWS if kind.kind == "skm_responden" else ROWS
    page.write_string(0, 0, NUMBER_HEADER, heads[False])
    page.write_string(1, 0, vocabulary.example_row[0].capitalize(), _example(book, "@"))
    page.set_column(0, 0, 9)
    for position, column in enumerate(kind.columns.values(), start=1):
        page.write_string(0, position, column.label, heads[column.required])
        note = note_of(column)
        page.write_comment(0, position, note, {"x_scale": 2, "y_scale": 0.45 + 0.25 * note.count("\n")})
        pattern = choices.number_format(column)
        page.set_column(position, position, choices.width(column), _body(book, pattern))
        _write_cell(page, position, choices.example_value(column, vocabulary), _example(book, pattern))
        rule = choices.validation(column, has_unit_list=has_units)
        if rule is not None:
            page.data_validation(1, position, last_row, position, rule)
    page.set_row(0, 48)
    page.set_comments_author(AUTHOR)
    page.ignore_errors({"number_stored_as_text": f"A1:XFD{last_row + 1}"})
    page.freeze_panes(1, 2)
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(9)
    if len(kind.columns) <= MAX_PRINTED_COLUMNS:
        page.fit_to_pages(1, 0)


def note_of(column: Column) -> str:
    """What the note on a header says."""
    lines = ["WAJIB DIISI." if column.required else "Boleh kosong.", column.note]
    limits = choices.limits(column)
    if limits and limits not in column.note:
        lines.append(f"Isian: {limits}.")
    if column.example:
        lines.append(f"Contoh: {column.example}")
    return "\n".join(lines)


def _write_cell(page: Any, position: int, value: Any, style: Any) -> None:
    if value is None:
        page.write_blank(1, position, None, style)
    elif isinstance(value, date):
        page.write_datetime(1, position, datetime(value.year, value.month, value.day), style)
    elif isinstance(value, str):
        page.write_string(1, position, value, style)
    else:
        page.write_number(1, position, value, style)


def _head(book: Any, *, required: bool) -> Any:
    return book.add_format(
        {
            "bold": True, "border": 1, "border_color": "#9FB4BA", "text_wrap": True, "valign": "vcenter",
            "bg_color": REQUIRED_COLOUR if required else OPTIONAL_COLOUR,
            "font_color": "#FFFFFF" if required else "#0B3A42",
            # The star is shown but is not part of the header.
            "num_format": '@" *"' if required else "@",
        }
    )  # fmt: skip


def _example(book: Any, pattern: str) -> Any:
    return book.add_format(
        {"italic": True, "font_color": "#66737B", "bg_color": "#F5F7F8", "num_format": pattern,
         "text_wrap": True, "valign": "top", "bottom": 1, "bottom_color": "#9FB4BA"}
    )  # fmt: skip


def _body(book: Any, pattern: str) -> Any:
    return book.add_format({"num_format": pattern, "text_wrap": pattern == "@", "valign": "top"})


def _write_units(book: Any, units: pd.DataFrame) -> None:
    """A single column: with code and name side by side the sheet itself would be read as a list of units."""
    page = book.add_worksheet(UNIT_SHEET)
    page.set_column(0, 0, 60)
    page.write_string(0, 0, UNIT_SHEET, book.add_format({"bold": True}))
    names = unit_choices(units)
    for row, name in enumerate(names, start=1):
        page.write_string(row, 0, name)
    book.define_name(choices.UNIT_LIST, f"='{UNIT_SHEET}'!$A$2:$A${len(names) + 1}")
    page.hide()


def unit_choices(units: pd.DataFrame) -> list[str]:
    """Names of the units in alphabetical order; the code where two units share a name."""
    keys = units["nama_unit"].map(unit_key)
    is_shared = keys.duplicated(keep=False)
    names = units["nama_unit"].where(~is_shared, units["kode_unit"])
    return sorted(names.astype(str), key=str.casefold)
