"""Start: from the start of the process to the first page served, beside bare Streamlit."""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks import serving

REFERENCE = "bare Streamlit, a chart and a table"


def run(folder: Path, repeats: int) -> str:
    """Start each server `repeats` times, in turns."""
    city = serving.sample_city(folder)
    contenders = {
        "bare Streamlit, a text": (serving.minimal(folder, "teks", serving.TEXT_PAGE), None),
        "bare Streamlit, a chart": (serving.minimal(folder, "grafik", serving.CHART_PAGE), None),
        REFERENCE: (serving.minimal(folder, "tabel", serving.TABLE_PAGE), None),
        "Pantau Layanan": (serving.DASHBOARD, city),
    }
    runs: dict[str, list[tuple[float, float, float, float]]] = {name: [] for name in contenders}
    for turn in range(repeats + 1):  # in the first one Python compiles the modules and keeps them
        for name, (script, data_dir) in contenders.items():
            print(f"{turn}/{repeats} {name}", file=sys.stderr)
            found = _start(script, folder, data_dir)
            if turn:
                runs[name].append(found)
    return _table(runs)


def _start(script: Path, folder: Path, data_dir: Path | None) -> tuple[float, float, float, float]:
    with serving.serve(script, folder, data_dir) as server:
        serving.warm_up(server)
        return server.healthy, perf_counter() - server.started, server.cpu(), server.megabytes()


def _table(runs: dict[str, list[tuple[float, float, float, float]]]) -> str:
    base, base_cpu = (median(one[place] for one in runs[REFERENCE]) for place in (1, 2))
    lines = [
        "| what | up, s | first page served, s | ratio | CPU s | CPU ratio | MB | spread |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, own in runs.items():
        up, first, cpu, memory = (median(column) for column in zip(*own, strict=True))
        spread = (max(one[1] for one in own) - min(one[1] for one in own)) / first
        lines.append(
            f"| {name} | {up:.2f} | {first:.2f} | {first / base:.2f} | {cpu:.2f} | {cpu / base_cpu:.2f} "
            f"| {memory:.0f} | {spread:.0%} |"
        )
    return "\n".join(lines)
