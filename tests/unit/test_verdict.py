"""The closed list of verdicts and which of several decides."""

from __future__ import annotations

import pandas as pd
import pytest

from compliance.verdict import SEVERITY_ORDER, Verdict, worst_of, worst_per_group


@pytest.mark.parametrize(
    ("verdicts", "worst"),
    [
        (["patuh", "tidak_patuh", "berisiko"], "tidak_patuh"),
        (["patuh", "berisiko", "tanpa_data"], "berisiko"),
        (["patuh", "tanpa_data"], "tanpa_data"),
        (["patuh", "tidak_berlaku"], "patuh"),
        (["tidak_berlaku"], "tidak_berlaku"),
        ([], "tanpa_data"),
    ],
)
def test_worst_of(verdicts: list[str], worst: str) -> None:
    assert worst_of(verdicts) == worst
    assert worst_of(reversed(verdicts)) == worst


def test_every_verdict_has_a_place() -> None:
    assert sorted(SEVERITY_ORDER) == sorted(Verdict)


@pytest.mark.parametrize("word", ["Patuh", "", None, "ya"])
def test_a_word_that_is_no_verdict_is_refused(word: str | None) -> None:
    with pytest.raises(ValueError):
        worst_of([word])  # type: ignore[list-item]
    with pytest.raises(ValueError, match="Not a verdict"):
        worst_per_group(pd.DataFrame({"unit_id": ["a"], "verdict": [word]}), ["unit_id"])


def test_rows_without_a_group_are_a_group_and_each_has_its_own_counts() -> None:
    frame = pd.DataFrame(
        {"unit_id": ["a", None, "a", "a"], "verdict": ["patuh", "berisiko", "patuh", "tidak_berlaku"]}
    )
    found = worst_per_group(frame, ["unit_id"])
    assert found["verdict"].tolist() == ["patuh", "berisiko"]
    assert found[["n_total", "n_affected"]].to_numpy().tolist() == [[2, 2], [1, 1]]
