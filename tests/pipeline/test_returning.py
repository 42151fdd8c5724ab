"""`answer`: workbooks of received files; `load --by`, `--given`: who sent what, with which stand-ins."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from filelock import FileLock

from etl import cli, loading
from tests.pipeline.small_city import UNITS, City, answer


def run(city: City, *arguments: object) -> int:
    return cli.main(["--data-dir", str(city.folder.root), *map(str, arguments)])


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    """One city for all tests of this module; each asks for what it loaded itself."""
    city = City(tmp_path_factory.mktemp("kota"))
    city.write("unit.csv", UNITS)
    return city


@pytest.fixture(scope="module")
def loaded(city: City) -> dict[str, str]:
    """A city with one good and one half-good file, sent by Budi: file name -> file_id."""
    skm = city.write("skm.csv", [answer("DKC", "2024-03-05", 4, 1), answer("DKC", "2024-03-05", 8, 2)])
    other = city.write("lain/skm.csv", [answer("Dinas Entah", "2024-04-05", 4, 1)])
    city.load(city.inbox / "unit.csv", skm, other, by="Budi")
    rows = city.read("SELECT file_id, file_name, n_rejected, received_by FROM mart_file ORDER BY file_id")
    assert set(rows["received_by"]) == {"Budi"}
    return dict(zip(rows["file_id"], rows["file_name"], strict=True))


def test_received_files_come_back_marked(city: City, loaded: dict[str, str], tmp_path: Path) -> None:
    out = tmp_path / "semua.zip"
    assert run(city, "answer", *[one[:12] for one in loaded], "-o", out) == 0
    with zipfile.ZipFile(out) as archive:
        books = {name: openpyxl.load_workbook(io.BytesIO(archive.read(name))) for name in archive.namelist()}
    assert set(books) == {"unit_temuan.xlsx", "skm_temuan.xlsx", "skm_temuan (2).xlsx"}
    told = "\n".join(
        str(cell.value)
        for name, book in books.items()
        if name.startswith("skm")
        for row in book["Temuan"].iter_rows()
        for cell in row
        if cell.value
    )
    assert "di luar rentang" in told, "what staging found"
    assert "Dinas Entah" in told, "what only the whole build can find"


def test_file_that_the_archive_lost_still_gets_its_findings(
    city: City, loaded: dict[str, str], tmp_path: Path
) -> None:
    file_id = next(one for one, name in loaded.items() if name == "skm.csv")
    (city.folder.archive / file_id).unlink()
    assert run(city, "answer", file_id, "-o", tmp_path / "a.xlsx") == 0
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["Temuan"]
    assert "tidak dapat dibuka" in "\n".join(str(cell.value) for row in book["Temuan"] for cell in row)


def test_wrong_use_is_one_sentence(city: City, loaded: dict[str, str], tmp_path: Path, capsys: Any) -> None:
    for ids, out, code, told in (
        (["x"], "a.xlsx", 1, "tidak ada"),
        ([""], "a.xlsx", 1, "lebih dari satu"),
        (["0", "1"], "a.xlsx", 2, ".zip"),
        (["0"], "a.pdf", 2, ".xlsx atau .zip"),
    ):
        assert run(city, "answer", *ids, "-o", tmp_path / out) == code
        assert told in capsys.readouterr().err
        assert not (tmp_path / out).exists()


def test_each_file_has_its_own_unit_and_year(city: City, tmp_path: Path, capsys: Any) -> None:
    rows = {name: [answer("", "2023-03-05", value, 1)] for name, value in (("a.csv", 4), ("b.csv", 3))}
    for own in rows.values():
        del own[0]["unit"]
    files = {name: city.write(name, own) for name, own in rows.items()}
    given = tmp_path / "isian.json"
    given.write_text(json.dumps({str(files["a.csv"]): {"unit": "DKC"}, str(files["b.csv"]): {"unit": "DSO"}}))
    assert run(city, "load", city.inbox / "unit.csv", *files.values(), "--given", given, "--json") == 0
    values = city.read(
        "SELECT unit_id, value FROM mart_score WHERE instrument_id = 'ikm' AND year = 2023"
        " AND unit_id IN ('DKC', 'DSO')"
    )
    assert dict(zip(values["unit_id"], values["value"], strict=True)) == {"DKC": 100.0, "DSO": 75.0}
    given.write_text("{")
    assert run(city, "load", city.inbox / "unit.csv", "--given", given) == 2
    assert "--given" in capsys.readouterr().err


def test_who_waits_is_told_who_holds_the_data(
    city: City, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setattr(loading, "LOCK_WAIT_SECONDS", 0.05)
    city.folder.create()
    with FileLock(city.folder.lock):
        (city.folder.root / "pantau.lock.txt").write_text(loading._holding("Budi"), encoding="utf-8")
        assert run(city, "load", city.inbox / "unit.csv") == 1
    said = capsys.readouterr().err
    assert "Menunggu pemuatan lain selesai (Budi sejak" in said
    assert "Pemuatan lain masih berjalan (Budi sejak" in said
