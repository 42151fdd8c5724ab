"""IPP: published points with their category, both sides of every bound, the formula, the break of 2022."""

from __future__ import annotations

import pandas as pd
import pytest

from compliance.rules.index import city_mean, evaluate
from compliance.standards import Index
from tests.spec.tables import decimal, measures_of, no_measures, observation, score, table

ASPECTS = {
    "kebijakan": 4.0,
    "profesionalisme_sdm": 3.0,
    "sarana_prasarana": 4.5,
    "sipp": 2.0,
    "konsultasi_pengaduan": 5.0,
    "inovasi": 1.0,
}
F02_OF_ASPECTS = 0.96 + 0.75 + 0.81 + 0.22 + 0.50 + 0.12

PUBLISHED = table("""
place            | year | value | category
Ambon            | 2025 | 4,06  | A-
Maluku Tenggara  | 2025 | 3,43  | B-
Buru             | 2025 | 3,14  | B-
Provinsi Maluku  | 2025 | 2,91  | C
SBT              | 2025 | 2,64  | C
Maluku Tengah    | 2025 | 2,56  | C
MBD              | 2025 | 2,19  | C-
KKT              | 2025 | 2,03  | C-
Buru Selatan     | 2025 | 1,96  | D
Aru              | 2025 | 1,84  | D
BPS              | 2025 | 4,92  | A
Jawa Timur       | 2025 | 4,75  | A
Sumedang         | 2025 | 4,72  | A
Jambi            | 2025 | 4,03  | A-
Bungo            | 2025 | 2,18  | C-
Jawa Barat       | 2024 | 4,76  | A
Jawa Timur       | 2024 | 4,63  | A
DIY              | 2024 | 4,62  | A
Sumatera Selatan | 2024 | 4,60  | A
Kalimantan Sel.  | 2024 | 4,56  | A
DKI Jakarta      | 2024 | 4,53  | A
""")


@pytest.mark.parametrize("row", PUBLISHED, ids=lambda row: f"{row['place']} {row['year']}")
def test_published_value_has_its_published_category(ipp: Index, row: dict[str, str | None]) -> None:
    found = score(ipp, int(row["year"] or 0), decimal(row["value"]), published_category=row["category"])
    assert (found["value"], found["category"]) == (decimal(row["value"]), row["category"])
    assert found["is_verified"] and pd.isna(found["note"])


def test_tual_2025_was_printed_as_c_but_the_table_says_c_minus(ipp: Index) -> None:
    found = score(ipp, 2025, 2.45, published_category="C")
    assert (found["category"], found["published_category"]) == ("C-", "C")
    assert found["note"] == "Kategori terbit berbeda dari tabel kategori."


@pytest.mark.parametrize(
    "row",
    table("""
    value | category
    5,00  | A
    4,51  | A
    4,505 | A
    4,50  | A-
    4,01  | A-
    4,00  | B
    3,51  | B
    3,50  | B-
    3,01  | B-
    3,00  | C
    2,51  | C
    2,505 | C
    2,504 | C-
    2,50  | C-
    2,01  | C-
    2,00  | D
    1,51  | D
    1,50  | E
    1,01  | E
    1,00  | F
    0,00  | F
    5,01  |
    """),
    ids=lambda row: row["value"],
)
@pytest.mark.parametrize("year", [2021, 2022])
def test_category_on_both_sides_of_every_bound(ipp: Index, row: dict[str, str | None], year: int) -> None:
    found = score(ipp, year, decimal(row["value"]))
    assert (None if pd.isna(found["category"]) else found["category"]) == row["category"]


@pytest.mark.parametrize(
    ("year", "method_id"),
    [(2016, None), (2017, "ipp_2017"), (2021, "ipp_2017"), (2022, "ipp_2022"), (2025, "ipp_2022")],
)
def test_method_by_year(ipp: Index, year: int, method_id: str | None) -> None:
    method = ipp.method_for(year)
    assert (method.id if method else None) == method_id


def test_three_quarters_evaluator_one_quarter_users(ipp: Index) -> None:
    found = score(ipp, 2024, nilai_f02=4.20, nilai_f03=3.00)
    assert (found["value"], found["category"], found["value_source"]) == (3.90, "B", "dihitung")


def test_published_index_that_differs_stays_beside_the_computed_one(ipp: Index) -> None:
    found = score(ipp, 2024, published=4.10, nilai_f02=4.20, nilai_f03=3.00)
    assert (found["value"], found["computed_value"], found["published_value"]) == (3.90, 3.90, 4.10)
    assert found["note"] == "Nilai terbit berbeda dari hasil hitung."
    both = score(ipp, 2024, published=4.10, published_category="A", nilai_f02=4.20, nilai_f03=3.00)["note"]
    assert both == f"{found['note']} Kategori terbit berbeda dari tabel kategori."


@pytest.mark.parametrize("given", [{"nilai_f02": 4.2}, {"nilai_f03": 3.0}, {}])
def test_missing_part_leaves_no_computed_value(ipp: Index, given: dict[str, float]) -> None:
    assert pd.isna(score(ipp, 2024, **given)["value"])
    assert score(ipp, 2024, 4.1, **given)["value_source"] == "terbit"


def test_evaluator_part_follows_from_six_aspects_with_their_weights(ipp: Index) -> None:
    scores, details = evaluate(observation(2024, nilai_f03=4.0), measures_of(2024, ASPECTS), ipp)
    assert scores["value"].item() == round(0.75 * F02_OF_ASPECTS + 0.25 * 4.0, 2)
    assert scores["note"].item() == "Nilai evaluator dihitung dari nilai aspek."
    assert details["weight"].tolist() == [0.24, 0.25, 0.18, 0.11, 0.10, 0.12]


@pytest.mark.parametrize("missing", list(ASPECTS))
def test_missing_aspect_leaves_no_evaluator_part(ipp: Index, missing: str) -> None:
    measures = measures_of(2024, ASPECTS | {missing: None})
    scores, _ = evaluate(observation(2024, nilai_f03=4.0), measures, ipp)
    assert pd.isna(scores["value"].item())


def test_given_evaluator_part_stands_before_its_aspects(ipp: Index) -> None:
    scores, _ = evaluate(observation(2024, nilai_f02=4.2, nilai_f03=3.0), measures_of(2024, ASPECTS), ipp)
    assert scores["value"].item() == 3.90


def test_each_unit_is_told_what_became_of_its_own_parts(ipp: Index) -> None:
    units = pd.DataFrame(
        [("a", 4.0, None, None), ("b", None, None, None), ("c", None, 4.2, 4.1), ("d", None, None, 4.1)],
        columns=["unit_id", "nilai_f03", "nilai_f02", "published_value"],
    ).assign(year=2024)
    measures = pd.concat([measures_of(2024, ASPECTS, unit) for unit in "ab"])
    scores, _ = evaluate(units, measures, ipp)
    assert scores["note"].fillna("").tolist() == [
        "Nilai evaluator dihitung dari nilai aspek.",
        "Data penghitungan belum lengkap; nilai tidak dihitung.",
        "Data penghitungan belum lengkap; dipakai nilai terbit.",
        "",
    ]


def test_where_no_method_is_in_force_nothing_is_said_to_be_verified(ipp: Index) -> None:
    found = score(ipp, 2016, 3.6)
    assert pd.isna(found["value"]) and pd.isna(found["is_verified"])


def test_a_city_value_without_units_is_no_mean(ipp: Index) -> None:
    scores, _ = evaluate(observation(2024, None, published_value=4.06), no_measures(), ipp)
    [row] = city_mean(scores, ipp).to_dict("records")
    assert (row["value"], row["value_source"]) == (4.06, "terbit")
    assert pd.isna(row["note"])


def test_values_of_2017_are_taken_as_published_and_marked_unverified(ipp: Index) -> None:
    found = score(ipp, 2021, 3.60, nilai_f02=4.2, nilai_f03=3.0)
    assert (found["value"], found["value_source"], found["is_verified"]) == (3.60, "terbit", False)
    assert "belum diperiksa" in found["note"]


def test_mean_of_the_city_is_unverified(ipp: Index) -> None:
    scores, _ = evaluate(observation(2024, nilai_f02=4.2, nilai_f03=3.0), no_measures(), ipp)
    [row] = city_mean(scores, ipp).to_dict("records")
    assert (row["value"], row["is_verified"]) == (3.90, False)
