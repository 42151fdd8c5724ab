"""What a build costs on DuckDB and on Spark: CPU and memory at several sizes, and per million answers more.

    python -m benchmarks.spark --millions 1 4 --runs 5

Reads processor time of a build and of all that it starts (Java) from /proc, so it runs on Linux. Needs
requirements-spark.txt. docs/spark.md shows a result.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.survey import UNSUR

ROOT = Path(__file__).resolve().parent.parent
ENGINES = ("duckdb", "spark")
TICKS = os.sysconf("SC_CLK_TCK")
SESSION, USER, SYSTEM = 3, 11, 12  # places in /proc/PID/stat after the name


def write_city(folder: Path, n_answers: int, n_units: int, seed: int) -> list[Path]:
    """A list of units and a file of answers per year, the same for the same seed."""
    units = pd.DataFrame({"kode_unit": [f"U{number:05}" for number in range(n_units)]})
    units["nama_unit"] = "Dinas " + units["kode_unit"]
    units["jenis_unit"] = "dinas"
    folder.mkdir(parents=True)
    paths = [folder / "unit.csv"]
    units.to_csv(paths[0], sep=";", index=False)
    chance = np.random.default_rng(seed)
    years = range(2021, 2025)
    n_rows = n_answers // len(years)
    for year in years:
        days = np.datetime64(f"{year}-01-01") + chance.integers(0, 365, n_rows)
        scores = chance.choice([1, 2, 3, 4], (n_rows, len(UNSUR)), p=[0.05, 0.1, 0.5, 0.35])
        answers = pd.DataFrame(scores, columns=UNSUR)
        answers.insert(0, "unit", units["kode_unit"].to_numpy()[chance.integers(0, n_units, n_rows)])
        services = np.array([f"Layanan {number}" for number in range(5)])
        answers.insert(1, "layanan", services[chance.integers(0, len(services), n_rows)])
        answers.insert(2, "tanggal", pd.Series(days).dt.strftime("%d/%m/%Y"))
        answers.insert(3, "nomor_responden", np.arange(1, n_rows + 1))
        paths.append(folder / f"skm_{year}.csv")
        answers.to_csv(paths[-1], sep=";", index=False)
    return paths


def measure(command: list[str]) -> tuple[float, float, float]:
    """Processor seconds, seconds by the clock and peak megabytes of a command with all that it starts."""
    began = time.perf_counter()
    seconds: dict[str, float] = {}
    peak: dict[str, float] = {}
    with tempfile.TemporaryFile() as said:
        running = subprocess.Popen(command, cwd=ROOT, start_new_session=True, stdout=said, stderr=said)
        while running.poll() is None:
            for entry in Path("/proc").glob("[0-9]*"):
                try:
                    fields = (entry / "stat").read_text().rpartition(")")[2].split()
                    if int(fields[SESSION]) == running.pid:
                        seconds[entry.name] = (int(fields[USER]) + int(fields[SYSTEM])) / TICKS
                        status = (entry / "status").read_text()
                        peak[entry.name] = int(status.partition("VmHWM:")[2].split()[0]) / 1024
                except (OSError, IndexError):  # it ended meanwhile
                    continue
            time.sleep(0.2)
        if running.returncode:
            said.seek(0)
            raise SystemExit(f"{' '.join(command)}\n{said.read().decode()}")
    return sum(seconds.values()), time.perf_counter() - began, sum(peak.values())


def build(folder: Path, engine: str) -> tuple[float, float, float]:
    """A build that counts every answer: what an earlier one kept is removed."""
    shutil.rmtree(folder / "lake" / "_counted", ignore_errors=True)
    return measure([*etl(folder), "build", "--engine", engine])


def etl(folder: Path) -> list[str]:
    return [sys.executable, "-m", "etl", "--data-dir", str(folder)]


def main() -> None:
    """Make a lake of each size, build each in turn on both engines, print the medians as tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--millions", type=float, nargs="+", default=[1, 4], help="sizes, in million answers")
    parser.add_argument("--units", type=int, default=500)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where the lakes are made (default: a temporary folder)")
    chosen = parser.parse_args()
    runs: dict[tuple[float, str], list[tuple[float, float, float]]] = defaultdict(list)
    with tempfile.TemporaryDirectory(dir=chosen.folder) as scratch:
        for millions in chosen.millions:
            files = write_city(Path(scratch) / f"{millions}", int(millions * 1e6), chosen.units, chosen.seed)
            measure([*etl(Path(scratch) / f"{millions}" / "data"), "load", *map(str, files)])
        for number in range(chosen.runs):
            for millions in chosen.millions:
                for engine in ENGINES:
                    found = build(Path(scratch) / f"{millions}" / "data", engine)
                    runs[millions, engine].append(found)
                    print(number + 1, millions, engine, *(f"{one:.1f}" for one in found), file=sys.stderr)
    show({key: [statistics.median(kind) for kind in zip(*found, strict=True)] for key, found in runs.items()})


def show(medians: dict[tuple[float, str], list[float]]) -> None:
    """One row per size and engine, then the difference between the smallest and the largest size."""
    print("| million answers | engine | CPU s | ratio | clock s | peak MB |\n|---|---|---|---|---|---|")
    for (millions, engine), (cpu, clock, memory) in medians.items():
        ratio = cpu / medians[millions, "duckdb"][0]
        print(f"| {millions:g} | {engine} | {cpu:.1f} | {ratio:.1f} | {clock:.0f} | {memory:.0f} |")
    sizes = sorted({millions for millions, _ in medians})
    if len(sizes) > 1:
        more = sizes[-1] - sizes[0]
        duckdb, spark = ((medians[sizes[-1], e][0] - medians[sizes[0], e][0]) / more for e in ENGINES)
        print(f"CPU s per million more: DuckDB {duckdb:.1f}, Spark {spark:.1f}, ratio {spark / duckdb:.1f}")


if __name__ == "__main__":
    main()
