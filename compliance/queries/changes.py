"""What may differ between two years, only what does where it is long. In no order; it is ranked later."""

from __future__ import annotations

import pandas as pd

from compliance.queries.scope import UNITS, bound
from compliance.warehouse import Snapshot, read


def changing_scores(snapshot: Snapshot, *, first: int, last: int, **scope: str | None) -> pd.DataFrame:
    """Values of both years, of units and (with no filter) of the city; of the years in between the breaks."""
    return read(
        snapshot,
        f"""
        SELECT m.unit_id, m.unit_name, m.year, m.instrument_id, m.method_id, m.value, m.category,
               m.previous_value, m.change, m.is_comparable, m.break_reason, m.is_change_significant,
               m.n_compared, m.reporting_state
        FROM mart_score AS m
        WHERE (m.year IN ($first, $last) OR (m.year BETWEEN $first AND $last AND NOT m.is_comparable))
          AND {UNITS}
        """,  # noqa: S608
        bound(scope, first=first, last=last),
    )


def changed_duties(snapshot: Snapshot, *, first: int, last: int, **scope: str | None) -> pd.DataFrame:
    """Duties of units with another verdict in the other year: a row for each of the two."""
    return read(
        snapshot,
        f"""
        WITH own AS (
            SELECT m.unit_id, m.unit_name, m.year, m.duty_id, m.duty_label, m.verdict
            FROM mart_duty AS m WHERE m.year IN ($first, $last) AND {UNITS}
        )
        SELECT own.* FROM own SEMI JOIN own AS other
            ON other.unit_id = own.unit_id AND other.duty_id = own.duty_id AND other.verdict <> own.verdict
        """,  # noqa: S608
        bound(scope, first=first, last=last),
    )


def changed_services(snapshot: Snapshot, *, first: int, last: int, **scope: str | None) -> pd.DataFrame:
    """Services whose standard is set in one of the two years only: a row for each year that knows them."""
    return read(
        snapshot,
        f"""
        WITH own AS (
            SELECT m.unit_id, m.unit_name, m.year, m.service_id, m.service_name, m.status
            FROM mart_service_standard AS m WHERE m.year IN ($first, $last) AND {UNITS}
        )
        SELECT own.*
        FROM own LEFT JOIN own AS other ON other.service_id = own.service_id AND other.year <> own.year
        WHERE (own.status IS NOT DISTINCT FROM 'ditetapkan')
            <> (other.status IS NOT DISTINCT FROM 'ditetapkan')
        """,  # noqa: S608
        bound(scope, first=first, last=last),
    )
