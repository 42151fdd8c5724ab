"""Real input files, where PANTAU_REAL_DATA names their folder. They are never part of the project."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
import xlsxwriter

from etl import staging
from tests.vocabulary import UNSUR


def records(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def counts(staged: staging.Staged) -> dict[str, int]:
    return staged.findings["rule_code"].value_counts().to_dict()


@pytest.fixture(scope="module")
def kalbar(real_data: Path) -> staging.Staged:
    """A registry of 102 units and 538 services as one workbook with a sheet for each."""
    folder = real_data / "kalbar_layanan_2020"
    departments, branches = records(folder / "tbm_satker.csv"), records(folder / "tbm_unit.csv")
    code = {row["id_satker"]: row["kode_satker"] for row in departments}
    branch_code = {row["id_unit"]: row["kode_unit"] for row in branches}
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        units = book.add_worksheet("unit")
        units.write_row(0, 0, ["kode_unit", "nama_unit", "jenis_unit", "kode_induk"])
        rows = [[row["kode_satker"], row["n_satker"], row["n_satker"], ""] for row in departments]
        rows += [[row["kode_unit"], row["n_unit"], "UPT", code[row["id_satker"]]] for row in branches]
        for number, row in enumerate(rows, start=1):
            units.write_row(number, 0, row)
        services = book.add_worksheet("standar_pelayanan")
        taken = ["id_layanan", "n_layanan", "n_dasar_hukum", "biaya", "standar_waktu", "spesifikasi"]
        services.write_row(0, 0, ["unit", *taken, "status", "tanggal_pengajuan"])
        for number, row in enumerate(records(folder / "tb_layanan.csv"), start=1):
            unit = branch_code.get(row["id_unit"]) or code[row["id_satker"]]
            services.write_row(number, 0, [unit, *(row[name] for name in taken), "ditetapkan", "2020-12-31"])
    return staging.stage_file(stream.getvalue(), "registri 2020.xlsx")


def test_a_real_registry_is_taken_whole(kalbar):
    assert {kind: len(table) for kind, table in kalbar.tables.items()} == {
        "unit": 102,
        "standar_pelayanan": 538,
    }
    assert kalbar.rejected.empty
    services = kalbar.tables["standar_pelayanan"]
    assert services["nomor_sk"].isna().sum() == 31
    assert services["unit_key"].isin(set(kalbar.tables["unit"]["unit_key"])).all()
    assert (services["year"] == 2020).all()
    assert (services["biaya_tarif"] == "ada").all()


def test_the_known_defects_of_a_real_registry_are_found(kalbar):
    found = counts(kalbar)
    assert found["INDUK_TIDAK_COCOK"] == 3
    assert found["KATA_GANDA"] == 1
    assert found["NAMA_TERPOTONG"] == 253
    assert found["SK_TANPA_NOMOR"] == 31
    assert found["JANGKA_TANPA_ANGKA"] == 25
    assert found["JANGKA_TANPA_SATUAN"] == 3
    assert found["TARIF_JANGGAL"] == 4
    assert found["SK_RAGAM_TULISAN"] == 1
    assert found["LAYANAN_GANDA"] > 100
    assert found["SPASI"] >= 54
    assert "Galat" not in set(kalbar.findings["severity"])


@pytest.mark.parametrize("name", ["tb_layanan.csv", "tbm_satker.csv", "tbm_unit.csv"])
def test_the_raw_tables_lack_columns_and_say_which(real_data, name):
    path = real_data / "kalbar_layanan_2020" / name
    staged = staging.stage_file(path.read_bytes(), name)
    assert not staged.tables
    assert counts(staged)["KOLOM_WAJIB_TIDAK_ADA"] == 1
    assert len(staged.rejected) == len(records(path))


def test_real_answers_of_one_unit(real_data):
    content = (real_data / "mahulu_eskm_2025" / "2024.csv").read_bytes()
    staged = staging.stage_file(content, "2024.csv", unit="SETDA")
    answers = staged.tables["skm_responden"]
    assert len(answers) == 26 and staged.rejected.empty
    assert sorted(answers["year"].unique()) == [2025, 2026]
    assert answers["waktu_pengisian"].notna().all()
    assert answers["layanan"].iloc[0] == "organisasi"
    assert answers[UNSUR].to_numpy().sum() == sum(
        int(row[f"u{number}"])
        for row in records(real_data / "mahulu_eskm_2025" / "2024.csv")
        for number in range(1, 10)
    )
    assert {"UNSUR_BERNOMOR": 1, "TAHUN_NAMA_BERKAS": 1}.items() <= counts(staged).items()
    assert not staging.stage_file(content, "2024.csv").tables


def test_real_answers_in_long_form_once_pivoted(real_data):
    folder = real_data / "pangkep_mpp_skm_2024"
    unit_of = {row["id_instansi"]: row["nama_instansi"] for row in records(folder / "data_instansi.csv")}
    questions = [row["id_pertanyaan"] for row in records(folder / "data_pertanyaan.csv")]
    answers: dict[str, dict[str, str]] = {}
    for row in records(folder / "data_jawaban.csv"):
        answers.setdefault(row["id_responden"], {}).setdefault(row["id_pertanyaan"], row["point_jawaban"])
    stream = io.StringIO()
    out = csv.writer(stream)
    out.writerow(["id_responden", "nama_instansi", "jkel", "pekerjaan", "pendidikan", "tgl_responden",
                  *[f"U{number}" for number in range(1, 10)]])  # fmt: skip
    people = records(folder / "data_responden.csv")
    for row in people:
        given = answers.get(row["id_responden"], {})
        who = [row[name] for name in ("jkel", "pekerjaan", "pendidikan", "tgl_responden")]
        said = [given.get(question, "") for question in questions]
        out.writerow([row["id_responden"], unit_of[row["id_instansi"]], *who, *said])
    staged = staging.stage_file(stream.getvalue().encode(), "pangkep.csv")
    complete = [row for row in people if len(answers.get(row["id_responden"], {})) == 9]
    assert len(staged.tables["skm_responden"]) == len(complete)
    assert len(staged.rejected) == len(people) - len(complete)
    assert staged.tables["skm_responden"]["unit_key"].nunique() == len(
        {row["id_instansi"] for row in complete}
    )


def test_real_templates_are_refused_with_the_reason(real_data):
    folder = real_data / "skm_templates"
    old = staging.stage_file((folder / "backoffice_template_survei.xlsx").read_bytes(), "survei.xlsx")
    assert not old.tables and old.sheets["header_row"].tolist() == [5]
    text = " ".join(old.findings.loc[old.findings["severity"] == "Galat", "message"])
    assert "14 unsur" in text and '"Unit"' in text
    two_rows = staging.stage_file((folder / "template_file.xlsx").read_bytes(), "template.xlsx")
    assert two_rows.sheets["header_row"].tolist() == [2]
    assert {"nomor_responden", "layanan", *UNSUR} <= set(two_rows.columns["column_name"])


def test_every_real_table_is_read_without_an_exception(real_data):
    paths = [
        path for path in real_data.rglob("*") if path.suffix in (".csv", ".xlsx", ".geojson", ".json", ".txt")
    ]
    assert len(paths) > 20
    for path in paths:
        staged = staging.stage_file(path.read_bytes(), path.name)
        assert (staged.sheets["n_read"] == staged.sheets["n_accepted"] + staged.sheets["n_rejected"]).all(), (
            path.name
        )
        assert staged.tables or "Galat" in set(staged.findings["severity"]), path.name
