"""`template`: what the loader hands out, it takes back."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from openpyxl.utils import get_column_letter

from compliance.reports import tables
from etl import cli
from etl.staging import KINDS, Staged, load_contract, stage_file
from etl.workbooks import choices
from tests.pipeline.small_city import City

EMPTY = {"TEMPLAT_KOSONG"}  # what is said of a template that nobody filled in


def template(city: City, kind: str) -> Path:
    path = city.inbox.parent / f"templat {kind}.xlsx"
    assert cli.main(["--data-dir", str(city.folder.root), "template", kind, "-o", str(path)]) == 0
    return path


def stage(book: Any) -> Staged:
    buffer = io.BytesIO()
    book.save(buffer)
    return stage_file(buffer.getvalue(), "kiriman.xlsx")


def validations(page: Any) -> dict[str, Any]:
    """Header -> its data validation, for the row below the example."""
    found = {}
    for rule in page.data_validations.dataValidation:
        for cell in page[1]:
            if f"{get_column_letter(cell.column)}3" in rule.sqref:
                found[cell.value] = rule
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_the_empty_template_is_recognised_and_holds_no_data(city: City, kind: str) -> None:
    staged = stage_file(template(city, kind).read_bytes(), "templat.xlsx")
    assert staged.sheets["kind"].dropna().tolist() == [kind], "the other sheets are no data"
    assert staged.sheets["n_read"].sum() == 0
    assert set(staged.findings["rule_code"]) == EMPTY, "one sentence says it all"


@pytest.mark.parametrize("kind", KINDS)
def test_columns_stand_in_the_order_of_the_contract(city: City, kind: str) -> None:
    path = template(city, kind)
    contract = load_contract().kinds[kind]
    page = openpyxl.load_workbook(path).worksheets[0]
    assert [cell.value for cell in page[1]][1:] == [column.label for column in contract.columns.values()]
    found = stage_file(path.read_bytes(), "x.xlsx").columns
    assert found["column_name"].tolist() == list(contract.columns)
    for cell, column in zip(page[1][1:], contract.columns.values(), strict=True):
        note = cell.comment.text
        assert column.note in note
        assert note.startswith("WAJIB DIISI." if column.required else "Boleh kosong.")
        assert (cell.fill.fgColor.rgb == "FF0F5C6E") == column.required
    assert page.freeze_panes == "C2"


@pytest.mark.parametrize("kind", KINDS)
def test_the_examples_typed_in_below_are_one_accepted_row(city: City, kind: str) -> None:
    book = openpyxl.load_workbook(template(city, kind))
    page = book.worksheets[0]
    assert page["A2"].value == "Contoh"
    for column in range(2, page.max_column + 1):
        page.cell(3, column).value = page.cell(2, column).value
    page["A3"] = 1
    staged = stage(book)
    assert list(staged.tables) == [kind]
    assert staged.tables[kind]["row_number"].tolist() == [3], "the example itself is not loaded"
    assert staged.rejected.empty
    assert set(staged.findings["severity"]) == {"Saran"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_of_a_drop_down_is_understood(city: City, kind: str) -> None:
    contract = load_contract()
    page = openpyxl.load_workbook(template(city, kind)).worksheets[0]
    rules = validations(page)
    for column in contract.kinds[kind].columns.values():
        offered = choices.allowed(column)
        if not offered:
            continue
        assert rules[column.label].formula1 == f'"{",".join(offered)}"'
        read = choices.reader_for(column, contract.general.words)
        results = [read(word) for word in offered]
        assert all(result.code is None for result in results)
        assert len({result.value for result in results}) == len(offered)


def test_drop_downs_offer_what_the_law_and_the_contract_know(city: City) -> None:
    rules = validations(openpyxl.load_workbook(template(city, "standar_pelayanan")).worksheets[0])
    assert rules["Status"].formula1 == '"belum,draf,diajukan,ditetapkan,dicabut"'
    components = [rule for rule in rules.values() if rule.formula1 == '"Ada,Belum,Tidak berlaku"']
    assert len(components) == 15, "14 components and the maklumat"
    assert not any(rule.showErrorMessage for rule in components), "a cell may hold the content itself"
    survey = validations(openpyxl.load_workbook(template(city, "skm_responden")).worksheets[0])
    assert sum(rule.formula1 == '"1,2,3,4"' for rule in survey.values()) == 9
    scores = validations(openpyxl.load_workbook(template(city, "pekppp")).worksheets[0])
    assert (float(scores["Inovasi"].formula1), float(scores["Inovasi"].formula2)) == (0, 5)
    assert (
        "ikm,ipp,ombudsman"
        in validations(openpyxl.load_workbook(template(city, "target")).worksheets[0])["Instrumen"].formula1
    )


def test_units_of_the_current_snapshot_can_be_chosen(city: City) -> None:
    without = openpyxl.load_workbook(template(city, "target"))
    assert without.sheetnames == ["Target", "Petunjuk"]
    assert "Unit" not in validations(without.worksheets[0])
    city.load(city.inbox / "unit.csv")
    book = openpyxl.load_workbook(template(city, "target"))
    units = book["Pilihan unit"]
    assert units.sheet_state == "hidden"
    assert [cell.value for cell in units["A"]][1:] == [
        "Dinas Kependudukan dan Pencatatan Sipil", "Dinas Kesehatan", "Dinas Pasar", "Dinas Sosial",
        "Puskesmas Soasio",
    ]  # fmt: skip
    assert validations(book.worksheets[0])["Unit"].formula1 == choices.UNIT_LIST
    assert book.defined_names[choices.UNIT_LIST].attr_text == "'Pilihan unit'!$A$2:$A$6"
    staged = stage_file(template(city, "target").read_bytes(), "templat.xlsx")
    assert staged.sheets["kind"].dropna().tolist() == ["target"]
    assert "LEMBAR_TERSEMBUNYI" not in set(staged.findings["rule_code"])


def test_petunjuk_says_what_to_do_and_who_receives_it(city: City) -> None:
    city.folder.root.mkdir(parents=True, exist_ok=True)
    settings = '[kop]\nbagian = "Bagian Ortala"\nkontak = "ortala@contoh.go.id"\n'
    (city.folder.root / "pantau.toml").write_text(settings, encoding="utf-8")
    page = openpyxl.load_workbook(template(city, "skm_rekap"))["Petunjuk"]
    text = "\n".join(str(cell.value) for row in page.iter_rows() for cell in row if cell.value)
    assert "Bagian Ortala" in text
    assert "ortala@contoh.go.id" in text
    for column in load_contract().kinds["skm_rekap"].columns.values():
        assert column.label in text
        assert column.note in text
    assert "angka 1 sampai 4" in text


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_template_has_the_same_bytes(city: City, kind: str) -> None:
    assert template(city, kind).read_bytes() == template(city, kind).read_bytes()


def test_formats_keep_what_is_typed(city: City) -> None:
    page = openpyxl.load_workbook(template(city, "standar_pelayanan")).worksheets[0]
    of = {cell.value: page.column_dimensions[cell.column_letter].number_format for cell in page[1]}
    assert of["Nomor SK"] == "@", "188.4/12/2024 is no date"
    assert of["Tanggal SK"] == choices.DATE_FORMAT


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["template", "kuesioner", "-o", "x.xlsx"], "skm_responden"),
        (["template", "unit", "-o", "x.csv"], ".xlsx"),
        (["template", "unit"], "BERKAS.xlsx"),
    ],
)
def test_wrong_use_is_told_in_a_sentence(
    city: City, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert cli.main(["--data-dir", str(city.folder.root), *arguments]) == 2
    assert said in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_told_in_a_sentence(
    city: City, capsys: pytest.CaptureFixture[str]
) -> None:
    target = city.inbox / "unit.csv" / "x.xlsx"  # below a file
    assert cli.main(["--data-dir", str(city.folder.root), "template", "unit", "-o", str(target)]) == 1
    assert "tidak dapat ditulis" in capsys.readouterr().err


def test_sheets_that_the_application_wrote_need_no_remark(city: City) -> None:
    answered = city.inbox.parent / "jawaban.xlsx"
    command = ["--data-dir", str(city.folder.root), "check", str(template(city, "pekppp"))]
    assert cli.main([*command, "--workbook", str(answered)]) == cli.FILE_REFUSED
    staged = stage_file(answered.read_bytes(), "jawaban.xlsx")
    assert set(staged.findings["rule_code"]) == EMPTY
    about = tables.About("Judul", "semua unit", "Pantau Layanan", "24 November 2026", "versi", sample=True)
    download = tables.to_xlsx(
        pd.DataFrame({"tahun": [2024], "unit": ["A"], "nilai": [80.0], "kategori": ["B"]}),
        {name: name for name in ("tahun", "unit", "nilai", "kategori")},
        about,
    )
    assert stage_file(download, "unduhan.xlsx").findings.empty
