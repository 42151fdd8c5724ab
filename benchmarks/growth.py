"""Growth: one more file into a small and a large lake, and all marts anew from the large one.

`python -m benchmarks growth`; what is measured runs as `python -m benchmarks.growth STEP FOLDER`.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from benchmarks.measuring import measure, report, table
from benchmarks.survey import Survey
from etl import lake, loading, staging
from etl.folder import DataFolder
from etl.progress import Silent
from etl.register import Receipt, Register
from etl.staging import SURVEY

N_UNITS = 500  # a province
FIRST_DAY = date(2015, 1, 1)
N_DAYS = 3_650
FILE_ROWS = 1_000_000
MORE_ROWS = 100_000


def run(folder: Path, rows: int, repeats: int, only: str = "") -> str:
    """Lakes of a hundredth, a tenth and all of `rows`: all counted anew, `repeats` files more into each."""
    n_more = min(MORE_ROWS, max(rows // 1000, 100))
    sizes = [rows // 100, rows // 10, rows]
    places = {size: folder / f"lake{size}" for size in sizes}
    for size, place in places.items():
        if not place.exists():
            prepare(place, size)
    # First all anew, because that also brings a lake into the state that one more file finds.
    rebuilt = measure(
        {
            f"all marts from {size:,} answers": ["benchmarks.growth", "rebuild", str(place)]
            for size, place in places.items()
        },
        repeats,
    )
    loaded = measure(
        {
            f"one more file of {n_more:,} answers into {size:,}": [
                "benchmarks.growth",
                "more",
                str(place),
                str(n_more),
            ]
            for size, place in places.items()
        },
        repeats,
    )
    counted = "answers that count"
    return "\n\n".join(table(one, next(iter(one)), counted) for one in (loaded, rebuilt))


def prepare(folder: Path, rows: int) -> None:
    """A lake as loads of clean monthly files would have left it, without the hours of reading them."""
    root = DataFolder(folder / "data").create()
    listed = folder / "unit.csv"
    names = [f"U{number:05};Dinas Nomor {number};dinas" for number in range(1, N_UNITS + 1)]
    listed.write_text("\n".join(["kode_unit;nama_unit;jenis_unit", *names]), encoding="utf-8")
    loading.load(root, [listed], Silent())
    n_files = max(1, rows // FILE_ROWS)
    days = N_DAYS // n_files
    receipts = [_as_staged(root, rows // n_files, days, number) for number in range(n_files)]
    register = Register(root.register)
    register.finish_load(register.start_load(receipts, datetime.now()), published=True)


def _as_staged(root: DataFolder, rows: int, days: int, number: int) -> Receipt:
    """A file that was read: the answers of the first one, on later days."""
    name = f"skm {number:04}.csv"
    file_id = hashlib.sha256(f"{rows} {number}".encode()).hexdigest()
    path = root.lake / SURVEY / f"{file_id}.parquet"
    path.parent.mkdir(exist_ok=True)
    first = root.root / "benchmark.parquet"
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        if number == 0:
            answers = Survey(rows, N_UNITS, FIRST_DAY, days).typed()
            connection.execute(f"COPY ({answers}) TO '{first.as_posix()}' (FORMAT parquet)")
        day = f"tanggal + {number * days}"
        connection.execute(f"""
            COPY (
                SELECT * REPLACE (
                    {day} AS tanggal, year({day}) AS year, '{file_id}' AS file_id, '{name}' AS sheet
                )
                FROM '{first.as_posix()}'
            ) TO '{path.as_posix()}' (FORMAT parquet)
        """)
    sheet = {
        "file_id": file_id,
        "sheet": name,
        "sheet_number": 1,
        "kind": SURVEY,
        "header_row": 1,
        "n_read": rows,
        "n_accepted": rows,
        "n_rejected": 0,
        "n_not_data": 0,
        "status_note": "dibaca",
    }
    for side in lake.SIDE_TABLES:
        schema = staging.arrow_schema(side)
        content = schema.empty_table()
        if side == "_sheet":
            content = content.from_pylist([sheet], schema=schema)
        target = root.lake / side / f"{file_id}.parquet"
        target.parent.mkdir(exist_ok=True)
        pq.write_table(content, target)
    mark = {"contract": staging.contract_version(), "unit": None, "year": None, "file_name": name}
    (root.lake / "_staged" / f"{file_id}.json").write_text(
        json.dumps({**mark, "tables": [SURVEY, *lake.SIDE_TABLES]}), encoding="utf-8"
    )
    return Receipt(file_id, name, 0, datetime.now(), "benchmark", None, None, is_sample=False)


def more(folder: Path, rows: int) -> Callable[[], Any]:
    """One more file, of days that no other file is about."""
    root = DataFolder(folder / "data")
    number = len(list((root.lake / SURVEY).glob("*.parquet")))
    first = FIRST_DAY + timedelta(days=N_DAYS + number % 600)
    survey = Survey(rows, N_UNITS, first, 28, seed=1000 + number)
    path = survey.write(folder / f"tambahan {number}.csv")

    def work() -> int:
        loading.load(root, [path], Silent())
        return _counted(root)

    return work


def rebuild(folder: Path) -> Callable[[], Any]:
    """All marts, without anything that was kept of earlier counts."""
    root = DataFolder(folder / "data")
    shutil.rmtree(root.lake / "_counted", ignore_errors=True)

    def work() -> int:
        loading.rebuild(root, Silent())
        return _counted(root)

    return work


def _counted(root: DataFolder) -> int:
    from compliance import warehouse

    snapshot = warehouse.current(root.root)
    sql = """
        SELECT sum(n_respondents)::BIGINT AS n FROM mart_score
        WHERE instrument_id = 'ikm' AND unit_id IS NOT NULL
    """
    return int(warehouse.read(snapshot, sql)["n"].iloc[0])


if __name__ == "__main__":
    step, place = sys.argv[1], Path(sys.argv[2])
    report(rebuild(place) if step == "rebuild" else more(place, int(sys.argv[3])))
