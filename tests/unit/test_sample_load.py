"""The load of the sample from the dashboard: one for all visitors, its progress read line by line."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import pytest

from compliance.ui import sample_load
from compliance.ui.sample_load import SampleLoad, shared_load


@pytest.fixture(autouse=True)
def no_load_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sample_load, "_current", None)


def stand_in_for_etl(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """A package `etl` in a folder of its own, in place of the project's."""
    (folder / "etl").mkdir()
    (folder / "etl" / "__main__.py").write_text(script, encoding="utf-8")
    monkeypatch.setattr(sample_load, "ROOT", folder)


def finished(load: SampleLoad) -> SampleLoad:
    deadline = time.monotonic() + 30
    while load.exit_code is None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert load.exit_code is not None, "the load did not end"
    return load


def test_progress_and_other_lines_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in_for_etl(
        tmp_path,
        monkeypatch,
        "import sys\n"
        "print('[  7%] Membaca', file=sys.stderr)\nprint('catatan ✓')\nprint('[ 42%] Menilai kepatuhan')\n"
        "sys.exit(0 if sys.argv[1:] == ['--data-dir', 'x y', 'sample'] else 9)\n",
    )
    load = finished(SampleLoad(Path("x y")))
    assert (load.percent, load.text, list(load.lines)) == (42, "Menilai kepatuhan", ["catatan ✓"])
    assert load.succeeded


def test_failure_keeps_the_last_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in_for_etl(tmp_path, monkeypatch, "for n in range(40): print('baris', n)\nraise SystemExit(1)\n")
    load = finished(SampleLoad(tmp_path))
    assert not load.succeeded
    assert load.lines[-1] == "baris 39"
    assert len(load.lines) < 40


def test_program_that_cannot_start_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "tidak-ada"))
    assert finished(SampleLoad(tmp_path)).exit_code == 1


def test_many_visitors_start_one_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in_for_etl(
        tmp_path,
        monkeypatch,
        "import pathlib, sys, time\n"
        "pathlib.Path(sys.argv[2], str(time.time_ns())).touch()\ntime.sleep(0.5)\n",
    )
    data = tmp_path / "data"
    data.mkdir()
    loads: list[SampleLoad] = []
    visitors = [threading.Thread(target=lambda: loads.append(shared_load(data))) for _ in range(8)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    assert len({id(load) for load in loads}) == 1
    assert shared_load(data, again=True) is loads[0], "no second load beside one that runs"
    finished(loads[0])
    assert len(list(data.iterdir())) == 1
    assert finished(shared_load(data, again=True)) is not loads[0]
    assert len(list(data.iterdir())) == 2
