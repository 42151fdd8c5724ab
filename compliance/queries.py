"""Every question the pages and reports ask, as one SELECT each, on mart_* tables only.

Every function takes the snapshot first and gives a DataFrame; all values are bound parameters.
`**scope` are the filters of
units, `unit_id`, `unit_kind` and `district`; left out or None they mean "all". Shares are 0-1.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from compliance.warehouse import Snapshot, read

_SCOPE = ("unit_id", "unit_kind", "district")
# The units a filter leaves over. The alias m is the mart the query reads.
_UNITS = """
    ($unit_id IS NULL OR m.unit_id = $unit_id)
    AND ($unit_kind IS NULL OR m.unit_id IN (SELECT unit_id FROM mart_unit WHERE unit_kind = $unit_kind))
    AND ($district IS NULL OR m.unit_id IN (SELECT unit_id FROM mart_unit WHERE district = $district))
"""


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
          AND ($year IS NULL OR m.year = $year) AND {_UNITS}
        ORDER BY m.year, m.unit_name, m.instrument_id
        """,  # noqa: S608
        _bound(scope, instrument_id=instrument_id, year=year),
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
        FROM mart_score AS m WHERE m.unit_id IS NOT NULL AND {_UNITS}
        GROUP BY m.instrument_id, m.year ORDER BY m.instrument_id, m.year
        """,  # noqa: S608
        _bound(scope),
    )


def score_details(
    snapshot: Snapshot,
    *,
    instrument_id: str,
    year: int | None = None,
    **scope: str | None,
) -> pd.DataFrame:
    """Unsur, aspects or dimensions of units, in the order of the instrument."""
    return read(
        snapshot,
        f"""
        SELECT m.*, u.unit_name FROM mart_score_detail AS m JOIN mart_unit AS u ON u.unit_id = m.unit_id
        WHERE m.instrument_id = $instrument_id AND ($year IS NULL OR m.year = $year) AND {_UNITS}
        ORDER BY m.year, u.unit_name, m.measure_order
        """,  # noqa: S608
        _bound(scope, instrument_id=instrument_id, year=year),
    )


def city_details(snapshot: Snapshot, *, instrument_id: str, year: int | None = None) -> pd.DataFrame:
    """Unsur, aspects or dimensions of the city row."""
    return read(
        snapshot,
        """
        SELECT * FROM mart_score_detail
        WHERE unit_id IS NULL AND instrument_id = $instrument_id AND ($year IS NULL OR year = $year)
        ORDER BY year, measure_order
        """,
        {"instrument_id": instrument_id, "year": year},
    )


def duties(snapshot: Snapshot, *, year: int, **scope: str | None) -> pd.DataFrame:
    """One row per duty and unit: verdict, reason, legal_reference, n_services, n_affected."""
    return read(
        snapshot,
        f"SELECT m.* FROM mart_duty AS m WHERE m.year = $year AND {_UNITS} ORDER BY m.unit_name, m.duty_id",  # noqa: S608
        _bound(scope, year=year),
    )


def duty_counts(snapshot: Snapshot, *, year: int, **scope: str | None) -> pd.DataFrame:
    """Per duty and verdict the number of units."""
    return read(
        snapshot,
        f"""
        SELECT m.duty_id, any_value(m.duty_label) AS duty_label, m.verdict, count(*) AS n_units
        FROM mart_duty AS m WHERE m.year = $year AND {_UNITS}
        GROUP BY m.duty_id, m.verdict ORDER BY m.duty_id, m.verdict
        """,  # noqa: S608
        _bound(scope, year=year),
    )


def services(snapshot: Snapshot, *, year: int, **scope: str | None) -> pd.DataFrame:
    """Services with the state of their standard at the end of the year (or as-of)."""
    return read(
        snapshot,
        f"SELECT m.* FROM mart_service_standard AS m WHERE m.year = $year AND {_UNITS} "  # noqa: S608
        "ORDER BY m.unit_name, m.service_name, m.service_id",
        _bound(scope, year=year),
    )


def components(snapshot: Snapshot, *, year: int, **scope: str | None) -> pd.DataFrame:
    """One row per service and component: state, with the names of service and unit."""
    return read(
        snapshot,
        f"""
        SELECT m.*, s.service_name, s.unit_name
        FROM mart_service_component AS m
        JOIN mart_service_standard AS s ON s.service_id = m.service_id AND s.year = m.year
        WHERE m.year = $year AND {_UNITS} ORDER BY s.unit_name, s.service_name, m.service_id
        """,  # noqa: S608
        _bound(scope, year=year),
    )


def component_counts(snapshot: Snapshot, *, year: int, **scope: str | None) -> pd.DataFrame:
    """Per unit and component: active services (n_services) with ada, belum, tidak_berlaku, tanpa_data."""
    return read(
        snapshot,
        f"""
        SELECT m.unit_id, u.unit_name, m.component_id, any_value(m.component_label) AS component_label,
               any_value(m.component_group) AS component_group,
               count(*) FILTER (m.state = 'ada') AS n_present,
               count(*) FILTER (m.state = 'belum') AS n_missing,
               count(*) FILTER (m.state = 'tidak_berlaku') AS n_not_applicable,
               count(*) FILTER (m.state = 'tanpa_data') AS n_no_data, count(*) AS n_services
        FROM mart_service_component AS m
        JOIN mart_unit AS u ON u.unit_id = m.unit_id
        JOIN mart_service_standard AS s
          ON s.service_id = m.service_id AND s.year = m.year AND s.status IS DISTINCT FROM 'dicabut'
        WHERE m.year = $year AND {_UNITS}
        GROUP BY m.unit_id, u.unit_name, m.component_id
        ORDER BY u.unit_name, m.unit_id, min(m.component_order)
        """,  # noqa: S608
        _bound(scope, year=year),
    )


def unit_compliance(snapshot: Snapshot, *, year: int | None = None, **scope: str | None) -> pd.DataFrame:
    """One row per unit and year: services, set, complete, shares and verdicts."""
    return read(
        snapshot,
        f"""
        SELECT m.* FROM mart_unit_compliance AS m
        WHERE ($year IS NULL OR m.year = $year) AND {_UNITS} ORDER BY m.year, m.unit_name
        """,  # noqa: S608
        _bound(scope, year=year),
    )


def standard_totals(snapshot: Snapshot, **scope: str | None) -> pd.DataFrame:
    """Per year: services, active, set, complete, and units with at least one service of all units.

    n_complete is empty where the components of no active service are known.
    """
    return read(
        snapshot,
        f"""
        WITH known AS (
            SELECT m.year, count(*) FILTER (m.verdict_komponen_lengkap <> 'tanpa_data') AS n_judged
            FROM mart_service_standard AS m
            WHERE m.status IS DISTINCT FROM 'dicabut' AND {_UNITS} GROUP BY m.year
        )
        SELECT m.year, sum(m.n_services)::INT AS n_services, sum(m.n_active)::INT AS n_active,
               sum(m.n_set)::INT AS n_set,
               CASE WHEN any_value(known.n_judged) > 0 THEN sum(m.n_complete)::INT END AS n_complete,
               count(*) FILTER (m.n_services > 0) AS n_units_with_service, count(*) AS n_units
        FROM mart_unit_compliance AS m LEFT JOIN known ON known.year = m.year
        WHERE {_UNITS} GROUP BY m.year ORDER BY m.year
        """,  # noqa: S608
        _bound(scope),
    )


def follow_up(snapshot: Snapshot, **scope: str | None) -> pd.DataFrame:
    """Planned actions, overdue first, then by due date."""
    return read(
        snapshot,
        f"SELECT m.* FROM mart_follow_up AS m WHERE {_UNITS} "  # noqa: S608
        "ORDER BY m.is_overdue DESC, m.due_date, m.unit_name",
        _bound(scope),
    )


def files(snapshot: Snapshot) -> pd.DataFrame:
    """Received files, newest first."""
    return read(snapshot, "SELECT * FROM mart_file ORDER BY received_at DESC, file_name")


def findings(snapshot: Snapshot, *, file_id: str | None = None) -> pd.DataFrame:
    """Findings of one file, or of all."""
    return read(
        snapshot,
        """
        SELECT * FROM mart_finding WHERE ($file_id IS NULL OR file_id = $file_id)
        ORDER BY file_name, sheet, row_number
        """,
        {"file_id": file_id},
    )


def lineage(
    snapshot: Snapshot, *, unit_id: str | None = None, year: int | None = None, kind: str | None = None
) -> pd.DataFrame:
    """Where figures come from: file, sheet and rows; unit_id None = all units."""
    return read(
        snapshot,
        """
        SELECT l.*, f.file_name, f.received_at
        FROM mart_lineage AS l LEFT JOIN (
            SELECT file_id, any_value(file_name) AS file_name, min(received_at) AS received_at
            FROM mart_file GROUP BY file_id
        ) AS f USING (file_id)
        WHERE ($unit_id IS NULL OR l.unit_id = $unit_id) AND ($year IS NULL OR l.year = $year)
          AND ($kind IS NULL OR l.kind = $kind)
        ORDER BY l.kind, f.file_name, l.sheet, l.first_row
        """,
        {"unit_id": unit_id, "year": year, "kind": kind},
    )


def standard_gaps(snapshot: Snapshot, *, year: int, **scope: str | None) -> pd.DataFrame:
    """Active services with the names of the components that are missing or not reported, as one text each."""
    return read(
        snapshot,
        f"""
        SELECT m.*, c.missing_component_labels, c.no_data_component_labels
        FROM mart_service_standard AS m LEFT JOIN (
            SELECT service_id, year,
                   string_agg(component_label, '; ' ORDER BY component_order) FILTER (state = 'belum')
                       AS missing_component_labels,
                   string_agg(component_label, '; ' ORDER BY component_order) FILTER (state = 'tanpa_data')
                       AS no_data_component_labels
            FROM mart_service_component WHERE year = $year GROUP BY service_id, year
        ) AS c ON c.service_id = m.service_id AND c.year = m.year
        WHERE m.year = $year AND m.status IS DISTINCT FROM 'dicabut' AND {_UNITS}
        ORDER BY m.unit_name, m.service_name, m.service_id
        """,  # noqa: S608
        _bound(scope, year=year),
    )


def _bound(scope: dict[str, str | None], **values: Any) -> dict[str, Any]:
    unknown = set(scope) - set(_SCOPE)
    if unknown:
        raise TypeError(f"unknown unit filter: {', '.join(sorted(unknown))}")
    return {**dict.fromkeys(_SCOPE), **scope, **values}
