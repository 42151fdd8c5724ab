"""Stacked bars: how many units or services have each state, worst first; each part with symbol and number."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from compliance.charts import style
from compliance.charts.bars import horizontal
from compliance.charts.style import Caption
from compliance.formatting import bilangan
from compliance.words import word

_WORST_FIRST = ("tidak_patuh", "berisiko", "tanpa_data", "patuh", "tidak_berlaku")


def verdicts(counts: pd.DataFrame, caption: Caption, *, label_column: str = "duty_label") -> go.Figure:
    """Stacked bars: per row the number of units with each verdict, worst first.

    counts: the label column, verdict, n_units. Rows are ordered by the number of units in breach.
    """
    return states(counts, caption, label_column=label_column)


def states(
    counts: pd.DataFrame,
    caption: Caption,
    *,
    label_column: str,
    state_column: str = "verdict",
    group: str = "verdict",
    order: tuple[str, ...] = _WORST_FIRST,
    n_column: str = "n_units",
    what: str = "unit",
    is_sorted: bool = False,
) -> go.Figure:
    """Stacked bars: per row how many have each state of that group of data/words.yaml, in the given order.

    is_sorted: the rows stay as they come; otherwise those with most of the first states come first.
    """
    if counts.empty:
        return style.empty_figure("Belum ada kewajiban yang dapat dinilai pada pilihan ini.", caption)
    table = counts.pivot_table(
        index=label_column, columns=state_column, values=n_column, aggfunc="sum", sort=not is_sorted
    ).fillna(0)
    shown = [state for state in order if state in table]
    if not is_sorted:
        table = table.sort_values(shown[:2], ascending=False)
    total = float(table.sum(axis=1).max())
    traces = parts(table[shown], group, list(table.index), what)
    names = [style.wrap(name) for name in table.index]
    return horizontal(traces, [], names, caption, x_range=[0, total], stacked=True)


def parts(table: pd.DataFrame, group: str, names: list[str], what: str) -> list[dict[str, Any]]:
    """One trace per state; the columns are states of that group, the rows lie from the top down."""
    total = float(table.sum(axis=1).max())
    traces = []
    for state in table:
        entry = word(group, str(state))
        values = table[state].astype(int).tolist()
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": entry.text,
                "y": list(range(len(table))),
                "x": values,
                # The outline keeps the palest part visible on white paper.
                "marker": {"color": entry.tone.fill, "line": {"color": "#B8C3C9", "width": 1}},
                "text": [_stack_text(entry.symbol, value, total) for value in values],
                "textposition": "inside",
                "insidetextanchor": "middle",
                "textangle": 0,
                "textfont": {"size": 12, "color": entry.tone.ink},
                "hovertext": [
                    f"<b>{name}</b><br>{entry.text}: {bilangan(value)} {what}"
                    for name, value in zip(names, values, strict=True)
                ],
                "hoverinfo": "text",
            }
        )
    return traces


def _stack_text(symbol: str, value: int, total: float) -> str:
    if not value:
        return ""
    return f"{symbol} {value}" if value / total > 0.07 else str(value)
