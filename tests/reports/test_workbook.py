"""The workbook: a sheet per table, typed cells, charts beside their figures."""

from __future__ import annotations

import io
from datetime import datetime

import openpyxl
import pytest

from compliance.reports import write
from compliance.reports.document import Chart
from tests.reports.example import matrix, report, scores

HEAD = 4  # row of the header


@pytest.fixture(scope="module")
def book(files):
    return openpyxl.load_workbook(io.BytesIO(files["xlsx"]))


def test_contents_lead_to_every_sheet(book):
    assert book.sheetnames[0] == "Daftar isi"
    assert book.sheetnames[-1] == "Tentang data"
    assert len(book.sheetnames) == 10
    links = {cell.hyperlink.location.split("!")[0].strip("'") for row in book.worksheets[0].iter_rows()
             for cell in row if cell.hyperlink}  # fmt: skip
    assert links == set(book.sheetnames[1:])


def test_cells_hold_numbers_dates_and_words_and_nothing_where_nothing_is(book):
    sheet = book["IKM per unit"]
    assert [cell.value for cell in sheet[HEAD]][:3] == ["Unit", "IKM", "Perubahan"]
    first, fourth = sheet[HEAD + 1], sheet[HEAD + 4]
    assert first[1].value == 70
    assert first[1].number_format == "[$-421]#,##0.00"
    assert first[4].number_format == "0%"
    assert first[6].value == datetime(2025, 1, 1)
    assert fourth[1].value is None
    assert fourth[5].value == "○\u00a0Belum melapor"
    assert sheet.max_row == HEAD + 60


def test_header_stays_is_filtered_and_is_printed_on_every_page(book):
    sheet = book["IKM per unit"]
    assert sheet.freeze_panes == "B5"
    assert sheet.auto_filter.ref == "A4:G64"
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert "Halaman &P dari &N" in sheet.oddFooter.right.text


def test_charts_stand_beside_the_figures_they_show(book):
    charts = {sheet.title: sheet._charts for sheet in book.worksheets if sheet._charts}
    assert len(charts) == 4
    for name, found in charts.items():
        for one in found[0].series:
            sheet, _, area = one.val.numRef.f.rpartition("!")
            assert sheet.strip("'") == name
            assert any(cell[0].value is not None for cell in book[name][area.replace("$", "")])


def test_sheets_with_equal_and_impossible_names_stay_apart():
    from dataclasses import replace

    example = report(1, 1)
    tables = [replace(scores(("A",)), title=title) for title in ("a/b[c]" * 9, "a/b[c]" * 9, "'X'", "x", "")]
    section = replace(example.sections[0], blocks=(*tables, matrix(1)))
    book = openpyxl.load_workbook(io.BytesIO(write(replace(example, sections=(section,)), "xlsx")))
    names = [name.lower() for name in book.sheetnames]
    assert len(set(names)) == len(names) == 8
    assert all(len(name) <= 31 for name in names)


def test_title_of_a_chart_is_text_whatever_it_looks_like():
    from dataclasses import replace

    example = report(1, 1)
    chart = replace(
        next(b for b in example.sections[1].blocks if isinstance(b, Chart)), title="=Unit!A1 naik"
    )
    section = replace(example.sections[0], blocks=(chart,))
    content = write(replace(example, sections=(section,)), "xlsx")
    (sheet,) = (one for one in openpyxl.load_workbook(io.BytesIO(content)).worksheets if one._charts)
    assert sheet._charts[0].title.tx.strRef.f.endswith("!$A$1")
    assert (sheet["A1"].value, sheet["A1"].data_type) == ("=Unit!A1 naik", "s")
