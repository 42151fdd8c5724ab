"""Tables that leave the dashboard: read back as an office program would, safe to open."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest

from compliance.reports.tables import ABOUT_SHEET, About, to_csv, to_xlsx

HEADERS = {
    "unit_name": "Unit",
    "year": "Tahun",
    "value": "Nilai",
    "coverage_share": "Standar ditetapkan",
    "due_date": "Tenggat",
    "received_at": "Diterima",
    "is_published": "Dipublikasikan",
    "n": "Responden",
}
ABOUT = About("IKM per unit", "Tahun 2025 · Puskesmas", "SKM", "20 November 2026", "snap-1", sample=True)
DANGEROUS = ["=1+1", "+62811", "-5", "@sum", "\tx", "\rx"]


@pytest.fixture
def rows() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "unit_id": ["P1", "P2"],
            "unit_name": ["Puskesmas Tomalou", "Dinas A; B"],
            "year": [2025, 2025],
            "value": [87.5, None],
            "coverage_share": [0.875, None],
            "due_date": [date(2025, 3, 1), None],
            "received_at": [datetime(2025, 3, 1, 9, 5), pd.NaT],
            "is_published": pd.array([True, pd.NA], dtype="boolean"),
            "n": pd.array([1234, pd.NA], dtype="Int64"),
        }
    )


def _csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_csv_for_an_indonesian_office_program(rows):
    content = to_csv(rows, HEADERS, {"value": 2})
    assert content.startswith(b"\xef\xbb\xbf")
    head, first, second = _csv(content)
    assert head[:4] == ["Unit", "Tahun", "Nilai", "Standar ditetapkan (%)"]
    assert first == [
        "Puskesmas Tomalou",
        "2025",
        "87,50",
        "87,5",
        "2025-03-01",
        "2025-03-01 09:05",
        "Ya",
        "1234",
    ]
    assert second == ["Dinas A; B", "2025", "", "", "", "", "", ""]


def test_ids_without_a_header_do_not_leave(rows):
    assert b"P1" not in to_csv(rows, HEADERS)


@pytest.mark.parametrize("text", DANGEROUS)
def test_csv_text_that_looks_like_a_formula_becomes_text(text):
    (_, row) = _csv(to_csv(pd.DataFrame({"unit_name": [text]}), HEADERS))
    assert row == ["'" + text]


def test_csv_negative_number_is_not_text():
    (_, row) = _csv(to_csv(pd.DataFrame({"value": [-3.4]}), HEADERS, {"value": 2}))
    assert row == ["-3,40"]


def test_xlsx_keeps_types_and_says_what_it_is(rows):
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(rows, HEADERS, ABOUT, {"value": 2})))
    data = book["Data"]
    assert [cell.value for cell in data[1]][:3] == ["Unit", "Tahun", "Nilai"]
    assert (data["C2"].value, data["C2"].number_format) == (87.5, "[$-421]#,##0.00")
    assert (data["D2"].value, data["D2"].number_format) == (0.875, "0.0%")
    assert data["E2"].value == datetime(2025, 3, 1)
    assert (data["G2"].value, data["H2"].value) == ("Ya", 1234)
    assert data["C3"].value is None
    assert data["B2"].number_format == "0"
    assert data.freeze_panes == "B2"
    about = {row[0].value: row[1].value for row in book[ABOUT_SHEET]}
    assert about["Judul"] == "IKM per unit"
    assert about["Saringan"] == "Tahun 2025 · Puskesmas"
    assert about["Keadaan per tanggal"] == "20 November 2026"
    assert about["Cuplikan"] == "snap-1"
    assert "DATA CONTOH" in about["PERHATIAN"]


@pytest.mark.parametrize("text", [*DANGEROUS[:4], "https://contoh.example"])
def test_xlsx_text_stays_text(text):
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(pd.DataFrame({"unit_name": [text]}), HEADERS, ABOUT)))
    cell = book["Data"]["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_real_data_is_not_called_sample(rows):
    about = About("Judul", "Semua unit", "SKM", "1 Januari 2026", "snap-2")
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(rows, HEADERS, about)))
    assert "PERHATIAN" not in [row[0].value for row in book[ABOUT_SHEET]]


def test_empty_table_still_has_headers():
    empty = pd.DataFrame({"unit_name": [], "value": []})
    assert _csv(to_csv(empty, HEADERS)) == [["Unit", "Nilai"]]
    assert openpyxl.load_workbook(io.BytesIO(to_xlsx(empty, HEADERS, ABOUT)))["Data"]["A1"].value == "Unit"


def test_csv_formats_a_value_that_stands_often_like_one_that_stands_once(rows):
    often = pd.concat([rows, rows.iloc[::-1], rows], ignore_index=True)
    often["is_published"] = often["is_published"].astype(object)  # True and 1 are one value to Python
    often.loc[0, "is_published"] = 1
    head, *found = _csv(to_csv(often, HEADERS, {"value": 2}))
    assert found == [_csv(to_csv(often.iloc[[place]], HEADERS, {"value": 2}))[1] for place in range(6)]
    assert [row[6] for row in found] == ["1", "", "", "Ya", "Ya", ""]
