"""Cases a reviewer found: each was a wrong figure, a lost row or a state that could not be mended."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from typing import Any
from unittest import mock

import pytest

from compliance.errors import PantauError
from etl import loading, publish
from etl.progress import Silent
from etl.register import Register
from tests.pipeline.small_city import AS_OF, UNITS, UNSUR, City, answer, standard


def recap(unit: str, value: str | None, n: int | None, year: int = 2024, **more: Any) -> dict[str, Any]:
    return {"tahun": year, "unit": unit, "jumlah_responden": n, **dict.fromkeys(UNSUR, value), **more}


def load(city: City, **files: list[dict[str, Any]]) -> City:
    for name, rows in files.items():
        city.write(f"{name}.csv", rows)
    city.load(*sorted(city.inbox.glob("*.csv")))
    return city


def ikm(city: City, unit: str, year: int = 2024) -> dict[str, Any]:
    return city.one(
        f"SELECT * FROM mart_score WHERE unit_id = '{unit}' AND year = {year} AND instrument_id = 'ikm'"
    )


def rules(city: City) -> set[str]:
    return set(city.read("SELECT rule_code FROM mart_finding")["rule_code"])


# Recaps


def test_a_recap_without_unsur_is_not_averaged_as_0(city: City) -> None:
    load(
        city,
        rekap=[
            recap("DKC", "3,2", 100, periode="Semester 1"),
            recap("DKC", None, 100, periode="Semester 2", ikm_terbit="80"),
        ],
    )
    assert ikm(city, "DKC")["value"] is None or ikm(city, "DKC")["value"] >= 80


def test_periods_are_compared_by_meaning(city: City) -> None:
    sent = {
        "DKC": ([("Semester 1", 100), ("semester  I", 100)], 100),
        "DSO": ([(None, 100), ("Tahun 2024", 100)], 100),
        "DKS": ([("Semester 1", 100), ("Semester II", 100), ("Januari - Desember", 200)], 200),
        "PKM": ([("Semester 1", 100), ("Semester 2", 150)], 250),
        "TW": ([("Triwulan III", 10), ("Triwulan IV", 20)], 30),
    }
    load(
        city,
        unit=[*UNITS, {"kode_unit": "TW", "nama_unit": "Dinas Triwulan", "jenis_unit": "dinas"}],
        rekap=[
            recap(unit, "3,0" if period == "Semester 1" else "3,5", count, periode=period)
            for unit, (rows, _) in sent.items()
            for period, count in rows
        ],
    )
    assert {unit: ikm(city, unit)["n_respondents"] for unit in sent} == {
        unit: n for unit, (_, n) in sent.items()
    }
    assert ikm(city, "PKM")["value"] == 82.5  # 100 times 3,0 and 150 times 3,5: weighted by respondents


def test_a_recap_of_unknown_weight_is_not_counted_as_nobody(city: City) -> None:
    load(
        city,
        rekap=[
            recap("DKC", "3,0", 100, periode="Semester 1"),
            recap("DKC", "4,0", None, periode="Semester 2"),
            recap("DSO", "3,0", 100, periode="Semester 1"),
            recap("DSO", "4,0", 0, periode="Semester 2"),
        ],
    )
    assert ikm(city, "DKC")["value"] is None
    assert ikm(city, "DSO")["value"] == 75
    assert "JUMLAH_RESPONDEN_KOSONG" in rules(city)


def test_people_served_are_counted_once_per_service(city: City) -> None:
    load(
        city,
        skm=[answer("DKC", "2024-01-01", 3, 1)],
        pengguna=[
            {"tahun": 2024, "unit": "DKC", "layanan": name, "jumlah": 100} for name in ("KTP", "Ktp.", "KK")
        ],
    )
    assert ikm(city, "DKC")["n_population"] == 200


def test_answers_stand_before_a_larger_recap_and_it_is_said(city: City) -> None:
    load(city, skm=[answer("DSO", "2024-02-01", 4, 1)], rekap=[recap("DSO", "3", 400, periode="Semester 2")])
    assert ikm(city, "DSO")["n_respondents"] == 1
    assert "REKAP_TIDAK_DIPAKAI" in rules(city)


# Duties and years


def test_a_survey_that_cannot_be_computed_was_still_held(city: City) -> None:
    load(city, rekap=[recap("DKS", "3,2", 150, waktu=None, ikm_terbit="80")])
    duty = city.one(
        "SELECT verdict FROM mart_duty WHERE unit_id = 'DKS' AND year = 2024 AND duty_id = 'skm_tahunan'"
    )
    assert duty["verdict"] == "patuh"


def test_nobody_owes_a_survey_before_the_rule(city: City) -> None:
    load(city, ombudsman=[{"tahun": 2015, "unit": "", "nilai": 60}])
    assert city.read(
        "SELECT * FROM mart_score WHERE year < 2017 AND instrument_id = 'ikm' AND unit_id = 'DKC'"
    ).empty
    verdicts = city.read("SELECT verdict FROM mart_duty WHERE year = 2016 AND duty_id = 'skm_tahunan'")
    assert set(verdicts["verdict"]) == {"tidak_berlaku"}


def test_a_decree_of_next_year_does_not_count_this_year(city: City) -> None:
    load(
        city,
        standar=[
            standard("DKC", "KTP", "2023-11-20", "ditetapkan", nomor_sk="5/2024", tanggal_sk="2024-02-10")
        ],
    )
    rows = city.read("SELECT year, status, decree_number FROM mart_service_standard ORDER BY year")
    assert rows["status"].tolist()[:2] == ["diajukan", "ditetapkan"]
    assert rows["decree_number"].isna().tolist()[:2] == [True, False]


def test_a_new_decree_is_younger_than_an_old_review(city: City) -> None:
    load(
        city,
        standar=[
            standard(
                "DKC",
                "KTP",
                "2024-03-01",
                "ditetapkan",
                nomor_sk="6",
                tanggal_sk="2024-02-10",
                tanggal_tinjau_ulang="2020-02-10",
            )
        ],
    )
    row = city.one("SELECT * FROM mart_service_standard WHERE year = 2024")
    assert (row["review_age_months"], row["verdict_tinjau_ulang"]) == (10, "patuh")


def test_media_tidak_berlaku_is_no_publication(city: City) -> None:
    load(
        city,
        standar=[
            standard("DKC", "KTP", "2024-03-01", "ditetapkan", nomor_sk="6", media_publikasi="Tidak berlaku")
        ],
    )
    row = city.one("SELECT is_published, verdict_publikasi FROM mart_service_standard WHERE year = 2024")
    assert row == {"is_published": None, "verdict_publikasi": "tanpa_data"}


# Units


@pytest.mark.parametrize("newest_first", [True, False])
def test_a_renamed_unit_lives_on_whatever_the_order_of_its_history(city: City, newest_first: bool) -> None:
    history = [
        {
            "kode_unit": "BAP",
            "nama_unit": "Bapelitbang",
            "jenis_unit": "badan",
            "berlaku_mulai": "2024-01-01",
        },
        {
            "kode_unit": "BAP",
            "nama_unit": "Bappeda",
            "jenis_unit": "badan",
            "berlaku_mulai": "2015-01-01",
            "berlaku_sampai": "2023-12-31",
        },
    ]
    load(
        city,
        unit=history if newest_first else history[::-1],
        skm=[answer("Bappeda", "2023-03-01", 3, 1), answer("BAP", "2025-03-01", 4, 1)],
    )
    assert city.one("SELECT unit_name, valid_to FROM mart_unit") == {
        "unit_name": "Bapelitbang",
        "valid_to": None,
    }
    assert (ikm(city, "BAP", 2023)["value"], ikm(city, "BAP", 2025)["value"]) == (75.0, 100.0)


def test_two_units_under_one_code_are_not_merged(city: City) -> None:
    load(
        city,
        unit=[{"kode_unit": "P1", "nama_unit": name, "jenis_unit": "puskesmas"} for name in ("Rum", "Oba")],
    )
    finding = city.one("SELECT * FROM mart_finding WHERE rule_code = 'KODE_UNIT_GANDA'")
    assert (finding["severity"], finding["row_number"]) == ("Galat", 3)
    assert city.one("SELECT unit_name FROM mart_unit")["unit_name"] == "Rum"


def test_a_code_in_other_spelling_is_the_same_unit(city: City) -> None:
    load(
        city,
        unit=[{"kode_unit": "D.5.1", "nama_unit": "Dinas A", "jenis_unit": "dinas"}],
        skm=[answer("D.5.1", "2025-03-01", 3, 1)],
    )
    city.write("unit2.csv", [{"kode_unit": "D-5-1", "nama_unit": "Dinas A", "jenis_unit": "dinas"}])
    city.load(city.inbox / "unit2.csv")
    assert city.one("SELECT count(*) AS n FROM mart_unit") == {"n": 1}
    assert ikm(city, "D-5-1", 2025)["value"] == 75.0


def test_a_unit_that_ended_in_the_year_leaves_its_services_to_the_successor(city: City) -> None:
    units = [
        *UNITS[:3],
        {
            "kode_unit": "LAMA",
            "nama_unit": "Dinas Pasar",
            "jenis_unit": "dinas",
            "berlaku_sampai": "2024-01-10",
            "kode_pengganti": "DSO",
        },
        {
            "kode_unit": "BARU",
            "nama_unit": "Dinas Baru",
            "jenis_unit": "dinas",
            "berlaku_mulai": "2026-12-01",
        },
    ]
    load(
        city,
        unit=units,
        standar=[
            standard("LAMA", "Izin kios", "2022-01-01", "ditetapkan", kode_layanan="K1", nomor_sk="1"),
            standard("DSO", "Izin kios", "2024-02-01", "ditetapkan", kode_layanan="K1", nomor_sk="2"),
        ],
    )
    assert city.read("SELECT unit_id FROM mart_service_standard WHERE year = 2024")["unit_id"].tolist() == [
        "DSO"
    ]
    assert ikm(city, "LAMA")["reporting_state"] == "tidak_berlaku"
    assert city.read("SELECT * FROM mart_score WHERE unit_id = 'BARU'").empty


def test_data_of_a_unit_that_had_ended_is_reported(city: City) -> None:
    load(
        city,
        standar=[standard("LAMA", "X", "2025-01-01", "ditetapkan")],
        pengguna=[{"tahun": 2025, "unit": "LAMA", "jumlah": 10}],
        ombudsman=[{"tahun": 2062, "unit": "DKC", "nilai": 60}],
    )
    found = city.read(
        "SELECT kind, rule_code FROM mart_finding WHERE rule_code IN"
        " ('DI_LUAR_MASA_UNIT', 'SETELAH_TANGGAL_ACUAN')"
    )
    assert set(map(tuple, found.to_numpy())) == {
        ("standar_pelayanan", "DI_LUAR_MASA_UNIT"),
        ("pengguna", "DI_LUAR_MASA_UNIT"),
        ("ombudsman", "SETELAH_TANGGAL_ACUAN"),
    }


# Services and scores


def test_services_do_not_collapse(city: City) -> None:
    load(
        city,
        a=[
            standard("DKS", "Izin", "2024-03-01", "ditetapkan", kode_layanan="K1"),
            standard("DKS", "Izin", "2024-03-01", "draf"),
        ],
        b=[
            standard("DKC", "Akta", "2024-06-01", "ditetapkan"),
            standard("Dukcapil", "Akta", "2024-06-01", "draf"),
        ],
    )
    counted = city.read(
        "SELECT unit_id, count(*) AS n FROM mart_service_standard WHERE year = 2024 GROUP BY unit_id"
    )
    assert dict(zip(counted["unit_id"], counted["n"], strict=True)) == {"DKS": 2, "DKC": 2}


def test_a_service_code_does_not_depend_on_its_case(city: City) -> None:
    load(
        city,
        a=[
            standard("DKS", "Satu", "2024-03-01", "draf", kode_layanan="dks-2"),
            standard("DKS", "Satu", "2024-06-01", "ditetapkan", kode_layanan="DKS-2"),
        ],
    )
    assert city.one("SELECT status FROM mart_service_standard WHERE year = 2024") == {"status": "ditetapkan"}


def test_values_off_the_scale_are_not_used(city: City) -> None:
    load(
        city,
        target=[{"tahun": 2024, "unit": "", "instrumen": "ipp", "target": "85"}],
        pekppp=[{"tahun": 2024, "unit": "DSO", "kebijakan": 3, "ipp_terbit": "3,5"}],
        indeks=[{"tahun": 2024, "unit": "DKC", "instrumen": "ipp", "nilai": "81,5"}],
    )
    rows = city.read(
        "SELECT unit_id, target_value FROM mart_score WHERE instrument_id = 'ipp' AND value IS NOT NULL"
    )
    assert rows["target_value"].isna().all()
    assert set(city.read("SELECT status FROM mart_file WHERE kind IN ('target', 'indeks')")["status"]) == {
        "diterima_sebagian"
    }
    assert "DI_LUAR_SKALA" in rules(city)


def test_two_values_for_one_score_in_one_load_are_reported(city: City) -> None:
    load(
        city, a=[{"tahun": 2024, "unit": "DSO", "nilai": 60}], b=[{"tahun": 2024, "unit": "DSO", "nilai": 70}]
    )
    assert city.one("SELECT value FROM mart_score WHERE unit_id = 'DSO' AND instrument_id = 'ombudsman'") == {
        "value": 70.0
    }
    assert city.one("SELECT file_name FROM mart_finding WHERE rule_code = 'NILAI_BERBEDA'") == {
        "file_name": "b.csv"
    }


def test_a_follow_up_is_not_finished_before_its_day(city: City) -> None:
    load(
        city,
        aksi=[
            {
                "unit": "DSO",
                "temuan": "T",
                "rencana": "R",
                "tenggat": "2024-06-30",
                "status": "selesai",
                "tanggal_selesai": "2026-01-01",
            }
        ],
    )
    loading.rebuild(city.folder, Silent(), as_of=date(2025, 1, 1))
    assert city.one("SELECT status, is_overdue FROM mart_follow_up") == {
        "status": "berjalan",
        "is_overdue": True,
    }


# State


def test_interrupted_after_publishing_the_load_stays_published(city: City) -> None:
    load(city)
    file = city.write("skm.csv", [answer("DSO", "2024-03-01", 3, 1)])
    finish = Register.finish_load

    def interrupted(self: Register, load_id: int, *, published: bool) -> None:
        if published and not stopped:
            stopped.append(load_id)
            raise KeyboardInterrupt
        finish(self, load_id, published=published)

    stopped: list[int] = []
    with mock.patch.object(Register, "finish_load", interrupted), pytest.raises(KeyboardInterrupt):
        city.load(file)
    city.load(city.write("lain.csv", [{"tahun": 2024, "unit": "DKC", "nilai": 60}]))
    assert ikm(city, "DSO")["value"] == 75.0


@pytest.mark.parametrize("harm", ["damage", "remove"])
def test_a_harmed_archive_file_is_mended_by_sending_it_again(city: City, harm: str) -> None:
    load(city)
    file = city.write("skm.csv", [answer("DSO", "2024-03-01", 3, 1)])
    city.load(file)
    received = Register(city.folder.register).effective().query("file_name == 'skm.csv'").iloc[0]
    archived = city.folder.archive / received["file_id"]
    archived.write_bytes(b"x") if harm == "damage" else archived.unlink()
    shutil.rmtree(city.folder.lake)
    assert loading.rebuild(city.folder, Silent(), as_of=AS_OF).damaged == [received["file_id"]]
    assert city.load(file).damaged == []
    assert ikm(city, "DSO")["value"] == 75.0


@pytest.mark.parametrize("harm", ["table", "empty file"])
def test_a_lake_that_lost_a_part_is_staged_again(city: City, harm: str) -> None:
    load(city, skm=[answer("DSO", "2024-03-01", 3, 1)])
    if harm == "table":
        shutil.rmtree(city.folder.lake / "skm_responden")
    else:
        next((city.folder.lake / "skm_responden").glob("*.parquet")).write_bytes(b"")
    loading.rebuild(city.folder, Silent(), as_of=AS_OF)
    assert ikm(city, "DSO")["value"] == 75.0


def test_a_clock_moved_back_does_not_hide_the_newest_snapshot(city: City) -> None:
    load(city)
    first = publish.read_pointer(city.folder)
    assert first is not None
    file = city.write("skm.csv", [answer("DSO", "2024-03-01", 3, 1)])
    with mock.patch("etl.loading.datetime") as clock:
        clock.now.return_value = datetime(2001, 1, 1)
        city.load(file)
    second = publish.read_pointer(city.folder)
    assert second is not None
    assert second.snapshot_id > first.snapshot_id
    assert publish.roll_back(city.folder, None).snapshot_id == first.snapshot_id


def test_a_lost_register_is_not_taken_for_an_empty_one(city: City) -> None:
    load(city)
    city.folder.register.unlink()
    with pytest.raises(PantauError, match="Pulihkan"):
        city.load(city.write("skm.csv", [answer("DSO", "2024-03-01", 3, 1)]))


def test_excused_units_are_found_as_the_office_writes_them(city: City) -> None:
    city.folder.create()
    text = '[unit_dikecualikan]\nikm = ["dks", "DKC", "DKC"]\n'
    (city.folder.root / "pantau.toml").write_text(text, encoding="utf-8")
    load(city, skm=[answer("DSO", "2025-03-01", 3, 1)])
    assert {ikm(city, unit, 2025)["reporting_state"] for unit in ("DKS", "DKC")} == {"tidak_berlaku"}


def test_an_excused_unit_that_nobody_knows_is_said(city: City) -> None:
    city.folder.create()
    (city.folder.root / "pantau.toml").write_text('[unit_dikecualikan]\nikm = ["XYZ"]\n', encoding="utf-8")
    with pytest.raises(PantauError, match="XYZ"):
        load(city)


def test_a_data_folder_may_have_any_name(city: City) -> None:
    odd = City(city.folder.root.parent / "unit_id=9 o'brien # 1 [2024] {a} 100%")
    odd.write("unit.csv", UNITS)
    load(odd, skm=[answer("DSO", "2024-03-01", 3, 1)])
    assert ikm(odd, "DSO")["value"] == 75.0
