"""Kill loads at random moments while readers poll: `python -m tests.pipeline.killed_loads --count 200`.

Every killed load is run again. After each kill the current snapshot must open and be the state before
the load or after it; at the end nothing may be lost or counted twice, and a rebuild must give the same marts.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import random
import sqlite3
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from compliance import warehouse
from etl import loading
from etl.folder import DataFolder
from etl.progress import Silent
from tests.pipeline.small_city import AS_OF, UNITS, City, answer

ANSWERS = 50  # in each file
WARM_UP = 2
STATE = """
    SELECT snapshot_id, n_files, coalesce((
        SELECT n_respondents FROM mart_score WHERE unit_id = 'DSO' AND year = 2024 AND instrument_id = 'ikm'
    ), 0) AS n_answers FROM mart_snapshot
"""


@dataclass
class Tally:
    """What happened. `torn`: sentences on states that must not be."""

    killed: Counter[str] = field(default_factory=Counter)  # how far the load had come -> how often
    n_reads: int = 0
    torn: list[str] = field(default_factory=list)


def run(root: Path, count: int, seed: int) -> Tally:
    """Load `count` files, each killed once on the way."""
    chance = random.Random(seed)  # noqa: S311 (moments, not secrets)
    context = multiprocessing.get_context(
        "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    )
    if context.get_start_method() == "forkserver":
        context.set_forkserver_preload(["etl.loading"])
    city, tally, done = City(root), Tally(), threading.Event()
    city.load(city.write("unit.csv", UNITS))
    # The first one also starts the server of processes; the second one tells how long a load takes.
    duration = [_time(context, city, _file(city, number)) for number in range(WARM_UP)][-1]
    reader = threading.Thread(target=_read, args=(city, tally, done))
    reader.start()
    try:
        for number in range(WARM_UP, WARM_UP + count):
            file = _file(city, number)
            before = _state(city)
            load = context.Process(target=_load, args=(city.folder.root, file))
            load.start()
            time.sleep(chance.uniform(0, 1.5 * duration))
            has_ended = not load.is_alive()
            load.kill()
            load.join()
            after = _state(city)
            tally.killed["too late" if has_ended else _progress(city, after != before)] += 1
            _expect(tally, after in (before, (before[0] + 1, before[1] + ANSWERS)), f"kill {number}: {after}")
            start = time.monotonic()
            city.load(file)
            # Other work on the machine changes how long a load takes; the moments follow it.
            duration = max(duration * 0.7, time.monotonic() - start)
            again = _state(city)
            _expect(tally, again == (number + 2, ANSWERS * (number + 1)), f"repeat {number}: {again}")
    finally:
        done.set()
        reader.join()
    marts = city.marts()
    loading.rebuild(city.folder, Silent(), as_of=AS_OF)
    same = all(frame.equals(marts[name]) for name, frame in city.marts().items())
    _expect(tally, same, "a rebuild gives other marts")
    _expect(tally, not list(city.folder.warehouse.glob("*.part*")), "a half-written file is left")
    return tally


def _file(city: City, number: int) -> Path:
    day = f"{AS_OF.replace(year=2024, month=1, day=1) + timedelta(days=number % 360)}"
    rows = [answer("DSO", day, 3, number * ANSWERS + one) for one in range(ANSWERS)]
    return city.write(f"survei {number}.csv", rows)


def _load(root: Path, file: Path) -> None:
    loading.load(DataFolder(root), [file], Silent(), as_of=AS_OF)


def _time(context: Any, city: City, file: Path) -> float:
    """How long a load takes in a process of its own."""
    start = time.monotonic()
    load = context.Process(target=_load, args=(city.folder.root, file))
    load.start()
    load.join()
    return time.monotonic() - start


def _progress(city: City, is_published: bool) -> str:
    """How far a killed load had come, by what it left behind."""
    if is_published:
        return "published"
    if list(city.folder.warehouse.glob("*.part*")):
        return "building"
    with contextlib.closing(sqlite3.connect(city.folder.register)) as register:
        (state,) = register.execute("SELECT state FROM load ORDER BY load_id DESC LIMIT 1").fetchone()
    return "staging" if state == "berjalan" else "before it began"


def _state(city: City) -> tuple[int, int]:
    row = city.read(STATE).iloc[0]
    return int(row["n_files"]), int(row["n_answers"])


def _read(city: City, tally: Tally, done: threading.Event) -> None:
    """A reader that polls as the dashboard does: every state it sees is whole."""
    while not done.is_set():
        try:
            snapshot = warehouse.current(city.folder.root)
            row = warehouse.read(snapshot, STATE).iloc[0]
        except Exception as error:  # noqa: BLE001 (whatever a reader meets is what is looked for)
            tally.torn.append(f"reader: {type(error).__name__}: {error}")
            continue
        tally.n_reads += 1
        is_whole = row["snapshot_id"] == snapshot.id and row["n_answers"] == ANSWERS * (row["n_files"] - 1)
        _expect(tally, is_whole, f"reader: {row.to_dict()} in {snapshot.id}")
        time.sleep(0.1)


def _expect(tally: Tally, holds: bool, otherwise: str) -> None:
    if not holds:
        tally.torn.append(otherwise)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        print(json.dumps(vars(run(Path(folder), told.count, told.seed)), indent=2))
        warehouse.close_all()
