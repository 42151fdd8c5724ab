"""The filters of units that most questions take."""

from __future__ import annotations

from typing import Any

_SCOPE = ("unit_id", "unit_kind", "district")
# The units a filter leaves over. The alias m is the mart the query reads.
UNITS = """
    ($unit_id IS NULL OR m.unit_id = $unit_id)
    AND ($unit_kind IS NULL OR m.unit_id IN (SELECT unit_id FROM mart_unit WHERE unit_kind = $unit_kind))
    AND ($district IS NULL OR m.unit_id IN (SELECT unit_id FROM mart_unit WHERE district = $district))
"""


def bound(scope: dict[str, str | None], **values: Any) -> dict[str, Any]:
    """Parameters of a query: the filters, None where left out, and the values of its own."""
    unknown = set(scope) - set(_SCOPE)
    if unknown:
        raise TypeError(f"unknown unit filter: {', '.join(sorted(unknown))}")
    return {**dict.fromkeys(_SCOPE), **scope, **values}
