"""The lake as SQL sees it: for each kind `raw_<kind>` as it came in, and `lake_<kind>` with its unit."""

from __future__ import annotations

import pandas as pd

from compliance.warehouse import Connection
from etl import lake, resolve, staging
from etl.folder import DataFolder
from etl.staging import SURVEY

UNITLESS_KINDS = {"unit"}
# Answers also count for a merged unit; planned actions are for whoever can still do them.
HOLDERS = {SURVEY: "holder_id", "tindak_lanjut": "service_holder_id"}
ABOUT_FILES = {"_sheet", "_finding"}  # also read of a file that was withdrawn; its rows are not


def open_parquet(connection: Connection, folder: DataFolder, table: str, receipts: pd.DataFrame) -> None:
    """`parquet_<table>`: the rows of one lake table as they lie in the files of these receipts."""
    name = table.removeprefix("_")
    connection.register(f"none_{name}", staging.arrow_schema(table).empty_table())
    rows = f"SELECT * FROM none_{name}"
    files = lake.parquet_files(folder, table, receipts)
    if files:
        listed = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
        # No guessing from folder names, and a file staged before a column was added still fits.
        options = "hive_partitioning = false, union_by_name = true"
        rows += f" UNION ALL BY NAME SELECT * FROM read_parquet([{listed}], {options})"
    connection.execute(f"CREATE OR REPLACE TEMP VIEW parquet_{name} AS {rows}")


def single_blocks(prefix: str) -> str:
    """`raw` or `lake` answers of surveys, each as a block of its own: see etl.counting."""
    return f"""
        SELECT *, row_number AS first_row, row_number AS last_row, 1 AS n_rows,
            tanggal AS first_day, tanggal AS last_day
        FROM {prefix}_{SURVEY}
    """


def raw_blocks(table: str) -> str:
    """Blocks of survey answers that count, as raw_rows gives answers. A block is of its first day."""
    return f"""
        SELECT rows.*, rows.first_day AS tanggal, receipt.load_id, receipt.file_name,
            row(receipt.load_id, receipt.file_name, rows.file_id, sheet_number, first_row) AS source_order
        FROM {table} AS rows INNER JOIN receipt ON rows.file_id = receipt.file_id
        WHERE receipt.withdrawn_at IS NULL
    """


def raw_rows(table: str) -> str:
    """The rows of one lake table that count, with the order in which they came in."""
    name = table.removeprefix("_")
    order = [column for column in ("sheet_number", "row_number") if column in staging.column_types(table)]
    counts = "" if table in ABOUT_FILES else "WHERE receipt.withdrawn_at IS NULL"
    return f"""
        SELECT rows.*, receipt.load_id, receipt.file_name,
            row(receipt.load_id, receipt.file_name, rows.file_id, {", ".join(order)}) AS source_order
        FROM parquet_{name} AS rows INNER JOIN receipt ON rows.file_id = receipt.file_id
        {counts}
    """


def named_rows(kind: str) -> str:
    """What a unit text is resolved from: file_id, unit_key, year and n_rows."""
    if kind == SURVEY:
        return "int_skm_name"
    return f"(SELECT file_id, unit_key, year, 1 AS n_rows FROM raw_{kind})"


def lake_rows(kind: str, rows: str = "") -> str:
    """Rows with the unit they belong to (NULL: it waits, or the row is about the city).

    A row means the unit that bore the name on its day; a row with a year only, on the last day of that year.
    It belongs to the unit whose year it is: rules.succession. `named_unit_id` is the unit that was written.
    """
    year_end = "least(make_date(rows.year, 12, 31), context.as_of)"
    known = staging.load_contract().kinds.get(kind)
    is_city = "rows.unit_text IS NULL AS is_city, " if known and known.empty_unit_is_city else ""
    # A value counts only where its instrument is known and the value is on its scale.
    amount = {"indeks": "nilai", "target": "target"}.get(kind)
    usable = f"""(unit_match.unit_id IS NOT NULL OR rows.unit_text IS NULL)
            AND coalesce(rows.{amount} BETWEEN scale_min AND scale_max, false) AS is_usable, """
    scale = "LEFT JOIN instrument ON rows.instrumen = instrument.instrument_id" if amount else ""
    holder = HOLDERS.get(kind, "line_holder_id")
    holder_year = "context.current_year" if kind == "tindak_lanjut" else "rows.year"
    own_day = f"rows.{resolve.DAYS[kind]}, " if kind in resolve.DAYS else ""
    day = f"coalesce({own_day}{year_end}, context.as_of)"
    return f"""
        SELECT rows.*, {is_city}{usable if amount else ""}
            coalesce(unit_holder.{holder}, unit_match.unit_id) AS unit_id,
            unit_match.unit_id AS named_unit_id
        FROM {rows or f"raw_{kind}"} AS rows
        CROSS JOIN build_context AS context
        LEFT JOIN unit_match
            ON rows.unit_key = unit_match.unit_key
            AND {day} BETWEEN unit_match.first_day AND unit_match.last_day
        LEFT JOIN unit_holder
            ON unit_match.unit_id = unit_holder.unit_id AND unit_holder.year = {holder_year}
        {scale}
    """
