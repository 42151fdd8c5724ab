"""Levers, priorities and contradictions of the sample city, as the pages and reports read them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from compliance import queries, warehouse

YEAR = 2025


@pytest.fixture(scope="module")
def snapshot(sample_data_dir: Path) -> warehouse.Snapshot:
    return warehouse.current(sample_data_dir)


def test_every_value_below_the_highest_category_has_one_first_lever(snapshot: warehouse.Snapshot) -> None:
    levers = queries.levers(snapshot, year=YEAR)
    first = levers[levers["lever_rank"] == 1]
    assert not first.duplicated(["unit_id", "instrument_id"]).any()
    scores = queries.scores(snapshot, year=YEAR)
    below = scores[scores["value"].notna() & ~scores["category"].isin(["A", "Sangat Baik"])]
    assert set(zip(first["unit_id"].dropna(), first["instrument_id"], strict=False)) >= set(
        zip(below["unit_id"], below["instrument_id"], strict=True)
    )
    near = first[first["is_reachable"].fillna(False).astype(bool)]
    assert (near["reached_value"] >= near["next_lower"]).all()
    assert (near["value"] + near["points_needed"] - near["next_lower"]).abs().max() < 0.01


def test_priorities_hold_every_unit_that_owes_the_index(snapshot: warehouse.Snapshot) -> None:
    rows = queries.priorities(snapshot, year=YEAR, instrument_id="ikm")
    scores = queries.scores(snapshot, year=YEAR, instrument_id="ikm")
    assert set(rows["unit_id"]) == set(scores.loc[scores["reporting_state"] != "tidak_berlaku", "unit_id"])
    silent = set(scores.loc[scores["value"].isna(), "unit_id"]) & set(rows["unit_id"])
    assert silent == set(rows.loc[rows["score"].isna(), "unit_id"])
    assert silent
    ranked = rows[rows["score"].notna()]
    assert ranked["score"].is_monotonic_decreasing
    assert ranked["priority_rank"].iloc[0] == 1


def test_the_known_contradictions_are_listed(snapshot: warehouse.Snapshot) -> None:
    every = pd.concat([queries.reviews(snapshot, year=year) for year in range(2019, 2026)])
    assert {"berlawanan", "tinggi_responden_sedikit", "terbit_beda_hitung"} <= set(every["review_id"])
    assert every["sentence"].str.endswith(".").all()


def test_groups_of_respondents_are_all_respondents_and_no_hidden_one_can_be_computed(
    snapshot: warehouse.Snapshot,
) -> None:
    keys = ["unit_id", "year"]
    groups = warehouse.read(snapshot, "SELECT * FROM mart_respondent")
    hidden = groups["is_suppressed"]
    figures = ["n_respondents", "respondent_share", "value", "ci_low", "ci_high"]
    assert hidden.any() and groups.loc[hidden, figures].isna().all(axis=None)
    assert groups.loc[~hidden, "n_respondents"].min() >= 5
    scores = warehouse.read(snapshot, "SELECT * FROM mart_score WHERE instrument_id = 'ikm'")
    sums = (
        groups.assign(points=groups["value"] * groups["n_respondents"])
        .groupby([*keys, "characteristic_id"], as_index=False)[["n_respondents", "points", "is_suppressed"]]
        .sum()
    )
    sums = sums.merge(scores[[*keys, "n_respondents", "computed_value"]], on=keys, suffixes=("", "_all"))
    rest = (sums["n_respondents_all"] - sums["n_respondents"]).where(sums["is_suppressed"] > 0)
    assert (rest.dropna() >= 5).all() and (sums["is_suppressed"] != 1).all()
    whole = sums[sums["is_suppressed"] == 0]
    assert (whole["n_respondents"] == whole["n_respondents_all"]).all()
    assert (whole["points"] / whole["n_respondents"] - whole["computed_value"]).abs().max() < 0.011
