"""What changed between two versions of a record, in words: `Nilai: 70,5 → 71,5`."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pandas as pd

from compliance.warehouse import Connection
from etl.staging import Kind, load_contract

NOTHING = "(kosong)"


def gather_versions(connection: Connection) -> pd.DataFrame:
    """`int_version` with its content said as changes.

    Output: its columns without `content`, n_changes and changes: both missing for the first version of a
    record, 0 and empty where it was sent again unchanged.
    """
    found = connection.execute("""
        SELECT *, lag(content) OVER (PARTITION BY kind, record_key ORDER BY version_number) AS earlier
        FROM int_version ORDER BY kind, record_key, version_number
    """).df()
    kinds = load_contract().kinds
    changes = [
        None if pd.isna(earlier) else describe_changes(kinds[kind], earlier, content)
        for kind, earlier, content in zip(found["kind"], found["earlier"], found["content"], strict=True)
    ]
    found["n_changes"] = pd.array([None if one is None else len(one) for one in changes], dtype="Int64")
    found["changes"] = pd.array([None if one is None else "; ".join(one) for one in changes], dtype="string")
    return found.drop(columns=["content", "earlier"])


def describe_changes(kind: Kind, earlier: str, later: str) -> list[str]:
    """One text per column that differs, in the order of the contract. Both are rows as JSON."""
    before, after = json.loads(earlier), json.loads(later)
    return [
        f"{column.label}: {_said(before.get(name), column.type)} → {_said(after.get(name), column.type)}"
        for name, column in kind.columns.items()
        if column.type != "unit" and before.get(name) != after.get(name)
    ]


def _said(value: Any, column_type: str) -> str:
    if value is None or value == "":
        return NOTHING
    if column_type == "date":
        return f"{date.fromisoformat(value[:10]):%d/%m/%Y}"
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    if column_type in ("presence", "presence_text", "choice"):
        return str(value).replace("_", " ")
    return str(value)
