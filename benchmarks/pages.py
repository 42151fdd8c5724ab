"""Pages: what a rerun of each costs the server, beside a page with the same elements and constant data.

A rerun is asked for over a websocket, as a browser does. Counted is all that the server does for it: script,
messages, their compression, the collection of garbage.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks import page_sizes, page_visits
from compliance.paths import ROOT
from compliance.ui.navigation import PAGES
from etl import loading
from etl.folder import DataFolder
from etl.progress import Silent

SIZES = {"sample": 1, "province": 5, "ministry": 545}  # times the 101 units of the sample city
WARM_UP = 3
Run = tuple[float, float]  # seconds of processor, and by the clock


@dataclass(frozen=True)
class Found:
    """What was measured of the pages, in the order of the navigation."""

    first: dict[str, Run]
    reruns: dict[str, list[Run]]
    constant: dict[str, list[Run]]
    peak: float  # megabytes of the server


def run(folder: Path, size: str, repeats: int) -> str:
    """A table: per page the first visit and the median rerun, beside the constant page."""
    return table(measure(prepare(folder, size), folder, repeats))


def prepare(folder: Path, size: str) -> Path:
    """A data folder of that size; made once."""
    sample, place = folder / "pages-sample", folder / f"pages-{size}"
    if not sample.exists():
        loading.load_sample(DataFolder(sample).create(), Silent())
    if not place.exists():
        page_sizes.multiply(sample, place, SIZES[size])
    return place


def measure(
    data_dir: Path,
    folder: Path,
    repeats: int,
    pages: Sequence[str] = tuple(dict(PAGES)),
    warm_up: int = WARM_UP,
) -> Found:
    """First visits, then reruns of each page and of its constant one, in turns."""
    recorded = folder / f"{data_dir.name}-recorded"
    recorded.mkdir(parents=True, exist_ok=True)
    data = {"PANTAU_DATA_DIR": str(data_dir)}
    page_visits.record(recorded, pages, **data)
    with ExitStack() as stack:
        ours = stack.enter_context(page_visits.server(ROOT / "dashboard.py", recorded, **data))
        theirs = stack.enter_context(page_visits.constant(recorded))
        visitors = {
            page: [stack.enter_context(page_visits.visit(one, page)) for one in (ours, theirs)]
            for page in pages
        }
        first = {page: both[0].rerun() for page, both in visitors.items()}
        runs: tuple[dict[str, list[Run]], dict[str, list[Run]]] = ({}, {})
        for turn in range(warm_up + repeats):
            for page, both in visitors.items():
                for one, found in zip(both, runs, strict=True):
                    ran = one.rerun()
                    if turn >= warm_up:
                        found.setdefault(page, []).append(ran)
        return Found(first, *runs, ours.peak_megabytes())


def table(found: Found) -> str:
    """Markdown: milliseconds; ratios are those of the medians."""
    lines = [
        "| page | first visit ms | rerun CPU ms | constant CPU ms | CPU ratio | wall ratio | spread |",
        "|---|---|---|---|---|---|---|",
    ]
    for page, runs in found.reruns.items():
        cpu, wall = _medians(runs)
        constant_cpu, constant_wall = _medians(found.constant[page])
        spread = (max(one[0] for one in runs) - min(one[0] for one in runs)) / cpu
        lines.append(
            f"| {dict(PAGES)[page]} | {found.first[page][1] * 1000:,.0f} | {cpu * 1000:.1f} "
            f"| {constant_cpu * 1000:.1f} | {cpu / constant_cpu:.2f} | {wall / constant_wall:.2f} "
            f"| {spread:.0%} |"
        )
    return "\n".join([*lines, "", f"Peak memory of the server: {found.peak:,.0f} MB."])


def _medians(runs: list[Run]) -> tuple[float, float]:
    return statistics.median(one[0] for one in runs), statistics.median(one[1] for one in runs)
