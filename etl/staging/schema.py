"""Column types of everything that staging gives, so that Parquet files of one table always agree."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pyarrow as pa

from etl.staging.contract import Kind, load_contract

_TYPES = {
    "text": pa.string(),
    "integer": pa.int64(),
    "decimal": pa.float64(),
    "date": pa.date32(),
    "datetime": pa.timestamp("us"),
    "year": pa.int64(),
}
_PANDAS = {
    pa.string(): "string",
    pa.int64(): "Int64",
    pa.float64(): "Float64",
    pa.date32(): "datetime64[us]",
    pa.timestamp("us"): "datetime64[us]",
}

# The moment a survey was filled in, where the file tells a time of day. Not `waktu`: that is an unsur.
TIME_OF_DAY = "waktu_pengisian"
PROVENANCE = {
    "file_id": "text",
    "sheet": "text",
    "sheet_number": "integer",
    "row_number": "integer",
    "unit_text": "text",
    "unit_key": "text",
    "year": "year",
}
SIDE_TABLES: dict[str, dict[str, str]] = {
    "_finding": {
        "file_id": "text",
        "sheet": "text",
        "row_number": "integer",
        "column_name": "text",
        "value": "text",
        "rule_code": "text",
        "severity": "text",
        "message": "text",
        "action": "text",
        "kind": "text",
        "unit_key": "text",
        "year": "year",
    },
    "_rejected": {
        "file_id": "text",
        "sheet": "text",
        "sheet_number": "integer",
        "row_number": "integer",
        "kind": "text",
        "unit_text": "text",
        "unit_key": "text",
        "year": "year",
        "instrument": "text",
        "raw": "text",
    },
    "_sheet": {
        "file_id": "text",
        "sheet": "text",
        "sheet_number": "integer",
        "kind": "text",
        "header_row": "integer",
        "n_read": "integer",
        "n_accepted": "integer",
        "n_rejected": "integer",
        "n_not_data": "integer",
        "status_note": "text",
    },
    # Where each canonical column stands in the file, for whoever marks cells in it; not part of the lake.
    "_column": {"sheet": "text", "column_name": "text", "column_number": "integer", "header": "text"},
}


def column_types(table: str) -> dict[str, str]:
    """Column -> simple type, for a kind or one of _finding, _rejected, _sheet."""
    return SIDE_TABLES[table] if table in SIDE_TABLES else _types_of(load_contract().kinds[table])


def _types_of(kind: Kind) -> dict[str, str]:
    types: dict[str, str] = {}
    for name, column in kind.columns.items():
        if column.type == "datetime":
            types |= {name: "date", TIME_OF_DAY: "datetime"}
        else:
            types[name] = column.type if column.type in ("integer", "decimal", "date", "year") else "text"
    if kind.kind == "standar_pelayanan":
        types["occurrence"] = "integer"
    return types | PROVENANCE


def arrow_schema(table: str) -> pa.Schema:
    """Arrow schema of a kind or of _finding, _rejected, _sheet."""
    return pa.schema([(name, _TYPES[kind]) for name, kind in column_types(table).items()])


def typed_table(table: str, columns: dict[str, Any]) -> pd.DataFrame:
    """A DataFrame with the types of the table; a column that is not given is missing in every row."""
    n_rows = len(next(iter(columns.values()), []))
    return pd.DataFrame(
        {
            name: pd.array(columns.get(name, [None] * n_rows), dtype=_PANDAS[_TYPES[kind]])
            for name, kind in column_types(table).items()
        }
    )


def empty_table(table: str) -> pd.DataFrame:
    """The table without rows."""
    return typed_table(table, {name: [] for name in column_types(table)})
