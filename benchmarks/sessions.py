"""Sessions: many visitors who click while two loads publish, beside minimal pages under the same load.

A session is a websocket client that takes what a browser would; all of them share one process, on the same
processors as the server and the loads.
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from collections.abc import Awaitable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

from benchmarks import serving
from benchmarks.client import Failed, Session
from compliance import warehouse
from compliance.paths import ROOT
from etl import loading
from etl.folder import DataFolder
from etl.progress import Silent

REFERENCE, OURS = "minimal pages", "Pantau Layanan"
# Part of the time -> what is loaded then, while the sessions click.
LATE = {0.25: "SKM puskesmas 2024.xlsx", 0.6: "SKM susulan Oba Utara 2025.xlsx"}
PAUSE = 5.0  # seconds between two clicks of a session, from half of that to one and a half
SETTLED = 3  # seconds from the end of all sessions to the last look at the memory
FILTERED = 1 / 3  # of the clicks are a choice in a filter, the others a change of page


@dataclass
class Tally:
    """What happened to one server."""

    changes: list[float] = field(default_factory=list)
    choices: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)  # part of the time that is over, MB
    before: float = 0
    after: float = 0
    cpu: float = 0
    published: int = 0


def run(folder: Path, n_sessions: int, seconds: float) -> str:
    """Both servers one after the other, each for `seconds`."""
    tallies = {}
    for name in (REFERENCE, OURS):
        print(f"{name}: {n_sessions} sessions, {seconds:.0f} s", file=sys.stderr)
        city = Path(shutil.copytree(_without_late(folder), folder / "kota sesi", dirs_exist_ok=False))
        script = serving.DASHBOARD if name == OURS else serving.minimal(folder, "halaman", serving.TWO_PAGES)
        try:
            with serving.serve(script, folder, city) as server:
                tallies[name] = asyncio.run(crowd(server, city, n_sessions, seconds))
        finally:
            warehouse.close_all()
            shutil.rmtree(city)
    return _table(tallies, n_sessions)


def _without_late(folder: Path) -> Path:
    """The sample city without the files that come late."""
    place = folder / "kota tanpa susulan"
    if not (place / warehouse.POINTER).exists():
        files = [path for path in sorted((ROOT / "data" / "sample").glob("*.*")) if path.suffix != ".md"]
        early = [path for path in files if path.name not in LATE.values()]
        loading.load(DataFolder(place).create(), early, Silent())
    return place


async def crowd(server: serving.Server, city: Path, n_sessions: int, seconds: float) -> Tally:
    """Let the sessions click and the loads publish."""
    tally = Tally()
    async with Session(server.address) as first:  # everything is imported
        await first.run()
        pages = list(first.pages)
        for page in pages:
            await first.open(page)
    tally.before, cpu = server.megabytes(), server.cpu()
    began = perf_counter()
    end = began + seconds
    work: list[Awaitable[None]] = [
        _visitor(server.address, pages, Random(number), end, tally)  # noqa: S311
        for number in range(n_sessions)
    ]
    environment = serving.as_installed(city.parent)
    work += [_load(city, name, seconds * part, environment, tally) for part, name in LATE.items()]
    await asyncio.gather(_watch(server, began, seconds, tally), *work)
    tally.cpu = server.cpu() - cpu
    await asyncio.sleep(SETTLED)
    tally.after = server.megabytes()
    return tally


async def _visitor(address: str, pages: list[str], chance: Random, end: float, tally: Tally) -> None:
    """One session: opens the first page, then clicks until `end`; notes what goes wrong, and goes on."""
    await asyncio.sleep(chance.uniform(0, PAUSE))  # they do not come all at once
    while perf_counter() < end:
        try:
            async with Session(address) as session:
                await session.run()
                while True:
                    pause = PAUSE * chance.uniform(0.5, 1.5)
                    if perf_counter() + pause > end:  # the last clicks would all come at once
                        return
                    await asyncio.sleep(pause)
                    if session.choices and chance.random() < FILTERED:
                        box = chance.choice(list(session.choices))
                        tally.choices.append(await session.choose(box, chance.choice(session.choices[box])))
                    else:
                        tally.changes.append(await session.open(chance.choice(pages)))
        except (Failed, OSError, ConnectionError) as error:
            tally.errors.append(f"{type(error).__name__}: {error}")


async def _load(city: Path, name: str, delay: float, environment: dict[str, str], tally: Tally) -> None:
    """A load as the command line does it, in a process of its own."""
    await asyncio.sleep(delay)
    before = warehouse.current(city).id
    command = ["-m", "etl", "--data-dir", str(city), "load", str(ROOT / "data" / "sample" / name)]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    if await process.wait():
        tally.errors.append(f"the load of {name} ended with {process.returncode}")
    tally.published += warehouse.current(city).id != before


async def _watch(server: serving.Server, began: float, seconds: float, tally: Tally) -> None:
    while (part := (perf_counter() - began) / seconds) < 1:
        tally.memory.append((part, server.megabytes()))
        await asyncio.sleep(min(1.0, seconds / 10))


def _percentile(values: list[float], part: float) -> float:
    return sorted(values)[min(int(len(values) * part), len(values) - 1)] if values else float("nan")


def _table(tallies: dict[str, Tally], n_sessions: int) -> str:
    base = _percentile(tallies[REFERENCE].changes, 0.95)
    lines = [
        "| what | clicks | errors | published | change of page, p50 ms | p95 ms | ratio of p95 "
        "| filter, p95 ms | server CPU s | MB before | first and last third | per session | after |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name, own in tallies.items():
        p95 = _percentile(own.changes, 0.95)
        early = median([mb for part, mb in own.memory if part <= 1 / 3])
        late = median([mb for part, mb in own.memory if part >= 2 / 3])
        lines.append(
            f"| {name} | {len(own.changes) + len(own.choices):,} | {len(own.errors)} | {own.published} "
            f"| {_percentile(own.changes, 0.5) * 1000:.0f} | {p95 * 1000:.0f} | {p95 / base:.2f} "
            f"| {_percentile(own.choices, 0.95) * 1000:.0f} | {own.cpu:.0f} | {own.before:.0f} "
            f"| {early:.0f}, {late:.0f} | {(late - own.before) / n_sessions:.1f} | {own.after:.0f} |"
        )
    told = [f"{name}: {error}" for name, own in tallies.items() for error in sorted(set(own.errors))]
    return "\n".join([*lines, *told])
