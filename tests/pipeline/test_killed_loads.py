"""A few loads killed at random moments; `python -m tests.pipeline.killed_loads` runs hundreds."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.conftest import ROOT


def test_killed_loads_lose_nothing_and_readers_never_see_half_of_one() -> None:
    """In a process of its own: one started from here would first run whatever page was tested before."""
    command = [sys.executable, "-m", "tests.pipeline.killed_loads", "--count", "2", "--seed", "7"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    tally = json.loads(done.stdout)
    assert tally["torn"] == []
    assert tally["n_reads"] > 0
    assert sum(tally["killed"].values()) == 2
