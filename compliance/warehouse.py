"""The published snapshot: pointer file -> read-only DuckDB, safe for the threads of one server.

A load never writes into a file that is open here: it makes a new file and replaces the pointer
`warehouse/current.json`. DuckDB keeps one instance per path in a process, so connections are kept
per path, and those of snapshots that nobody asked for lately are closed.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from compliance.errors import PantauError
from compliance.paths import data_dir

# The only names through which the rest of the project knows the database.
Connection = duckdb.DuckDBPyConnection
DatabaseError = duckdb.Error

POINTER = Path("warehouse") / "current.json"
REVISED = ("subject", "subject_id", "unit_id", "unit_name", "service_id", "year", "before", "after", "cause")
# Texts as Python objects: pages and judgements take rows of small tables, which costs several times more
# from Arrow; large results are counted in SQL.
pd.options.mode.string_storage = "python"
MOST_MEMORY = "500MB"  # of the database; left alone it keeps what it read in four fifths of the memory
KEPT_OPEN = 3  # visitors who have a page open may still see the two before the current one


class WarehouseMissing(PantauError):  # noqa: N818 (says what is the case)
    """No snapshot was published yet in the data folder."""


class WarehouseUnreadable(PantauError):  # noqa: N818
    """The pointer or the snapshot it names cannot be read."""


@dataclass(frozen=True)
class Snapshot:
    """One published state. `id` is the key of every cache; `path` is never reused for other content."""

    id: str
    path: Path
    built_at: datetime
    as_of: date


def current(folder: Path | None = None) -> Snapshot:
    """The snapshot the pointer names.

    Raises WarehouseMissing if nothing was loaded yet, WarehouseUnreadable if the pointer is broken
    or its file is gone. A pointer replaced between two reads is read once more.
    """
    folder = folder or data_dir()
    snapshot = _read_pointer(folder)
    if not snapshot.path.is_file():
        snapshot = _read_pointer(folder)
        if not snapshot.path.is_file():
            raise WarehouseUnreadable(
                f"Berkas data {snapshot.path.name} tidak ada di {snapshot.path.parent}. "
                "Bangun ulang dengan perintah: python -m etl build"
            )
    return snapshot


def kept(folder: Path, snapshot_id: str) -> Snapshot | None:
    """A snapshot by its id, also an earlier one; None if it is no longer there."""
    path = folder / POINTER.parent / f"{Path(snapshot_id).name}.json"
    try:
        snapshot = _snapshot(path)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return snapshot if snapshot.path.is_file() else None


def _snapshot(pointer: Path) -> Snapshot:
    content = json.loads(pointer.read_text(encoding="utf-8"))
    return Snapshot(
        id=str(content["snapshot_id"]),
        path=pointer.parent / Path(content["file"]).name,
        built_at=datetime.fromisoformat(str(content["built_at"])),
        as_of=date.fromisoformat(str(content["as_of"])[:10]),
    )


def _read_pointer(folder: Path) -> Snapshot:
    pointer = folder / POINTER
    try:
        return _snapshot(pointer)
    except FileNotFoundError:
        raise WarehouseMissing(
            f"Belum ada data di {folder}. Muat berkas dengan perintah: python -m etl load BERKAS..., "
            "atau muat data contoh dengan: python -m etl sample"
        ) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WarehouseUnreadable(
            f"Penunjuk data {pointer} tidak dapat dibaca ({type(error).__name__}). "
            "Bangun ulang dengan perintah: python -m etl build"
        ) from error


def published(snapshot: Snapshot) -> list[dict[str, Any]]:
    """What the pointers of all kept snapshots say, newest first; `is_current` marks the given one."""
    found = []
    for path in sorted(snapshot.path.parent.glob("*.json"), reverse=True):
        if path.with_suffix(".duckdb").is_file():
            with contextlib.suppress(OSError, ValueError):  # removed or damaged while it was listed
                pointer = json.loads(path.read_text(encoding="utf-8"))
                found.append({**pointer, "is_current": pointer["snapshot_id"] == snapshot.id})
    return found


def revised(snapshot: Snapshot) -> pd.DataFrame:
    """What the snapshot revised of the one before; no rows where that was not written down."""
    path = snapshot.path.with_suffix(".revisi.parquet")
    return pd.read_parquet(path) if path.is_file() else pd.DataFrame(columns=list(REVISED))


def read(snapshot: Snapshot, sql: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
    """Rows of one SELECT as a DataFrame; every value comes in as a bound parameter ($name)."""
    cursor = _pool.cursor(snapshot.path)
    try:
        cursor.execute(sql, dict(parameters or {}))
        if any(kind.id == "enum" for _, kind, *_ in cursor.description or ()):
            return cursor.df()  # as categories, which take little memory
        found = cursor.fetchnumpy()
    finally:
        cursor.close()
    return pd.DataFrame({name: _column(values) for name, values in found.items()}, copy=False)


def _column(values: Any) -> Any:
    """The column that `.df()` gives; that puts in what is missing cell by cell, most of its time."""
    if not isinstance(values, np.ma.MaskedArray):
        return values
    cells, is_missing = values.data, np.ma.getmaskarray(values)
    if cells.dtype.kind in "iu":
        return pd.arrays.IntegerArray(cells, is_missing)
    if cells.dtype.kind == "b":
        return pd.arrays.BooleanArray(cells, is_missing)
    cells[is_missing] = None  # NaN and NaT among numbers and days
    return cells


def create(path: Path) -> Connection:
    """A new database file that nobody reads yet; the ETL builds a snapshot in it and closes it."""
    connection = duckdb.connect(str(path))
    connection.execute("SET preserve_insertion_order = true")
    connection.execute("SET enable_progress_bar = false")
    return connection


def close_all() -> None:
    """Close every connection, for example before a snapshot file is removed on Windows."""
    _pool.close_all()


class _Pool:
    """One read-only connection per snapshot path; every query runs on a cursor of its own."""

    def __init__(self) -> None:
        self._connections: OrderedDict[Path, duckdb.DuckDBPyConnection] = OrderedDict()
        self._lock = threading.Lock()

    def cursor(self, path: Path) -> duckdb.DuckDBPyConnection:
        with self._lock:
            if path not in self._connections:
                self._connections[path] = _open(path)
            self._connections.move_to_end(path)
            cursor = self._connections[path].cursor()
            # A cursor holds its own handle, so closing the connection it came from does not stop it.
            while len(self._connections) > KEPT_OPEN:
                self._connections.popitem(last=False)[1].close()
            return cursor

    def close_all(self) -> None:
        with self._lock:
            while self._connections:
                self._connections.popitem()[1].close()


def _open(path: Path) -> duckdb.DuckDBPyConnection:
    # DuckDB creates a missing file unless it is opened read-only, and says so in English.
    try:
        connection = duckdb.connect(str(path), read_only=True)
        _limit_memory(connection)
        return connection
    except duckdb.Error as error:
        raise WarehouseUnreadable(
            f"Berkas data {path.name} tidak dapat dibuka. Berkasnya rusak atau dibuat oleh versi yang lebih "
            "baru. Bangun ulang dengan perintah: python -m etl build"
        ) from error


def _limit_memory(connection: duckdb.DuckDBPyConnection) -> None:
    """What does not fit goes to disk: to a place of this process, since the snapshot's may be read-only."""
    place = Path(tempfile.gettempdir(), f"pantau-{os.getpid()}").as_posix()
    connection.execute(f"SET memory_limit = '{MOST_MEMORY}'")
    # The file may still be open for a reader; once used, the place cannot be set again, not even to the same.
    if connection.execute("SELECT current_setting('temp_directory')").fetchall() != [(place,)]:
        connection.execute("SET temp_directory = '{}'".format(place.replace("'", "''")))


_pool = _Pool()
