"""What may be compared: the year before only, under the same method, where both have a value."""

from __future__ import annotations

import pandas as pd
import pytest

from compliance.rules.comparability import compare, compare_details
from compliance.rules.index import evaluate
from compliance.standards import Index
from tests.spec.tables import decimal, no_measures, table
from tests.vocabulary import UNSUR

SERIES = table("""
unit | year | value | previous | change | comparable | reason
a    | 2019 | 80,00 |          |        | no         | Tidak ada nilai tahun 2018.
a    | 2020 | 81,10 | 80,00    | 1,10   | yes        |
a    | 2021 | 81,10 | 81,10    | 0,00   | yes        |
a    | 2022 |       |          |        | no         |
a    | 2023 | 79,99 |          |        | no         | Tidak ada nilai tahun 2022.
a    | 2024 | 70,00 | 79,99    | -9,99  | yes        |
b    | 2020 | 50,00 |          |        | no         | Tidak ada nilai tahun 2019.
b    | 2022 | 60,00 |          |        | no         | Tidak ada nilai tahun 2021.
     | 2023 | 77,00 |          |        | no         | Tidak ada nilai tahun 2022.
     | 2024 | 78,00 | 77,00    | 1,00   | yes        |
""")


def given(rows: list[dict[str, str | None]]) -> pd.DataFrame:
    return pd.DataFrame(
        [(row["unit"], int(row["year"] or 0), decimal(row["value"])) for row in rows],
        columns=["unit_id", "year", "published_value"],
    )


def test_series_row_by_row(ikm: Index) -> None:
    scores, _ = evaluate(given(SERIES), no_measures(), ikm)
    judged = compare(scores, ikm)
    for row, found in zip(SERIES, judged.to_dict("records"), strict=True):
        expected = decimal(row["previous"]), decimal(row["change"]), row["comparable"] == "yes", row["reason"]
        names = ("previous_value", "change", "is_comparable", "break_reason")
        assert tuple(None if pd.isna(found[name]) else found[name] for name in names) == expected, row


def test_change_of_method_breaks_the_series_with_the_sentence_of_the_later_method(ipp: Index) -> None:
    rows = table("""
    unit | year | value
    a    | 2021 | 3,00
    a    | 2022 | 4,00
    a    | 2023 | 4,20
    """)
    scores, _ = evaluate(given(rows), no_measures(), ipp)
    judged = compare(scores, ipp).set_index("year")
    method = ipp.method_for(2022)
    assert method
    assert judged.loc[2022, "break_reason"] == method.break_reason
    assert (judged.loc[2022, "previous_value"], judged.loc[2022, "is_comparable"]) == (3.0, False)
    assert pd.isna(judged.loc[2022, "change"])
    assert (judged.loc[2023, "change"], judged.loc[2023, "is_comparable"]) == (0.20, True)


# A unit is compared with the one it only continues; across a merger never, and the merger is the reason even
# where the method changed too.
LINES = table("""
unit | series  | year | value | break         | previous | change | comparable | reason
old  | line    | 2020 | 3,00  |               |          |        | no         | Tidak ada nilai tahun 2019.
new  | line    | 2021 | 3,10  |               | 3,00     | 0,10   | yes        |
big  | big     | 2020 | 3,00  |               |          |        | no         | Tidak ada nilai tahun 2019.
big  | big@21  | 2021 | 3,30  | Penggabungan. | 3,00     |        | no         | Penggabungan.
big  | big@22  | 2022 | 3,40  | Pemekaran.    | 3,30     |        | no         | Pemekaran.
big  | big@22  | 2023 |       | Pemekaran.    |          |        | no         |
born | born    | 2021 | 3,30  | Gabungan.     |          |        | no         | Gabungan.
""")


def test_a_line_of_units_is_compared_and_a_merger_is_not(ipp: Index) -> None:
    scores, _ = evaluate(given(LINES), no_measures(), ipp)
    series = pd.DataFrame(
        {"series_id": [row["series"] for row in LINES], "series_break": [row["break"] for row in LINES]}
    )
    judged = compare(scores.assign(**series), ipp)
    for row, found in zip(LINES, judged.to_dict("records"), strict=True):
        expected = decimal(row["previous"]), decimal(row["change"]), row["comparable"] == "yes", row["reason"]
        names = ("previous_value", "change", "is_comparable", "break_reason")
        assert tuple(None if pd.isna(found[name]) else found[name] for name in names) == expected, row
    details = scores.assign(measure_id="kebijakan", series_id=series["series_id"])
    assert compare_details(details, ipp)["is_comparable"].tolist() == judged["is_comparable"].tolist()


def test_measures_follow_the_same_rule(ombudsman: Index) -> None:
    rows = [
        ("a", year, name, value)
        for year, value in ((2021, 1.0), (2022, 2.5), (2023, 2.9))
        for name in ("input", "proses")
    ]
    measures = pd.DataFrame(rows, columns=["unit_id", "year", "measure_id", "value"])
    observations = pd.DataFrame({"unit_id": "a", "year": [2021, 2022, 2023]})
    _, details = evaluate(observations, measures, ombudsman)
    judged = compare_details(details, ombudsman)
    assert judged["measure_id"].tolist() == measures["measure_id"].tolist()
    only = judged[judged["measure_id"] == "proses"].set_index("year")
    assert only["is_comparable"].to_dict() == {2021: False, 2022: False, 2023: True}
    assert only["change"].dropna().to_dict() == {2023: 0.4}
    assert only.loc[2022, "previous_value"] == 1.0


def test_no_measures_at_all(ikm: Index) -> None:
    _, details = evaluate(pd.DataFrame({"unit_id": ["a"], "year": [2023]}), no_measures(), ikm)
    judged = compare_details(details, ikm)
    assert len(judged) == 0 and {"previous_value", "change", "is_comparable"} <= set(judged.columns)


def survey(
    year: int, mean: float, n: int, variance: float | None, population: int | None = None
) -> dict[str, object]:
    return {
        "unit_id": "a",
        "year": year,
        "n_respondents": n,
        "score_variance": variance,
        "n_population": population,
    } | {"mean": mean}


def changes(ikm: Index, rows: list[dict[str, object]]) -> pd.DataFrame:
    observations = pd.DataFrame(rows)
    measures = pd.DataFrame(
        [(row["unit_id"], row["year"], unsur, row["mean"]) for row in rows for unsur in UNSUR],
        columns=["unit_id", "year", "measure_id", "value"],
    )
    scores, _ = evaluate(observations, measures, ikm)
    return compare(scores, ikm).set_index("year")


@pytest.mark.parametrize(
    ("n", "later_mean", "significant"),
    [(30, 3.28, False), (30, 3.60, True), (3000, 3.28, True), (3000, 3.20, False)],
)
def test_change_is_real_only_beyond_its_uncertainty(
    ikm: Index, n: int, later_mean: float, significant: bool
) -> None:
    judged = changes(ikm, [survey(2023, 3.2, n, 90.0), survey(2024, later_mean, n, 90.0)])
    assert judged.loc[2024, "is_change_significant"] == significant
    assert pd.isna(judged.loc[2023, "is_change_significant"])


def test_change_is_not_judged_without_both_standard_errors(ikm: Index) -> None:
    judged = changes(ikm, [survey(2023, 3.2, 200, None), survey(2024, 3.9, 200, 90.0)])
    assert judged.loc[2024, "change"] == 17.5
    assert pd.isna(judged.loc[2024, "is_change_significant"])


def test_everybody_asked_twice_leaves_nothing_to_chance(ikm: Index) -> None:
    rows = [
        survey(2023, 3.2, 50, 90.0, 50),
        survey(2024, 3.21, 50, 90.0, 50),
        survey(2025, 3.21, 50, 90.0, 50),
    ]
    judged = changes(ikm, rows)
    assert judged.loc[2024, "is_change_significant"] == True  # noqa: E712
    assert judged.loc[2025, "is_change_significant"] == False  # noqa: E712


def test_each_measure_follows_its_own_series(ikm: Index) -> None:
    rows = [
        ("R1", 2023, "waktu", 3.0),
        ("R1", 2023, "biaya", 2.0),
        ("R2", 2024, "biaya", 2.5),
        ("R2", 2024, "waktu", 3.1),
    ]
    details = pd.DataFrame(rows, columns=["unit_id", "year", "measure_id", "value"])
    found = compare_details(details.assign(series_id="R", method_id="ikm_2017"), ikm)
    assert found["change"].dropna().tolist() == [0.5, 0.1]
