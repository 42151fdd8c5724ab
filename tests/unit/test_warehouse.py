"""The pointer and the read-only connections behind every page."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from compliance import warehouse
from compliance.warehouse import WarehouseMissing, WarehouseUnreadable


@pytest.fixture(autouse=True)
def _closed():
    yield
    warehouse.close_all()


def _publish(folder: Path, name: str, value: int) -> None:
    target = folder / "warehouse"
    target.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(target / f"{name}.duckdb")) as connection:
        connection.execute(f"CREATE TABLE mart_snapshot AS SELECT {value} AS n")
    pointer = {
        "snapshot_id": name,
        "file": f"{name}.duckdb",
        "built_at": "2026-11-20T09:00:00",
        "as_of": "2026-11-20",
    }
    (target / "current.json").write_text(json.dumps(pointer), encoding="utf-8")


def _value(folder: Path) -> int:
    return int(warehouse.read(warehouse.current(folder), "SELECT n FROM mart_snapshot")["n"].iloc[0])


def test_nothing_published_says_what_to_do(tmp_path):
    with pytest.raises(WarehouseMissing, match="python -m etl load"):
        warehouse.current(tmp_path)


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "{}", '{"snapshot_id": "a", "file": "a", "built_at": "x"}']
)
def test_broken_pointer_says_what_to_do(tmp_path, content):
    (tmp_path / "warehouse").mkdir()
    (tmp_path / "warehouse" / "current.json").write_text(content, encoding="utf-8")
    with pytest.raises(WarehouseUnreadable, match="python -m etl build"):
        warehouse.current(tmp_path)


def test_lost_snapshot_file_is_said(tmp_path):
    _publish(tmp_path, "s1", 1)
    (tmp_path / "warehouse" / "s1.duckdb").unlink()
    with pytest.raises(WarehouseUnreadable, match="s1.duckdb"):
        warehouse.current(tmp_path)


def test_file_that_is_no_database_is_said(tmp_path):
    _publish(tmp_path, "s1", 1)
    (tmp_path / "warehouse" / "s1.duckdb").write_bytes(b"not a database" * 100)
    with pytest.raises(WarehouseUnreadable, match="tidak dapat dibuka"):
        _value(tmp_path)


def test_columns_are_those_of_duckdb(tmp_path):
    _publish(tmp_path, "s1", 1)
    kinds = {
        "text": "'a'", "number": "7", "value": "1.5::DOUBLE", "day": "DATE '2025-01-31'", "is_set": "true",
        "moment": "TIMESTAMP '2025-01-31 10:00'", "kind": "'x'::ENUM('x', 'y')",
    }  # fmt: skip
    cells = [
        f"{cell} AS {name}, if(i = 1, NULL, {cell}) AS {name}_or_nothing, "
        f"if(i < 9, NULL, {cell}) AS no_{name}"
        for name, cell in kinds.items()
    ]
    sql = f"SELECT {', '.join(cells)} FROM range(3) AS t(i)"
    for query in (sql, f"{sql} WHERE i = 1", f"{sql} LIMIT 0"):
        pd.testing.assert_frame_equal(
            warehouse.read(warehouse.current(tmp_path), query), duckdb.sql(query).df()
        )


def test_new_pointer_is_followed_and_the_old_snapshot_still_answers(tmp_path):
    _publish(tmp_path, "s1", 1)
    old = warehouse.current(tmp_path)
    assert _value(tmp_path) == 1
    _publish(tmp_path, "s2", 2)
    assert _value(tmp_path) == 2
    assert warehouse.read(old, "SELECT n FROM mart_snapshot")["n"].tolist() == [1]
    assert (old.id, old.as_of) == ("s1", date(2026, 11, 20))


def test_snapshots_left_behind_are_closed(tmp_path):
    for number in range(5):
        _publish(tmp_path, f"s{number}", number)
        assert _value(tmp_path) == number
    # A file that is still open cannot be opened for writing in the same process.
    for number in range(5 - warehouse.KEPT_OPEN):
        duckdb.connect(str(tmp_path / "warehouse" / f"s{number}.duckdb")).close()
    with pytest.raises(duckdb.ConnectionException):
        duckdb.connect(str(tmp_path / "warehouse" / "s4.duckdb"))


def test_the_dashboard_cannot_write(tmp_path):
    _publish(tmp_path, "s1", 1)
    with pytest.raises(duckdb.Error):
        warehouse.read(warehouse.current(tmp_path), "CREATE TABLE x AS SELECT 1")


def test_the_database_takes_little_memory_and_spills_outside_of_the_data_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(warehouse, "MOST_MEMORY", "60MB")
    _publish(tmp_path, "s1", 1)
    snapshot = warehouse.current(tmp_path)
    reader = warehouse._pool.cursor(snapshot.path)
    reader.execute("SELECT range, hash(range)::TEXT AS text FROM range(1_500_000) ORDER BY text").fetchmany(1)
    files = warehouse.read(snapshot, "SELECT path FROM duckdb_temporary_files()")["path"]
    assert len(files)
    assert all(tmp_path not in Path(name).parents for name in files)
    warehouse._open(snapshot.path).close()  # again, while a reader still holds it
    reader.close()


def test_many_threads_across_a_publication(tmp_path):
    _publish(tmp_path, "s0", 0)

    def ask(_: int) -> bool:
        shot = warehouse.current(tmp_path)
        rows = warehouse.read(shot, "SELECT n FROM mart_snapshot WHERE n >= $least", {"least": 0})
        return shot.id == f"s{rows['n'].iloc[0]}"

    with ThreadPoolExecutor(8) as pool:
        first = list(pool.map(ask, range(60)))
        _publish(tmp_path, "s1", 1)
        second = list(pool.map(ask, range(60)))
    assert all(first)
    assert all(second)
