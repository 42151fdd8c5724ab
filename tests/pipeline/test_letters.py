"""Letters: who gets one, what it asks for, and that the same snapshot gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from compliance import warehouse
from compliance.output import letter_archive, letter_texts
from compliance.output.mailing import LIST_NAME
from etl import cli
from tests.pipeline.small_city import UNITS, City, answer, standard

YEAR = 2025
WHOLE = {
    "nomor_sk": "SK 1", "tanggal_sk": "2025-02-01", "maklumat": "ya", "tanggal_maklumat": "2025-02-01",
    "media_publikasi": "Website",
}  # fmt: skip
ODD = {"kode_unit": "UPT/9:A", "nama_unit": '=UPT "Air*Bersih"', "jenis_unit": "upt"}
ACTION = {"unit": "PKM", "temuan": "Loket sempit", "rencana": "+Menambah loket", "status": "berjalan"}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """DKC lacks nothing, DSO a component and its survey, DKS all services, PKM is late with an action."""
    made = City(tmp_path_factory.mktemp("kota"))
    whole = [standard(unit, "Layanan", "2025-03-01", "ditetapkan", **WHOLE) for unit in ("DKC", "PKM")]
    lacking = standard("DSO", "Bantuan", "2025-03-01", "ditetapkan", **WHOLE, biaya_tarif="belum")
    made.load(
        made.write("unit.csv", [*UNITS, ODD]),
        made.write("standar.csv", [*whole, lacking]),
        made.write("skm.csv", [answer(unit, "2025-05-05", 4, 1) for unit in ("DKC", "PKM", "DKS")]),
        made.write("tindak.csv", [{**ACTION, "tenggat": "2025-06-30"}]),
    )
    yield made
    warehouse.close_all()


def files(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        return {name: bundle.read(name) for name in bundle.namelist()}


def text(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.fixture(scope="module")
def letters(town: City) -> dict[str, bytes]:
    return files(letter_archive(warehouse.current(town.folder.root), YEAR, data_dir=town.folder.root).content)


def test_only_units_with_something_missing_get_a_letter(letters: dict[str, bytes]) -> None:
    assert sorted(letters) == [
        "DKS Dinas Kesehatan.docx",
        "DSO Dinas Sosial.docx",
        LIST_NAME,
        "PKM Puskesmas Soasio.docx",
        "UPT-9-A =UPT -Air-Bersih-.docx",
    ]


def test_a_letter_lists_what_its_own_unit_lacks(letters: dict[str, bytes]) -> None:
    social = text(letters["DSO Dinas Sosial.docx"])
    assert "Kepada\t:\tYth. Kepala Dinas Sosial" in social
    assert "Bantuan" in social and "Belum ada: Biaya/tarif." in social
    assert "Indeks Kepuasan Masyarakat" in social and "Belum melapor" in social
    assert "paling lambat tanggal 8 Desember 2026" in social
    assert "Loket" not in social
    late = text(letters["PKM Puskesmas Soasio.docx"])
    assert "1. Tindak lanjut yang melewati tenggat" in late, "the only list"
    assert "+Menambah loket" in late and "30 Jun 2025" in late
    assert "Belum ada layanan yang dilaporkan" in text(letters["DKS Dinas Kesehatan.docx"])


def test_the_list_for_mail_merge_has_a_row_per_letter(letters: dict[str, bytes]) -> None:
    rows = list(load_workbook(io.BytesIO(letters[LIST_NAME]))["Surat"].iter_rows(values_only=True))
    assert rows[0][:3] == ("Kode unit", "Unit", "Kepada")
    assert {row[-1] for row in rows[1:]} == set(letters) - {LIST_NAME}
    assert '=UPT "Air*Bersih"' in {row[1] for row in rows}, "text of a file is not a formula"


def test_the_command_gives_the_same_bytes_and_says_how_many(
    town: City, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "surat.zip"
    arguments = ["--data-dir", str(town.folder.root), "export", "letters", "--year", str(YEAR)]
    assert cli.main([*arguments, "-o", str(output)]) == 0
    assert "4 nota dinas" in capsys.readouterr().out
    snapshot = warehouse.current(town.folder.root)
    assert output.read_bytes() == letter_archive(snapshot, YEAR, data_dir=town.folder.root).content
    assert cli.main([*arguments[:-1], "1999", "-o", str(output)]) == 2
    assert cli.main([*arguments[:-1], "2001", "-o", str(output)]) == 1
    assert "Tahun 2001 tidak ada dalam data yang berlaku" in capsys.readouterr().err


def test_the_office_changes_words_and_days_in_its_data_folder(town: City, tmp_path: Path) -> None:
    (tmp_path / "pantau.toml").write_text("[surat]\ntenggat_hari = 7\n", encoding="utf-8")
    (tmp_path / "surat.yaml").write_text(
        "sifat: Sangat segera\nkepada: {dinas: 'Saudara pimpinan {sebutan}'}\n", encoding="utf-8"
    )
    made = files(letter_archive(warehouse.current(town.folder.root), YEAR, data_dir=tmp_path).content)
    social = text(made["DSO Dinas Sosial.docx"])
    assert "Sangat segera" in social and "Yth. Saudara pimpinan Sosial" in social
    assert "1 Desember 2026" in social
    assert "Yth. Kepala Puskesmas Soasio" in text(made["PKM Puskesmas Soasio.docx"]), "other kinds stay"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("hal: 'Perihal {nama}'", "kunci hal: isian {nama} tidak dikenal"),
        ("hal: 'Perihal {tahun'", "kunci hal: kurung kurawal"),
        ("perihal: x", "kunci perihal: kunci tidak dikenal"),
        ("hal: [", "baris"),
        ("- hal", "daftar `kunci: teks`"),
    ],
)
def test_wrong_words_are_told_by_their_key(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "surat.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(letter_texts.LetterTextError, match="surat.yaml") as caught:
        letter_texts.load(tmp_path)
    assert said in str(caught.value)
