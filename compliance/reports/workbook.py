"""A report as an Excel workbook: a sheet per table, charts beside their data, and what the data are."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterator, Mapping
from datetime import datetime, time
from typing import Any

import xlsxwriter

from compliance.charts.style import GRID, INK
from compliance.formatting import is_empty, tanggal
from compliance.reports import native
from compliance.reports.cells import Cell, cells_of, clean, footing, numbered, phrase
from compliance.reports.document import Chart, Column, NativeChart, Report, Table
from compliance.reports.layout import LYING, native_of, scale
from compliance.reports.package import fixed
from compliance.reports.tables import (
    ABOUT_SHEET,
    About,
    Formats,
    about_sheet,
    number_pattern,
    sheet_name,
    write_cell,
)

_HEAD_ROW = 3  # title, note and a way back stand above the header
_WIDEST = 60.0  # signs; longer text wraps
_FILTER, _INDENT = 2, 2  # signs that the button of the filter and the edge of a text take
_TYPES = {
    "garis": {"type": "line"},
    "batang": {"type": "column"},
    "batang_mendatar": {"type": "bar"},
    "batang_tumpuk": {"type": "bar", "subtype": "stacked"},
}


def write(report: Report, images: Mapping[str, bytes] | None = None) -> bytes:
    """The report as .xlsx. images are not needed: a chart without a native form is its table."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        created = datetime.combine(report.dated, time())
        book.set_properties({"title": clean(report.title), "created": created})
        _Writer(book, report).write()
    return fixed(buffer.getvalue(), report.dated)


class _Writer:
    """Writes the sheets of one report."""

    def __init__(self, book: Any, report: Report) -> None:
        self._book, self._report = book, report
        self._formats = Formats(book)
        self._names: set[str] = set()

    def write(self) -> None:
        """Contents first, then a sheet per table or chart, then what the data are."""
        contents = self._book.add_worksheet(self._name(phrase("contents")))
        about = self._name(ABOUT_SHEET)
        listed: list[tuple[str, str, str, int]] = []
        for section, content in _contents(self._report):
            table = content.table if isinstance(content, Chart) else content
            title = clean(content.title)
            name = self._name(title)
            listed.append((section, title, name, len(table.rows)))
            self._sheet(name, title, table, content if isinstance(content, Chart) else None)
        about_sheet(self._book, _about(self._report), self._formats)
        listed.append(("", about, about, 0))
        self._contents(contents, listed)

    def _name(self, title: str) -> str:
        """A valid name for a sheet that no other has; Excel does not tell capitals apart."""
        name, number = sheet_name(clean(title)), 2
        while name.lower() in self._names:
            ending = f" ({number})"
            name, number = sheet_name(clean(title))[: 31 - len(ending)].rstrip() + ending, number + 1
        self._names.add(name.lower())
        return name

    def _contents(self, page: Any, listed: list[tuple[str, str, str, int]]) -> None:
        link = self._book.get_default_url_format()
        page.set_column(0, 0, 44)
        page.set_column(1, 1, 70)
        page.set_column(2, 2, 14)
        page.write_string(0, 0, clean(self._report.title), self._formats.title)
        page.write_string(1, 0, clean(f"{self._report.subtitle} · {self._report.filters}"))
        if self._report.is_sample:
            page.write_string(2, 0, phrase("sample"), self._formats.warning)
        for column, head in enumerate((phrase("section"), phrase("contents"), phrase("rows"))):
            page.write_string(_HEAD_ROW, column, head, self._formats.head)
        for row, (section, title, name, count) in enumerate(listed, start=_HEAD_ROW + 1):
            page.write_string(row, 0, section, self._formats.text)
            page.write_url(row, 1, _inside(name), link, string=title[:250])
            if section:
                page.write_number(row, 2, count, self._formats.number(number_pattern(0)))
        self._print(page, len(listed))

    def _sheet(self, name: str, title: str, table: Table, chart: Chart | None) -> None:
        page, formats = self._book.add_worksheet(name), self._formats
        page.write_string(0, 0, title, formats.title)
        page.write_string(1, 0, clean(table.note))
        page.write_url(2, 0, _inside(phrase("contents")), string=phrase("back"))
        lines = [1] * len(table.rows)
        heads = 1
        for place, column in enumerate(table.columns):
            values = list(table.rows[column.name])
            page.write_string(_HEAD_ROW, place, clean(column.label), formats.head)
            printed = cells_of(table, column)
            width = _width(column, printed)
            page.set_column(place, place, width)
            heads = max(heads, _lines(column.label, width - _FILTER))
            lines = [max(n, _lines(cell.text, width)) for n, cell in zip(lines, printed, strict=True)]
            for row, (value, cell) in enumerate(zip(values, printed, strict=True), start=_HEAD_ROW + 1):
                self._cell(page, row, place, value, column, cell)
        for row, count in enumerate([heads, *lines], start=_HEAD_ROW):
            if count > 1:
                page.set_row(row, 15 * min(count, 12))
        last = max(len(table.columns) - 1, 0)
        page.freeze_panes(_HEAD_ROW + 1, 1)
        page.autofilter(_HEAD_ROW, 0, _HEAD_ROW + max(len(table.rows), 1), last)
        page.repeat_rows(_HEAD_ROW)
        if table.rows.empty:
            page.write_string(_HEAD_ROW + 1, 0, phrase("empty_table"))
        native_chart = native_of(chart) if chart is not None else None
        if chart is not None and native_chart is not None:
            self._chart(page, name, chart, native_chart, last + 2)
        self._print(page, len(table.rows))

    def _cell(self, page: Any, row: int, place: int, value: Any, column: Column, cell: Cell) -> None:
        formats = self._formats
        if is_empty(value):
            page.write_blank(row, place, None, formats.text)
        elif isinstance(value, str) or column.kind == "teks":
            page.write_string(row, place, cell.text, formats.state(cell.tone) if cell.tone else formats.text)
        else:
            write_cell(page, row, place, value, formats.number(_pattern(column), cell.tone))

    def _chart(self, page: Any, name: str, told: Chart, chart: NativeChart, column: int) -> None:
        """The chart, and right of it the figures it is drawn from."""
        start = column + 10
        page.write_string(_HEAD_ROW - 1, start, phrase("chart_data"), self._formats.title)
        page.write_string(_HEAD_ROW, start, phrase("category"), self._formats.head)
        page.set_column(start, start, 30)
        for row, category in enumerate(chart.categories, start=_HEAD_ROW + 1):
            page.write_string(row, start, clean(category), self._formats.text)
        rows = (_HEAD_ROW + 1, _HEAD_ROW + len(chart.categories))
        drawn = self._book.add_chart(_TYPES[chart.kind])
        for place, one in enumerate(chart.series, start=start + 1):
            page.write_string(_HEAD_ROW, place, clean(one.name), self._formats.head)
            for row, value in enumerate(one.values, start=rows[0]):
                if value is not None:
                    page.write_number(row, place, value, self._formats.number(native.number_format(chart)))
            drawn.add_series(
                {
                    "name": [name, _HEAD_ROW, place],
                    "categories": [name, rows[0], start, rows[1], start],
                    "values": [name, rows[0], place, rows[1], place],
                    **_look(chart, place - start - 1),
                }
            )
        _axes(drawn, chart)
        # From the cell above the table: XlsxWriter takes a text with "!A1" in it for a formula.
        drawn.set_title({"name": [name, 0, 0], "name_font": {"size": 11}, "overlay": False})
        lying = chart.kind in LYING
        height = min(max(120 + 22 * len(chart.categories), 260), 1400) if lying else 380
        page.insert_chart(
            _HEAD_ROW + 1,
            column,
            drawn,
            {"object_position": 2, "description": clean(told.alt), "x_offset": 8},
        )
        drawn.set_size({"width": 610, "height": height})
        page.print_area(0, 0, max(_HEAD_ROW + len(chart.categories), 24 + height // 20), start - 1)

    def _print(self, page: Any, rows: int) -> None:
        page.set_landscape()
        page.set_paper(9)
        page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        page.fit_to_pages(1, 0)
        sample = f"{phrase('sample')} · " if self._report.is_sample else ""
        text = f"{sample}{footing(self._report)}".replace("&", "&&")
        pages = phrase("page", page="&P", pages="&N")
        page.set_footer(f"&L&8{text[: 255 - 12 - len(pages)]}&R&8{pages}")


def _contents(report: Report) -> Iterator[tuple[str, Table | Chart]]:
    for section, title in zip(report.sections, numbered(report.sections), strict=True):
        for block in section.blocks:
            if isinstance(block, Table | Chart):
                yield title, block


def _about(report: Report) -> About:
    return About(
        clean(f"{report.title}, {report.subtitle}"),
        clean(report.filters),
        phrase("received_data", hash=clean(report.data_hash)),
        tanggal(report.as_of),
        clean(report.snapshot_id),
        report.is_sample,
    )


def _inside(sheet: str) -> str:
    return "internal:'" + sheet.replace("'", "''") + "'!A1"


def _width(column: Column, printed: list[Cell]) -> float:
    longest = max((len(line) for cell in printed for line in cell.text.split("\n")), default=0)
    head = max(len(word) for word in column.label.split()) + _INDENT + _FILTER
    return min(max(longest + 1 + _INDENT, head, 9), _WIDEST)


def _lines(text: str, width: float) -> int:
    room = int(width) - _INDENT
    lines = text.split("\n")
    return sum(len(textwrap.wrap(line, room)) if len(line) > room else 1 for line in lines)


def _pattern(column: Column) -> str:
    if column.kind == "persen":
        return "0%"
    if column.kind == "tanggal":
        return "dd/mm/yyyy"
    if column.kind == "tahun":
        return "0"
    decimals = 0 if column.kind == "bilangan" else column.decimals
    return number_pattern(decimals, signed=column.kind == "perubahan")


def _look(chart: NativeChart, index: int) -> dict[str, Any]:
    one = chart.series[index]
    fill = native.colour(index, one)
    label: dict[str, Any] = {"value": True, "num_format": native.number_format(chart), "font": {"size": 8}}
    if chart.kind == "garis":
        marker: dict[str, Any] = {"type": ("circle", "square", "diamond", "triangle")[index % 4], "size": 7}
        marker |= {"fill": {"color": fill}, "border": {"color": fill}}
        dash = ("solid", "dash", "round_dot", "dash_dot")[index % 4]
        line = {"line": {"color": fill, "width": 2.25, "dash_type": dash}, "marker": marker}
        return line | {"data_labels": label | {"position": "above"}}
    look: dict[str, Any] = {"fill": {"color": fill}, "gap": 45, "data_labels": label}
    if chart.kind == "batang_tumpuk":
        label |= {"font": {"size": 8, "color": native.ink_on(fill)}}
        label |= {"num_format": native.number_format(chart) + ";;"}
        return look | {"data_labels": label}
    if len(set(one.tones)) > 1:
        look |= {"points": [{"fill": {"color": native.tone_colour(name)}} for name in one.tones]}
    return look


def _axes(drawn: Any, chart: NativeChart) -> None:
    low, high = scale(chart)
    lying = chart.kind in LYING
    font = {"size": 8, "color": INK}
    names = {"num_font": font, "reverse": lying, "label_position": "low", "interval_unit": 1}
    values = {
        "min": low,
        "max": high,
        "num_format": native.number_format(chart),
        "num_font": font,
        "major_gridlines": {"visible": not lying, "line": {"color": GRID}},
        "visible": not lying,
        "name": clean(chart.value_label),
        "name_font": {"size": 8, "bold": False},
    }
    # XlsxWriter turns the axes of lying bars: there the names stand on the y axis.
    drawn.set_x_axis(values if lying else names)
    drawn.set_y_axis(names if lying else values)
    drawn.set_legend({"none": True} if len(chart.series) < 2 else {"position": "bottom"})
    drawn.show_hidden_data()  # a filter on the table beside it does not take points out of the chart
    drawn.show_blanks_as("gap")
