"""Duties, services and their standards, and the actions that follow."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from compliance.queries.scope import UNITS, bound
from compliance.warehouse import Snapshot, read

YEAR = "($year IS NULL OR m.year = $year)"


def duties(snapshot: Snapshot, *, year: int | None = None, **scope: str | None) -> pd.DataFrame:
    """One row per duty and unit: verdict, reason, legal_reference, n_services, n_affected."""
    return read(
        snapshot,
        f"SELECT m.* FROM mart_duty AS m WHERE {YEAR} AND {UNITS} ORDER BY m.unit_name, m.duty_id",  # noqa: S608
        bound(scope, year=year),
    )


def most_unmet(snapshot: Snapshot, *, year: int) -> pd.DataFrame:
    """The unit with the most duties not met in the year; no row if all are met."""
    return read(
        snapshot,
        """
        SELECT unit_id, count(*) AS n_unmet FROM mart_duty
        WHERE year = $year AND verdict = 'tidak_patuh'
        GROUP BY unit_id ORDER BY n_unmet DESC, unit_id LIMIT 1
        """,
        {"year": year},
    )


def duty_counts(snapshot: Snapshot, *, year: int, **scope: str | None) -> pd.DataFrame:
    """Per duty and verdict the number of units."""
    return read(
        snapshot,
        f"""
        SELECT m.duty_id, any_value(m.duty_label) AS duty_label, m.verdict, count(*) AS n_units
        FROM mart_duty AS m WHERE m.year = $year AND {UNITS}
        GROUP BY m.duty_id, m.verdict ORDER BY m.duty_id, m.verdict
        """,  # noqa: S608
        bound(scope, year=year),
    )


def service_verdicts(snapshot: Snapshot, *, year: int, **scope: str | None) -> pd.DataFrame:
    """Active services, by unit and name, with what is judged and counted of them; verdicts as categories."""
    return read(
        snapshot,
        f"""
        SELECT m.service_id, m.unit_id, m.year, m.status, m.has_decree, m.n_present, m.n_missing,
               m.n_not_applicable, m.n_no_data, m.review_age_months,
               COLUMNS('^verdict_')::ENUM ('patuh', 'berisiko', 'tidak_patuh', 'tanpa_data', 'tidak_berlaku')
        FROM mart_service_standard AS m
        WHERE m.year = $year AND m.status IS DISTINCT FROM 'dicabut' AND {UNITS}
        ORDER BY m.unit_name, m.service_name, m.service_id
        """,  # noqa: S608
        bound(scope, year=year),
    )


def services(snapshot: Snapshot, *, year: int | None = None, **scope: str | None) -> pd.DataFrame:
    """Services with the state of their standard at the end of the year (or as-of)."""
    return read(
        snapshot,
        f"SELECT m.* FROM mart_service_standard AS m WHERE {YEAR} AND {UNITS} "  # noqa: S608
        "ORDER BY m.unit_name, m.service_name, m.service_id",
        bound(scope, year=year),
    )


def components(snapshot: Snapshot, *, year: int, **scope: str | None) -> pd.DataFrame:
    """One row per service and component: state, with the names of service and unit."""
    return read(
        snapshot,
        f"""
        SELECT m.*, s.service_name, s.unit_name
        FROM mart_service_component AS m
        JOIN mart_service_standard AS s ON s.service_id = m.service_id AND s.year = m.year
        WHERE m.year = $year AND {UNITS} ORDER BY s.unit_name, s.service_name, m.service_id
        """,  # noqa: S608
        bound(scope, year=year),
    )


def unit_compliance(snapshot: Snapshot, *, year: int | None = None, **scope: str | None) -> pd.DataFrame:
    """One row per unit and year: services, set, complete, shares and verdicts."""
    return read(
        snapshot,
        f"""
        SELECT m.* FROM mart_unit_compliance AS m
        WHERE ($year IS NULL OR m.year = $year) AND {UNITS} ORDER BY m.year, m.unit_name
        """,  # noqa: S608
        bound(scope, year=year),
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
            WHERE m.status IS DISTINCT FROM 'dicabut' AND {UNITS} GROUP BY m.year
        )
        SELECT m.year, sum(m.n_services)::INT AS n_services, sum(m.n_active)::INT AS n_active,
               sum(m.n_set)::INT AS n_set,
               CASE WHEN any_value(known.n_judged) > 0 THEN sum(m.n_complete)::INT END AS n_complete,
               count(*) FILTER (m.n_services > 0) AS n_units_with_service, count(*) AS n_units
        FROM mart_unit_compliance AS m LEFT JOIN known ON known.year = m.year
        WHERE {UNITS} GROUP BY m.year ORDER BY m.year
        """,  # noqa: S608
        bound(scope),
    )


def standard_gaps(
    snapshot: Snapshot, *, year: int, service_ids: Sequence[str] | None = None, **scope: str | None
) -> pd.DataFrame:
    """Active services with the names of the components that are missing or not reported, as one text each."""
    return read(
        snapshot,
        f"""
        WITH own AS (
            SELECT m.* FROM mart_service_standard AS m
            WHERE m.year = $year AND m.status IS DISTINCT FROM 'dicabut' AND {UNITS}
              AND ($service_ids IS NULL OR list_contains($service_ids, m.service_id))
        ),
        named AS (
            SELECT service_id,
                   string_agg(component_label, '; ' ORDER BY component_order) FILTER (state = 'belum')
                       AS missing_component_labels,
                   string_agg(component_label, '; ' ORDER BY component_order) FILTER (state = 'tanpa_data')
                       AS no_data_component_labels
            FROM mart_service_component
            WHERE year = $year AND service_id IN (SELECT service_id FROM own) GROUP BY service_id
        )
        SELECT own.*, named.missing_component_labels, named.no_data_component_labels
        FROM own LEFT JOIN named ON named.service_id = own.service_id
        ORDER BY own.unit_name, own.service_name, own.service_id
        """,  # noqa: S608
        bound(scope, year=year, service_ids=None if service_ids is None else list(service_ids)),
    )


def follow_up(snapshot: Snapshot, **scope: str | None) -> pd.DataFrame:
    """Planned actions, overdue first, then by due date."""
    return read(
        snapshot,
        f"SELECT m.* FROM mart_follow_up AS m WHERE {UNITS} "  # noqa: S608
        "ORDER BY m.is_overdue DESC, m.due_date, m.unit_name",
        bound(scope),
    )
