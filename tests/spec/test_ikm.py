"""IKM: published examples to the second decimal, both sides of every bound, what a weight explains."""

from __future__ import annotations

import pandas as pd
import pytest

from compliance.rules.comparability import compare
from compliance.rules.index import city_mean, evaluate, reproduces_with
from compliance.standards import Index, round_half_up
from tests.spec.tables import decimal, ikm_of, measures_of, no_measures, observation, score, table
from tests.vocabulary import UNSUR

BANTUL_2023 = [3.31, 3.35, 3.49, 3.93, 3.45, 3.39, 3.39, 3.76, 3.35]

SEKADAU_TEXT = """
223434443 332333323 333443334 224444343 332333323 333433334 333333324 343334434 333333333 323444443 234444443
333333323 343433324 344433444 323333323 333333323 333333432 224444444 333433334 113433332 333233323 334434443
323333323 233444342 312233333 333433334 444434344 333433334 332332222 224444433 331333433 333434443 333433334
223443332 333433334 333434334 333333334 332322323 333444323 333433333 223444433 332434323 344433434 333433334
334343434 334444443 321323312 334444443 333444323
"""
SEKADAU_2019 = SEKADAU_TEXT.split()


def means(answers: list[str]) -> list[float | None]:
    return [sum(int(answer[place]) for answer in answers) / len(answers) for place in range(9)]


def test_published_unit_of_bantul_2023_used_the_exact_weight(ikm: Index) -> None:
    found = ikm_of(ikm, BANTUL_2023, published_value=87.28)
    assert (found["value"], found["category"], found["value_source"]) == (87.28, "B", "dihitung")
    assert pd.isna(found["note"])


def test_one_respondent_of_tubaba_2023_who_answers_only_4_gives_100(ikm: Index) -> None:
    found = ikm_of(ikm, [4] * 9)
    assert (found["value"], found["category"]) == (100.0, "A")


def test_more_units_than_unsur(ikm: Index) -> None:
    units = [f"u{n}" for n in range(len(UNSUR) + 1)]
    measures = pd.concat([measures_of(2024, dict.fromkeys(UNSUR, 3.0), unit) for unit in units])
    scores, _ = evaluate(pd.DataFrame({"unit_id": units, "year": 2024}), measures, ikm)
    assert set(scores["value"]) == {75.0}


def test_answers_of_49_respondents_of_sekadau_2019(ikm: Index) -> None:
    sums = [sum(int(answer[place]) for answer in SEKADAU_2019) for place in range(9)]
    assert sums == [138, 138, 148, 176, 159, 163, 162, 143, 159]
    found = ikm_of(ikm, means(SEKADAU_2019), year=2019)
    assert (found["value"], found["category"]) == (78.57, "B")


def test_mean_of_pagar_gunung_is_its_published_index_over_25(ikm: Index) -> None:
    assert ikm_of(ikm, [80.07 / 25] * 9)["value"] == 80.07


@pytest.mark.parametrize(
    ("total", "value", "category"), [(36, 100.0, "A"), (27, 75.0, "C"), (33, 91.67, "A")]
)
def test_nine_answers_by_their_total(ikm: Index, total: int, value: float, category: str) -> None:
    answers = [4] * (total - 27) + [3] * (36 - total)
    found = ikm_of(ikm, [float(answer) for answer in answers])
    assert (found["value"], found["category"]) == (value, category)


def test_unit_is_not_the_mean_of_its_services(ikm: Index) -> None:
    """Bantul 2023: three services of 75,56, 86,29 and 94,61, but the unit has 87,28 from its respondents."""
    mean_of_services = round_half_up((75.56 + 86.29 + 94.61) / 3, 2)
    assert mean_of_services == 85.49
    assert ikm_of(ikm, BANTUL_2023)["value"] != mean_of_services


def test_means_weighted_by_respondents_differ_from_the_mean_of_services(ikm: Index) -> None:
    """KTP with 400 answers of 83,33 and KK with 50 of 81,11: 83,08 over respondents, 82,22 over services."""
    by_respondents = (400 * 83.33 + 50 * 81.11) / 450
    assert ikm_of(ikm, [by_respondents / 25] * 9)["value"] == 83.08
    assert ikm_of(ikm, [(83.33 + 81.11) / 2 / 25] * 9)["value"] == 82.22


@pytest.mark.parametrize(
    "row",
    table("""
    value  | category | label
    100,00 | A        | Sangat Baik
    88,31  | A        | Sangat Baik
    88,305 | A        | Sangat Baik
    88,304 | B        | Baik
    88,30  | B        | Baik
    76,61  | B        | Baik
    76,605 | B        | Baik
    76,604 | C        | Kurang Baik
    76,60  | C        | Kurang Baik
    65,00  | C        | Kurang Baik
    64,995 | C        | Kurang Baik
    64,994 | D        | Tidak Baik
    64,99  | D        | Tidak Baik
    25,00  | D        | Tidak Baik
    24,99  |          |
    100,01 |          |
    """),
    ids=lambda row: row["value"],
)
def test_category_on_both_sides_of_every_bound(ikm: Index, row: dict[str, str | None]) -> None:
    method = ikm.method_for(2023)
    assert method
    band = method.classify(decimal(row["value"]))
    assert (band.category if band else None, band.label if band else None) == (row["category"], row["label"])
    judged = score(ikm, 2023, published=decimal(row["value"]))
    assert (None if pd.isna(judged["category"]) else judged["category"]) == row["category"]


@pytest.mark.parametrize(
    ("mean", "value", "category"),
    [
        (4.0, 100.0, "A"), (3.5324, 88.31, "A"), (3.532, 88.30, "B"), (3.0644, 76.61, "B"),
        (3.064, 76.60, "C"), (2.60, 65.0, "C"), (2.5996, 64.99, "D"), (1.0, 25.0, "D"),
    ],
)  # fmt: skip
def test_bounds_on_the_scale_of_answers_are_the_same_bounds(
    ikm: Index, mean: float, value: float, category: str
) -> None:
    found = ikm_of(ikm, [mean] * 9)
    assert (found["value"], found["category"]) == (value, category)


def test_tie_is_rounded_up_before_it_is_classified(ikm: Index) -> None:
    """3,5322 on every unsur is 88,305 exactly, which is stored a little below; on paper it is 88,31 and A."""
    found = ikm_of(ikm, [3.5322] * 9)
    assert (found["value"], found["category"]) == (88.31, "A")


@pytest.mark.parametrize(("year", "method_id"), [(2016, None), (2017, "ikm_2017"), (2026, "ikm_2017")])
def test_method_by_year(ikm: Index, year: int, method_id: str | None) -> None:
    found = ikm_of(ikm, BANTUL_2023, year=year)
    assert (None if pd.isna(found["method_id"]) else found["method_id"]) == method_id
    assert pd.isna(found["value"]) == (method_id is None)
    if method_id is None:
        assert found["note"] == "Tidak ada metode penilaian yang berlaku untuk tahun ini."


@pytest.mark.parametrize("place", range(9))
def test_one_missing_unsur_leaves_no_computed_value(ikm: Index, place: int) -> None:
    values = [None if here == place else value for here, value in enumerate(BANTUL_2023)]
    found = ikm_of(ikm, values)
    assert pd.isna(found["value"]) and pd.isna(found["category"]) and pd.isna(found["value_source"])
    assert found["note"] == "Data penghitungan belum lengkap; nilai tidak dihitung."


def test_published_value_stands_in_where_an_unsur_is_missing(ikm: Index) -> None:
    found = ikm_of(ikm, [None, *BANTUL_2023[1:]], published_value=87.28)
    assert (found["value"], found["value_source"]) == (87.28, "terbit")
    assert pd.isna(found["computed_value"])
    assert found["note"] == "Data penghitungan belum lengkap; dipakai nilai terbit."


@pytest.mark.parametrize(
    ("published", "note"),
    [
        (86.41, "Nilai terbit berbeda dari hasil hitung; selisihnya sesuai dengan bobot 0,11."),
        (87.19, "Nilai terbit berbeda dari hasil hitung; selisihnya sesuai dengan bobot 0,111."),
        (87.27, "Nilai terbit berbeda dari hasil hitung; selisihnya sebatas pembulatan."),
        (85.49, "Nilai terbit berbeda dari hasil hitung."),
    ],
)
def test_difference_to_a_published_value_is_explained_where_it_can_be(
    ikm: Index, published: float, note: str
) -> None:
    found = ikm_of(ikm, BANTUL_2023, published_value=published)
    assert (found["value"], found["published_value"], found["note"]) == (87.28, published, note)


def test_weight_that_gives_a_published_value(ikm: Index) -> None:
    pairs = [(87.28, 87.28), (87.28, 87.19), (87.28, 86.41), (87.28, 80.0), (100, 99.0), (100, 99.9)]
    pairs += [(78.57, 78.49), (78.57, 77.79)]  # Sekadau 2019
    weights = ["1/9", "0,111", "0,11", None, "0,11", "0,111", "0,111", "0,11"]
    assert reproduces_with(pairs, ikm, 2023) == weights
    assert reproduces_with([(87.28, float("nan"))], ikm, 2023) == [None]
    assert reproduces_with(pairs, ikm, 2016) == [None] * len(pairs)


@pytest.mark.parametrize(
    ("lowest", "highest", "category", "flipped"),
    [(65.00, 65.65, "C", "D"), (76.61, 77.37, "B", "C"), (88.31, 89.19, "A", "B")],
)
def test_printed_weight_lowers_the_category_in_known_ranges(
    ikm: Index, lowest: float, highest: float, category: str, flipped: str
) -> None:
    """The printed value is rounded to two decimals before it is classified, as every value is."""
    method = ikm.method_for(2023)
    assert method
    for value, expected in ((lowest, flipped), (highest, flipped), (highest + 0.01, category)):
        exact, printed = method.classify(value), method.classify(value * 0.99)
        assert exact and exact.category == category
        assert printed and printed.category == expected


def test_wrong_category_in_print_is_named(ikm: Index) -> None:
    wrong = ikm_of(ikm, BANTUL_2023, published_category="A")
    assert wrong["note"] == "Kategori terbit berbeda dari tabel kategori."
    assert pd.isna(ikm_of(ikm, BANTUL_2023, published_category="b")["note"])
    assert pd.isna(ikm_of(ikm, BANTUL_2023, published_category="B Baik")["note"])
    assert pd.isna(ikm_of(ikm, BANTUL_2023, published_category="memuaskan")["note"])
    frame = pd.concat([observation(year, published_value=60.0, published_category=word)
                       for year, word in ((2023, "A"), (2024, None))], ignore_index=True)  # fmt: skip
    scores, _ = evaluate(frame, no_measures(), ikm)
    assert scores["note"].notna().tolist() == [True, False], "who printed no category printed no wrong one"


@pytest.mark.parametrize(
    ("published", "category"),
    [(87.4, "A"), (81.25, "A"), (62.51, "B"), (43.76, "C"), (60.0, "C"), (90.0, "B")],
)
def test_cut_offs_of_other_tables_are_named(ikm: Index, published: float, category: str) -> None:
    """43,75 / 62,50 / 81,25 of the rule of 2004; 60 / 70 / 80 / 90; 87,4 as A: all met in applications."""
    found = score(ikm, 2023, published, published_category=category)
    assert found["note"] == "Kategori terbit berbeda dari tabel kategori."


def test_published_years_of_bantul_rise_without_a_break(ikm: Index) -> None:
    years = pd.DataFrame(
        {"unit_id": "a", "year": range(2019, 2024), "published_value": [84.39, 85.91, 86.65, 86.78, 87.28]}
    )
    found = compare(evaluate(years, no_measures(), ikm)[0], ikm)
    assert found["change"].tolist()[1:] == [1.52, 0.74, 0.13, 0.50]
    assert set(found["category"]) == {"B"}


def test_value_off_the_scale_is_not_used(ikm: Index) -> None:
    found = score(ikm, 2023, published=104.0)
    assert pd.isna(found["value"]) and found["published_value"] == 104.0
    assert "di luar skala" in found["note"]


def test_details_carry_label_and_weight(ikm: Index) -> None:
    measures = measures_of(2023, dict(zip(UNSUR, BANTUL_2023, strict=True)))
    _, details = evaluate(observation(2023), measures, ikm)
    first = details.iloc[0]
    assert (first["measure_label"], first["value"], first["method_id"]) == ("Persyaratan", 3.31, "ikm_2017")
    assert first["weight"] == pytest.approx(1 / 9)


def test_city_is_the_mean_over_units_with_a_value(ikm: Index) -> None:
    observations = pd.DataFrame(
        [("a", 2023, 80.0, 10), ("b", 2023, 90.0, 30), ("c", 2023, None, None), (None, 2023, 86.0, None)],
        columns=["unit_id", "year", "published_value", "n_respondents"],
    )
    scores, _ = evaluate(observations, no_measures(), ikm)
    city = city_mean(scores, ikm)
    assert list(city.columns) == list(scores.columns)
    [row] = city.to_dict("records")
    assert (row["value"], row["category"], row["published_value"]) == (85.0, "B", 86.0)
    assert row["n_respondents"] == 40 and pd.isna(row["unit_id"])
    assert (row["computed_value"], row["exact_value"], row["value_source"]) == (85.0, 85.0, "dihitung")
    assert row["note"].startswith("Rata-rata 2 unit yang mempunyai nilai.")


def test_city_without_units_keeps_its_published_value(ikm: Index) -> None:
    scores, _ = evaluate(observation(2023, unit_id=None, published_value=86.0), no_measures(), ikm)
    [row] = city_mean(scores, ikm).to_dict("records")
    assert (row["value"], row["value_source"]) == (86.0, "terbit")
    assert pd.isna(row["computed_value"])
    assert "Rata-rata" not in ("" if pd.isna(row["note"]) else row["note"])


def test_city_with_one_unit_is_told_as_the_mean_of_one(ikm: Index) -> None:
    alone = pd.DataFrame(
        [("a", 2023, 80.0, 10), (None, 2022, None, None)],
        columns=["unit_id", "year", "published_value", "n_respondents"],
    )
    scores, _ = evaluate(alone, no_measures(), ikm)
    city = city_mean(scores, ikm).set_index("year")
    assert (city.loc[2023, "value"], city.loc[2023, "n_respondents"]) == (80.0, 10)
    assert city.loc[2023, "note"].startswith("Rata-rata 1 unit yang mempunyai nilai.")
    assert pd.isna(city.loc[2022, "value"]) and pd.isna(city.loc[2022, "value_source"])


def test_a_computed_value_off_the_scale_is_not_used(ikm: Index) -> None:
    found = ikm_of(ikm, [5] * 9, published_value=80.0)
    assert (found["value"], found["value_source"]) == (80.0, "terbit")
    assert pd.isna(found["computed_value"])
    assert "di luar skala" in found["note"]


def test_people_served_and_minimum_sample_stand_beside_the_value(ikm: Index) -> None:
    found = ikm_of(ikm, [3] * 9, n_respondents=79, n_population=100)
    assert (found["n_population"], found["minimum_sample"], found["is_below_minimum_sample"]) == (
        100,
        80,
        True,
    )


@pytest.mark.parametrize("name", ["u9", "sarana"])
def test_unknown_unsur_is_refused(ikm: Index, name: str) -> None:
    with pytest.raises(ValueError, match=name):
        evaluate(observation(2023), measures_of(2023, {name: 3.0}), ikm)


def test_unit_given_twice_is_refused(ikm: Index) -> None:
    twice = pd.concat([observation(2023), observation(2023)])
    with pytest.raises(ValueError, match="more than one row for 2023"):
        evaluate(twice, no_measures(), ikm)
    with pytest.raises(ValueError, match="given twice"):
        evaluate(observation(2023), pd.concat([measures_of(2023, {"waktu": 3.0})] * 2), ikm)
    with pytest.raises(ValueError, match="without a year"):
        evaluate(observation(2023).assign(year=None), no_measures(), ikm)
