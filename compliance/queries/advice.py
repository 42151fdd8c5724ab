"""What follows from values and verdicts: levers, whom to coach first, what contradicts itself."""

from __future__ import annotations

import pandas as pd

from compliance.queries.scope import UNITS, bound
from compliance.warehouse import Snapshot, read


def levers(
    snapshot: Snapshot, *, year: int, instrument_id: str | None = None, **scope: str | None
) -> pd.DataFrame:
    """What lifts the category of units (and of a city with a value of its own), the easiest first."""
    return read(
        snapshot,
        f"""
        SELECT m.* FROM mart_lever AS m
        WHERE m.year = $year AND ($instrument_id IS NULL OR m.instrument_id = $instrument_id) AND {UNITS}
        ORDER BY m.instrument_id, m.unit_name, m.lever_rank NULLS LAST, m.points_at_most DESC, m.duty_id
        """,  # noqa: S608
        bound(scope, year=year, instrument_id=instrument_id),
    )


def nearest_levers(
    snapshot: Snapshot, *, year: int, instrument_id: str, limit: int | None = None, **scope: str | None
) -> pd.DataFrame:
    """The easiest lever of each unit (of the city where no unit has any), fewest points first.

    n_near counts them all, also beyond the limit.
    """
    return read(
        snapshot,
        f"""
        WITH own AS (
            SELECT m.* FROM mart_lever AS m
            WHERE m.year = $year AND m.instrument_id = $instrument_id AND {UNITS}
        )
        SELECT *, count(*) OVER () AS n_near FROM own
        WHERE lever_rank = 1
          AND (unit_id IS NOT NULL OR NOT EXISTS (SELECT 1 FROM own WHERE unit_id IS NOT NULL))
        ORDER BY points_needed, unit_name LIMIT $limit
        """,  # noqa: S608
        bound(scope, year=year, instrument_id=instrument_id, limit=limit),
    )


def priorities(
    snapshot: Snapshot, *, year: int, instrument_id: str, limit: int | None = None, **scope: str | None
) -> pd.DataFrame:
    """Units by their score for coaching, then those without a score, by name.

    n_units and n_scored count them all, also beyond the limit.
    """
    return read(
        snapshot,
        f"""
        SELECT m.*, count(*) OVER () AS n_units, count(m.score) OVER () AS n_scored
        FROM mart_priority AS m
        WHERE m.year = $year AND m.instrument_id = $instrument_id AND {UNITS}
        ORDER BY m.priority_rank NULLS LAST, m.unit_name LIMIT $limit
        """,  # noqa: S608
        bound(scope, year=year, instrument_id=instrument_id, limit=limit),
    )


def reviews(snapshot: Snapshot, *, year: int, **scope: str | None) -> pd.DataFrame:
    """Contradictions between figures, the city first."""
    return read(
        snapshot,
        f"SELECT m.* FROM mart_review AS m WHERE m.year = $year AND {UNITS} "  # noqa: S608
        "ORDER BY m.unit_id IS NOT NULL, m.unit_name, m.review_id",
        bound(scope, year=year),
    )


def respondent_groups(snapshot: Snapshot, *, year: int, **scope: str | None) -> pd.DataFrame:
    """Groups of respondents of units, characteristic by characteristic; hidden ones without figures."""
    return read(
        snapshot,
        f"SELECT m.* FROM mart_respondent AS m WHERE m.year = $year AND {UNITS} "  # noqa: S608
        "ORDER BY m.unit_name, m.characteristic_order, m.group_order",
        bound(scope, year=year),
    )


def measure_gaps(snapshot: Snapshot, *, year: int, subject_id: str, **scope: str | None) -> pd.DataFrame:
    """Unsur, aspects or dimensions of an instrument, or komponen, of units with target, city and best."""
    return read(
        snapshot,
        f"""
        SELECT m.* FROM mart_gap AS m
        WHERE m.year = $year AND m.subject_id = $subject_id AND m.measure_level = 1 AND {UNITS}
        ORDER BY m.measure_order, m.unit_name
        """,  # noqa: S608
        bound(scope, year=year, subject_id=subject_id),
    )


def measure_gap_counts(
    snapshot: Snapshot, *, year: int, subject_id: str, **scope: str | None
) -> pd.DataFrame:
    """Per measure: units below target and city of those compared, and the one farthest below the best.

    Below is what is below as it is written, with two decimals.
    """
    return read(
        snapshot,
        f"""
        WITH own AS (
            SELECT m.* FROM mart_gap AS m
            WHERE m.year = $year AND m.subject_id = $subject_id AND m.measure_level = 1 AND {UNITS}
        ),
        farthest AS (
            SELECT DISTINCT ON (measure_order) measure_order, unit_name, value, best_value, best_unit_name
            FROM own WHERE round_even(gap_to_best, 2) < 0
            ORDER BY measure_order, gap_to_best, unit_name
        ),
        counted AS (
            SELECT measure_order, any_value(measure_label) AS measure_label,
                   count(gap_to_target) AS n_target, count(gap_to_city) AS n_city,
                   count(*) FILTER (round_even(gap_to_target, 2) < 0) AS n_below_target,
                   count(*) FILTER (round_even(gap_to_city, 2) < 0) AS n_below_city
            FROM own GROUP BY measure_order
        )
        SELECT counted.*, farthest.* EXCLUDE (measure_order)
        FROM counted LEFT JOIN farthest ON farthest.measure_order = counted.measure_order
        ORDER BY counted.measure_order
        """,  # noqa: S608
        bound(scope, year=year, subject_id=subject_id),
    )
