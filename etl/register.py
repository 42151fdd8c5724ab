"""The register: who sent which file, when, with which options, and whether that load was published.

A load is `berjalan` until its snapshot is the current one, then `terbit`. A load that was killed or failed a
check becomes `gagal`: its files stay in the archive, do not count, and can be loaded again. A withdrawal is a
load without files: it counts when it is published, so that a killed one changes nothing.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pandas as pd

SCHEMA = """
CREATE TABLE IF NOT EXISTS load (
    load_id INTEGER PRIMARY KEY,
    started_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('berjalan', 'terbit', 'gagal'))
);
CREATE TABLE IF NOT EXISTS receipt (
    receipt_id INTEGER PRIMARY KEY,
    load_id INTEGER NOT NULL REFERENCES load,
    file_id TEXT NOT NULL,
    file_name TEXT NOT NULL,
    n_bytes INTEGER NOT NULL,
    received_at TEXT NOT NULL,
    received_by TEXT NOT NULL,
    unit TEXT,
    year INTEGER,
    is_sample INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS withdrawal (
    withdrawal_id INTEGER PRIMARY KEY,
    load_id INTEGER NOT NULL REFERENCES load,
    file_id TEXT NOT NULL,
    withdrawn_at TEXT NOT NULL,
    withdrawn_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    is_undo INTEGER NOT NULL
);
"""


@dataclass(frozen=True)
class Receipt:
    """One file as it was received. `unit` and `year` stand in for columns the file lacks."""

    file_id: str
    file_name: str
    n_bytes: int
    received_at: datetime
    received_by: str
    unit: str | None
    year: int | None
    is_sample: bool


@dataclass(frozen=True)
class Withdrawal:
    """A file that stops to count, and why; `is_undo`: it counts again."""

    file_id: str
    by: str
    reason: str
    is_undo: bool


class Register:
    """The SQLite register of one data folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(self._connect()) as connection, connection:
            connection.executescript(SCHEMA)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path)
        connection.execute("PRAGMA synchronous = FULL")
        return connection

    def recover(self, published_load_id: int | None) -> None:
        """Settle what a killed process left open: the load that the current snapshot names was published."""
        with closing(self._connect()) as connection, connection:
            connection.execute(
                "UPDATE load SET state = 'terbit' WHERE state = 'berjalan' AND load_id = ?",
                [published_load_id],
            )
            connection.execute("UPDATE load SET state = 'gagal' WHERE state = 'berjalan'")

    def start_load(self, receipts: list[Receipt], started_at: datetime) -> int:
        """Write down a load and its files before anything is built from them; returns its number."""
        with closing(self._connect()) as connection, connection:
            load_id = _new_load(connection, started_at)
            connection.executemany(
                "INSERT INTO receipt (load_id, file_id, file_name, n_bytes, received_at, received_by, unit,"
                " year, is_sample) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        load_id,
                        r.file_id,
                        r.file_name,
                        r.n_bytes,
                        r.received_at.isoformat(sep=" "),
                        r.received_by,
                        r.unit,
                        r.year,
                        int(r.is_sample),
                    )
                    for r in receipts
                ],
            )
        return load_id

    def start_withdrawal(self, withdrawal: Withdrawal, at: datetime) -> int:
        """Write down that a file stops to count, or counts again; effective when it is published."""
        with closing(self._connect()) as connection, connection:
            load_id = _new_load(connection, at)
            connection.execute(
                "INSERT INTO withdrawal (load_id, file_id, withdrawn_at, withdrawn_by, reason, is_undo)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (
                    load_id,
                    withdrawal.file_id,
                    at.isoformat(sep=" "),
                    withdrawal.by,
                    withdrawal.reason,
                    int(withdrawal.is_undo),
                ),
            )
        return load_id

    def finish_load(self, load_id: int, *, published: bool) -> None:
        """Settle a load: `terbit` or `gagal`."""
        with closing(self._connect()) as connection, connection:
            connection.execute(
                "UPDATE load SET state = ? WHERE load_id = ?", ["terbit" if published else "gagal", load_id]
            )

    def effective(self, with_load: int | None = None) -> pd.DataFrame:
        """Files that were published: one row per file_id, its newest receipt (also from `with_load`).

        Columns: load_id, file_id, file_name, n_bytes, received_at, received_by, unit, year, is_sample;
        withdrawn_at, withdrawn_by, withdrawn_reason: a file that was withdrawn is known, but does not count;
        earlier_unit, earlier_year: the options that the newest ones took the place of.
        """
        query = """
            WITH published AS (SELECT load_id FROM load WHERE state = 'terbit' OR load_id = :with_load),
            withdrawn AS (
                SELECT file_id, withdrawn_at, withdrawn_by, reason AS withdrawn_reason
                FROM withdrawal
                WHERE NOT is_undo AND withdrawal_id IN (
                    SELECT max(withdrawal_id) FROM withdrawal JOIN published USING (load_id) GROUP BY file_id
                )
            )
            SELECT load_id, file_id, file_name, n_bytes, received_at, received_by, unit, year, is_sample,
                withdrawn_at, withdrawn_by, withdrawn_reason, earlier_unit, earlier_year
            FROM (
                SELECT *, lag(unit) OVER receipts AS earlier_unit, lag(year) OVER receipts AS earlier_year,
                    lead(receipt_id) OVER receipts IS NULL AS is_newest
                FROM receipt JOIN published USING (load_id)
                WINDOW receipts AS (PARTITION BY file_id ORDER BY receipt_id)
            ) LEFT JOIN withdrawn USING (file_id)
            WHERE is_newest
            ORDER BY load_id, file_name, file_id
        """
        with closing(self._connect()) as connection:
            frame = pd.read_sql_query(query, connection, params={"with_load": with_load})
        texts = ("unit", "earlier_unit", "file_id", "file_name", "withdrawn_by", "withdrawn_reason")
        return frame.astype(
            {
                **dict.fromkeys(texts, "string"),
                "year": "Int64",
                "earlier_year": "Int64",
                "is_sample": bool,
                "received_at": "datetime64[us]",
                "withdrawn_at": "datetime64[us]",
                "load_id": "int64",
            }
        )


def _new_load(connection: sqlite3.Connection, started_at: datetime) -> int:
    return connection.execute(
        "INSERT INTO load (started_at, state) VALUES (?, 'berjalan') RETURNING load_id", [str(started_at)]
    ).fetchone()[0]
