"""One figure, what it consists of, and the source rows behind it. unit_id None = the city."""

from __future__ import annotations

import pandas as pd

from compliance.warehouse import Snapshot, read

_FIGURE = "unit_id IS NOT DISTINCT FROM $unit_id AND instrument_id = $instrument_id AND year = $year"


def score(snapshot: Snapshot, *, instrument_id: str, year: int, unit_id: str | None = None) -> pd.DataFrame:
    """The one row of mart_score of a figure; no row if the unit or the instrument did not exist that year."""
    return read(
        snapshot,
        f"SELECT * FROM mart_score WHERE {_FIGURE}",  # noqa: S608
        {"unit_id": unit_id, "instrument_id": instrument_id, "year": year},
    )


def score_measures(
    snapshot: Snapshot, *, instrument_id: str, year: int, unit_id: str | None = None
) -> pd.DataFrame:
    """Unsur, aspects or dimensions of a figure, in the order of the instrument."""
    return read(
        snapshot,
        f"SELECT * FROM mart_score_detail WHERE {_FIGURE} ORDER BY measure_order",  # noqa: S608
        {"unit_id": unit_id, "instrument_id": instrument_id, "year": year},
    )


def score_parts(
    snapshot: Snapshot, *, instrument_id: str, year: int, unit_id: str | None = None
) -> pd.DataFrame:
    """The parts of the formula that were given: part_id, value."""
    return read(
        snapshot,
        f"SELECT * FROM mart_score_part WHERE {_FIGURE} ORDER BY part_id",  # noqa: S608
        {"unit_id": unit_id, "instrument_id": instrument_id, "year": year},
    )


def source_rows(
    snapshot: Snapshot, *, instrument_id: str, year: int, unit_id: str | None = None
) -> pd.DataFrame:
    """Source records of a figure (also those that no longer count), and the city's target."""
    return read(
        snapshot,
        f"""
        SELECT * FROM mart_lineage
        WHERE ({_FIGURE})
           OR (kind = 'target' AND unit_id IS NULL AND instrument_id = $instrument_id AND year = $year)
        ORDER BY kind = 'target', kind, file_name, sheet, first_row
        """,  # noqa: S608
        {"unit_id": unit_id, "instrument_id": instrument_id, "year": year},
    )


def source_files(snapshot: Snapshot, *, instrument_id: str, year: int) -> pd.DataFrame:
    """Sheets from which the values of all units come: the rows of a city figure that is a mean over units."""
    return read(
        snapshot,
        """
        SELECT file_id, file_name, sheet, min(first_row) AS first_row, max(last_row) AS last_row,
               sum(n_rows)::BIGINT AS n_rows, kind, NULL AS unit_id, year,
               year || ' | ' || count(DISTINCT unit_id) || ' unit' AS record_key, instrument_id, is_used
        FROM mart_lineage
        WHERE unit_id IS NOT NULL AND instrument_id = $instrument_id AND year = $year AND kind <> 'target'
        GROUP BY file_id, file_name, sheet, kind, year, instrument_id, is_used
        ORDER BY kind, file_name, sheet
        """,
        {"instrument_id": instrument_id, "year": year},
    )
