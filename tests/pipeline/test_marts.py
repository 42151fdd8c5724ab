"""What the marts say of a small city: states, duties, comparability, targets, lineage."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

from compliance import warehouse
from tests.pipeline.small_city import UNITS, City, Fill, answer, standard
from tests.vocabulary import UNSUR


def nine(value: str) -> dict[str, str]:
    return dict.fromkeys(UNSUR, value)


def fill(city: City) -> City:
    """Three years of a small city."""
    city.write("unit.csv", UNITS)
    city.write(
        "skm.csv",
        [
            *[answer("DKC", "2023-03-05", 3, n) for n in range(30)],
            *[answer("DKC", "2024-03-05", 4 if n % 2 else 3, n) for n in range(30)],
            *[answer("LAMA", "2023-03-05", 4, n) for n in range(5)],
            answer("PKM", "2024-03-05", 9, 1),
            answer("PKM", "2026-11-24", 3, 2),  # of the as-of date itself
        ],
    )
    city.write(
        "rekap.csv",
        [
            {
                "tahun": 2024,
                "unit": "DSO",
                "jumlah_responden": 100,
                "persyaratan": "3,31",
                "prosedur": "3,35",
                "waktu": "3,49",
                "biaya": "3,93",
                "produk": "3,45",
                "kompetensi": "3,39",
                "perilaku": "3,39",
                "pengaduan": "3,76",
                "sarpras": "3,35",
                "ikm_terbit": "87,28",
            },
            {"tahun": 2024, "unit": "DKC", "jumlah_responden": 40, "ikm_terbit": "87,50"} | nine("3,9"),
        ],
    )
    city.write(
        "pengguna.csv",
        [
            {"tahun": 2023, "unit": "DKC", "layanan": "KTP", "jumlah": 60},
            {"tahun": 2023, "unit": "DKC", "layanan": "KK", "jumlah": 50},
            {"tahun": 2024, "unit": "DKC", "jumlah": 100},
            {"tahun": 2024, "unit": "DSO", "jumlah": 100},
            {"tahun": 2024, "unit": "DSO", "layanan": "Santunan", "jumlah": 130},
        ],
    )
    city.write(
        "ombudsman.csv",
        [
            {"tahun": 2024, "unit": "", "nilai": "84,94"},
            {"tahun": 2025, "unit": "", "nilai": "62,57"},
            {"tahun": 2024, "unit": "DSO", "nilai": "77,49"},
        ],
    )
    city.write(
        "pekppp.csv",
        [
            {
                "tahun": 2024,
                "unit": "DKC",
                "kebijakan": 4,
                "profesionalisme_sdm": 4,
                "sarana_prasarana": 4,
                "sipp": 4,
                "konsultasi_pengaduan": 4,
                "inovasi": 4,
                "nilai_f02": 4,
                "nilai_f03": "3,2",
            },
        ],
    )
    city.write(
        "target.csv",
        [
            {"tahun": 2024, "instrumen": "ikm", "unit": "", "target": 85},
            {"tahun": 2024, "instrumen": "ikm", "unit": "DKC", "target": 90},
        ],
    )
    city.write(
        "standar.csv",
        [
            standard(
                "DKC",
                "KTP elektronik",
                "2023-01-10",
                "ditetapkan",
                nomor_sk="1/2023",
                tanggal_sk="2023-01-05",
                maklumat="Ada",
                media_publikasi="papan informasi",
            ),
            standard(
                "DSO",
                "Rekomendasi bantuan",
                "2024-02-10",
                "draf",
                components=None,
                dasar_hukum="Ada",
                produk="Belum",
            ),
            standard(
                "DSO",
                "Santunan",
                "2024-02-10",
                "ditetapkan",
                jaminan_keamanan="Tidak berlaku",
                tanggal_sk="2018-01-01",
                nomor_sk="9/2018",
            ),
        ],
    )
    city.write(
        "tindak lanjut.csv",
        [
            {
                "unit": "DSO",
                "temuan": "Waktu lama",
                "rencana": "Tambah loket",
                "tenggat": "2025-06-30",
                "status": "berjalan",
            },
            {
                "unit": "DSO",
                "temuan": "Toilet",
                "rencana": "Perbaiki",
                "tenggat": "2027-06-30",
                "status": "belum",
            },
        ],
    )
    city.load(*sorted(city.inbox.glob("*.csv")))
    return city


@pytest.fixture(scope="module")
def marts(filled_homes: Callable[[Fill], Path]) -> Iterator[City]:
    """A filled city that tests only read."""
    yield City(filled_homes(fill))
    warehouse.close_all()


@pytest.fixture(scope="module")
def later(filled_homes: Callable[[Fill], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """The city after one more load, with a setting of its own."""
    city = City(shutil.copytree(filled_homes(fill), tmp_path_factory.mktemp("kemudian") / "kota"))
    (city.folder.root / "pantau.toml").write_text('[unit_dikecualikan]\nikm = ["DKS"]\n', encoding="utf-8")
    more = {
        "terlambat": [answer("LAMA", "2025-03-05", 4, 1)],
        "standar 2": [
            standard(
                "DSO",
                "REKOMENDASI  Bantuan",
                "2025-02-10",
                "ditetapkan",
                nomor_sk="3/2025",
                tanggal_sk="2025-02-01",
            ),
        ],
        "kembar": [standard("DKS", "Izin klinik", "2024-01-01", "ditetapkan", nomor_sk="1")] * 3,
        "indeks": [
            {"tahun": 2024, "unit": "", "instrumen": "ipp", "nilai": "4,06"},
            {"tahun": 2024, "unit": "DSO", "instrumen": "tidak ada", "nilai": "4,06"},
        ],
    }
    city.load(*(city.write(f"{name}.csv", rows) for name, rows in more.items()))
    yield city
    warehouse.close_all()


def score(city: City, unit: str | None, year: int, instrument: str) -> dict:
    condition = "unit_id IS NULL" if unit is None else f"unit_id = '{unit}'"
    return city.one(
        f"SELECT * FROM mart_score WHERE {condition} AND year = {year} AND instrument_id = '{instrument}'"
    )


def test_reporting_states(marts: City) -> None:
    assert score(marts, "DKC", 2024, "ikm")["reporting_state"] == "melapor"
    assert score(marts, "DKS", 2024, "ikm")["reporting_state"] == "belum_melapor"
    assert score(marts, "PKM", 2024, "ikm")["reporting_state"] == "ditolak"
    assert score(marts, "DKC", 2026, "ikm")["reporting_state"] == "belum_jatuh_tempo"
    assert score(marts, "PKM", 2024, "ikm")["value"] is None
    assert score(marts, "PKM", 2026, "ikm")["n_respondents"] == 1


def test_an_exempt_unit_is_tidak_berlaku(later: City) -> None:
    assert score(later, "DKS", 2024, "ikm")["reporting_state"] == "tidak_berlaku"
    verdict = "SELECT survey_verdict FROM mart_unit_compliance WHERE unit_id = 'DKS' AND year = 2024"
    assert later.one(verdict) == {"survey_verdict": "tidak_berlaku"}


def test_ikm_from_answers(marts: City) -> None:
    row = score(marts, "DKC", 2024, "ikm")
    assert (row["value"], row["n_respondents"], row["n_population"]) == (87.5, 30, 100)  # not of the recap
    assert (row["category"], row["method_id"], row["value_source"]) == ("B", "ikm_2017", "dihitung")
    assert (row["previous_value"], row["change"], row["is_comparable"]) == (75.0, 12.5, True)
    assert row["ci_low"] < 87.5 < row["ci_high"]
    assert row["is_below_minimum_sample"] is True  # 30 of the 80 that 100 people ask for
    assert (row["target_value"], row["target_scope"], row["gap_to_target"]) == (90.0, "unit", -2.5)
    assert (row["rank"], row["n_ranked"]) == (1, 2)


def test_people_served_are_those_of_the_whole_unit_or_else_of_all_its_services(marts: City) -> None:
    assert score(marts, "DKC", 2023, "ikm")["n_population"] == 110
    assert score(marts, "DSO", 2024, "ikm")["n_population"] == 100  # whatever its services say


def test_ikm_from_a_recap_keeps_what_was_published(marts: City) -> None:
    row = score(marts, "DSO", 2024, "ikm")
    assert (row["value"], row["published_value"], row["n_respondents"]) == (87.28, 87.28, 100)
    assert row["ci_low"] is None
    assert (row["target_value"], row["target_scope"]) == (85.0, "kota")


def test_the_city_ikm_is_the_mean_of_its_units(marts: City) -> None:
    row = score(marts, None, 2024, "ikm")
    assert (row["value"], row["n_ranked"], row["n_respondents"]) == (87.39, 2, 130)
    assert row["value_source"] == "dihitung"


def test_ombudsman_breaks_in_2025(marts: City) -> None:
    row = score(marts, None, 2025, "ombudsman")
    assert (row["value"], row["previous_value"], row["change"], row["is_comparable"]) == (
        62.57,
        84.94,
        None,
        False,
    )
    assert "Maladministrasi" in row["break_reason"]
    earlier = score(marts, None, 2024, "ombudsman")
    assert (earlier["category"], earlier["unit_mean_value"]) == ("B", 77.49)
    assert score(marts, "DSO", 2024, "ombudsman")["category"] == "C"


def test_ipp_is_computed_from_its_forms(marts: City) -> None:
    row = score(marts, "DKC", 2024, "ipp")
    assert (row["value"], row["category"]) == (3.8, "B")
    assert (
        len(marts.read("SELECT * FROM mart_score_detail WHERE unit_id = 'DKC' AND instrument_id = 'ipp'"))
        == 6
    )


def test_a_unit_has_rows_only_while_it_exists(marts: City) -> None:
    years = marts.read(
        "SELECT year FROM mart_score WHERE unit_id = 'LAMA' AND instrument_id = 'ikm' ORDER BY 1"
    )
    assert years["year"].tolist() == [2023]
    assert marts.one("SELECT successor_unit_id FROM mart_unit WHERE unit_id = 'LAMA'") == {
        "successor_unit_id": "DSO"
    }


def test_standards_by_year(marts: City) -> None:
    ktp = marts.read(
        "SELECT year, status FROM mart_service_standard WHERE service_name = 'KTP elektronik' ORDER BY year"
    )
    assert ktp["year"].tolist() == [2023, 2024, 2025, 2026]
    row = marts.one(
        "SELECT * FROM mart_service_standard WHERE service_name = 'KTP elektronik' AND year = 2023"
    )
    assert (row["n_present"], row["completeness_share"], row["verdict"]) == (14, 1.0, "patuh")
    late = marts.one(
        "SELECT * FROM mart_service_standard WHERE service_name = 'KTP elektronik' AND year = 2026"
    )
    assert (late["review_age_months"], late["verdict_tinjau_ulang"]) == (46, "tidak_patuh")


def test_unsaid_is_tanpa_data_and_not_belum(marts: City) -> None:
    row = marts.one(
        "SELECT * FROM mart_service_standard WHERE service_name = 'Rekomendasi bantuan' AND year = 2024"
    )
    assert (row["n_present"], row["n_missing"], row["n_no_data"]) == (1, 1, 12)
    assert list(row["missing_components"]) == ["produk"]
    assert row["completeness_share"] == 0.5
    assert row["has_maklumat"] is None


def test_tidak_berlaku_is_no_gap(marts: City) -> None:
    row = marts.one("SELECT * FROM mart_service_standard WHERE service_name = 'Santunan' AND year = 2024")
    assert (row["n_present"], row["n_not_applicable"], row["completeness_share"]) == (13, 1, 1.0)


def test_unit_compliance(marts: City) -> None:
    row = marts.one("SELECT * FROM mart_unit_compliance WHERE unit_id = 'DSO' AND year = 2024")
    assert (row["n_services"], row["n_set"], row["coverage_share"]) == (2, 1, 0.5)
    assert row["verdict"] == "tidak_patuh"
    none = marts.one("SELECT * FROM mart_unit_compliance WHERE unit_id = 'DKS' AND year = 2024")
    assert (none["n_services"], none["coverage_share"], none["reporting_state"]) == (0, None, "belum_melapor")
    duty = marts.one(
        "SELECT * FROM mart_duty WHERE unit_id = 'DKS' AND year = 2024 AND duty_id = 'standar_ditetapkan'"
    )
    assert duty["verdict"] == "tanpa_data"


def test_follow_up(marts: City) -> None:
    rows = marts.read("SELECT finding, is_overdue, days_overdue FROM mart_follow_up ORDER BY due_date")
    assert rows["is_overdue"].tolist() == [True, False]
    assert rows["days_overdue"].iloc[0] == 512


def test_lineage_leads_back_to_rows(marts: City) -> None:
    row = marts.one(
        "SELECT * FROM mart_lineage WHERE kind = 'skm_responden' AND unit_id = 'DKC' AND year = 2024"
    )
    assert (row["file_name"], row["first_row"], row["last_row"], row["n_rows"]) == ("skm.csv", 32, 61, 30)


def test_data_outside_a_units_lifetime_is_reported(later: City) -> None:
    finding = later.one("SELECT * FROM mart_finding WHERE rule_code = 'DI_LUAR_MASA_UNIT'")
    assert finding["unit_name"] == "Dinas Pasar"
    assert "2025" in finding["message"]


def test_a_service_sent_again_is_the_same_service(later: City) -> None:
    history = later.read(
        "SELECT year, status FROM mart_service_standard WHERE unit_id = 'DSO'"
        " AND lower(service_name) LIKE 'rekom%' ORDER BY year"
    )
    assert list(zip(history["year"], history["status"], strict=True)) == [
        (2024, "draf"),
        (2025, "ditetapkan"),
        (2026, "ditetapkan"),
    ]


def test_services_of_one_name_stay_distinct(later: City) -> None:
    assert later.one("SELECT n_services FROM mart_unit_compliance WHERE unit_id = 'DKS' AND year = 2024") == {
        "n_services": 3
    }


def test_a_new_instrument_is_a_value_of_kind_indeks(later: City) -> None:
    assert score(later, None, 2024, "ipp")["published_value"] == 4.06
    assert later.one("SELECT n_waiting FROM mart_file WHERE file_name = 'indeks.csv'") == {"n_waiting": 1}


def test_types_do_not_depend_on_the_data(marts: City, unit_list_dir: Path) -> None:
    query = "SELECT table_name, column_name, data_type FROM information_schema.columns ORDER BY ALL"
    empty = warehouse.read(warehouse.current(unit_list_dir), query)
    pd.testing.assert_frame_equal(marts.read(query), empty)
