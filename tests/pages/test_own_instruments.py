"""Two instruments that nobody planned for, added with YAML in the data folder and input files alone.

SPBE is weighted in three levels; the performance of service standards is a share of two counts, in a
workbook with other column names in English. Both files are real.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from compliance import output, paths, standards, warehouse
from compliance.config import Config
from compliance.errors import PantauError
from compliance.formatting import angka
from compliance.ui import intake
from etl import cli, loading, results, staging
from etl.folder import DataFolder
from etl.progress import Silent
from etl.workbooks.template import template_workbook
from tests.pages.conftest import OpenPage, shown

INSTRUMENTS = Path(__file__).resolve().parent.parent / "instruments"
TITAN, SPBE = "canada_titan/2018-19_latest_annual_extract.xlsx", "denpasar_spbe_2020_2021"
BIG = "Department of Employment and Social Development"


@pytest.fixture(scope="module")
def own_dir(tmp_path_factory: pytest.TempPathFactory, real_data: Path) -> Iterator[Path]:
    """A city that added both instruments and loaded their files."""
    root = tmp_path_factory.mktemp("instrumen")
    folder = DataFolder(root / "data")
    shutil.copytree(INSTRUMENTS, folder.root)
    standard_rows = pd.read_excel(real_data / TITAN, sheet_name="Standards", engine="calamine")
    names = sorted(standard_rows["Department Name (English)"].unique())
    units = pd.DataFrame({"kode_unit": [f"D{n}" for n, _ in enumerate(names)], "nama_unit": names})
    units.assign(jenis_unit="dinas").to_csv(root / "unit.csv", index=False, sep=";")
    assessment(real_data / SPBE).to_csv(root / "penilaian spbe.csv", index=False, sep=";", decimal=",")
    files = [root / "unit.csv", root / "penilaian spbe.csv", real_data / TITAN]
    loading.load(folder, files, Silent(), as_of=date(2022, 8, 1))
    yield folder.root
    warehouse.close_all()


def assessment(source: Path) -> pd.DataFrame:
    """The dump of the self-assessment as one sheet: indicators of 2018 and 2019, domains of 2021."""
    given, level, domains, values = (
        pd.read_csv(source / f"tb_{name}.csv", dtype=str)
        for name in ("penilaian", "level", "domain", "domain_nilai")
    )
    rows = given.merge(level, left_on="nilaikematangan", right_on="idlevel")
    rows = rows.rename(
        columns={"tahun_penilaian": "Tahun", "idindikator": "Indikator", "nilaimadiri": "Tingkat kematangan"}
    )
    last = values[values["indeks_nilai"] == "4"].merge(domains, left_on="domain", right_on="id_domain")
    last = last.assign(Tahun="2021").rename(
        columns={"nama_domain": "Indikator", "nilai_domain": "Tingkat kematangan"}
    )
    columns = ["Tahun", "Indikator", "Tingkat kematangan"]
    return pd.concat([rows[columns], last[columns]])


def read(folder: Path, sql: str) -> pd.DataFrame:
    return warehouse.read(warehouse.current(folder), sql)


def test_weights_of_three_levels_give_the_published_index(own_dir: Path) -> None:
    rows = read(own_dir, "SELECT * FROM mart_score WHERE instrument_id = 'spbe' AND value IS NOT NULL")
    assert dict(zip(rows["year"], rows["value"], strict=True)) == {2018: 2.64, 2019: 3.33, 2021: 3.19}
    assert dict(zip(rows["year"], rows["category"], strict=True)) == dict.fromkeys(rows["year"], "Baik")
    later = rows.set_index("year").loc[2021]
    assert not later["is_comparable"]
    details = read(own_dir, "SELECT * FROM mart_score_detail WHERE instrument_id = 'spbe' AND year = 2018")
    assert details["measure_level"].value_counts().to_dict() == {3: 37, 2: 7, 1: 3}
    by_id = details.set_index("measure_id")
    assert by_id.loc["layanan", "value"] == pytest.approx(3.0)
    assert by_id.loc["i25", "parent_measure_id"] == "layanan_pemerintahan"
    lowest = details[details["measure_level"] == 3]
    assert (lowest["weight"] * lowest["value"]).sum() == pytest.approx(2.64)


def test_shares_of_volume_are_what_the_workbook_adds_up_to(own_dir: Path, real_data: Path) -> None:
    book = pd.read_excel(real_data / TITAN, sheet_name="Standards", engine="calamine")
    sums = book.groupby("Department Name (English)")[["Volume Meeting Target", "Total Volume"]].sum()
    share = sums["Volume Meeting Target"] / sums["Total Volume"] * 100
    rows = read(own_dir, "SELECT * FROM mart_score WHERE instrument_id = 'kinerja_standar' AND year = 2018")
    units = rows[rows["unit_id"].notna()].set_index("unit_name")["value"]
    assert units.notna().sum() == share.notna().sum() == 58
    assert (units.dropna() - share[units.dropna().index]).abs().max() <= 0.05
    assert set(units[units.isna()].index) == set(share[share.isna()].index)
    measures = read(own_dir, "SELECT * FROM mart_score_detail WHERE instrument_id = 'kinerja_standar'")
    assert set(measures["measure_id"]) == {"waktu", "akses", "akurasi", "lain"}


def test_every_row_leads_back_to_its_file(own_dir: Path) -> None:
    rows = read(own_dir, "SELECT kind, sum(n_rows)::INT AS n FROM mart_lineage GROUP BY kind")
    counts = dict(zip(rows["kind"], rows["n"], strict=True))
    assert counts == {"unit": 62, "spbe": 78, "kinerja": 1646}


@pytest.mark.parametrize(
    ("page", "instrument", "year", "parts"),
    [
        ("tren", "spbe", "2019", ["SPBE kota naik 0,69 poin menjadi 3,33", "Hasil SPBE"]),
        ("tren", "kinerja_standar", "2018", ["Kinerja standar kota 82,0 pada 2018; 58 dari 62"]),
        ("kesenjangan", "kinerja_standar", "2018", ["Jenis standar terendah kota", "Sedang → Tinggi"]),
        ("profil_unit", "kinerja_standar", "2018", ["Ketepatan waktu", "Peringkat"]),
        ("ringkasan", None, "2018", ["SPBE kota", "2,64", "Kinerja standar kota"]),
        ("metodologi", None, "2018", [
            "SPBE = 0,17 × Kebijakan internal + 0,28 × Tata kelola + 0,55 × Layanan",
            "Kebijakan tata kelola", "7,00%", "lalu dibagi, lalu dikalikan 100",
        ]),
        ("data", None, "2018", ["penilaian spbe.csv"]),
    ],
)  # fmt: skip
def test_every_page_shows_them(
    open_page: OpenPage, own_dir: Path, page: str, instrument: str | None, year: str, parts: list[str]
) -> None:
    unit = read(own_dir, f"SELECT unit_id FROM mart_unit WHERE unit_name = '{BIG}'")["unit_id"][0]
    address = {"instrumen": instrument, "tahun": year, "unit": unit if page == "profil_unit" else None}
    address["bagian"] = intake.FILES if page == "data" else None
    app = open_page(page, own_dir, **{name: value for name, value in address.items() if value})
    assert not app.exception
    text = shown(app)
    assert [part for part in parts if part not in text] == []


def test_a_template_is_made_of_an_own_kind(own_dir: Path) -> None:
    with paths.using(own_dir):
        content = template_workbook("kinerja", pd.DataFrame(columns=["kode_unit", "nama_unit"]), Config())
        staged = staging.stage_file(content, "templat.xlsx")
    assert staged.sheets["kind"].dropna().unique().tolist() == ["kinerja"]


@pytest.mark.parametrize(
    ("folder", "name", "text", "complaint"),
    [
        ("sumber", "a.yaml", "kind: pengguna\nsynonyms: {unit: [Department]}", None),
        (
            "sumber",
            "a.yaml",
            "kind: pengguna\nsynonyms: {bidang: [Department]}",
            "kolom bidang tidak dikenal",
        ),
        ("sumber", "a.yaml", "kind: lain\nsynonyms: {}", "jenis data 'lain' tidak dikenal"),
        ("sumber", "a.yaml", "[", "bukan YAML yang sah"),
        ("standar", "a.yaml", "kind: duty", "kunci id: wajib diisi"),
        ("standar", "ikm.yaml", (paths.STANDARDS_DIR / "ikm.yaml").read_text("utf-8"), "sudah dipakai"),
        (
            "standar",
            "maklumat.yaml",
            (paths.STANDARDS_DIR / "maklumat.yaml").read_text("utf-8"),
            "hanya untuk",
        ),
    ],
)
def test_an_own_file_is_taken_or_refused_with_a_sentence(
    tmp_path: Path, folder: str, name: str, text: str, complaint: str | None
) -> None:
    (tmp_path / folder).mkdir()
    (tmp_path / folder / name).write_text(text, encoding="utf-8")
    read_it = staging.load_contract if folder == "sumber" else standards.load
    with paths.using(tmp_path):
        if complaint:
            with pytest.raises(PantauError, match=complaint) as refused:
                read_it()
            assert name in str(refused.value)
        else:
            assert staging.load_contract().column_of("pengguna", "Department") == ("unit", 2)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("kind: kinerja", "kind: pengguna", "sudah dipakai"),
        ("base: volume", "base: isi", "tidak ada: isi"),
        ("type: year", "type: text", "kolom tahun"),
        ("instrument: kinerja_standar", "instrument: lain", "instrumen 'lain'"),
        ("akurasi: [Accuracy]", "teliti: [Accuracy]", "instrumen 'kinerja_standar': teliti"),
    ],
)
def test_an_own_kind_must_fit_itself_and_its_instrument(
    tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    shutil.copytree(INSTRUMENTS, tmp_path, dirs_exist_ok=True)
    file = tmp_path / "sumber" / "kinerja.yaml"
    changed = file.read_text(encoding="utf-8").replace(old, new)
    file.write_text(changed, encoding="utf-8")
    with paths.using(tmp_path), pytest.raises(PantauError, match=complaint):
        results.check(staging.load_contract(), standards.load())


def test_own_instruments_are_explained(own_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def said(*arguments: str) -> str:
        assert cli.main(["--data-dir", str(own_dir), "explain", *arguments]) == 0
        return capsys.readouterr().out

    spbe = said("kota", "spbe", "2018")
    assert ", dibulatkan 2,64." in spbe
    assert "Layanan publik: " in spbe
    assert "penilaian spbe.csv, baris " in spbe
    share = said(BIG, "kinerja_standar", "2018")
    assert " = 100 × " in share
    assert "Standards" in share


def test_report_speaks_of_an_instrument_nobody_planned_for(own_dir: Path) -> None:
    """City values in three levels, values of units, and years without any: each has its section."""
    snapshot = warehouse.current(own_dir)
    for year in (2018, 2019, 2021):
        report = output.report(snapshot, year, data_dir=own_dir)
        known = read(own_dir, f"SELECT * FROM mart_score WHERE year = {year} AND value IS NOT NULL")
        section = next(one for one in report.sections if one.id == "spbe")
        value = known.loc[(known["instrument_id"] == "spbe") & known["unit_id"].isna(), "value"]
        assert (angka(value.iloc[0]) if len(value) else "spbe") in section.message + section.id
    titles = [one.title for one in report.sections]
    with paths.using(own_dir):
        assert standards.load().indexes["spbe"].title in titles
    assert "spbe" not in [one.id for one in output.sections()], "another folder has no SPBE"
