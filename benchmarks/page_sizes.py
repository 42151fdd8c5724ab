"""Marts as a province or the ministry would have them: those of the sample city, multiplied.

Copies of a unit have ids, names and kecamatan of their own and values that differ a little, from a seed.
Years are added before the first one. What was reckoned over all units (ranks, means, the best) stays that
of the sample, so the figures on such pages mean nothing. Only how many rows there are is as in reality.
"""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from compliance import warehouse

N_YEARS = 10
OWN = ("unit_id", "parent_unit_id", "successor_unit_id", "service_id", "series_id", "action_id")
LISTS = ("successor_unit_ids", "predecessor_unit_ids")
NAMES = ("unit_name", "parent_unit_name", "successor_unit_name", "best_unit_name", "district")
JITTERED = ("mart_score", "mart_score_detail", "mart_gap")
# Their year is not that of a state.
NO_MORE_YEARS = ("mart_follow_up", "mart_finding", "mart_version")


def multiply(sample: Path, target: Path, copies: int, seed: int = 1) -> Path:
    """A data folder whose snapshot has `copies` times the units of the one in `sample`, and N_YEARS years."""
    shot = warehouse.current(sample)
    pointer = json.loads((sample / warehouse.POINTER).read_text(encoding="utf-8"))
    name = f"{shot.id}-{copies}"
    folder = target / warehouse.POINTER.parent
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(folder / f"{name}.duckdb")) as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute("SET preserve_insertion_order = true")
        connection.execute(f"ATTACH '{shot.path.as_posix()}' AS asal (READ_ONLY)")
        years = connection.execute("SELECT min(year), max(year) FROM asal.mart_score").fetchall()[0]
        more_years = max(0, N_YEARS - (years[1] - years[0] + 1))
        tables = connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'asal' ORDER BY 1"
        ).fetchall()
        for (table,) in tables:
            sql = _rows(connection, table, copies, years[0], more_years, seed)
            connection.execute(f"CREATE TABLE {table} AS {sql}")
        connection.execute(
            "UPDATE mart_snapshot SET snapshot_id = $name, first_year = first_year - $n",
            {"name": name, "n": more_years},
        )
    pointer |= {"snapshot_id": name, "file": f"{name}.duckdb"}
    for path in (folder / f"{name}.json", target / warehouse.POINTER):
        path.write_text(json.dumps(pointer), encoding="utf-8")
    return target


def _rows(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    copies: int,
    first_year: int,
    more: int,
    seed: int,
) -> str:
    columns = {row[0] for row in connection.execute(f"DESCRIBE asal.{table}").fetchall()}
    source = f"SELECT m.*, copy FROM asal.{table} AS m, (SELECT range AS copy FROM range({copies}))"
    if "unit_id" not in columns:
        return f"SELECT * FROM asal.{table}"
    if table != "mart_finding":
        source += " WHERE m.unit_id IS NOT NULL OR copy = 0"
    if "year" in columns and table not in NO_MORE_YEARS:
        source += f"""
            UNION ALL SELECT m.* REPLACE (m.year - before AS year), copy
            FROM asal.{table} AS m, (SELECT range AS copy FROM range({copies})),
                 (SELECT range AS before FROM range(1, {more + 1}))
            WHERE m.year = {first_year} AND (m.unit_id IS NOT NULL OR copy = 0)
        """
    changed = {name: f"{name} || '-' || copy" for name in OWN}
    changed |= {name: f"{name} || ' ' || copy" for name in NAMES}
    changed |= {name: f"list_transform({name}, lambda one: one || '-' || copy)" for name in LISTS}
    parts = [
        f"CASE WHEN copy = 0 THEN {name} ELSE {sql} END AS {name}"
        for name, sql in changed.items()
        if name in columns
    ]
    if table in JITTERED:
        less = f"hash(unit_id, year, copy, {seed}) % 200 / 1e4"
        parts.append(f"CASE WHEN copy = 0 THEN value ELSE value * (1 - {less}) END AS value")
    return f"SELECT * EXCLUDE (copy) REPLACE ({', '.join(parts)}) FROM ({source}) ORDER BY copy"
