"""The 14 components of the standards: counted per unit, and in all units together."""

from __future__ import annotations

import pandas as pd

from compliance.queries.scope import UNITS, bound
from compliance.warehouse import Snapshot, read


def component_counts(
    snapshot: Snapshot, *, year: int, limit: int | None = None, offset: int = 0, **scope: str | None
) -> pd.DataFrame:
    """Per unit and component: active services (n_services) with ada, belum, tidak_berlaku, tanpa_data.

    Units with the most missing components first; limit and offset count units.
    """
    return read(
        snapshot,
        f"""
        WITH shown AS (
            SELECT m.unit_id, row_number() OVER (
                ORDER BY m.n_missing_components DESC, m.n_no_data_components DESC, m.unit_name, m.unit_id
            ) AS place
            FROM mart_unit_compliance AS m WHERE m.year = $year AND m.n_active > 0 AND {UNITS}
            ORDER BY place LIMIT $limit OFFSET $offset
        )
        SELECT m.unit_id, u.unit_name, m.component_id, any_value(m.component_label) AS component_label,
               any_value(m.component_group) AS component_group,
               count(*) FILTER (m.state = 'ada') AS n_present,
               count(*) FILTER (m.state = 'belum') AS n_missing,
               count(*) FILTER (m.state = 'tidak_berlaku') AS n_not_applicable,
               count(*) FILTER (m.state = 'tanpa_data') AS n_no_data, count(*) AS n_services
        FROM mart_service_component AS m
        JOIN shown ON shown.unit_id = m.unit_id
        JOIN mart_unit AS u ON u.unit_id = m.unit_id
        JOIN mart_service_standard AS s
          ON s.service_id = m.service_id AND s.year = m.year AND s.status IS DISTINCT FROM 'dicabut'
        WHERE m.year = $year
        GROUP BY shown.place, m.unit_id, u.unit_name, m.component_id
        ORDER BY shown.place, min(m.component_order)
        """,  # noqa: S608
        bound(scope, year=year, limit=limit, offset=offset),
    )


def component_totals(snapshot: Snapshot, *, year: int, **scope: str | None) -> pd.DataFrame:
    """Per component: active services, those that lack it, and in how many units; most often missing first."""
    return read(
        snapshot,
        f"""
        SELECT m.component_label, count(*) AS n_services, count(*) FILTER (m.state = 'belum') AS n_missing,
               count(DISTINCT m.unit_id) FILTER (m.state = 'belum') AS n_units
        FROM mart_service_component AS m
        JOIN mart_service_standard AS s
          ON s.service_id = m.service_id AND s.year = m.year AND s.status IS DISTINCT FROM 'dicabut'
        WHERE m.year = $year AND {UNITS}
        GROUP BY m.component_label ORDER BY n_missing DESC, m.component_label
        """,  # noqa: S608
        bound(scope, year=year),
    )
