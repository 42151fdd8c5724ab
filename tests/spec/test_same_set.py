"""A mean is compared over the same things only: units of the city, services of a survey."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from compliance.rules.comparability import compare, compare_details
from compliance.rules.index import city_mean, evaluate
from compliance.rules.same_set import compare_city, part, same_services
from compliance.standards import Index
from tests.spec.tables import no_measures
from tests.vocabulary import UNSUR


def frame(values: dict[tuple[str | None, int], float], name: str) -> pd.DataFrame:
    return pd.DataFrame([(*key, one) for key, one in values.items()], columns=["unit_id", "year", name])


def judged(index: Index, values: dict[tuple[str | None, int], float]) -> pd.DataFrame:
    """compare_city for published values by (unit, year), the city's mean included."""
    scores, _ = evaluate(frame(values, "published_value"), no_measures(), index)
    units = scores[scores["unit_id"].notna()]
    rows = pd.concat([units, city_mean(scores, index)], ignore_index=True)
    return compare_city(compare(rows, index), index)


def city(rows: pd.DataFrame, year: int) -> pd.Series:
    return rows[rows["unit_id"].isna() & (rows["year"] == year)].iloc[0]


def test_a_better_unit_that_joins_is_no_rise_of_the_city(ikm: Index) -> None:
    rows = judged(ikm, {("a", 2023): 80, ("b", 2023): 70, ("a", 2024): 80, ("b", 2024): 69, ("c", 2024): 100})
    found = city(rows, 2024)
    assert (found["previous_value"], found["value"]) == (75.0, 83.0)
    assert (found["change"], found["n_compared"], found["is_comparable"]) == (-0.5, 2, True)
    assert pd.isna(found["break_reason"])


def test_the_same_units_give_the_plain_difference(ikm: Index) -> None:
    # 66,666.. and 67,336..: the difference of the printed values, not of the unrounded ones.
    before = {("a", 2023): 80.0, ("b", 2023): 60.0, ("c", 2023): 60.0}
    found = city(judged(ikm, before | {("a", 2024): 81.0, ("b", 2024): 60.01, ("c", 2024): 61.0}), 2024)
    assert (found["value"], found["previous_value"]) == (67.34, 66.67)
    assert (found["change"], found["n_compared"]) == (0.67, 3)


def test_as_many_other_units_give_the_change_of_those_of_both_years(ikm: Index) -> None:
    values = {(unit, 2023): 80.0 for unit in "abx"} | {
        ("a", 2024): 82.0,
        ("b", 2024): 81.0,
        ("y", 2024): 60.0,
    }
    found = city(judged(ikm, values), 2024)
    assert (found["change"], found["n_compared"]) == (1.5, 2)


@pytest.mark.parametrize(("n_both", "comparable"), [(2, True), (1, False)])
@pytest.mark.parametrize("more", [2023, 2024])
def test_half_of_the_units_of_either_year_must_be_the_same(
    ikm: Index, n_both: int, comparable: bool, more: int
) -> None:
    both = {(f"both{n}", year): 70.0 + (year - 2023) for n in range(n_both) for year in (2023, 2024)}
    alone = {(f"alone{n}", more): 90.0 for n in range(4 - n_both)}
    found = city(judged(ikm, both | alone), 2024)
    assert found["is_comparable"] == comparable
    if comparable:
        assert (found["change"], found["n_compared"]) == (1.0, n_both)
    else:
        n_before, n_now = (4, 1) if more == 2023 else (1, 4)
        assert pd.isna(found["change"])
        assert pd.isna(found["n_compared"])
        assert found["break_reason"] == (
            "Unit yang bernilai berbeda: hanya 1 unit dapat dibandingkan, dari "
            f"{n_before} unit pada 2023 dan {n_now} unit pada 2024."
        )


def test_an_index_without_a_limit_needs_the_same_units(ikm: Index) -> None:
    strict = ikm.model_copy(update={"comparison": type(ikm.comparison)()})
    rows = {("a", 2023): 80.0, ("b", 2023): 70.0, ("a", 2024): 81.0}
    assert not city(judged(strict, rows), 2024)["is_comparable"]
    assert city(judged(strict, rows | {("b", 2024): 70.0}), 2024)["is_comparable"]


def test_a_change_of_method_is_not_mended_by_the_same_units(ipp: Index) -> None:
    found = city(judged(ipp, {("a", 2021): 3.0, ("a", 2022): 3.5}), 2022)
    assert not found["is_comparable"]
    assert found["break_reason"] == ipp.methods[1].break_reason


def test_a_published_city_value_on_both_sides_is_compared_as_it_is(ikm: Index) -> None:
    found = city(judged(ikm, {(None, 2023): 80.0, (None, 2024): 81.5}), 2024)
    assert (found["change"], found["is_comparable"]) == (1.5, True)
    assert pd.isna(found["n_compared"])


def test_a_mean_over_units_is_not_compared_with_a_published_city_value(ikm: Index) -> None:
    """Each year of the city is looked at by itself, whatever was found for the others."""
    units = {(unit, 2022): 70.0 for unit in "abcd"}
    units |= {(unit, 2023): 71.0 for unit in "dxyz"} | {(unit, 2024): 72.0 for unit in "dxyz"}
    rows = judged(ikm, {(None, 2020): 80.0, (None, 2021): 81.0, (None, 2025): 75.0} | units)
    of_city = rows[rows["unit_id"].isna()].set_index("year")
    assert of_city["is_comparable"].tolist() == [False, True, False, False, True, False]
    assert of_city["change"].dropna().to_dict() == {2021: 1.0, 2024: 1.0}
    assert of_city["n_compared"].dropna().to_dict() == {2024: 4}
    assert of_city.loc[2022, "break_reason"] == (
        "Nilai 2022 adalah rata-rata unit, sedangkan nilai 2021 terbit tanpa nilai unit."
    )
    assert of_city.loc[2025, "break_reason"] == (
        "Nilai 2024 adalah rata-rata unit, sedangkan nilai 2025 terbit tanpa nilai unit."
    )
    parts = compare_city(rows.drop(columns="break_reason"), ikm)
    assert parts["n_compared"].tolist()[-2] == 4 and not parts["is_comparable"].tolist()[-1]


def test_details_of_the_city_follow_the_same_rule(ikm: Index) -> None:
    values = {("a", 2023): 3.0, ("b", 2023): 2.0, ("a", 2024): 3.25, ("b", 2024): 2.0, ("c", 2024): 4.0}
    units = frame(values, "value")
    mean = units.groupby("year", as_index=False)["value"].mean().assign(unit_id=None)
    rows = pd.concat([units, mean], ignore_index=True).assign(measure_id="waktu", method_id="ikm_2017")
    found = city(compare_city(compare_details(rows, ikm), ikm), 2024)
    assert found["change"] == pytest.approx(0.125)
    assert found["is_comparable"]
    alone = rows[(rows["unit_id"] != "b") | (rows["year"] == 2023)]  # a of a and b, then of a and c
    strict = ikm.model_copy(update={"comparison": ikm.comparison.model_copy(update={"units": 0.6})})
    found = city(compare_city(compare_details(alone, ikm), strict), 2024)
    assert pd.isna(found["change"]) and not found["is_comparable"]


def survey(*rows: tuple[str, int, str | None, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["unit_id", "year", "service_key", "n_respondents"])


TWO_YEARS = pd.DataFrame({"unit_id": ["a", "a"], "year": [2023, 2024]})


@pytest.mark.parametrize(
    ("surveyed", "is_same"),
    [
        (survey(("a", 2023, "ktp", 50), ("a", 2024, "ktp", 5)), True),
        (survey(("a", 2023, "ktp", 50), ("a", 2024, "kk", 50)), False),
        # 90 percent of either year decide, so 9 of 10 is enough and 89 of 100 is not.
        (survey(("a", 2023, "ktp", 10), ("a", 2024, "ktp", 9), ("a", 2024, "kk", 1)), True),
        (survey(("a", 2023, "ktp", 10), ("a", 2024, "ktp", 89), ("a", 2024, "kk", 11)), False),
        (survey(("a", 2023, "ktp", 89), ("a", 2023, "kk", 11), ("a", 2024, "ktp", 10)), False),
        # One answer without a service: what was surveyed is not known.
        (survey(("a", 2023, "ktp", 10), ("a", 2023, None, 1), ("a", 2024, "kk", 10)), True),
        (survey(("a", 2023, None, 10), ("a", 2024, "kk", 10)), True),
        # Another unit's services, or another year's, say nothing.
        (survey(("a", 2023, "ktp", 10), ("b", 2024, "kk", 10)), True),
        (survey(("a", 2022, "kk", 10), ("a", 2024, "ktp", 10)), True),
        (survey(), True),
    ],
)  # fmt: skip
def test_services_of_a_survey(ikm: Index, surveyed: pd.DataFrame, is_same: bool) -> None:
    assert same_services(TWO_YEARS, surveyed, ikm).tolist() == [True, is_same]


def test_services_do_not_matter_to_an_index_without_the_limit(ipp: Index) -> None:
    surveyed = survey(("a", 2023, "ktp", 50), ("a", 2024, "kk", 50))
    assert same_services(TWO_YEARS, surveyed, ipp).all()


def test_other_services_leave_no_change_and_say_why(ikm: Index) -> None:
    given = pd.DataFrame(
        {"unit_id": ["a"] * 3, "year": [2022, 2023, 2024], "score_variance": 25.0, "n_respondents": 100}
    )
    measures = pd.DataFrame(
        [("a", year, name, 3.0 + (year == 2024)) for year in (2022, 2023, 2024) for name in UNSUR],
        columns=["unit_id", "year", "measure_id", "value"],
    )
    scores, details = evaluate(given, measures, ikm)
    rows = part(compare(scores, ikm), np.array([True, True, False]))
    assert rows["is_comparable"].tolist() == [False, True, False]
    assert rows["break_reason"].tolist()[0] == "Tidak ada nilai tahun 2021."
    assert pd.isna(rows["break_reason"].tolist()[1])
    assert rows["break_reason"].tolist()[2] == "Layanan yang disurvei berbeda dari tahun 2023."
    assert rows["change"].isna().tolist() == [True, False, True]
    assert rows["is_change_significant"].isna().tolist() == [True, False, True]
    parts = part(compare_details(details, ikm), np.repeat([True, True, False], len(UNSUR)))
    assert parts.loc[parts["year"] == 2024, "change"].isna().all()
    assert not parts.loc[parts["year"] == 2024, "is_comparable"].any()
    assert parts.loc[parts["year"] == 2023, "is_comparable"].all()
