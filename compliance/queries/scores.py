"""Values of the indexes, of units and of the city, and what they consist of."""

from __future__ import annotations

import pandas as pd

from compliance.queries.scope import UNITS, bound
from compliance.warehouse import Snapshot, read


def city_scores(snapshot: Snapshot, *, instrument_id: str | None = None) -> pd.DataFrame:
    """The city's own rows, all years: one instrument, or all."""
    return read(
        snapshot,
        """
        SELECT * FROM mart_score
        WHERE unit_id IS NULL AND ($instrument_id IS NULL OR instrument_id = $instrument_id)
        ORDER BY instrument_id, year
        """,
        {"instrument_id": instrument_id},
    )


def scores(
    snapshot: Snapshot,
    *,
    instrument_id: str | None = None,
    year: int | None = None,
    **scope: str | None,
) -> pd.DataFrame:
    """Unit rows of mart_score (also those without a value), by year and name; None = all."""
    return read(
        snapshot,
        f"""
        SELECT m.* FROM mart_score AS m
        WHERE m.unit_id IS NOT NULL
          AND ($instrument_id IS NULL OR m.instrument_id = $instrument_id)
          AND ($year IS NULL OR m.year = $year) AND {UNITS}
        ORDER BY m.year, m.unit_name, m.instrument_id
        """,  # noqa: S608
        bound(scope, instrument_id=instrument_id, year=year),
    )


def unit_values(
    snapshot: Snapshot, *, instrument_id: str, first_year: int, last_year: int, **scope: str | None
) -> pd.DataFrame:
    """Values of units in a span of years with what says whether they may be compared; no other column."""
    return read(
        snapshot,
        f"""
        SELECT m.unit_id, m.unit_name, m.year, m.value, m.method_id, m.series_id, m.previous_value,
               m.is_comparable
        FROM mart_score AS m
        WHERE m.unit_id IS NOT NULL AND m.instrument_id = $instrument_id
          AND m.year BETWEEN $first_year AND $last_year AND {UNITS}
        ORDER BY m.year, m.unit_name
        """,  # noqa: S608
        bound(scope, instrument_id=instrument_id, first_year=first_year, last_year=last_year),
    )


def unit_line(snapshot: Snapshot, *, instrument_id: str, unit_id: str) -> pd.DataFrame:
    """Rows of a unit over the years, begun by those of the units that it only continues (a rename)."""
    return read(
        snapshot,
        """
        WITH own AS (SELECT * FROM mart_score WHERE unit_id = $unit_id AND instrument_id = $instrument_id)
        SELECT * FROM own
        UNION ALL
        SELECT * FROM mart_score
        WHERE instrument_id = $instrument_id AND value IS NOT NULL
          AND series_id IN (SELECT series_id FROM own) AND year < (SELECT min(year) FROM own)
        ORDER BY year
        """,
        {"instrument_id": instrument_id, "unit_id": unit_id},
    )


def reporting_counts(snapshot: Snapshot, **scope: str | None) -> pd.DataFrame:
    """Per instrument and year: n_reported of n_expected units (units it does not apply to are left out)."""
    return read(
        snapshot,
        f"""
        SELECT m.instrument_id, m.year,
               count(m.value) AS n_reported,
               count(*) FILTER (m.reporting_state <> 'tidak_berlaku') AS n_expected,
               count(*) FILTER (m.reporting_state = 'belum_melapor') AS n_late,
               count(*) FILTER (m.reporting_state = 'ditolak') AS n_refused,
               count(*) FILTER (m.reporting_state = 'belum_jatuh_tempo') AS n_not_due,
               avg(m.value) AS mean_value, sum(m.n_respondents) AS n_respondents
        FROM mart_score AS m WHERE m.unit_id IS NOT NULL AND {UNITS}
        GROUP BY m.instrument_id, m.year ORDER BY m.instrument_id, m.year
        """,  # noqa: S608
        bound(scope),
    )


def score_details(
    snapshot: Snapshot,
    *,
    instrument_id: str,
    year: int | None = None,
    level: int | None = 1,
    **scope: str | None,
) -> pd.DataFrame:
    """Unsur, aspects or dimensions of units, in the order of the instrument; level None = all below, too."""
    return read(
        snapshot,
        f"""
        SELECT m.*, u.unit_name FROM mart_score_detail AS m JOIN mart_unit AS u ON u.unit_id = m.unit_id
        WHERE m.instrument_id = $instrument_id AND ($year IS NULL OR m.year = $year)
          AND ($level IS NULL OR m.measure_level = $level) AND {UNITS}
        ORDER BY m.year, u.unit_name, m.measure_order
        """,  # noqa: S608
        bound(scope, instrument_id=instrument_id, year=year, level=level),
    )


def city_details(
    snapshot: Snapshot, *, instrument_id: str, year: int | None = None, level: int | None = 1
) -> pd.DataFrame:
    """Unsur, aspects or dimensions of the city row; level None = all below, too."""
    return read(
        snapshot,
        """
        SELECT * FROM mart_score_detail
        WHERE unit_id IS NULL AND instrument_id = $instrument_id AND ($year IS NULL OR year = $year)
          AND ($level IS NULL OR measure_level = $level)
        ORDER BY year, measure_order
        """,
        {"instrument_id": instrument_id, "year": year, "level": level},
    )
