"""Rows of a mart as a reader sees them: codes become words, columns get Indonesian headers, no ids.

The same preparation serves the table on screen and the file that is downloaded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from compliance import instruments, words
from compliance.formatting import EMPTY, angka, is_empty, persen, tanggal, tanggal_waktu, ya_tidak
from compliance.ui.kept import kept

# Column -> group in data/words.yaml. Columns that end in _verdict or begin with verdict_ are verdicts.
_GROUPS = {
    "reporting_state": "reporting_state",
    "verdict": "verdict",
    "state": "component_state",
    "status": "service_status",
    "severity": "severity",
    "kind": "kind",
    "component_group": "component_group",
    "value_source": "value_source",
}
_LEFT_OUT = "_id"


@kept
def headers(columns: Sequence[str], extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Column -> header for those that have one (data/words.yaml, or `extra`); ids never have one."""
    found: dict[str, str] = {}
    for name in columns:
        text = (extra or {}).get(name) or words.header(name)
        if text and not name.endswith(_LEFT_OUT):
            found[name] = text
    return found


def labelled(rows: pd.DataFrame, groups: Mapping[str, str] | None = None, *, symbols: bool) -> pd.DataFrame:
    """The rows with codes replaced by words; instrument_id gives the new column instrument_title.

    groups: column -> group in data/words.yaml where it is not the usual one, for example
    {"status": "action_status"}. symbols: '✓ Patuh' for the screen, 'Patuh' for a file.
    """
    rows = rows.copy()
    if "instrument_id" in rows and "instrument_title" not in rows:
        rows["instrument_title"] = rows["instrument_id"].map(instruments.title)
    if "unit_kind" in rows and "unit_kind_label" not in rows:
        rows["unit_kind_label"] = [words.label("unit_kind", kind) for kind in rows["unit_kind"]]
    for name in rows.columns:
        group = (groups or {}).get(name) or _GROUPS.get(name)
        if group is None and (name.endswith("_verdict") or name.startswith("verdict_")):
            group = "verdict"
        if group:
            rows[name] = [_told(group, code, symbols) for code in rows[name]]
    return rows


def _told(group: str, code: Any, symbols: bool) -> str | None:
    if is_empty(code):
        return None
    entry = words.word(group, code)
    return entry.text if symbols else entry.label


def cell_text(column: str, value: Any, decimals: int) -> str:
    """One cell as text: comma decimals, Indonesian dates, '–' for nothing."""
    if is_empty(value):
        return EMPTY
    if isinstance(value, bool) or getattr(getattr(value, "dtype", None), "kind", "") == "b":
        return ya_tidak(value)
    if hasattr(value, "hour") and (value.hour or value.minute):
        return tanggal_waktu(value)
    if hasattr(value, "month"):
        return tanggal(value, short=True)
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple) or hasattr(value, "__len__"):
        return ", ".join(str(item) for item in value) or EMPTY
    if column.endswith("_share"):
        return persen(value)
    if column == "year" or column.endswith("_year"):
        return str(int(value))
    if column in ("change", "gap_to_target", "gap_to_city", "gap"):
        return angka(value, decimals, signed=True)
    return angka(value, decimals if not float(value).is_integer() or column in DECIMAL_COLUMNS else 0)


DECIMAL_COLUMNS = frozenset(
    {
        "value",
        "computed_value",
        "published_value",
        "previous_value",
        "target_value",
        "city_value",
        "unit_mean_value",
        "ci_low",
        "ci_high",
        "change",
        "gap_to_target",
        "gap_to_city",
        "gap",
        "reference",
        "next_lower",
        "points_needed",
        "measure_value",
        "measure_maximum",
        "effect_per_point",
        "needed_rise",
        "needed_value",
        "reached_value",
        "effort",
        "needed_rise_all",
        "points_at_most",
        "reference_value",
        "shortfall",
        "fall",
        "gap_term",
        "people_term",
        "trend_term",
        "duty_term",
        "best_value",
        "gap_to_best",
    }
)
