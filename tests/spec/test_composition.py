"""Measures of several levels and shares of counts: worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from compliance.rules import index as rules
from compliance.standards import Index

NAN = float("nan")


def made(formula: str, **method: object) -> Index:
    """An index on 0-100 with two measures at the top; `a` consists of a1 (weight 1) and a2 (weight 3)."""
    block = {"values": {"a": 0.4, "b": 0.6}, "composed_of": {"a": {"a1": 1, "a2": 3}, "a2": ["a21", "a22"]}}
    bands = [{"category": "X", "label": "X", "lower": 0, "upper": 100, "tone": "baik", "evidence": "D"}]
    one = {
        "id": "m", "label": "m", "from_year": 2020, "to_year": None, "years_evidence": "D",
        "formula": {"kind": formula, "text": "t", "evidence": "D", "factor": {"share": 100}.get(formula, 1)},
        "bands": bands, "legal_basis": [{"title": "t", "evidence": "D", "source": "s"}], "break_reason": None,
        **({"weights": {**block, "evidence": "D", **method}} if formula == "weighted_mean" else {}),
    }  # fmt: skip
    return Index.model_validate(
        {
            "kind": "index", "id": "x", "order": 1, "title": "x", "short_title": "x", "description": "x",
            "scale": {"minimum": 0, "maximum": 100, "decimals": 2, "evidence": "D"},
            "measures": {name: name for name in ("a", "b", "a1", "a2", "a21", "a22")},
            "city": {"value": "mean", "evidence": "D", "note": ""}, "expected_of": "assessed",
            "due": {"month": 1, "day": 1, "year_offset": 1, "evidence": "D"}, "methods": [one],
        }
    )  # fmt: skip


def judged(index: Index, unit: str | None = "U", **given: float) -> tuple[pd.Series, pd.DataFrame]:
    keys = {"unit_id": [unit], "year": [2024]}
    measures = pd.DataFrame(
        {"unit_id": unit, "year": 2024, "measure_id": list(given), "value": list(given.values())}
    )
    scores, details = rules.evaluate(pd.DataFrame(keys), measures, index)
    return scores.iloc[0], details.set_index("measure_id")


@pytest.mark.parametrize("unit", ["U", None])
@pytest.mark.parametrize(
    ("given", "value", "above"),
    [
        (
            {"b": 50, "a1": 40, "a21": 60, "a22": 100},
            58.0,
            {"a2": 80, "a": 70},
        ),  # 0,4 x 70 + 0,6 x 50
        ({"b": 50, "a1": 40, "a2": 80}, 58.0, {"a": 70}),
        ({"b": 50, "a": 70}, 58.0, {}),
        ({"b": 50, "a": 10, "a1": 40, "a2": 80}, 34.0, {}),  # a given value stands before the computed one
        ({"b": 50, "a1": 40, "a21": 60}, None, {}),  # a missing part is never averaged over
        ({"b": 50}, None, {}),
    ],
)
def test_what_consists_of_others_is_their_weighted_mean(
    unit: str | None, given: dict[str, float], value: float | None, above: dict[str, float]
) -> None:
    score, details = judged(made("weighted_mean"), unit, **given)
    assert score["value"] == value if value is not None else np.isnan(score["value"])
    assert details["value"].to_dict() == {**given, **above}


def test_each_measure_knows_its_level_and_its_weight_in_the_whole() -> None:
    _, details = judged(made("weighted_mean"), b=50, a1=40, a21=60, a22=100)
    assert details["measure_level"].to_dict() == {"b": 1, "a1": 2, "a21": 3, "a22": 3, "a2": 2, "a": 1}
    assert details["weight"].to_dict() == pytest.approx(
        {"b": 0.6, "a1": 0.1, "a21": 0.15, "a22": 0.15, "a2": 0.3, "a": 0.4}
    )
    assert made("weighted_mean").top_measures == [("a", "a"), ("b", "b")]
    assert details["parent_measure_id"].dropna().to_dict() == {"a1": "a", "a2": "a", "a21": "a2", "a22": "a2"}


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"composed_of": {"a": ["b"]}}, "lebih dari satu kali"),
        ({"composed_of": {"a": ["c"]}}, "tidak dikenal"),
        ({"composed_of": {"a2": ["a21"]}}, "tanpa induk"),
    ],
)
def test_a_composition_that_contradicts_itself_is_refused(change: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        made("weighted_mean", **change)


def test_a_share_adds_counts_up_before_it_divides() -> None:
    keys = pd.DataFrame({"unit_id": ["U", "V", "W", "X"], "year": 2024})
    counts = pd.DataFrame(
        [("U", "a", 9, 10), ("U", "b", 1, 90), ("V", "a", 0, 0), ("V", "b", 1, 3), ("X", "a", 1, 1)],
        columns=["unit_id", "measure_id", "amount", "base"],
    ).assign(year=2024)
    scores, details = rules.evaluate(keys, counts, made("share"))
    assert scores["value"].tolist()[:2] == [10.0, 33.33]  # not the mean of 90 and 1,11
    assert np.isnan(scores["value"].iloc[2])
    assert details["value"].round(2).tolist()[0] == 90
    assert np.isnan(details["value"].iloc[2])  # nothing was counted: missing, not 0
    assert details["value"].iloc[4] == scores["value"].iloc[3] == 100  # one case is a count
