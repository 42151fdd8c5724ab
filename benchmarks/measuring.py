"""Measure commands, each in a process of its own, in turns: processor time, wall time, peak memory."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPORT = "benchmark: "


@dataclass(frozen=True)
class Figure:
    """Medians of the runs: seconds of processor and wall, peak megabytes; `told`: what the last run said."""

    cpu: float
    wall: float
    peak: float
    spread: float  # (largest - smallest) / median of the processor time
    told: Any = None


def measure(commands: Mapping[str, Sequence[str]], repeats: int) -> dict[str, Figure | None]:
    """Run each command `repeats` times, in turns: a busy machine slows all alike. None: not installed."""
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in commands}
    for turn in range(repeats):
        for name, command in commands.items():
            print(f"{turn + 1}/{repeats} {name}", file=sys.stderr)
            runs[name].append(_run(command))
    return {name: _median(own) for name, own in runs.items()}


def report(work: Callable[[], Any], warm_up: Callable[[], Any] | None = None) -> None:
    """In the process that is measured: do the work, and say what it took and gave.

    `warm_up`: what comes before and is not measured, such as imports.
    """
    try:
        if warm_up:
            warm_up()
        cpu, wall = time.process_time(), time.perf_counter()
        told = work()
    except ImportError as error:
        print(REPORT + json.dumps({"missing": error.name}))
        return
    figures = {
        "cpu": time.process_time() - cpu,
        "wall": time.perf_counter() - wall,
        "peak": peak_megabytes(),
        "told": told,
    }
    print(REPORT + json.dumps(figures))


def peak_megabytes() -> float:
    """The most memory that this process had. (getrusage would tell that of the process that started it.)"""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise OSError("no VmHWM in /proc/self/status")


def _run(command: Sequence[str]) -> dict[str, Any]:
    done = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith(REPORT)]
    if done.returncode or not lines:
        raise SystemExit(f"{' '.join(command)}:\n{done.stderr}")
    found: dict[str, Any] = json.loads(lines[-1].removeprefix(REPORT))
    return found


def _median(runs: list[dict[str, Any]]) -> Figure | None:
    if "missing" in runs[-1]:
        return None
    cpu = [run["cpu"] for run in runs]
    middle = statistics.median(cpu)
    return Figure(
        middle,
        statistics.median(run["wall"] for run in runs),
        statistics.median(run["peak"] for run in runs),
        (max(cpu) - min(cpu)) / middle if middle else 0.0,
        runs[-1]["told"],
    )


def table(figures: Mapping[str, Figure | None], reference: str, told: str) -> str:
    """A Markdown table, each figure beside its ratio to the reference. told: heading of what runs said."""
    base = figures[reference]
    assert base is not None  # noqa: S101
    lines = [
        f"| what | CPU s | CPU ratio | wall ratio | peak MB | spread | {told} |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, one in figures.items():
        if one is None:
            lines.append(f"| {name} | not installed | | | | | |")
            continue
        lines.append(
            f"| {name} | {one.cpu:.2f} | {one.cpu / base.cpu:.2f} | {one.wall / base.wall:.2f} "
            f"| {one.peak:.0f} | {one.spread:.0%} | {one.told if one.told is not None else ''} |"
        )
    return "\n".join(lines)
