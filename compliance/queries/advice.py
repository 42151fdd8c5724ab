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


def priorities(snapshot: Snapshot, *, year: int, instrument_id: str, **scope: str | None) -> pd.DataFrame:
    """Units by their score for coaching, then those without a score, by name."""
    return read(
        snapshot,
        f"""
        SELECT m.* FROM mart_priority AS m
        WHERE m.year = $year AND m.instrument_id = $instrument_id AND {UNITS}
        ORDER BY m.priority_rank NULLS LAST, m.unit_name
        """,  # noqa: S608
        bound(scope, year=year, instrument_id=instrument_id),
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
