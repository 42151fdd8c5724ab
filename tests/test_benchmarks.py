"""Every benchmark runs, at a size that measures nothing; what it must find is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import growth, load, measuring
from benchmarks.survey import N_FAULTS, Survey


def test_load_finds_every_planted_fault(tmp_path: Path) -> None:
    rows = 100 * N_FAULTS
    path = Survey(rows, is_faulty=True).write(tmp_path / f"salah{rows}.csv")
    assert load.pantau(path) == "18 of 18"
    assert load.duckdb_typed(Survey(rows).write(tmp_path / "bersih.csv")) == f"{rows:,} rows"


def test_growth_counts_every_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growth, "N_UNITS", 5)
    monkeypatch.setattr(growth, "FILE_ROWS", 200)
    growth.prepare(tmp_path, 600)
    assert growth.rebuild(tmp_path)() == 600
    assert growth.more(tmp_path, 50)() == 650


def test_what_is_measured_runs_in_a_process_of_its_own(tmp_path: Path) -> None:
    Survey(200).write(tmp_path / "kecil200.csv")
    found = measuring.measure({"x": ["benchmarks.load", "duckdb_typed", str(tmp_path / "kecil200.csv")]}, 1)[
        "x"
    ]
    assert found is not None
    assert found.told == "200 rows"
    assert found.cpu > 0
    assert found.peak > 10


def test_ratio_is_to_the_reference() -> None:
    one = measuring.Figure(2.0, 4.0, 100.0, 0.1, "x")
    two = measuring.Figure(3.0, 2.0, 200.0, 0.0)
    lines = measuring.table({"a": one, "b": two, "c": None}, "a", "found").splitlines()
    assert lines[-2] == "| b | 3.00 | 1.50 | 0.50 | 200 | 0% |  |"
    assert "not installed" in lines[-1]
