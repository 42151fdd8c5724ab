"""Real input, joined the way an office would do it, from file to mart. Needs PANTAU_REAL_DATA."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest

from tests.pipeline.small_city import City

REAL = os.environ.get("PANTAU_REAL_DATA")
pytestmark = pytest.mark.skipif(not REAL, reason="PANTAU_REAL_DATA names no folder with real input files")


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(Path(str(REAL)) / name, dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def kalbar(tmp_path_factory: pytest.TempPathFactory) -> City:
    """The registry of 2020 in one workbook of two sheets."""
    offices = read("kalbar_layanan_2020/tbm_satker.csv")
    branches = read("kalbar_layanan_2020/tbm_unit.csv").merge(offices, on="id_satker")
    services = read("kalbar_layanan_2020/tb_layanan.csv").merge(offices, on="id_satker")
    services = services.merge(branches[["id_unit", "kode_unit"]], on="id_unit", how="left")
    units = pd.concat(
        [
            pd.DataFrame(
                {"Kode Unit": offices["kode_satker"], "Nama Unit": offices["n_satker"], "Kode Induk": ""}
            ),
            pd.DataFrame(
                {
                    "Kode Unit": branches["kode_unit"],
                    "Nama Unit": branches["n_unit"],
                    "Kode Induk": branches["kode_satker"],
                }
            ),
        ]
    )
    units["Jenis Unit"] = units["Nama Unit"].str.split().str[0]
    standards = pd.DataFrame(
        {
            "Perangkat Daerah": services["kode_unit"].where(
                services["kode_unit"].notna(), services["kode_satker"]
            ),
            "Nama Layanan": services["n_layanan"],
            "Nomor SK": services["n_dasar_hukum"],
            "Status": "Ditetapkan",
            "Tanggal Pengajuan": "31 Desember 2020",
            "Biaya": services["biaya"],
            "Standar Waktu": services["standar_waktu"],
            "Spesifikasi": services["spesifikasi"],
        }
    )
    city = City(tmp_path_factory.mktemp("kalbar"))
    city.inbox.mkdir()
    with pd.ExcelWriter(city.inbox / "layanan kalbar 2020.xlsx", engine="xlsxwriter") as book:
        units.to_excel(book, sheet_name="Unit", index=False)
        standards.to_excel(book, sheet_name="Layanan", index=False)
    city.load(city.inbox / "layanan kalbar 2020.xlsx")
    return city


def test_kalbar_units_and_services(kalbar: City) -> None:
    counted = kalbar.one("""
        SELECT count(*) FILTER (WHERE parent_unit_id IS NULL) AS offices,
            count(*) FILTER (WHERE parent_unit_id IS NOT NULL) AS branches FROM mart_unit
    """)
    assert counted == {"offices": 47, "branches": 55}
    services = kalbar.one("""
        SELECT count(*) AS n, count(*) FILTER (WHERE decree_number IS NULL) AS without_decree,
            count(*) FILTER (WHERE NOT has_decree) AS shown FROM mart_service_standard WHERE year = 2020
    """)
    assert services == {"n": 538, "without_decree": 31, "shown": 31}
    file = kalbar.one("SELECT n_read, n_accepted, n_rejected FROM mart_file")
    assert file == {"n_read": 640, "n_accepted": 640, "n_rejected": 0}


def test_kalbar_components_nobody_spoke_of_are_tanpa_data(kalbar: City) -> None:
    states = kalbar.read(
        "SELECT component_id, state, count(*) AS n FROM mart_service_component WHERE year = 2020 GROUP BY ALL"
    )
    spoken = {"biaya_tarif", "jangka_waktu", "produk"}
    silent = states[~states["component_id"].isin(spoken)]
    assert set(silent["state"]) == {"tanpa_data"}
    assert (silent["n"] == 538).all()
    fees = dict(
        zip(*[states[states["component_id"] == "biaya_tarif"][c] for c in ("state", "n")], strict=True)
    )
    assert fees == {"ada": 538}  # 0 among amounts of money means free of charge
    assert "patuh" not in set(kalbar.read("SELECT DISTINCT verdict FROM mart_service_standard")["verdict"])


@pytest.mark.parametrize(
    ("rule", "at_least", "text"),
    [
        ("INDUK_TIDAK_COCOK", 3, "D.5.1"),  # UPT 10, 11, 12
        ("SK_TANPA_NOMOR", 31, ""),
        ("NAMA_TERPOTONG", 253, "50"),
        ("LAYANAN_GANDA", 124, ""),
        ("KATA_GANDA", 1, "DINAS DINAS"),
        ("TARIF_JANGGAL", 3, ""),
        ("UNIT_TANPA_LAYANAN", 5, ""),
    ],
)
def test_kalbar_defects_are_findings(kalbar: City, rule: str, at_least: int, text: str) -> None:
    found = kalbar.read(f"SELECT * FROM mart_finding WHERE rule_code = '{rule}'")
    assert len(found) >= at_least
    assert found["value"].fillna("").str.cat(found["message"]).str.contains(text, regex=False).any()


def test_mahulu_loads_with_a_unit(city: City) -> None:
    city.write(
        "unit.csv", [{"kode_unit": "SETDA", "nama_unit": "Sekretariat Daerah", "jenis_unit": "sekretariat"}]
    )
    city.load(city.inbox / "unit.csv")
    source = Path(str(REAL)) / "mahulu_eskm_2025" / "2024.csv"
    city.load(source, unit="SETDA")
    file = city.one("SELECT n_read, n_accepted, status FROM mart_file WHERE file_name = '2024.csv'")
    assert file == {"n_read": 26, "n_accepted": 26, "status": "diterima_dengan_catatan"}
    rows = read("mahulu_eskm_2025/2024.csv")
    values = rows[[f"u{n}" for n in range(1, 10)]].astype(int)
    expected = (values.mean(axis=1) * 25).groupby(rows["created_at"].str[:4]).mean().round(2)
    scores = city.read(
        "SELECT year, value FROM mart_score WHERE unit_id = 'SETDA' AND instrument_id = 'ikm' ORDER BY 1"
    )
    assert dict(zip(scores["year"].astype(str), scores["value"], strict=True)) == pytest.approx(
        expected.to_dict()
    )
    codes = set(city.read("SELECT rule_code FROM mart_finding")["rule_code"])
    assert "UNSUR_BERNOMOR" in codes


def test_pangkep_gives_one_ikm_per_instansi(city: City) -> None:
    answers, people = (
        read("pangkep_mpp_skm_2024/data_jawaban.csv"),
        read("pangkep_mpp_skm_2024/data_responden.csv"),
    )
    offices = read("pangkep_mpp_skm_2024/data_instansi.csv")
    names = dict(
        zip(
            ["1", "2", "4", "5", "6", "7", "8", "9", "10"],
            [
                "Persyaratan",
                "Prosedur",
                "Waktu",
                "Biaya",
                "Produk",
                "Kompetensi",
                "Perilaku",
                "Sarana dan Prasarana",
                "Penanganan Pengaduan",
            ],
            strict=True,
        )
    )
    answers["putaran"] = answers.groupby(["id_responden", "id_pertanyaan"]).cumcount()
    wide = answers.pivot(index=["id_responden", "putaran"], columns="id_pertanyaan", values="point_jawaban")
    wide = (
        wide.rename(columns=names)
        .reset_index()
        .merge(people, on="id_responden")
        .merge(offices, on="id_instansi")
    )
    sheet = wide.rename(
        columns={"id_responden": "No Responden", "nama_instansi": "Instansi", "tgl_responden": "Tanggal"}
    )
    city.inbox.mkdir(exist_ok=True)
    units = pd.DataFrame(
        {"kode_unit": offices["id_instansi"], "nama_unit": offices["nama_instansi"], "jenis_unit": "lainnya"}
    )
    with pd.ExcelWriter(city.inbox / "skm mpp.xlsx", engine="xlsxwriter") as book:
        units.to_excel(book, sheet_name="Unit", index=False)
        sheet[["No Responden", "Instansi", "Tanggal", *names.values()]].to_excel(
            book, sheet_name="Jawaban", index=False
        )
    city.load(city.inbox / "skm mpp.xlsx")
    scores = city.read(
        "SELECT unit_name, value, n_respondents FROM mart_score WHERE instrument_id = 'ikm' "
        " AND value IS NOT NULL AND unit_id IS NOT NULL"
    )
    assert len(scores) == scores["unit_name"].nunique() == 13
    assert scores["n_respondents"].sum() == 56
    numeric = sheet[list(names.values())].astype(int).mean(axis=1) * 25
    expected = numeric.groupby(sheet["Instansi"]).mean().round(2)
    assert dict(zip(scores["unit_name"], scores["value"], strict=True)) == pytest.approx(
        expected.to_dict(), abs=0.0051
    )
    twice = city.read("SELECT * FROM mart_finding WHERE rule_code = 'RESPONDEN_GANDA'")
    assert twice["value"].tolist() == ["30"]
