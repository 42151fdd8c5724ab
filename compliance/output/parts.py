"""Blocks of a report from frames: typed tables with the headers of data/words.yaml, charts with captions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd

from compliance.charts.style import Caption
from compliance.output.scope import Scope
from compliance.reports.document import Chart, Column, ColumnKind, NativeChart, Paragraph, Table
from compliance.sentences import jadi_kalimat
from compliance.words import header

# Codes that are printed as symbol and word, by the column they stand in.
_STATES = {
    "reporting_state": "reporting_state",
    "verdict": "verdict",
    "status": "service_status",
    "state": "component_state",
    "severity": "severity",
    "evidence_grade": "evidence",
}
_WIDE = {"unit_name": 3.0, "service_name": 3.0, "plan": 3.0, "finding": 3.0, "reason": 4.0, "message": 4.0}
_CHANGES = ("change", "gap", "gap_to_target", "gap_to_city")
_NUMBERS = (
    "value", "computed_value", "published_value", "previous_value", "target_value", "city_value",
    "unit_mean_value", "reference", "ci_low", "ci_high", "weight",
)  # fmt: skip


def column(
    name: str,
    label: str | None = None,
    kind: ColumnKind | None = None,
    *,
    decimals: int = 2,
    width: float | None = None,
    limits: Sequence[tuple[float, str]] = (),
) -> Column:
    """One column; label and kind follow from the name of the mart column unless given."""
    text = label or header(name) or name
    return Column(name, text, kind or kind_of(name), decimals, width or _WIDE.get(name, 1.0), tuple(limits))


def kind_of(name: str) -> ColumnKind:
    """How the values of a mart column are written."""
    if name in _CHANGES:
        return "perubahan"
    if name in _NUMBERS or name.startswith("value_"):
        return "angka"
    if name == "year" or name.endswith("_year"):
        return "tahun"
    if name.endswith("_share"):
        return "persen"
    if name.endswith("_date"):
        return "tanggal"
    whole = name.startswith("n_") or name in ("rank", "review_age_months", "days_overdue", "minimum_sample")
    return "bilangan" if whole else "teks"


def table(
    id: str,
    title: str,
    rows: pd.DataFrame,
    columns: Sequence[Any],
    *,
    decimals: int = 2,
    note: str = "",
    wide: bool = False,
    states: Mapping[str, str] | None = None,
    tones: Mapping[str, tuple[str, ...]] | None = None,
) -> Table:
    """A table of columns, each a name or a Column; codes in the usual columns of states become words."""
    made = [one if isinstance(one, Column) else column(one, decimals=decimals) for one in columns]
    found = {name: _STATES[name] for name in (one.name for one in made) if name in _STATES}
    found.update({one.name: "verdict" for one in made if one.name.startswith("verdict_")})
    found.update({one.name: "verdict" for one in made if one.name.endswith("_verdict")})
    found.update({name: kind for name, kind in (states or {}).items() if name in {one.name for one in made}})
    kept = rows.reindex(columns=[one.name for one in made]).reset_index(drop=True)
    return Table(id, title, kept, tuple(made), note, wide, found, tones or {})


def chart(
    scope: Scope,
    id: str,
    build: Callable[..., Any],
    rows: pd.DataFrame,
    *,
    title: str,
    source: str,
    table: Table,
    subtitle: str = "",
    native: NativeChart | None = None,
    **options: Any,
) -> Chart:
    """A chart of the dashboard with the texts that travel with it, from finding to snapshot."""
    notes = " · ".join(part for part in (scope.city, scope.text, subtitle) if part)
    footer = f"Sumber: {source} · Keadaan per {scope.as_of} · Cuplikan {scope.facts['snapshot_id']}"
    draw = partial(build, rows, Caption(title, notes, footer, scope.is_sample), **options)
    alt = " ".join(jadi_kalimat(part) for part in (title, notes) if part)
    return Chart(id, title, draw, alt, table, subtitle, native)


def paragraphs(*texts: str, style: Any = "biasa") -> tuple[Paragraph, ...]:
    """The texts that are not empty, each a paragraph that begins with a capital and ends with a full stop."""
    return tuple(Paragraph(jadi_kalimat(text), style) for text in texts if text)
