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
