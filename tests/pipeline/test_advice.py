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


def test_gaps_of_measures_are_those_of_the_figures_they_are_parts_of(snapshot: warehouse.Snapshot) -> None:
    gaps = warehouse.read(snapshot, "SELECT * FROM mart_gap")
    scores = warehouse.read(snapshot, "SELECT * FROM mart_score WHERE value_source = 'dihitung'")
    ikm = gaps[gaps["subject_id"] == "ikm"].merge(
        scores[scores["instrument_id"] == "ikm"], on=["unit_id", "year"], suffixes=("", "_all")
    )
    # The nine unsur weigh the same: their mean distance, on the scale of the index, is that of the index.
    mean = 25 * ikm.groupby(["unit_id", "year"])["gap_to_target"].mean()
    whole = ikm.groupby(["unit_id", "year"])["gap_to_target_all"].first()
    assert mean.notna().any() and (mean - whole).abs().max() < 0.011
    assert gaps.loc[gaps["subject_id"] == "ipp", "target_value"].isna().all(), "users are asked, too"
    alone = gaps.groupby(["subject_id", "year", "measure_id", "unit_kind"])["value"].transform("size") == 1
    assert alone.any() and (gaps["best_value"].isna() == alone).all()
    best = gaps.groupby(["subject_id", "year", "measure_id", "unit_kind"])["value"].transform("max")
    assert (gaps["best_value"] == best)[~alone].all() and gaps["gap_to_best"].max() == 0


def test_gap_of_a_component_is_the_share_of_services_that_lack_it(snapshot: warehouse.Snapshot) -> None:
    states = warehouse.read(
        snapshot,
        "SELECT c.* FROM mart_service_component AS c JOIN mart_service_standard AS s USING (service_id, year)"
        " WHERE s.status <> 'dicabut' AND year = 2025 AND component_id = 'biaya_tarif'"
        " AND state IN ('ada', 'belum')",
    )
    present = states["state"].eq("ada")
    rows = queries.measure_gaps(snapshot, year=YEAR, subject_id="komponen")
    rows = rows[rows["measure_id"] == "biaya_tarif"].set_index("unit_id")
    share = present.groupby(states["unit_id"]).mean()
    assert (rows["value"] - share).abs().max() < 1e-12 and set(rows.index) == set(share.index)
    assert (rows["gap_to_target"] + 1 - share).abs().max() < 1e-12
    assert (rows["city_value"] - present.mean()).abs().max() < 1e-12
