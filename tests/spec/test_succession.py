"""Who continues whom: renamed, merged, absorbed, split, reduced; on the day itself and the day before."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from compliance.rules.succession import Succession
from tests.spec.tables import table

UNITS = """
    unit | first      | last       | next
    R1   |            | 2024-06-30 | R2
    R2   | 2024-07-01 |            |
    H1   |            | 2024-05-31 | H3
    H2   |            | 2024-05-31 | H3
    H3   | 2024-06-01 |            |
    M1   | 2020-01-01 | 2023-12-31 | M3
    M2   | 2020-01-01 | 2023-12-31 | M3
    M3   | 2024-01-01 |            |
    B1   |            | 2024-12-31 | B2
    B2   |            |            |
    P1   |            | 2024-12-30 | P2;P3
    P2   | 2024-12-31 |            |
    P3   | 2024-12-31 |            |
    K1   |            |            | K1;K2
    K2   | 2024-03-01 |            |
    F1   |            | 2025-07-01 | F2
    F2   | 2025-07-02 |            |
    X1   |            | 2024-05-31 | ?
    L1   |            |            | L2
    L2   |            |            |
    G1   |            |            | G1;G2
    G2   |            |            |
    Q1   | 2024-02-01 | 2024-01-31 | Q2
    Q2   | 2024-02-01 | 2024-01-31 | Q1
    W1   |            | 2024-05-31 | W2
    W2   | 2024-06-01 | 2024-06-01 |
    Y1   |            | 9999-12-31 | B2
    Z1   | 2024-05-01 |            |
    V1   |            | 2024-05-01 | V2
    V2   | 2024-05-01 |            |
    N1   |            | 2024-03-31 | N3
    N2   |            | 2024-03-31 | N3
    N3   | 2024-04-01 |            |
    N4   |            | 2024-08-31 | N3
    C1   |            | 2024-01-31 | C2
    C2   | 2024-02-01 | 2024-02-29 | C1
    """
AS_OF = date(2025, 7, 1)
YEARS = pd.DataFrame(
    {
        "year": [2022, 2023, 2024, 2025],
        "reference_date": [*(date(y, 12, 31) for y in (2022, 2023, 2024)), AS_OF],
    }
)


def succession(as_of: date = AS_OF) -> Succession:
    rows = [
        (row["unit"], f"Dinas {row['unit']}", pd.Timestamp(row["first"]), pd.Timestamp(row["last"]),
         (row["next"] or "").split(";") if row["next"] else None)
        for row in table(UNITS)
    ]  # fmt: skip
    names = ["unit_id", "unit_name", "valid_from", "valid_to", "successor_unit_ids"]
    return Succession(pd.DataFrame(rows, columns=names), as_of)


NOT_WITH = ", sehingga tidak dibandingkan dengan nilai sebelum"


@pytest.fixture
def city() -> Succession:
    return succession()


@pytest.fixture
def series_of(city: Succession) -> pd.DataFrame:
    return city.series(YEARS).set_index(["unit_id", "year"])


@pytest.fixture
def holders_of(city: Succession) -> pd.DataFrame:
    return city.holders(YEARS).set_index(["unit_id", "year"])


@pytest.mark.parametrize(
    ("unit", "year", "series", "sentence", "is_break"),
    [
        ("R1", 2023, "R1", None, False),
        ("R1", 2024, "R1", "Berakhir 30 Juni 2024; data tahun 2024 dihitung untuk Dinas R2.", False),
        ("R2", 2024, "R1",
         "Meneruskan Dinas R1 sejak 1 Juli 2024; nilai tahun sebelumnya adalah nilai Dinas R1.", False),
        ("R2", 2025, "R1", None, False),
        ("M1", 2023, "M1", None, False),
        ("M3", 2024, "M3",
         f"Gabungan dari Dinas M1 dan Dinas M2 sejak 1 Januari 2024{NOT_WITH} penggabungan.", True),
        ("B1", 2024, "B1", None, False),
        ("B2", 2024, "B2", None, False),
        ("B2", 2025, "B2@2025", f"Menerima Dinas B1 sejak 1 Januari 2025{NOT_WITH} penggabungan.", True),
        ("P1", 2024, "P1",
         "Berakhir 30 Desember 2024; data tahun 2024 tidak dihitung karena tidak ada satu unit yang"
         " meneruskannya.",
         False),
        ("P2", 2024, "P2", f"Hasil pemekaran Dinas P1 sejak 31 Desember 2024{NOT_WITH} pemekaran.", True),
        ("K1", 2023, "K1", None, False),
        ("K1", 2024, "K1@2024", "Sebagian tugas beralih ke Dinas K2 sejak 1 Maret 2024, sehingga tidak"
         " dibandingkan dengan nilai lama.", True),
        ("K1", 2025, "K1@2024", None, False),
        ("K2", 2024, "K2", f"Hasil pemekaran Dinas K1 sejak 1 Maret 2024{NOT_WITH} pemekaran.", True),
        ("N3", 2024, "N3@2024",
         f"Gabungan dari Dinas N1 dan Dinas N2 sejak 1 April 2024{NOT_WITH} penggabungan."
         f" Menerima Dinas N4 sejak 1 September 2024{NOT_WITH} penggabungan.", True),
        ("Z1", 2024, "Z1", None, False),
        ("V2", 2024, "V2@2024", f"Menerima Dinas V1 sejak 2 Mei 2024{NOT_WITH} penggabungan.", True),
        ("F1", 2025, "F1", None, False),
        ("L2", 2025, "L2", None, False),
        ("G1", 2024, "G1", None, False),  # gave a part away, but nobody wrote when
    ],
)  # fmt: skip
def test_series_of_each_year(
    series_of: pd.DataFrame, unit: str, year: int, series: str, sentence: str | None, is_break: bool
) -> None:
    row = series_of.loc[(unit, year)]
    assert row["series_id"] == series
    assert (None if pd.isna(row["series_note"]) else row["series_note"]) == sentence
    assert (None if pd.isna(row["series_break"]) else row["series_break"]) == (sentence if is_break else None)


def test_a_unit_has_years_only_while_it_lives_and_in_the_year_in_which_it_ends(
    series_of: pd.DataFrame,
) -> None:
    years = series_of.reset_index().groupby("unit_id")["year"].agg(list)
    assert years.loc[["R1", "R2", "M1", "M3", "P1", "P2", "F1"]].to_dict() == {
        "R1": [2022, 2023, 2024], "R2": [2024, 2025], "M1": [2022, 2023], "M3": [2024, 2025],
        "P1": [2022, 2023, 2024], "P2": [2024, 2025], "F1": [2022, 2023, 2024, 2025],
    }  # fmt: skip
    assert "F2" not in years


@pytest.mark.parametrize(
    ("unit", "year", "answers", "values", "services"),
    [
        ("R1", 2024, "R2", "R2", "R2"),
        ("R1", 2025, "R2", "R2", "R2"),
        ("R2", 2023, "R1", "R1", "R1"),  # a file that names the unit by its new name
        ("H1", 2024, "H3", None, "H3"),  # of the year in which it was merged, only the answers are joined
        ("H1", 2025, None, None, "H3"),
        ("M1", 2024, None, None, "M3"),  # ended in 2023: its answers of 2024 belong to nobody
        ("M3", 2023, None, None, None),
        ("B1", 2025, None, None, "B2"),
        ("P1", 2024, None, None, None),
        ("P2", 2023, None, None, None),
        ("X1", 2024, None, None, None),
        ("C1", 2025, None, None, None),
    ],
)
def test_who_has_the_data_of_a_unit_that_does_not_live(
    holders_of: pd.DataFrame,
    unit: str,
    year: int,
    answers: str | None,
    values: str | None,
    services: str | None,
) -> None:
    row = holders_of.loc[(unit, year)]
    names = ["holder_id", "line_holder_id", "service_holder_id"]
    assert [None if pd.isna(one) else one for one in row[names]] == [answers, values, services]


def test_what_lies_after_the_day_has_not_happened(city: Succession) -> None:
    later = succession(date(2025, 7, 2))
    assert [change.others for change in later.changes["F2"]] == [("F1",)]
    assert city.changes["F2"] == []
    assert city.heir("F1", date(2025, 7, 1)) == "F1"
    assert later.heir("F1", date(2025, 7, 2)) == "F2"


def test_ancestors_reach_over_all_changes_and_end_in_a_circle(city: Succession) -> None:
    assert city.ancestors("M3") == {"M1", "M2"}
    assert city.ancestors("K1") == set()
    assert city.ancestors("K2") == {"K1"}
    assert (
        city.ancestors("L2") == set()
    )  # a successor is named, but the unit neither ended nor gave a part away
    assert city.ancestors("C1") == {"C2"} and city.ancestors("C2") == {"C1"}


def test_a_unit_whose_dates_are_the_wrong_way_round_continues_nobody(city: Succession) -> None:
    assert (city.series_id("Q1", 2023), city.line_member("Q1", AS_OF)) == ("Q1", None)
    assert city.series_id("W2", 2024) == "W1"  # it lived for a day
