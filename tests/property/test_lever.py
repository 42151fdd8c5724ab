"""Whatever the values: the rise of a lever reaches the next category, and a hundredth less does not."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from compliance import standards
from compliance.rules import index as rules
from compliance.rules import lever
from compliance.standards import Index

IKM, IPP = (standards.load().indexes[name] for name in ("ikm", "ipp"))
Unit = dict[str, float]


def judged(index: Index, units: list[Unit], users: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Each unit with its measures; `users` is the part of the IPP that no aspect gives."""
    keys = pd.DataFrame({"unit_id": [f"U{n}" for n in range(len(units))], "year": 2024, "nilai_f03": users})
    rows = [(f"U{n}", 2024, *pair) for n, unit in enumerate(units) for pair in unit.items()]
    return rules.evaluate(keys, pd.DataFrame(rows, columns=["unit_id", "year", "measure_id", "value"]), index)


def check(index: Index, values: list[int], users: int = 0) -> None:
    unit = {name: value / 100 for (name, _), value in zip(index.measures, values, strict=True)}
    scores, details = judged(index, [unit], users / 100)
    found = lever.levers(scores, details.assign(measure_order=range(len(details))), index)
    rows = found[found["is_reachable"].fillna(False).astype(bool)].to_dict("records")
    raised = [unit | {row["measure_id"]: row["needed_value"] - less} for row in rows for less in (0, 0.01)]
    if raised:
        after, _ = judged(index, raised, users / 100)
        expected = [row[name] for row in rows for name in ("next_category", "category")]
        assert after["category"].tolist() == expected


@given(st.lists(st.integers(100, 400), min_size=9, max_size=9))
def test_of_an_unsur(values: list[int]) -> None:
    check(IKM, values)


@given(st.lists(st.integers(0, 500), min_size=6, max_size=6), st.integers(0, 500))
def test_of_an_aspect(values: list[int], users: int) -> None:
    check(IPP, values, users)
