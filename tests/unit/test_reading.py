"""Bytes -> grids: row numbers, merged, hidden and error cells; separators, encodings and quotes of text."""

from __future__ import annotations

import datetime as dt
import io
import tracemalloc
import zipfile

import pandas as pd
import pytest
import xlsxwriter

from etl.reading import (
    ErrorCell,
    UnreadableFileError,
    delimited,
    read_grids,
    read_path,
    sheet_xml,
    zip_safety,
)


def workbook(build) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        build(book)
    return stream.getvalue()


def test_rows_keep_the_numbers_that_excel_shows():
    def build(book):
        sheet = book.add_worksheet("Data")
        sheet.write(3, 1, "judul")
        sheet.write(6, 1, "isi")

    (grid,) = read_grids(workbook(build), "a.xlsx")
    assert [row[1] for row in grid.rows] == ["", "", "", "judul", "", "", "isi"]


def test_error_cells_are_kept_apart_from_empty_ones():
    def build(book):
        sheet = book.add_worksheet("Nilai & <Unsur>")
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_formula(1, 1, "=1/0", value="#DIV/0!")
        sheet.write_formula(2, 0, "=NA()", value="#N/A")
        sheet.write(2, 1, "x")

    (grid,) = read_grids(workbook(build), "a.xlsx")
    assert isinstance(grid.rows[1][1], ErrorCell)
    assert grid.rows[1] == ["", "#DIV/0!"]
    assert grid.rows[2] == ["#N/A", "x"]


def test_a_cell_merged_downwards_is_the_value_of_all_its_rows():
    def build(book):
        sheet = book.add_worksheet()
        sheet.merge_range(1, 0, 3, 0, "DINKES")
        sheet.merge_range(0, 0, 0, 1, "Judul")
        for row in (1, 2, 3):
            sheet.write(row, 1, row)

    (grid,) = read_grids(workbook(build), "a.xlsx")
    assert [row[0] for row in grid.rows[1:]] == ["DINKES"] * 3
    assert grid.rows[0] == ["Judul", ""]
    assert (0, 0, 0, 1) in grid.merged


def test_opendocument_sheets_are_read_like_excel():
    stream = io.BytesIO()
    pd.DataFrame([["", "", ""], ["tahun", "unit", "nilai"], [2024, "A", "87,5"]]).to_excel(
        stream, engine="odf", index=False, header=False
    )
    (grid,) = read_grids(stream.getvalue(), "a.ods")
    assert grid.rows[1:] == [["tahun", "unit", "nilai"], [2024.0, "A", "87,5"]]


def test_hidden_sheets_are_marked_and_dates_stay_dates():
    def build(book):
        sheet = book.add_worksheet("Tampak")
        sheet.write_datetime(0, 0, dt.datetime(2024, 1, 12), book.add_format({"num_format": "dd/mm/yyyy"}))
        book.add_worksheet("Simpan").hide()

    shown, hidden = read_grids(workbook(build), "a.xlsx")
    assert (shown.is_hidden, hidden.is_hidden) == (False, True)
    assert shown.rows[0][0] in (dt.date(2024, 1, 12), dt.datetime(2024, 1, 12))


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_separators_and_encodings(separator, encoding):
    text = "\r\n".join(
        separator.join(row) for row in (["unit", "nama", "é"], ["A", "Café", "1"], ["", "", ""])
    )
    (grid,) = read_grids(text.encode(encoding), "a.csv")
    assert grid.rows[:2] == [["unit", "nama", "é"], ["A", "Café", "1"]]


def test_decimal_commas_do_not_make_the_comma_a_separator():
    (grid,) = read_grids(b"tahun;unit;nilai\n2024;A;87,5\n2024;B;88,5\n", "a.csv")
    assert grid.rows[1] == ["2024", "A", "87,5"]


def test_the_separator_line_of_excel_is_no_data():
    (grid,) = read_grids(b"sep=,\na,b\n1,2\n", "a.csv")
    assert grid.rows == [["", ""], ["a", "b"], ["1", "2"]]


def test_a_forgotten_quote_spoils_only_its_own_line():
    lines = ["unit;nama;nilai"] + [f'A;"nama {number}";{number}' for number in range(200)]
    lines[50] = 'A;"lupa tutup;49'
    (grid,) = read_grids("\n".join(lines).encode(), "a.csv")
    assert len(grid.rows) == 201
    assert [problem.code for problem in grid.row_problems[51]] == ["KUTIP_TIDAK_DITUTUP"]
    assert list(grid.row_problems) == [51]
    assert grid.rows[51] == ["A", "nama 50", "50"]


def test_a_quoted_cell_may_run_over_lines_and_counts_as_one_row():
    text = 'unit;nama;nilai\nA;"satu\n\ndua ""kutip""; tiga";1\nB;x;2\n'
    (grid,) = read_grids(text.encode(), "a.csv")
    assert grid.rows[1:] == [["A", 'satu\n\ndua "kutip"; tiga', "1"], ["B", "x", "2"]]
    assert not grid.row_problems


def test_damaged_letters_are_reported():
    (grid,) = read_grids(b"a;b\n\x81\x8d;1\n", "a.csv")
    assert [problem.code for problem in grid.sheet_problems] == ["KARAKTER_RUSAK"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "BERKAS_KOSONG"),
        (b" \r\n\x00", "BERKAS_KOSONG"),
        (b"%PDF-1.7 ...", "BERKAS_TAK_TERBACA"),
        (b"<html><table><tr><td>1</td></tr></table>", "BERKAS_TAK_TERBACA"),
        (bytes(range(256)) * 20, "BERKAS_TAK_TERBACA"),
        (b"PK\x03\x04 terpotong", "BERKAS_TAK_TERBACA"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "BERKAS_TAK_TERBACA"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "BERKAS_TERKUNCI"),
    ],
)
def test_unreadable_files_say_why(content, code):
    with pytest.raises(UnreadableFileError) as caught:
        read_grids(content, "a.xlsx")
    assert caught.value.code == code


def zipped(entries: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_archives_are_judged_by_their_directory():
    with pytest.raises(UnreadableFileError) as other:
        zip_safety.check_archive(zipped({"word/document.xml": b"<w/>"}))
    assert other.value.code == "BERKAS_TAK_TERBACA"
    with pytest.raises(UnreadableFileError) as bomb:
        zip_safety.check_archive(zipped({"xl/workbook.xml": b"0" * 30_000_000}))
    assert bomb.value.code == "BERKAS_TERLALU_BESAR"
    with pytest.raises(UnreadableFileError) as many:
        zip_safety.check_archive(zipped({f"xl/{number}.xml": b"" for number in range(1_001)}))
    assert many.value.code == "BERKAS_TERLALU_BESAR"


def test_a_far_away_cell_that_is_only_coloured_is_harmless():
    def build(book):
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bg_color": "yellow"}))

    (grid,) = read_grids(workbook(build), "a.xlsx")
    assert grid.rows == [["a"]]


def test_a_text_with_too_many_cells_is_refused_before_it_is_held(tmp_path, monkeypatch):
    path = tmp_path / "besar.csv"
    path.write_bytes(b"tahun;unit;nilai\n" + b"2024;DKC;80\n" * 400_000)
    monkeypatch.setattr(delimited, "MAX_CELLS", 100_000)
    tracemalloc.start()
    with pytest.raises(UnreadableFileError) as caught:
        read_path(path, path.name)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert caught.value.code == "TEKS_TERLALU_BESAR"
    assert peak < 2 * delimited.PIECE_BYTES + 1_000_000


@pytest.mark.parametrize("stray, columns, rows", [
    ("D20", 4, 40), ("AD20", 30, 40), ("zz9", 702, 40), ("B41", 2, 41), ("B700", 2, 700),
])  # fmt: skip
def test_a_cell_in_the_midst_of_a_sheet_is_not_missed(monkeypatch, stray, columns, rows):
    """Only the first and last rows are looked at closely."""
    monkeypatch.setattr(sheet_xml, "_SAMPLE_BYTES", 150)
    lines = [
        f'<row r="{row}"><c r="A{row}"><v>1</v></c><c r="B{row}"><v>1</v></c></row>' for row in range(1, 41)
    ]
    lines[20] = f"<row r='21'><c r='{stray}'><v>1</v></c></row>"
    assert sheet_xml._area("".join(lines).encode()) >= columns * rows


def test_a_far_away_cell_is_refused_before_the_grid_is_built():
    def build(book):
        sheet = book.add_worksheet("Luas")
        sheet.write(0, 0, "a")
        sheet.write(1_048_575, 16_383, "b")

    with pytest.raises(UnreadableFileError) as caught:
        read_grids(workbook(build), "a.xlsx")
    assert caught.value.code == "BERKAS_TERLALU_LUAS"
