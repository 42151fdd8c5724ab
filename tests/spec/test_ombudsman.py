"""Ombudsman RI: three methods, every figure published for Maluku Utara, and no change across a method."""

from __future__ import annotations

import pandas as pd
import pytest

from compliance.rules.comparability import compare
from compliance.rules.index import city_mean, evaluate
from compliance.standards import Index
from tests.spec.tables import decimal, measures_of, no_measures, observation, score, table

PUBLISHED = table("""
place              | year | value | category
Tidore Kepulauan   | 2022 | 67,19 | C
Tidore Kepulauan   | 2023 | 89,26 | A
Tidore Kepulauan   | 2024 | 84,94 | B
Tidore Kepulauan   | 2025 | 62,57 | Cukup
Provinsi           | 2023 | 52,77 | D
Provinsi           | 2024 | 65,57 | C
Provinsi           | 2025 | 65,98 | Cukup
Ternate            | 2023 | 92,53 | A
Ternate            | 2024 | 80,01 | B
Halmahera Selatan  | 2023 | 88,01 | A
Halmahera Selatan  | 2024 | 82,57 | B
Halmahera Utara    | 2023 | 84,47 | B
Halmahera Utara    | 2024 | 77,49 | C
Halmahera Utara    | 2025 | 69,63 | Cukup
Halmahera Timur    | 2023 | 81,29 | B
Halmahera Timur    | 2024 | 76,88 | C
Kepulauan Sula     | 2023 | 80,78 | B
Kepulauan Sula     | 2024 | 62,05 | C
Kepulauan Sula     | 2025 | 57,61 | Cukup
Halmahera Barat    | 2023 | 77,13 | C
Halmahera Barat    | 2024 | 68,70 | C
Halmahera Tengah   | 2023 | 66,22 | C
Halmahera Tengah   | 2024 | 67,68 | C
Pulau Morotai      | 2023 | 65,09 | C
Pulau Morotai      | 2024 | 62,39 | C
Pulau Morotai      | 2025 | 53,38 | Kurang
Pulau Taliabu      | 2023 | 57,31 | C
Pulau Taliabu      | 2024 | 55,65 | C
Sangihe            | 2023 | 88,56 | A
Dukcapil Sangihe   | 2023 | 94,54 | A
Dukcapil Kupang    | 2024 | 87,48 | B
Sultra 2022        | 2022 | 58,99 | C
""")

TIDORE_UNITS_2022 = table("""
unit                      | value | category
Puskesmas Tomalou         | 81,47 | B
Puskesmas Rum Balibunga   | 67,84 | C
Dinas Sosial              | 54,61 | C
Dukcapil                  | 74,17 | C
Dinas Pendidikan          | 50,12 | D
DPMPTSP                   | 74,94 | C
""")


@pytest.mark.parametrize("row", PUBLISHED, ids=lambda row: f"{row['place']} {row['year']}")
def test_published_value_has_its_published_category(ombudsman: Index, row: dict[str, str | None]) -> None:
    found = score(ombudsman, int(row["year"] or 0), decimal(row["value"]), published_category=row["category"])
    assert (found["value"], found["category"]) == (decimal(row["value"]), row["category"])
    assert (found["value_source"], found["is_verified"]) == ("terbit", True)
    assert pd.isna(found["note"])


@pytest.mark.parametrize("row", TIDORE_UNITS_2022, ids=lambda row: row["unit"])
def test_units_of_tidore_2022(ombudsman: Index, row: dict[str, str | None]) -> None:
    assert score(ombudsman, 2022, decimal(row["value"]))["category"] == row["category"]


def test_city_of_2022_equals_the_simple_mean_of_its_assessed_units() -> None:
    values = [decimal(row["value"]) or 0 for row in TIDORE_UNITS_2022]
    assert round(sum(values) / len(values), 2) == 67.19


def test_city_value_is_published_and_never_made_from_units(ombudsman: Index) -> None:
    scores, _ = evaluate(observation(2022, published_value=80.0), no_measures(), ombudsman)
    with pytest.raises(ValueError, match="published"):
        city_mean(scores, ombudsman)


@pytest.mark.parametrize(
    "row",
    table("""
    year | value  | category    | label
    2013 | 100,00 | Hijau       | Kepatuhan tinggi
    2013 | 81,00  | Hijau       | Kepatuhan tinggi
    2021 | 80,995 | Hijau       | Kepatuhan tinggi
    2021 | 80,99  | Kuning      | Kepatuhan sedang
    2021 | 51,00  | Kuning      | Kepatuhan sedang
    2021 | 50,99  | Merah       | Kepatuhan rendah
    2021 | 0,00   | Merah       | Kepatuhan rendah
    2022 | 100,00 | A           | Kualitas tertinggi
    2022 | 88,00  | A           | Kualitas tertinggi
    2022 | 87,99  | B           | Kualitas tinggi
    2022 | 78,00  | B           | Kualitas tinggi
    2022 | 77,99  | C           | Kualitas sedang
    2024 | 54,00  | C           | Kualitas sedang
    2024 | 53,99  | D           | Kualitas rendah
    2024 | 32,00  | D           | Kualitas rendah
    2024 | 31,99  | E           | Kualitas terendah
    2024 | 0,00   | E           | Kualitas terendah
    2025 | 100,00 | Sangat Baik | Kualitas sangat baik
    2025 | 88,00  | Sangat Baik | Kualitas sangat baik
    2025 | 87,99  | Baik        | Kualitas baik
    2025 | 78,00  | Baik        | Kualitas baik
    2025 | 77,99  | Cukup       | Kualitas cukup
    2025 | 54,00  | Cukup       | Kualitas cukup
    2025 | 53,99  | Kurang      | Kualitas kurang
    2025 | 32,00  | Kurang      | Kualitas kurang
    2025 | 31,99  | Buruk       | Kualitas buruk
    2025 | 0,00   | Buruk       | Kualitas buruk
    2012 | 85,00  |             |
    2022 | 100,01 |             |
    """),
    ids=lambda row: f"{row['year']} {row['value']}",
)
def test_category_on_both_sides_of_every_bound(ombudsman: Index, row: dict[str, str | None]) -> None:
    found = score(ombudsman, int(row["year"] or 0), decimal(row["value"]))
    category, label = (
        None if pd.isna(found[name]) else found[name] for name in ("category", "category_label")
    )
    assert (category, label) == (row["category"], row["label"])


@pytest.mark.parametrize(
    ("value", "verified"), [(90.0, False), (80.0, False), (62.0, True), (40.0, True), (20.0, False)]
)
def test_categories_of_2025_that_were_never_seen_are_marked(
    ombudsman: Index, value: float, verified: bool
) -> None:
    found = score(ombudsman, 2025, value)
    assert found["is_verified"] == verified
    assert pd.isna(found["note"]) == verified


@pytest.mark.parametrize(
    ("year", "method_id"),
    [
        (2012, None),
        (2013, "ombudsman_2013"),
        (2021, "ombudsman_2013"),
        (2022, "ombudsman_2022"),
        (2024, "ombudsman_2022"),
        (2025, "ombudsman_2025"),
        (2026, "ombudsman_2025"),
    ],
)
def test_method_by_year(ombudsman: Index, year: int, method_id: str | None) -> None:
    method = ombudsman.method_for(year)
    assert (method.id if method else None) == method_id


@pytest.mark.parametrize(
    ("year", "value", "word", "agrees"),
    [
        (2021, 85.0, "hijau", True),
        (2021, 60.0, "hijau", False),
        (2023, 80.0, "Hijau", True),
        (2023, 60.0, "Hijau", False),
        (2023, 89.26, "A hijau", True),
        (2025, 62.57, "Opini Kualitas Sedang Tanpa Maladministrasi", True),
        (2025, 53.38, "cukup", False),
    ],
)
def test_published_wording_is_compared_with_the_table(
    ombudsman: Index, year: int, value: float, word: str, agrees: bool
) -> None:
    assert pd.isna(score(ombudsman, year, value, published_category=word)["note"]) == agrees


def test_weights_of_dimensions_are_known_for_2022_and_2023_only(ombudsman: Index) -> None:
    dimensions = {"input": 80.0, "proses": 70.0, "output": 60.0, "pengaduan": 50.0}
    for year, weights in {
        2022: [0.2185, 0.3237, 0.2424, 0.2154],
        2023: [0.2185, 0.3237, 0.2424, 0.2154],
    }.items():
        scores, details = evaluate(observation(year), measures_of(year, dimensions), ombudsman)
        assert details["weight"].tolist() == weights
        assert pd.isna(scores["value"].item()), "an Ombudsman score is never computed from its dimensions"
    for year in (2021, 2024, 2025):
        _, details = evaluate(observation(year), measures_of(year, dimensions), ombudsman)
        assert details["weight"].isna().all()
        assert set(details["measure_level"]) == {1}


def test_weights_that_are_only_shown_say_nothing_of_a_published_value(ombudsman: Index) -> None:
    shown = [
        method.model_copy(update={"weights_block": method.weights_block.model_copy(update={"evidence": "M"})})
        for method in ombudsman.methods
        if method.weights_block
    ]
    index = ombudsman.model_copy(update={"methods": tuple(shown)})
    scores, _ = evaluate(observation(2022, published_value=80.0), measures_of(2022, {"input": 80.0}), index)
    assert scores["is_verified"].item()
    assert pd.isna(scores["note"].item())


def test_tidore_2024_to_2025_is_not_a_fall(ombudsman: Index) -> None:
    observations = pd.DataFrame(
        [
            (None, 2021, 80.0),
            (None, 2022, 67.19),
            (None, 2023, 89.26),
            (None, 2024, 84.94),
            (None, 2025, 62.57),
        ],
        columns=["unit_id", "year", "published_value"],
    )
    scores, _ = evaluate(observations, no_measures(), ombudsman)
    judged = compare(scores, ombudsman).set_index("year")
    assert judged["is_comparable"].to_dict() == {
        2021: False,
        2022: False,
        2023: True,
        2024: True,
        2025: False,
    }
    assert judged["change"].dropna().to_dict() == {2023: 22.07, 2024: -4.32}
    assert judged.loc[2025, "previous_value"] == 84.94
    assert "Penilaian Maladministrasi" in judged.loc[2025, "break_reason"]
    assert "bukan kenaikan atau penurunan" in judged.loc[2025, "break_reason"]
    assert "tiga zona" in judged.loc[2022, "break_reason"]
