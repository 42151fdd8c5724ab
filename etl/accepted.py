"""The memory of accepted names: which text a person took for which unit or service, and when it was revoked.

A part of the register (same SQLite file), so state like the archive: nothing is deleted, a revoked name keeps
its row. `layanan` names are texts that mean a service of the unit.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pandas as pd

SCHEMA = """
CREATE TABLE IF NOT EXISTS accepted_name (
    name_id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('unit', 'layanan')),
    text TEXT NOT NULL,
    name_key TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    service TEXT,
    accepted_at TEXT NOT NULL,
    accepted_by TEXT NOT NULL,
    revoked_at TEXT,
    revoked_by TEXT
);
"""
UNIT, SERVICE = "unit", "layanan"
TEXTS = ("kind", "text", "name_key", "unit_id", "service", "accepted_by")


class AcceptedNames:
    """The accepted names of one data folder. Writers hold the lock of the folder."""

    def __init__(self, register: Path) -> None:
        self.path = register

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path)
        connection.execute("PRAGMA synchronous = FULL")
        return connection

    def effective(self) -> pd.DataFrame:
        """Names that count, in the order in which they were accepted.

        Columns: name_id, kind, text, name_key, unit_id, service (the name of the service that is meant),
        accepted_at, accepted_by. Empty where nothing was received yet.
        """
        columns = ["name_id", *TEXTS[:-1], "accepted_at", "accepted_by"]
        frame = pd.DataFrame(columns=columns)
        if self.path.exists():
            query = (
                f"SELECT {', '.join(columns)} FROM accepted_name WHERE revoked_at IS NULL ORDER BY name_id"  # noqa: S608
            )
            with closing(self._connect()) as connection:
                if connection.execute("PRAGMA table_info(accepted_name)").fetchall():
                    frame = pd.read_sql_query(query, connection)
        types = {"name_id": "int64", "accepted_at": "datetime64[us]"}
        return frame.astype(types | dict.fromkeys(TEXTS, "string"))

    def keys(self, kind: str) -> dict[str, str]:
        """The keys of the names of one kind that count, to the unit each means."""
        names = self.effective()
        names = names[names["kind"] == kind]
        return dict(zip(names["name_key"], names["unit_id"], strict=True))

    def accept(
        self,
        kind: str,
        text: str,
        name_key: str,
        unit_id: str,
        service: str | None,
        *,
        by: str,
        now: datetime,
    ) -> int:
        """Remember a name; returns its number."""
        with closing(self._connect()) as connection, connection:
            connection.execute(SCHEMA)
            return connection.execute(
                "INSERT INTO accepted_name (kind, text, name_key, unit_id, service, accepted_at, accepted_by)"
                " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING name_id",
                [kind, text, name_key, unit_id, service, now.isoformat(sep=" "), by],
            ).fetchone()[0]

    def revoke(self, name_id: int, *, by: str, now: datetime) -> None:
        """From now on the name is unknown again."""
        with closing(self._connect()) as connection, connection:
            connection.execute(
                "UPDATE accepted_name SET revoked_at = ?, revoked_by = ? WHERE name_id = ?",
                [now.isoformat(sep=" "), by, name_id],
            )

    def undo(self, name_id: int, *, was_revoked: bool) -> None:
        """Take back a change whose build failed, so that it does not stand in the way of the next load."""
        undone = (
            "UPDATE accepted_name SET revoked_at = NULL, revoked_by = NULL WHERE name_id = ?"
            if was_revoked
            else "DELETE FROM accepted_name WHERE name_id = ?"
        )
        with closing(self._connect()) as connection, connection:
            connection.execute(undone, [name_id])
