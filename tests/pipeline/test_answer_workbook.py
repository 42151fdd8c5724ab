"""`check --workbook`: the sender's own file back, marked where something is wrong and otherwise as it was."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from etl import cli
from etl.staging import stage_file
from etl.workbooks.finding_sheet import HEADERS
from etl.workbooks.marks import TINTS
from tests.pipeline.small_city import UNSUR, City, Fill, answer

SURVEY_HEADERS = ["No", "Unit", "Tanggal", *UNSUR]


def check(city: City, path: Path, *options: str, out: str = "hasil.xlsx", code: int = 0) -> Any:
    """Run the command; the workbook that it wrote."""
    target = city.inbox.parent / out
    arguments = ["check", str(path), "--workbook", str(target), *options]
    assert cli.main(["--data-dir", str(city.folder.root), *arguments]) == code
    return openpyxl.load_workbook(target)


def survey_book() -> Any:
    """Title rows, the header in row 4, a bad answer in F6, a bad date in C7, a good row, a hidden sheet."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Data SKM '24"
    page["A1"] = "SURVEI KEPUASAN MASYARAKAT"
    page.merge_cells("A1:L1")
    page["A2"] = "Tahun 2024"
    for column, text in enumerate(SURVEY_HEADERS, start=1):
        page.cell(4, column, text)
    for row in (5, 6, 7):
        page.cell(row, 1, row - 4)
        page.cell(row, 2, "DKC")
        page.cell(row, 3, date(2024, 3, row)).number_format = "dd mmm yyyy"
        for column in range(4, 13):
            page.cell(row, column, 3)
    page["F6"] = 7
    page["F6"].font = Font(bold=True)
    page["F6"].number_format = "0.0"
    page["C7"] = "31 Februari 2024"
    page["N5"] = "=SUM(D5:L5)"
    page.column_dimensions["B"].width = 33
    page.row_dimensions[4].height = 40
    page.freeze_panes = "A5"
    secret = book.create_sheet("Kerja")
    secret["A1"] = "=1+1"
    secret.sheet_state = "hidden"
    return book


def save(city: City, book: Any, name: str = "kiriman.xlsx") -> Path:
    city.inbox.mkdir(parents=True, exist_ok=True)
    path = city.inbox / name
    book.save(path)
    return path


def marked(book: Any) -> dict[tuple[str, str], str]:
    """(sheet, cell) -> severity, of every coloured cell outside Temuan."""
    names = {tint: severity for severity, tint in TINTS.items()}
    return {
        (page.title, cell.coordinate): names[cell.fill.fgColor.rgb]
        for page in book.worksheets[1:]
        for row in page.iter_rows()
        for cell in row
        if cell.fill.fgColor.rgb in names
    }


def listed(book: Any) -> list[dict[str, Any]]:
    """The rows of the table on Temuan, with the target of the link."""
    page = book["Temuan"]
    start = next(cell.row for cell in page["A"] if cell.value == HEADERS[0])
    assert tuple(cell.value for cell in page[start]) == HEADERS
    rows = []
    for row in page.iter_rows(min_row=start + 1):
        if row[0].value:
            link = row[4].hyperlink
            rows.append(
                {head: cell.value for head, cell in zip(HEADERS, row, strict=True)}
                | {"link": link and link.location}
            )
    return rows


def load_units(city: City) -> None:
    city.load(city.inbox / "unit.csv")


@pytest.fixture
def units(filled: Callable[[Fill], City]) -> City:
    return filled(load_units)


def test_bad_cells_are_marked_where_they_stand(units: City) -> None:
    book = check(units, save(units, survey_book()))
    sheet = "Data SKM '24"
    assert marked(book) == {(sheet, "F6"): "Galat", (sheet, "C7"): "Galat"}
    note = book[sheet]["F6"].comment.text
    assert note.startswith('Galat: Isi "7" di luar rentang; diharapkan bilangan bulat 1 sampai 4.')
    assert "Yang perlu dilakukan: Periksa kembali nilainya" in note
    assert book.sheetnames[0] == "Temuan"
    assert book.active.title == "Temuan"
    assert [page.title for page in book.worksheets if page.sheet_view.tabSelected] == ["Temuan"]


def test_every_finding_is_listed_with_a_link_to_its_cell(units: City) -> None:
    path = save(units, survey_book())
    book = check(units, path)
    rows = listed(book)
    galat = [row for row in rows if row["Tingkat"] == "Galat"]
    assert [(row["Baris"], row["Kolom"], row["Sel"], row["Isi sel"]) for row in galat] == [
        (6, "waktu", "F6", "7"), (7, "Tanggal", "C7", "31 Februari 2024"),
    ]  # fmt: skip
    assert [row["link"] for row in galat] == ["'Data SKM ''24'!F6", "'Data SKM ''24'!C7"]
    assert all(row["Masalah yang ditemukan"] and row["Tindakan yang diperlukan"] for row in rows)
    n_findings = len(stage_file(path.read_bytes(), path.name).findings)
    assert len(rows) == n_findings
    counts = {cell.value: book["Temuan"].cell(cell.row, 2).value for cell in book["Temuan"]["A"][:8]}
    assert (counts["Galat"], counts["Saran"]) == (2, n_findings - 2)
    assert "dibaca 3, diterima 1, ditolak 2" in book["Temuan"]["A2"].value


def test_everything_else_of_the_workbook_stays(units: City) -> None:
    path = save(units, survey_book())
    before, after = openpyxl.load_workbook(path), check(units, path)
    assert after.sheetnames == ["Temuan", *before.sheetnames]
    for old in before.worksheets:
        new = after[old.title]
        assert new.sheet_state == old.sheet_state
        assert new.freeze_panes == old.freeze_panes
        assert {str(area) for area in new.merged_cells.ranges} == {
            str(area) for area in old.merged_cells.ranges
        }
        assert {key: size.width for key, size in new.column_dimensions.items()} == {
            key: size.width for key, size in old.column_dimensions.items()
        }
        assert new.row_dimensions[4].height == old.row_dimensions[4].height
        for row in old.iter_rows():
            for cell in row:
                twin = new[cell.coordinate]
                assert (twin.value, twin.data_type) == (cell.value, cell.data_type)
                assert (twin.number_format, twin.font.b) == (cell.number_format, cell.font.b)
    assert after["Data SKM '24"]["N5"].value == "=SUM(D5:L5)"


def test_formulas_keep_their_results(units: City) -> None:
    path = units.inbox / "rumus.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Kosong")
        page = book.add_worksheet("Pengguna")
        page.write_row(0, 0, ["Unit", "Tahun", "Jumlah pengguna", "Layanan", "Cek"])
        page.write_row(1, 0, ["DKC", 2024])
        page.write_formula(1, 2, "=10+17", book.add_format({"num_format": "0.0"}), 27)
        page.write_formula(1, 3, '="A<"&"B"', None, "A<B")
        page.write_formula(1, 4, "=1=1", None, True)
        page.write_row(2, 0, ["DSO", 2024, "banyak"])
    check(units, path)
    hasil = units.inbox.parent / "hasil.xlsx"
    formulas, values = openpyxl.load_workbook(hasil), openpyxl.load_workbook(hasil, data_only=True)
    assert [cell.value for cell in formulas["Pengguna"][2]][2:] == ["=10+17", '="A<"&"B"', "=1=1"]
    assert [cell.value for cell in values["Pengguna"][2]] == ["DKC", 2024, 27, "A<B", True]
    assert formulas["Pengguna"]["C2"].number_format == "0.0"
    assert marked(formulas) == {("Pengguna", "C3"): "Galat"}
    staged = stage_file(hasil.read_bytes(), "hasil.xlsx")
    assert staged.tables["pengguna"]["jumlah"].tolist() == [27]


def test_the_file_itself_is_not_touched(units: City) -> None:
    path = save(units, survey_book())
    before = path.read_bytes()
    check(units, path)
    assert path.read_bytes() == before


def test_a_csv_becomes_a_sheet_of_exact_texts(units: City) -> None:
    rows = [answer("DKC", "2024-03-05", 3, "007"), answer("Dinas Anu", "2024-03-05", 3, "1,50")]
    rows[0]["layanan"] = "=HYPERLINK(1)"
    rows[0]["waktu"] = "+9"
    path = units.write("survei dinas dengan nama yang sangat panjang sekali.csv", rows)
    book = check(units, path)
    page = book.worksheets[1]
    headers = {cell.value: cell.column_letter for cell in page[1]}
    assert page[f"{headers['nomor_responden']}2"].value == "007"
    assert page[f"{headers['nomor_responden']}3"].value == "1,50"
    formula = page[f"{headers['layanan']}2"]
    assert (formula.value, formula.data_type, formula.quotePrefix) == ("=HYPERLINK(1)", "s", True)
    assert marked(book) == {
        (page.title, f"{headers['unit']}3"): "Galat", (page.title, f"{headers['waktu']}2"): "Galat",
    }  # fmt: skip
    assert [row["link"] for row in listed(book)] == [
        f"'{page.title}'!{headers['waktu']}2", f"'{page.title}'!{headers['unit']}3",
    ]  # fmt: skip


@pytest.mark.parametrize("value", ["=1+1", "+1+1", "-1+1x", "@SUM(A1)"])
def test_a_text_of_the_sender_never_becomes_a_formula(units: City, value: str) -> None:
    path = units.write("skm.csv", [answer("DKC", "2024-03-05", 3, 1) | {"waktu": value}])
    book = check(units, path, code=3)
    for page in book.worksheets:
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.coordinate
                assert cell.quotePrefix or not str(cell.value or "").startswith(value[0])
    assert value in [row["Isi sel"] for row in listed(book)]


def test_every_sheet_is_marked_in_its_own_place(units: City) -> None:
    book = survey_book()
    other = book.create_sheet("Target")
    other.append(["Daftar target"])
    other.append([])
    other.append(["Tahun", "Instrumen", "Unit", "Target"])
    other.append([2024, "ikm", "DKC", 85])
    other.append([2024, "ikm", "DSO", "tinggi"])
    answered = check(units, save(units, book))
    assert marked(answered) == {
        ("Data SKM '24", "F6"): "Galat", ("Data SKM '24", "C7"): "Galat", ("Target", "D5"): "Galat",
    }  # fmt: skip
    assert "'Target'!D5" in [row["link"] for row in listed(answered)]


def test_findings_about_a_column_mark_its_header_and_about_a_row_its_first_cell(units: City) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["No", "Tahun", "Unit", "Inovasi", "Inovasi pelayanan", "SIPP"])
    for cell in page[1]:
        cell.fill, cell.font = PatternFill("solid", fgColor="FF0B3A42"), Font(color="FFFFFFFF", bold=True)
    page.append([1, 2024, "DKC", 4, None, 3])
    page.append([2, 2024, "DSO", None, None, None])
    page.append([3, 2024, "DKS", None, 9, 3])
    answered = check(units, save(units, book))
    found = marked(answered)
    sheet = page.title
    assert found[sheet, "D1"] in ("Peringatan", "Saran"), "two columns for one aspect"
    assert answered[sheet]["D1"].font.color.rgb != "FFFFFFFF", "white letters would vanish on the tint"
    assert answered[sheet]["D1"].font.b
    assert found[sheet, "B3"] == "Galat", "a row without any value: its first known column"
    assert found[sheet, "E4"] == "Galat", "of two columns the one that was read"
    assert (sheet, "D4") not in found


def test_a_cell_within_merged_ones_is_marked_at_its_first(units: City) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["Unit", "Tahun", "Jumlah pengguna", "Layanan"])
    page.append(["Dinas Anu", 2024, 10, "A"])
    page.append([None, 2024, 20, "B"])
    page.merge_cells("A2:A3")
    answered = check(units, save(units, book))
    assert marked(answered) == {(page.title, "A2"): "Galat"}
    assert [row["link"] for row in listed(answered) if row["Tingkat"] == "Galat"] == [
        f"'{page.title}'!A2", f"'{page.title}'!A2",
    ]  # fmt: skip


def test_the_corrected_workbook_can_be_sent_again(units: City) -> None:
    original = survey_book()
    original.worksheets[0]["C7"].comment = Comment("Periksa lagi", "Bendahara")
    first = check(units, save(units, original))
    sheet = "Data SKM '24"
    assert "Periksa lagi" in first[sheet]["C7"].comment.text
    first[sheet]["F6"] = 4
    first[sheet]["C7"] = date(2024, 3, 7)
    path = save(units, first, "perbaikan.xlsx")
    staged = stage_file(path.read_bytes(), path.name)
    assert set(staged.sheets["kind"].dropna()) == {"skm_responden"}, "Temuan is no data"
    assert not staged.findings["severity"].eq("Galat").any()
    second = check(units, path, out="kedua.xlsx")
    assert second.sheetnames == ["Temuan", *original.sheetnames]
    assert marked(second) == {}
    assert second[sheet]["F6"].comment is None
    assert second[sheet]["C7"].comment.text == "Periksa lagi"
    assert "Temuan" not in [row["Lembar"] for row in listed(second)]


def test_a_file_that_cannot_be_opened_gives_the_list_alone(units: City) -> None:
    path = units.inbox / "rusak.xlsx"
    path.write_bytes(b"PK\x03\x04 tidak lengkap")
    book = check(units, path, code=3)
    assert book.sheetnames == ["Temuan"]
    assert [row["Tingkat"] for row in listed(book)] == ["Galat"]
    assert "hanya memuat daftar temuan" in "".join(str(cell.value) for cell in book["Temuan"]["A"])


def test_a_file_that_is_too_large_to_be_marked_gives_a_list_of_bounded_length(
    units: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etl.workbooks.answer.MAX_CELLS", 5)
    monkeypatch.setattr("etl.workbooks.finding_sheet.MAX_ROWS", 1)
    book = check(units, save(units, survey_book()))
    assert book.sheetnames == ["Temuan"]
    assert [row["Tingkat"] for row in listed(book)] == ["Galat"]
    told = "".join(str(cell.value) for cell in book["Temuan"]["A"])
    assert "terlalu besar untuk disalin" in told
    assert "1 temuan pertama, yang terberat lebih dahulu" in told


def test_a_workbook_that_the_library_trips_over_gives_the_list_alone(units: City) -> None:
    source = zipfile.ZipFile(save(units, survey_book()))
    path = units.inbox / "aneh.xlsx"
    with zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            is_damaged = name == "docProps/core.xml"
            target.writestr(name, b"<cp:coreProperties>" if is_damaged else source.read(name))
    with pytest.raises(Exception, match=r"\S"):
        openpyxl.load_workbook(path)
    assert stage_file(path.read_bytes(), path.name).sheets["n_read"].sum() == 3, "the loader can read it"
    book = check(units, path)
    assert book.sheetnames == ["Temuan"]
    assert {row["Baris"] for row in listed(book)} >= {6, 7}


def test_macros_stay_only_under_their_own_ending(units: City) -> None:
    buffer = io.BytesIO()
    survey_book().save(buffer)
    path = units.inbox / "makro.xlsm"
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(
                    b"openxmlformats-officedocument.spreadsheetml.sheet.main",
                    b"ms-excel.sheet.macroEnabled.main",
                )
            target.writestr(name, content)
        target.writestr("xl/vbaProject.bin", b"makro")
    check(units, path, out="hasil.xlsm")
    assert "xl/vbaProject.bin" in zipfile.ZipFile(units.inbox.parent / "hasil.xlsm").namelist()
    book = check(units, path)
    assert "xl/vbaProject.bin" not in zipfile.ZipFile(units.inbox.parent / "hasil.xlsx").namelist()
    assert "Makro pada berkas asli tidak ikut disalin." in [cell.value for cell in book["Temuan"]["A"]]


def test_a_file_without_findings_says_so(units: City) -> None:
    path = units.write("skm.csv", [answer("DKC", "2024-03-05", 3, 1)])
    book = check(units, path)
    assert listed(book) == []
    assert "Tidak ada temuan." in [cell.value for cell in book["Temuan"]["A"]]


@pytest.mark.parametrize("case", ["two files", "the file itself", "csv"])
def test_wrong_use_is_told_and_writes_nothing(
    city: City, capsys: pytest.CaptureFixture[str], case: str
) -> None:
    unit = city.inbox / "unit.csv"
    book = save(city, survey_book())
    before = book.read_bytes()
    target = city.inbox.parent / "hasil.xlsx"
    arguments, said = {
        "two files": ([str(unit), str(book), "--workbook", str(target)], "hanya untuk satu berkas"),
        "the file itself": ([str(book), "--workbook", str(book)], "Pilih nama lain"),
        "csv": ([str(book), "--workbook", str(target.with_suffix(".csv"))], "harus berakhiran .xlsx"),
    }[case]
    assert cli.main(["--data-dir", str(city.folder.root), "check", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert not target.exists()
    assert book.read_bytes() == before
