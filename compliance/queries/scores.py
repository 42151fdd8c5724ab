"""Values of the indexes, of units and of the city, and what they consist of."""

from __future__ import annotations

from collections.abc import Sequence

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


def unit_scores(snapshot: Snapshot, *, instrument_id: str, year: int, **scope: str | None) -> pd.DataFrame:
    """What `scores` gives of one instrument and year, with the columns that lists of many units need."""
    return read(
        snapshot,
        f"""
        SELECT m.unit_id, m.unit_name, m.unit_kind, m.district, m.value, m.category, m.category_label,
               m.previous_value, m.change, m.is_comparable, m.is_change_significant, m.target_value,
               m.city_value, m.reporting_state
        FROM mart_score AS m
        WHERE m.unit_id IS NOT NULL AND m.instrument_id = $instrument_id AND m.year = $year AND {UNITS}
        ORDER BY m.unit_name
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
    unit_ids: Sequence[str] | None = None,
    limit: int | None = None,
    offset: int = 0,
    **scope: str | None,
) -> pd.DataFrame:
    """Unsur, aspects or dimensions of units, in the order of the instrument; level None = all below, too."""
    return read(
        snapshot,
        f"""
        SELECT m.*, u.unit_name FROM mart_score_detail AS m JOIN mart_unit AS u ON u.unit_id = m.unit_id
        WHERE m.instrument_id = $instrument_id AND ($year IS NULL OR m.year = $year)
          AND ($level IS NULL OR m.measure_level = $level) AND {UNITS}
          AND ($unit_ids IS NULL OR list_contains($unit_ids, m.unit_id))
        ORDER BY m.year, u.unit_name, m.unit_id, m.measure_order LIMIT $limit OFFSET $offset
        """,  # noqa: S608
        bound(
            scope, instrument_id=instrument_id, year=year, level=level, limit=limit, offset=offset,
            unit_ids=None if unit_ids is None else list(unit_ids),
        ),
    )  # fmt: skip


def lowest_measures(
    snapshot: Snapshot, *, instrument_id: str, year: int, lowest: int, **scope: str | None
) -> pd.DataFrame:
    """Per measure: mean of the units, n_rows, and in how many of n_units it is among the `lowest` (n_lowest).

    Ties count; a unit whose values are all the same has no lowest one.
    """
    return read(
        snapshot,
        f"""
        WITH own AS (
            SELECT m.*, rank() OVER one_unit AS place,
                   min(m.value) OVER all_of_it < max(m.value) OVER all_of_it AS differs
            FROM mart_score_detail AS m
            WHERE m.instrument_id = $instrument_id AND m.year = $year AND m.measure_level = 1
              AND m.unit_id IS NOT NULL AND {UNITS}
            WINDOW one_unit AS (PARTITION BY m.unit_id ORDER BY m.value NULLS LAST),
                   all_of_it AS (PARTITION BY m.unit_id)
        )
        SELECT measure_id, measure_label, measure_order, avg(value) AS value, count(*) AS n_rows,
               count(value) FILTER (place <= $lowest AND differs) AS n_lowest,
               (SELECT count(DISTINCT unit_id) FROM own WHERE value IS NOT NULL) AS n_units
        FROM own GROUP BY ALL ORDER BY measure_order
        """,  # noqa: S608
        bound(scope, instrument_id=instrument_id, year=year, lowest=lowest),
    )


def values_after_actions(snapshot: Snapshot, *, instrument_id: str, **scope: str | None) -> pd.DataFrame:
    """Values of the units that finished an action, all years, with what says how far they may be compared."""
    return read(
        snapshot,
        f"""
        SELECT m.unit_id, m.year, m.value, m.change, m.is_comparable, m.is_change_significant,
               m.reporting_state
        FROM mart_score AS m
        WHERE m.instrument_id = $instrument_id AND {UNITS}
          AND m.unit_id IN (SELECT unit_id FROM mart_follow_up WHERE status = 'selesai')
        ORDER BY m.year, m.unit_id
        """,  # noqa: S608
        bound(scope, instrument_id=instrument_id),
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
