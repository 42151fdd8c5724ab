"""The committed sample city: it is what the generator writes, and it holds what the design promises."""

from __future__ import annotations

import csv
import re
import zipfile
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from etl.sample_city.__main__ import DEFAULT_FOLDER, write_all
from etl.sample_city.services import all_services
from etl.sample_city.sheets import NOTICE
from etl.sample_city.standards import NEVER_REPORTED
from etl.sample_city.survey import UNSUR
from etl.sample_city.units import UNITS

Cells = list[tuple[object, ...]]


@pytest.fixture(scope="module")
def regenerated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    write_all(folder)
    return folder


@pytest.fixture(scope="module")
def sheets() -> dict[str, Cells]:
    """Cells of every committed sheet, keyed 'file' for CSV and 'file|sheet' for workbooks."""
    found: dict[str, Cells] = {}
    for path in sorted(DEFAULT_FOLDER.glob("*.xlsx")):
        book = openpyxl.load_workbook(path, read_only=False)
        for sheet in book:
            found[f"{path.name}|{sheet.title}"] = list(sheet.iter_rows(values_only=True))
    for path in sorted(DEFAULT_FOLDER.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            found[path.name] = [tuple(row) for row in csv.reader(stream, delimiter=";")]
    return found


def table(cells: Cells, first_header: str = "No") -> list[dict[str, object]]:
    """Rows below the header whose first cell is `first_header`; a header of two rows is joined."""
    start = next(i for i, row in enumerate(cells) if row[0] == first_header)
    header, below = cells[start], cells[start + 1]
    if below[0] is None:
        header = tuple(low or high for high, low in zip(header, below, strict=True))
    return [dict(zip(map(str, header), row, strict=True)) for row in cells[start + 1 :] if row[0] is not None]


def survey_csv(sheets: dict[str, Cells]) -> dict[str, list[dict[str, object]]]:
    return {
        name: [dict(zip(map(str, cells[0]), row, strict=True)) for row in cells[1:]]
        for name, cells in sheets.items()
        if name.endswith(".csv")
    }


def unit_of(row: dict[str, object]) -> object:
    return row.get("Kode Unit") or row.get("Perangkat Daerah")


def members(path: Path) -> dict[str, bytes]:
    """Unpacked content: the compression may differ between builds of zlib, the content may not."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_two_runs_give_the_same_bytes(regenerated: Path, tmp_path: Path) -> None:
    write_all(tmp_path)
    first = {path.name: path.read_bytes() for path in regenerated.iterdir()}
    assert first == {path.name: path.read_bytes() for path in tmp_path.iterdir()}


def test_the_committed_files_are_those_of_the_generator(regenerated: Path) -> None:
    committed = {path.name for path in DEFAULT_FOLDER.iterdir()} - {"README.md"}
    assert committed == {path.name for path in regenerated.iterdir()}
    for name in committed:
        ours, theirs = DEFAULT_FOLDER / name, regenerated / name
        if name.endswith(".xlsx"):
            assert members(ours) == members(theirs), name
        else:
            # A checkout may have changed the line ends.
            assert ours.read_text("utf-8-sig") == theirs.read_text("utf-8-sig"), name


def test_the_folder_is_light() -> None:
    sizes = [path.stat().st_size for path in DEFAULT_FOLDER.iterdir()]
    assert len(sizes) <= 30
    assert max(sizes) < 1_400_000
    assert sum(sizes) < 4_000_000


def test_every_invented_file_says_so(sheets: dict[str, Cells]) -> None:
    for name, cells in sheets.items():
        if name.endswith(".csv"):
            assert name.endswith("(contoh).csv")
        elif name.startswith("ombudsman"):
            assert str(cells[0][0]).startswith("ANGKA NYATA")
        else:
            assert cells[0][0] == NOTICE, name


def test_the_unit_list_has_the_structure_of_the_city(sheets: dict[str, Cells]) -> None:
    offices = table(sheets["01 daftar perangkat daerah.xlsx|Perangkat Daerah"])
    villages = table(sheets["01 daftar perangkat daerah.xlsx|Kelurahan"])
    kinds = Counter(row["Jenis Unit"] for row in offices + villages if row["Berlaku Sampai"] is None)
    assert (kinds["Kecamatan"], kinds["Kelurahan"], kinds["Puskesmas"]) == (8, 40, 9)
    own = ("Sekretariat", "Inspektorat", "Dinas", "Badan", "Satuan")
    assert sum(kinds[kind] for kind in own) >= 30
    codes = {row["Kode Unit"] for row in offices + villages}
    for row in offices + villages:
        assert row["Kode Induk"] in codes | {None}
        assert row["Kode Pengganti"] in codes | {None}
        assert (row["Kode Pengganti"] is None) == (row["Berlaku Sampai"] is None)
    successors = Counter(row["Kode Pengganti"] for row in offices)
    assert successors["DISTANPAN"] == 2
    assert successors["BAPPERIDA"] == 1


def test_no_name_means_two_units() -> None:
    owners: dict[str, set[str]] = {}
    for unit in UNITS.values():
        for text in (unit.code, unit.name, *unit.aliases.split(";")):
            owners.setdefault(re.sub(r"\W+", " ", text).lower().strip(), set()).add(unit.code)
    assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}


def test_services_and_their_history(sheets: dict[str, Cells]) -> None:
    codes = {text: u.code for u in UNITS.values() for text in (u.code, u.name, *u.aliases.split(";"))}
    rows = [row for name, cells in sheets.items() if "standar pelayanan" in name for row in table(cells)]
    history = Counter((codes[str(list(row.values())[1])], row["Nama Layanan"]) for row in rows)
    assert set(history) == {(unit.code, name) for unit, _, name in all_services()}
    assert 280 <= len(history) <= 450
    assert max(history.values()) >= 5
    assert {row["Status"] for row in rows} == {"Belum", "Draf", "Diajukan", "Ditetapkan", "Dicabut"}
    revoked = {codes[str(list(row.values())[1])] for row in rows if row["Status"] == "Dicabut"}
    assert revoked == {"NAKERTRANS"}


def test_answers_cover_every_year_and_stay_in_the_scale(sheets: dict[str, Cells]) -> None:
    unsur = {*UNSUR, *UNSUR.values(), *(f"U{i}" for i in range(1, 10))}
    total, years = 0, set()
    for name, rows in survey_csv(sheets).items():
        years.add(re.search(r"\d{4}", name)[0])  # type: ignore[index]
        total += len(rows)
        for row in rows:
            values = [row[key] for key in row if key in unsur]
            assert len(values) == 9
            assert set(values) <= {"1", "2", "3", "4"}
    assert years == {str(year) for year in range(2019, 2026)}
    assert total >= 20_000


def test_no_personal_data(sheets: dict[str, Cells]) -> None:
    personal = re.compile(r"\b(nik|nama responden|alamat|telepon|no\.? ?hp|email)\b", re.IGNORECASE)
    for name, cells in sheets.items():
        if name.startswith("SKM"):
            texts = [str(cell) for row in cells[:8] for cell in row if cell]
            assert not [text for text in texts if personal.search(text)], name


def test_pandemic_year_has_half_the_reports(sheets: dict[str, Cells]) -> None:
    units = {name[4:8]: len({unit_of(row) for row in rows}) for name, rows in survey_csv(sheets).items()}
    assert units["2020"] <= 0.6 * units["2019"]
    assert units["2019"] < units["2022"] < units["2023"]


def test_ombudsman_holds_the_published_values_only(sheets: dict[str, Cells]) -> None:
    rows = table(sheets["ombudsman.xlsx|Ombudsman"], "Tahun")
    assert {row["Tahun"]: row["Nilai"] for row in rows if row["Unit"] is None} == {
        2022: 67.19,
        2023: 89.26,
        2024: 84.94,
        2025: 62.57,
    }
    units = [row for row in rows if row["Unit"]]
    assert {row["Tahun"] for row in units} == {2022}
    # The entity's score is the mean of its assessed units.
    assert round(sum(float(str(row["Nilai"])) for row in units) / 6, 2) == 67.19
    assert all(row["Sumber"] for row in rows)


def test_the_refused_unit_has_no_other_survey_of_the_year(sheets: dict[str, Cells]) -> None:
    refused = table(sheets["SKM Dinas Perhubungan 2024.xlsx|Sheet1"])
    assert "U14" in refused[0]
    assert {row["Perangkat Daerah"] for row in refused} == {"Dinas Perhubungan"}
    answers = survey_csv(sheets)["SKM 2024 (contoh).csv"]
    assert not {"DISHUB", "Dinas Perhubungan"} & {row["Kode Unit"] for row in answers}
    recap = table(sheets["rekap SKM 2022-2025.xlsx|Rekap SKM"])
    assert ("Dinas Perhubungan", 2024) not in {(row["Perangkat Daerah"], row["Tahun"]) for row in recap}


def test_the_partly_rejected_file_has_its_mistakes(sheets: dict[str, Cells]) -> None:
    rows = table(sheets["SKM susulan Oba Utara 2025.xlsx|SKM susulan"])
    cells = [row[key] for row in rows for key in UNSUR.values()]
    assert (cells.count(5), cells.count("baik")) == (2, 1)
    assert sum(row["Tanggal"] == "31 Februari 2025" for row in rows) == 1
    assert sum(row["Unit"] == "Kelurahan Guarping" for row in rows) == 3
    assert len(rows) > 30


def test_one_published_value_used_the_rounded_weight(sheets: dict[str, Cells]) -> None:
    off = set()
    for row in table(sheets["rekap SKM 2022-2025.xlsx|Rekap SKM"]):
        total = sum(float(str(row[name])) for name in UNSUR.values())
        published = float(str(row["Nilai IKM"]))
        if abs(published - 25 * total / 9) > 0.02:
            off.add((row["Perangkat Daerah"], row["Tahun"]))
            assert published == pytest.approx(25 * total * 0.11, abs=0.02)
    assert off == {("Dinas Sosial", 2024)}


def test_three_units_never_sent_anything(sheets: dict[str, Cells]) -> None:
    silent = {text for code in NEVER_REPORTED for text in (code, UNITS[code].name)}
    assert len(NEVER_REPORTED) == 3
    for name, cells in sheets.items():
        if not name.startswith("01"):
            assert not {cell for row in cells for cell in row if cell in silent}, name


def test_follow_up_has_finished_and_overdue_actions(sheets: dict[str, Cells]) -> None:
    rows = [row for name, cells in sheets.items() if "tindak lanjut" in name for row in table(cells)]
    states = Counter(row["Status"] for row in rows)
    assert len(rows) == 60
    assert states["Selesai"] > 20
    assert states["Belum"] + states["Berjalan"] > 10
    assert all((row["Tanggal Selesai"] is not None) == (row["Status"] == "Selesai") for row in rows)
