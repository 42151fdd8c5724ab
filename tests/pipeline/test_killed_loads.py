"""A few loads killed at random moments; `python -m tests.pipeline.killed_loads` runs hundreds."""

from __future__ import annotations

from pathlib import Path

from tests.pipeline import killed_loads


def test_killed_loads_lose_nothing_and_readers_never_see_half_of_one(tmp_path: Path) -> None:
    tally = killed_loads.run(tmp_path, count=2, seed=7)
    assert tally.torn == []
    assert tally.n_reads > 0
    assert tally.killed.total() == 2
