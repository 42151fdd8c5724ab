"""Findings that only show when all files are seen together, as sentences an official can act on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import pandas as pd

from compliance.paths import SOURCES_DIR
from compliance.standards import Index
from compliance.storage import read_yaml
from compliance.warehouse import Connection
from etl.score_findings import score_facts

COLUMNS = [
    "file_id",
    "sheet",
    "row_number",
    "column_name",
    "value",
    "rule_code",
    "severity",
    "message",
    "action",
    "kind",
    "unit_key",
    "unit_id",
    "year",
]


@cache
def _contract() -> dict[str, Any]:
    return read_yaml(SOURCES_DIR / "_gabungan.yaml")


def gather_findings(
    connection: Connection, proposals: pd.DataFrame, scores: pd.DataFrame, indexes: Mapping[str, Index]
) -> pd.DataFrame:
    """`int_build_finding` and what is odd about the scores, with the words of data/sources/_gabungan.yaml.

    Input:  `proposals`, see etl.resolve.propose_units.
    Output: one row per finding with COLUMNS. A unit text that nobody knows names the nearest known names.
    """
    found = connection.execute("""
        SELECT finding.*, unit.unit_name, context.as_of
        FROM int_build_finding AS finding
        CROSS JOIN build_context AS context
        LEFT JOIN int_unit AS unit ON finding.unit_id = unit.unit_id
        ORDER BY ALL
    """).df()
    nearest = nearest_names(proposals)
    instruments = ", ".join(
        row[0] for row in connection.execute("SELECT instrument_id FROM instrument").fetchall()
    )
    as_of = "" if found.empty else f"{found['as_of'].iloc[0]:%d/%m/%Y}"
    rows = [word_finding(row, nearest, instruments, as_of) for row in found.to_dict("records")]
    sources = connection.execute("SELECT * FROM int_score_source").df()
    names = dict(connection.execute("SELECT unit_id, unit_name FROM int_unit").fetchall())
    city = connection.execute("SELECT city_name FROM build_context").fetchall()[0][0]
    for fact in score_facts(scores, sources, indexes, _contract()["limits"]):
        rows.append(_worded(fact, {**fact, "unit": names.get(fact["unit_id"], city)}))
    frame = pd.DataFrame(rows, columns=COLUMNS)
    texts = {name: "string" for name in COLUMNS if name not in ("row_number", "year")}
    return frame.astype({**texts, "row_number": "Int64", "year": "Int64"})


def nearest_names(proposals: pd.DataFrame) -> dict[Any, list[str]]:
    """The nearest names of each key as people write them: name (code), or the name alone."""
    names = proposals["unit_name"]
    told = (names + " (" + proposals["unit_id"] + ")").where(proposals["unit_id"] != names, names)
    return told.groupby(proposals["unit_key"]).agg(list).to_dict()


def word_finding(
    row: Mapping[Any, Any], nearest: Mapping[Any, list[str]], instruments: str, as_of: str
) -> dict[str, Any]:
    """One finding with its sentence and what to do. `row`: columns of int_build_finding and `unit_name`."""
    close = nearest.get(row["unit_key"]) if isinstance(row["unit_key"], str) else None
    facts = {
        "value": row["value"],
        "unit": row["unit_name"],
        "year": "" if pd.isna(row["year"]) else int(row["year"]),
        "rows": _rows(row),
        "n_rows": int(row["n_rows"]),
        "nearest": " Nama yang mirip: " + "; ".join(close) + "." if close else "",
        "instruments": instruments,
        "as_of": as_of,
    }
    return _worded(row, facts)


def _worded(row: Mapping[Any, Any], words: Mapping[str, Any]) -> dict[str, Any]:
    """COLUMNS of one finding, its rule's texts filled with `words`."""
    rule = _contract()["rules"][row["rule_code"]]
    return {
        **{name: row.get(name) for name in COLUMNS},
        "severity": rule["severity"],
        "message": rule["message"].format(**words),
        "action": rule["action"].format(**words),
    }


def _rows(row: Mapping[Any, Any]) -> str:
    """`baris 7`, or `120 baris (baris 2 sampai 121)`."""
    if pd.isna(row["row_number"]):
        return "berkas ini"
    if row["n_rows"] == 1 or pd.isna(row["last_row"]):
        return f"baris {int(row['row_number'])}"
    return f"{int(row['n_rows'])} baris (baris {int(row['row_number'])} sampai {int(row['last_row'])})"
