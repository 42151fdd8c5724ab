"""What the snapshot holds: its own facts, units, years, instruments."""

from __future__ import annotations

import pandas as pd

from compliance.warehouse import Snapshot, read


def snapshot_info(snapshot: Snapshot) -> pd.DataFrame:
    """One row: snapshot_id, built_at, as_of, is_sample, city_name, n_files, first_year, last_year, ..."""
    return read(snapshot, "SELECT * FROM mart_snapshot")


def units(snapshot: Snapshot) -> pd.DataFrame:
    """Units as of the snapshot, by name."""
    return read(snapshot, "SELECT * FROM mart_unit ORDER BY unit_name")


def years(snapshot: Snapshot) -> pd.DataFrame:
    """Year and whether any score or service was reported in it, newest first."""
    return read(
        snapshot,
        """
        SELECT year, max(has_data) AS has_data
        FROM (
            SELECT year, value IS NOT NULL AS has_data FROM mart_score
            UNION ALL SELECT year, n_services > 0 FROM mart_unit_compliance
        )
        GROUP BY year ORDER BY year DESC
        """,
    )


def instruments(snapshot: Snapshot) -> pd.DataFrame:
    """Instruments with at least one value: instrument_id, n_values, last_year, n_units."""
    return read(
        snapshot,
        """
        SELECT instrument_id, count(value) AS n_values,
               max(year) FILTER (value IS NOT NULL) AS last_year,
               count(DISTINCT unit_id) FILTER (value IS NOT NULL) AS n_units
        FROM mart_score GROUP BY instrument_id HAVING count(value) > 0 ORDER BY instrument_id
        """,
    )
