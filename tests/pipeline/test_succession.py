"""Units that are renamed, merged or split, and services that move: whose year, which series, counted once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from compliance import queries, warehouse
from tests.pipeline.small_city import City, answer, standard


def unit(code: str, first: str = "", last: str = "", after: str = "", kind: str = "dinas") -> dict[str, Any]:
    """One row of the unit list."""
    return {
        "kode_unit": code,
        "nama_unit": f"Dinas {code}",
        "jenis_unit": kind,
        "berlaku_mulai": first,
        "berlaku_sampai": last,
        "kode_pengganti": after,
    }


UNITS = [
    # Renamed on 1 July 2024.
    unit("R1", last="2024-07-01", after="R2"),
    unit("R2", first="2024-07-01"),
    # M1 and M2 merge into M3 on 1 April 2024.
    unit("M1", last="2024-03-31", after="M3"),
    unit("M2", last="2024-03-31", after="M3"),
    unit("M3", first="2024-04-01"),
    # P1 is split on 1 January 2024.
    unit("P1", last="2023-12-31", after="P2;P3"),
    unit("P2", first="2024-01-01"),
    unit("P3", first="2024-01-01"),
    # T1 is taken in by T2 on 1 January 2024.
    unit("T1", last="2023-12-31", after="T2"),
    unit("T2"),
    # B1 lives on and gives a part to B2 on 1 January 2024.
    unit("B1", after="B1;B2"),
    unit("B2", first="2024-01-01"),
    unit("X1"),
    unit("X2"),
    *[unit(f"L{number}", kind="kelurahan") for number in (1, 2)],
]


def fill(city: City) -> City:
    city.write("unit.csv", UNITS)
    skm = [answer(code, "2023-03-01", 3, 1) for code in ("R1", "M1", "M2", "P1", "T1", "T2", "B1", "X1")]
    skm += [
        answer("R1", "2024-02-01", 3, 2),  # before the change: the year is R2's
        answer("R2", "2024-09-01", 4, 3),
        answer("R1", "2025-02-01", 4, 4),  # still written under the old code
        answer("M1", "2024-02-01", 2, 5),
        answer("M2", "2024-02-01", 3, 6),
        answer("M3", "2024-09-01", 4, 7),
        answer("M3", "2025-09-01", 4, 8),
    ]
    skm += [answer(code, "2024-09-01", 4, 9) for code in ("P2", "T2", "B1", "B2", "X1")]
    city.write("skm.csv", skm)
    city.write(
        "ombudsman.csv",
        [
            {"tahun": 2023, "unit": "R2", "nilai": 80},  # R2 did not exist: R1's
            {"tahun": 2024, "unit": "R1", "nilai": 81},
            {"tahun": 2024, "unit": "M1", "nilai": 70},  # of a unit that has no single place in 2024
        ],
    )
    city.write(
        "standar.csv",
        [
            standard("R1", "Izin", "2023-01-10", "ditetapkan", kode_layanan="R1-1", nomor_sk="1"),
            standard("R1", "Akta", "2023-01-10", "ditetapkan", kode_layanan="R1-2", nomor_sk="1"),
            standard("R2", "Izin", "2024-08-10", "ditetapkan", kode_layanan="R2-1", nomor_sk="2"),
            standard("M1", "Benih", "2023-01-10", "ditetapkan"),
            standard("M2", "Benih", "2023-01-10", "ditetapkan"),
            standard("M3", "Benih", "2024-05-10", "ditetapkan"),
            standard("P1", "Pasar", "2023-01-10", "ditetapkan"),
            standard("P1", "Kios", "2023-01-10", "ditetapkan"),
            standard("P2", "Pasar", "2024-05-10", "ditetapkan"),
            standard("T1", "Lelang", "2023-01-10", "ditetapkan"),
            standard("T2", "Lelang", "2022-01-10", "ditetapkan"),
            standard("X1", "Data", "2023-01-10", "ditetapkan", kode_layanan="D-7"),
            standard("X2", "Data", "2024-05-10", "ditetapkan", kode_layanan="D-7"),
            standard("X1", "Data", "2024-05-10", "dicabut", kode_layanan="D-7"),
            standard("L1", "Domisili", "2023-01-10", "ditetapkan", kode_layanan="01"),
            standard("L2", "Domisili", "2024-05-10", "ditetapkan", kode_layanan="01"),
        ],
    )
    city.load(*sorted(city.inbox.glob("*.csv")))
    return city


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """The filled city; tests only read."""
    yield fill(City(tmp_path_factory.mktemp("succession")))
    warehouse.close_all()


def score(city: City, code: str, year: int, instrument: str = "ikm") -> dict[str, Any]:
    return city.one(
        f"SELECT * FROM mart_score WHERE unit_id = '{code}' AND year = {year}"
        f" AND instrument_id = '{instrument}'"
    )


def test_a_rename_continues_the_series_and_says_so(marts: City) -> None:
    row = score(marts, "R2", 2024)
    # Answers of both names: (75 + 100) / 2, compared with what was measured as R1.
    assert (row["value"], row["n_respondents"]) == (87.5, 2)
    assert (row["previous_value"], row["change"], row["is_comparable"]) == (75.0, 12.5, True)
    assert (
        row["series_note"]
        == "Meneruskan Dinas R1 sejak 1 Juli 2024; nilai tahun sebelumnya adalah nilai Dinas R1."
    )
    assert row["series_id"] == score(marts, "R1", 2023)["series_id"]
    assert score(marts, "R2", 2025)["series_note"] is None


def test_the_year_of_change_belongs_to_who_lives_at_its_end(marts: City) -> None:
    row = score(marts, "R1", 2024)
    assert (row["value"], row["reporting_state"]) == (None, "tidak_berlaku")
    assert row["series_note"] == "Berakhir 30 Juni 2024; data tahun 2024 dihitung untuk Dinas R2."
    assert score(marts, "R2", 2025)["value"] == 100.0  # written as R1
    assert score(marts, "R1", 2023, "ombudsman")["value"] == 80.0  # written as R2
    assert score(marts, "R2", 2024, "ombudsman")["change"] == 1.0
    told = marts.read("SELECT message FROM mart_finding WHERE rule_code = 'DIHITUNG_UNTUK_UNIT_LAIN'")[
        "message"
    ]
    assert told.str.contains("'Dinas R1' tahun 2025").sum() == 1


@pytest.mark.parametrize(
    ("code", "value", "previous", "reason"),
    [
        ("M3", 75.0, None, "Gabungan dari Dinas M1 dan Dinas M2 sejak 1 April 2024"),
        ("P2", 100.0, None, "Hasil pemekaran Dinas P1 sejak 1 Januari 2024"),
        ("T2", 100.0, 75.0, "Menerima Dinas T1 sejak 1 Januari 2024"),
        ("B1", 100.0, 75.0, "Sebagian tugas beralih ke Dinas B2 sejak 1 Januari 2024"),
        ("B2", 100.0, None, "Hasil pemekaran Dinas B1 sejak 1 Januari 2024"),
    ],
)
def test_no_change_is_computed_across_a_merger_or_split(
    marts: City, code: str, value: float, previous: float | None, reason: str
) -> None:
    row = score(marts, code, 2024)
    assert (row["value"], row["previous_value"], row["change"], row["is_comparable"]) == (
        value,
        previous,
        None,
        False,
    )
    assert reason in row["break_reason"]
    detail = marts.read(
        f"SELECT change, is_comparable FROM mart_score_detail WHERE unit_id = '{code}' AND year = 2024"
    )
    assert detail["change"].isna().all() and not detail["is_comparable"].any()


def test_after_the_change_years_are_comparable_again(marts: City) -> None:
    assert score(marts, "M3", 2025)["change"] == 25.0
    assert score(marts, "X1", 2024)["change"] == 25.0


def test_no_total_counts_a_unit_twice(marts: City) -> None:
    alive = {"R2", "M3", "P2", "P3", "T2", "B1", "B2", "X1", "X2", "L1", "L2"}
    expected = marts.read("""
        SELECT unit_id FROM mart_score
        WHERE year = 2024 AND instrument_id = 'ikm' AND unit_id IS NOT NULL
            AND reporting_state <> 'tidak_berlaku'
    """)
    assert set(expected["unit_id"]) == alive
    assert set(marts.read("SELECT unit_id FROM mart_unit_compliance WHERE year = 2024")["unit_id"]) == alive
    assert set(marts.read("SELECT unit_id FROM mart_duty WHERE year = 2024")["unit_id"]) == alive
    city = marts.one(
        "SELECT n_respondents FROM mart_score WHERE unit_id IS NULL AND year = 2024 AND instrument_id = 'ikm'"
    )
    assert city == {"n_respondents": 10}
    assert score(marts, "R2", 2024)["n_ranked"] == 7
    left = marts.one("SELECT unit_name, message FROM mart_finding WHERE rule_code = 'TAHUN_PERALIHAN'")
    assert left["unit_name"] == "Dinas M1"


def services(city: City, year: int) -> dict[tuple[str, str], str]:
    """(service, unit) -> status in a year."""
    rows = city.read(
        f"SELECT service_id, unit_id, status FROM mart_service_standard WHERE year = {year} ORDER BY 1, 2"
    )
    return {(row.service_id, row.unit_id): row.status for row in rows.itertuples()}


def test_a_service_that_moved_keeps_its_history_and_counts_once(marts: City) -> None:
    before, after = services(marts, 2023), services(marts, 2024)
    assert set(before) == {
        ("R1/R1-1", "R1"), ("R1/R1-2", "R1"), ("M1/benih", "M1"), ("M2/benih", "M2"), ("P1/pasar", "P1"),
        ("P1/kios", "P1"), ("T1/lelang", "T1"), ("T2/lelang", "T2"), ("X1/D-7", "X1"), ("L1/01", "L1"),
    }  # fmt: skip
    assert set(after) == {
        ("R1/R1-1", "R2"),  # filed again under a new code, known by its name
        ("R1/R1-2", "R2"),  # not filed again: it lives on
        ("M3/benih", "M3"),  # two became one
        ("P1/pasar", "P2"),
        ("T2/lelang", "T2"),  # T2 had one of its own
        ("X1/D-7", "X2"),  # moved, and withdrawn where it was on that day
        ("L1/01", "L1"), ("L2/01", "L2"),  # kelurahan serve side by side
    }  # fmt: skip
    assert after["X1/D-7", "X2"] == "ditetapkan"
    told = marts.read("""
        SELECT rule_code, value, unit_name FROM mart_finding
        WHERE rule_code IN ('LAYANAN_PINDAH', 'LAYANAN_TANPA_PENERUS') ORDER BY 1
    """)
    assert list(told.itertuples(index=False, name=None)) == [
        ("LAYANAN_PINDAH", "Dinas X1", "Dinas X2"),
        ("LAYANAN_TANPA_PENERUS", "Kios", "Dinas P1"),
    ]


def test_versions_and_sources_follow_a_service_that_moved(marts: City) -> None:
    rows = marts.read("SELECT * FROM mart_version WHERE kind = 'standar_pelayanan' ORDER BY version_number")
    moved = rows[rows["record_key"] == "X1/D-7"]
    assert list(zip(moved["unit_id"], moved["is_current"], strict=True)) == [
        ("X1", False), ("X2", True), ("X1", False),
    ]  # fmt: skip
    assert set(rows.loc[rows["record_key"] == "R1/R1-1", "unit_id"]) == {"R1", "R2"}
    # R2 never filed R1-2: what R1 filed is where its figures come from.
    snapshot = warehouse.current(marts.folder.root)
    sources = queries.lineage(snapshot, unit_id="R2", kind="standar_pelayanan")
    used = marts.read("SELECT row_number FROM mart_service_standard WHERE unit_id = 'R2' AND year = 2024")
    assert set(used["row_number"]) <= set(sources["first_row"])
    assert {"R1", "R2"} <= set(sources["unit_id"])


def test_mart_unit_names_all_that_continue_a_unit(marts: City) -> None:
    row = marts.one("SELECT successor_unit_id, successor_unit_ids FROM mart_unit WHERE unit_id = 'P1'")
    assert (row["successor_unit_id"], list(row["successor_unit_ids"])) == (None, ["P2", "P3"])
    row = marts.one("SELECT predecessor_unit_ids FROM mart_unit WHERE unit_id = 'M3'")
    assert list(row["predecessor_unit_ids"]) == ["M1", "M2"]


def test_a_successor_without_dates_is_said(city: City) -> None:
    city.write(
        "unit.csv",
        [
            unit("A", after="B"),
            unit("B"),
            unit("C", after="D"),
            unit("D", first="2024-05-01"),
            unit("E", last="2024-01-01", after="ZZ"),
        ],
    )
    city.load(city.inbox / "unit.csv")
    found = city.read(
        "SELECT rule_code, value FROM mart_finding WHERE rule_code LIKE 'PENGGANTI%' ORDER BY 1"
    )
    assert list(found.itertuples(index=False, name=None)) == [
        ("PENGGANTI_TANPA_TANGGAL", "Dinas A"),
        ("PENGGANTI_TIDAK_DIKENAL", "ZZ"),
    ]
    assert (
        str(city.one("SELECT valid_to FROM mart_unit WHERE unit_id = 'C'")["valid_to"])[:10] == "2024-04-30"
    )
