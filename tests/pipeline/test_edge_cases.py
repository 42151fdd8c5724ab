"""Cases a reviewer found: each was a wrong figure, a lost row or a state that could not be mended."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any
from unittest import mock

import pytest

from compliance import warehouse
from compliance.errors import PantauError
from etl import loading, publish
from etl.progress import Silent
from etl.register import Register
from tests.pipeline.small_city import AS_OF, UNITS, UNSUR, City, Fill, answer, standard

Rows = list[dict[str, Any]]
SENT: dict[str, Rows] = {}


def sent(**files: Rows) -> None:
    """Files of the one city in which each case has units of its own; the tests below them only read it."""
    assert not SENT.keys() & files.keys(), "a file of this name was sent before"
    SENT.update(files)


def unit(code: str, name: str = "", kind: str = "dinas", **more: Any) -> dict[str, Any]:
    return {"kode_unit": code, "nama_unit": name or f"Dinas {code}", "jenis_unit": kind, **more}


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """The city with everything that was sent."""
    city = City(tmp_path_factory.mktemp("kasus"))
    (city.folder.create().root / "pantau.toml").write_text(EXCUSED, encoding="utf-8")
    load(city, **SENT)
    yield city
    warehouse.close_all()


def recap(code: str, value: str | None, n: int | None, year: int = 2024, **more: Any) -> dict[str, Any]:
    return {"tahun": year, "unit": code, "jumlah_responden": n, **dict.fromkeys(UNSUR, value), **more}


def load(city: City, **files: list[dict[str, Any]]) -> City:
    for name, rows in files.items():
        city.write(f"{name}.csv", rows)
    city.load(*sorted(city.inbox.glob("*.csv")))
    return city


def ikm(city: City, code: str, year: int = 2024) -> dict[str, Any]:
    return city.one(
        f"SELECT * FROM mart_score WHERE unit_id = '{code}' AND year = {year} AND instrument_id = 'ikm'"
    )


def rules(city: City, file: str) -> set[str]:
    """What was found in a file that was sent."""
    found = city.read(f"SELECT rule_code FROM mart_finding WHERE file_name = '{file}.csv'")
    return set(found["rule_code"])


# Recaps


sent(
    unit_tanpa_unsur=[unit("TU")],
    tanpa_unsur=[
        recap("TU", "3,2", 100, periode="Semester 1"),
        recap("TU", None, 100, periode="Semester 2", ikm_terbit="80"),
    ],
)


def test_a_recap_without_unsur_is_not_averaged_as_0(cases: City) -> None:
    assert ikm(cases, "TU")["value"] is None or ikm(cases, "TU")["value"] >= 80


PERIODS = {
    "P1": ([("Semester 1", 100), ("semester  I", 100)], 100),
    "P2": ([(None, 100), ("Tahun 2024", 100)], 100),
    "P3": ([("Semester 1", 100), ("Semester II", 100), ("Januari - Desember", 200)], 200),
    "P4": ([("Semester 1", 100), ("Semester 2", 150)], 250),
    "P5": ([("Triwulan III", 10), ("Triwulan IV", 20)], 30),
}
sent(
    unit_periode=[unit(code) for code in PERIODS],
    periode=[
        recap(code, "3,0" if period == "Semester 1" else "3,5", count, periode=period)
        for code, (rows, _) in PERIODS.items()
        for period, count in rows
    ],
)


def test_periods_are_compared_by_meaning(cases: City) -> None:
    assert {code: ikm(cases, code)["n_respondents"] for code in PERIODS} == {
        code: n for code, (_, n) in PERIODS.items()
    }
    assert ikm(cases, "P4")["value"] == 82.5  # 100 times 3,0 and 150 times 3,5: weighted by respondents


sent(
    unit_bobot=[unit("B1"), unit("B2")],
    bobot=[
        recap("B1", "3,0", 100, periode="Semester 1"),
        recap("B1", "4,0", None, periode="Semester 2"),
        recap("B2", "3,0", 100, periode="Semester 1"),
        recap("B2", "4,0", 0, periode="Semester 2"),
    ],
)


def test_a_recap_of_unknown_weight_is_not_counted_as_nobody(cases: City) -> None:
    assert ikm(cases, "B1")["value"] is None
    assert ikm(cases, "B2")["value"] == 75
    assert "JUMLAH_RESPONDEN_KOSONG" in rules(cases, "bobot")


sent(
    unit_pengguna=[unit("PG")],
    skm_pengguna=[answer("PG", "2024-01-01", 3, 1)],
    pengguna=[
        {"tahun": 2024, "unit": "PG", "layanan": name, "jumlah": 100} for name in ("KTP", "Ktp.", "KK")
    ],
)


def test_people_served_are_counted_once_per_service(cases: City) -> None:
    assert ikm(cases, "PG")["n_population"] == 200


sent(
    unit_rekap=[unit("RK")],
    skm_rekap=[answer("RK", "2024-02-01", 4, 1)],
    rekap=[recap("RK", "3", 400, periode="Semester 2")],
)


def test_answers_stand_before_a_larger_recap_and_it_is_said(cases: City) -> None:
    assert ikm(cases, "RK")["n_respondents"] == 1
    assert "REKAP_TIDAK_DIPAKAI" in rules(cases, "rekap")


# Duties and years

sent(unit_waktu=[unit("WK")], waktu=[recap("WK", "3,2", 150, waktu=None, ikm_terbit="80")])


def test_a_survey_that_cannot_be_computed_was_still_held(cases: City) -> None:
    duty = cases.one(
        "SELECT verdict FROM mart_duty WHERE unit_id = 'WK' AND year = 2024 AND duty_id = 'skm_tahunan'"
    )
    assert duty["verdict"] == "patuh"


sent(sebelum=[{"tahun": 2015, "unit": "", "nilai": 60}])


def test_nobody_owes_a_survey_before_the_rule(cases: City) -> None:
    owed = cases.read("SELECT DISTINCT unit_id FROM mart_score WHERE year < 2017 AND instrument_id = 'ikm'")
    assert owed.empty
    verdicts = cases.read("SELECT verdict FROM mart_duty WHERE year = 2016 AND duty_id = 'skm_tahunan'")
    assert set(verdicts["verdict"]) == {"tidak_berlaku"}


sent(
    unit_sk=[unit("SK")],
    standar_sk=[
        standard("SK", "KTP", "2023-11-20", "ditetapkan", nomor_sk="5/2024", tanggal_sk="2024-02-10")
    ],
)


def test_a_decree_of_next_year_does_not_count_this_year(cases: City) -> None:
    rows = cases.read(
        "SELECT year, status, decree_number FROM mart_service_standard WHERE unit_id = 'SK' ORDER BY year"
    )
    assert rows["status"].tolist()[:2] == ["diajukan", "ditetapkan"]
    assert rows["decree_number"].isna().tolist()[:2] == [True, False]


sent(
    unit_tinjau=[unit("TJ")],
    standar_tinjau=[
        standard(
            "TJ",
            "KTP",
            "2024-03-01",
            "ditetapkan",
            nomor_sk="6",
            tanggal_sk="2024-02-10",
            tanggal_tinjau_ulang="2020-02-10",
        )
    ],
)


def test_a_new_decree_is_younger_than_an_old_review(cases: City) -> None:
    row = cases.one("SELECT * FROM mart_service_standard WHERE unit_id = 'TJ' AND year = 2024")
    assert (row["review_age_months"], row["verdict_tinjau_ulang"]) == (10, "patuh")


sent(
    unit_media=[unit("MD")],
    standar_media=[
        standard("MD", "KTP", "2024-03-01", "ditetapkan", nomor_sk="6", media_publikasi="Tidak berlaku")
    ],
)


def test_media_tidak_berlaku_is_no_publication(cases: City) -> None:
    row = cases.one(
        "SELECT is_published, verdict_publikasi FROM mart_service_standard"
        " WHERE unit_id = 'MD' AND year = 2024"
    )
    assert row == {"is_published": None, "verdict_publikasi": "tanpa_data"}


# Units


def renamed(code: str, earlier: str, now: str) -> Rows:
    return [
        unit(code, now, "badan", berlaku_mulai="2024-01-01"),
        unit(code, earlier, "badan", berlaku_mulai="2015-01-01", berlaku_sampai="2023-12-31"),
    ]


sent(
    unit_baru_dulu=renamed("BAP", "Bappeda", "Bapelitbang"),
    unit_lama_dulu=renamed("BKD", "Badan Kepegawaian", "BKPSDM")[::-1],
    skm_berganti=[
        *(answer(name, "2023-03-01", 3, 1) for name in ("Bappeda", "Badan Kepegawaian")),
        *(answer(code, "2025-03-01", 4, 1) for code in ("BAP", "BKD")),
    ],
)


@pytest.mark.parametrize(("code", "name"), [("BAP", "Bapelitbang"), ("BKD", "BKPSDM")])
def test_a_renamed_unit_lives_on_whatever_the_order_of_its_history(cases: City, code: str, name: str) -> None:
    assert cases.one(f"SELECT unit_name, valid_to FROM mart_unit WHERE unit_id = '{code}'") == {
        "unit_name": name,
        "valid_to": None,
    }
    assert (ikm(cases, code, 2023)["value"], ikm(cases, code, 2025)["value"]) == (75.0, 100.0)


sent(unit_kembar=[unit("PK1", name, "puskesmas") for name in ("Rum", "Oba")])


def test_two_units_under_one_code_are_not_merged(cases: City) -> None:
    finding = cases.one("SELECT * FROM mart_finding WHERE rule_code = 'KODE_UNIT_GANDA'")
    assert (finding["severity"], finding["row_number"]) == ("Galat", 3)
    assert cases.one("SELECT unit_name FROM mart_unit WHERE unit_id = 'PK1'")["unit_name"] == "Rum"


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


sent(
    unit_berakhir=[
        unit("LM", "Dinas Kios Lama", berlaku_sampai="2024-01-10", kode_pengganti="PN"),
        unit("PN", "Dinas Penerus"),
        unit("BR", "Dinas Baru", berlaku_mulai="2026-12-01"),
    ],
    standar_berakhir=[
        standard("LM", "Izin kios", "2022-01-01", "ditetapkan", kode_layanan="K1", nomor_sk="1"),
        standard("PN", "Izin kios", "2024-02-01", "ditetapkan", kode_layanan="K1", nomor_sk="2"),
    ],
)


def test_a_unit_that_ended_in_the_year_leaves_its_services_to_the_successor(cases: City) -> None:
    services = cases.read(
        "SELECT unit_id FROM mart_service_standard WHERE year = 2024 AND service_name = 'Izin kios'"
    )
    assert services["unit_id"].tolist() == ["PN"]
    assert ikm(cases, "LM")["reporting_state"] == "tidak_berlaku"
    assert cases.read("SELECT * FROM mart_score WHERE unit_id = 'BR'").empty


sent(
    unit_terlambat=[unit("LT", berlaku_sampai="2023-12-31"), unit("NT")],
    standar_terlambat=[standard("LT", "X", "2025-01-01", "ditetapkan")],
    pengguna_terlambat=[{"tahun": 2025, "unit": "LT", "jumlah": 10}],
    ombudsman_nanti=[{"tahun": 2062, "unit": "NT", "nilai": 60}],
)


def test_data_of_a_unit_that_had_ended_is_reported(cases: City) -> None:
    found = cases.read(
        "SELECT kind, rule_code FROM mart_finding WHERE rule_code IN"
        " ('DI_LUAR_MASA_UNIT', 'SETELAH_TANGGAL_ACUAN')"
    )
    assert set(map(tuple, found.to_numpy())) == {
        ("standar_pelayanan", "DI_LUAR_MASA_UNIT"),
        ("pengguna", "DI_LUAR_MASA_UNIT"),
        ("ombudsman", "SETELAH_TANGGAL_ACUAN"),
    }


# Services and scores

sent(
    unit_layanan=[unit("LY1"), unit("LY2", nama_lain="Elye")],
    layanan_a=[
        standard("LY1", "Izin", "2024-03-01", "ditetapkan", kode_layanan="K1"),
        standard("LY1", "Izin", "2024-03-01", "draf"),
    ],
    layanan_b=[
        standard("LY2", "Akta", "2024-06-01", "ditetapkan"),
        standard("Elye", "Akta", "2024-06-01", "draf"),
    ],
)


def test_services_do_not_collapse(cases: City) -> None:
    counted = cases.read(
        "SELECT unit_id, count(*) AS n FROM mart_service_standard"
        " WHERE year = 2024 AND unit_id LIKE 'LY%' GROUP BY unit_id"
    )
    assert dict(zip(counted["unit_id"], counted["n"], strict=True)) == {"LY1": 2, "LY2": 2}


sent(
    unit_kode=[unit("KD")],
    layanan_kode=[
        standard("KD", "Satu", "2024-03-01", "draf", kode_layanan="kd-2"),
        standard("KD", "Satu", "2024-06-01", "ditetapkan", kode_layanan="KD-2"),
    ],
)


def test_a_service_code_does_not_depend_on_its_case(cases: City) -> None:
    assert cases.one("SELECT status FROM mart_service_standard WHERE unit_id = 'KD' AND year = 2024") == {
        "status": "ditetapkan"
    }


sent(
    unit_skala=[unit("SL1"), unit("SL2")],
    target_skala=[{"tahun": 2024, "unit": "", "instrumen": "ipp", "target": "85"}],
    pekppp_skala=[{"tahun": 2024, "unit": "SL1", "kebijakan": 3, "ipp_terbit": "3,5"}],
    indeks_skala=[{"tahun": 2024, "unit": "SL2", "instrumen": "ipp", "nilai": "81,5"}],
)


def test_values_off_the_scale_are_not_used(cases: City) -> None:
    rows = cases.read(
        "SELECT unit_id, target_value FROM mart_score WHERE instrument_id = 'ipp' AND value IS NOT NULL"
    )
    assert rows["unit_id"].dropna().tolist() == ["SL1"]
    assert rows["target_value"].isna().all()
    assert set(cases.read("SELECT status FROM mart_file WHERE kind IN ('target', 'indeks')")["status"]) == {
        "diterima_sebagian"
    }
    assert rules(cases, "indeks_skala") == rules(cases, "target_skala") == {"DI_LUAR_SKALA"}


sent(
    unit_dua=[unit("DU")],
    nilai_a=[{"tahun": 2024, "unit": "DU", "nilai": 60}],
    nilai_b=[{"tahun": 2024, "unit": "DU", "nilai": 70}],
)


def test_two_values_for_one_score_in_one_load_are_reported(cases: City) -> None:
    assert cases.one(
        "SELECT value FROM mart_score WHERE unit_id = 'DU' AND instrument_id = 'ombudsman' AND year = 2024"
    ) == {"value": 70.0}
    assert cases.one("SELECT file_name FROM mart_finding WHERE rule_code = 'NILAI_BERBEDA'") == {
        "file_name": "nilai_b.csv"
    }


EXCUSED = '[unit_dikecualikan]\nikm = ["ex1", "EX2", "EX2"]\n'
sent(unit_dikecualikan=[unit("EX1"), unit("EX2")])


def test_excused_units_are_found_as_the_office_writes_them(cases: City) -> None:
    assert {ikm(cases, code)["reporting_state"] for code in ("EX1", "EX2")} == {"tidak_berlaku"}


def test_a_follow_up_is_not_finished_before_its_day(city: City) -> None:
    plan = city.write(
        "aksi.csv",
        [
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
    city.load(city.inbox / "unit.csv", plan, as_of=date(2025, 1, 1))
    assert city.one("SELECT status, is_overdue FROM mart_follow_up") == {
        "status": "berjalan",
        "is_overdue": True,
    }


# State


def list_alone(city: City) -> None:
    load(city)


def answered(city: City) -> None:
    load(city)
    city.load(city.write("skm.csv", [answer("DSO", "2024-03-01", 3, 1)]))


@pytest.fixture
def listed(filled: Callable[[Fill], City]) -> City:
    """A city that has sent its list of units."""
    return filled(list_alone)


@pytest.fixture
def surveyed(filled: Callable[[Fill], City]) -> City:
    """A city with an answer that was sent after the list."""
    return filled(answered)


def test_interrupted_after_publishing_the_load_stays_published(listed: City) -> None:
    file = listed.write("skm.csv", [answer("DSO", "2024-03-01", 3, 1)])
    finish = Register.finish_load

    def interrupted(self: Register, load_id: int, *, published: bool) -> None:
        if published and not stopped:
            stopped.append(load_id)
            raise KeyboardInterrupt
        finish(self, load_id, published=published)

    stopped: list[int] = []
    with mock.patch.object(Register, "finish_load", interrupted), pytest.raises(KeyboardInterrupt):
        listed.load(file)
    listed.load(listed.write("lain.csv", [{"tahun": 2024, "unit": "DKC", "nilai": 60}]))
    assert ikm(listed, "DSO")["value"] == 75.0


@pytest.mark.parametrize("harm", ["damage", "remove"])
def test_a_harmed_archive_file_is_mended_by_sending_it_again(surveyed: City, harm: str) -> None:
    received = Register(surveyed.folder.register).effective().query("file_name == 'skm.csv'").iloc[0]
    archived = surveyed.folder.archive / received["file_id"]
    archived.write_bytes(b"x") if harm == "damage" else archived.unlink()
    shutil.rmtree(surveyed.folder.lake)
    assert loading.rebuild(surveyed.folder, Silent(), as_of=AS_OF).damaged == [received["file_id"]]
    assert surveyed.load(surveyed.inbox / "skm.csv").damaged == []
    assert ikm(surveyed, "DSO")["value"] == 75.0


@pytest.mark.parametrize("harm", ["table", "empty file"])
def test_a_lake_that_lost_a_part_is_staged_again(surveyed: City, harm: str) -> None:
    if harm == "table":
        shutil.rmtree(surveyed.folder.lake / "skm_responden")
    else:
        next((surveyed.folder.lake / "skm_responden").glob("*.parquet")).write_bytes(b"")
    loading.rebuild(surveyed.folder, Silent(), as_of=AS_OF)
    assert ikm(surveyed, "DSO")["value"] == 75.0


def test_a_clock_moved_back_does_not_hide_the_newest_snapshot(listed: City) -> None:
    first = publish.read_pointer(listed.folder)
    assert first is not None
    file = listed.write("skm.csv", [answer("DSO", "2024-03-01", 3, 1)])
    with mock.patch("etl.loading.datetime") as clock:
        clock.now.return_value = datetime(2001, 1, 1)
        listed.load(file)
    second = publish.read_pointer(listed.folder)
    assert second is not None
    assert second.snapshot_id > first.snapshot_id
    assert publish.roll_back(listed.folder, None).snapshot_id == first.snapshot_id


def test_a_lost_register_is_not_taken_for_an_empty_one(listed: City) -> None:
    listed.folder.register.unlink()
    with pytest.raises(PantauError, match="Pulihkan"):
        listed.load(listed.write("skm.csv", [answer("DSO", "2024-03-01", 3, 1)]))


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
