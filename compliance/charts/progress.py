"""Bars over time, one row per year or quarter: shares of services, and actions by their due date.

Time runs downward, because rows fit a phone and columns with their numbers do not.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from compliance.charts import style
from compliance.charts.states import parts
from compliance.charts.style import Caption, records
from compliance.formatting import bilangan, is_empty, persen
from compliance.words import word

_ROW = 27  # pixels per bar
_GAP = 0.24  # between two years, as a share of a year
# From left to right: what is done first, what is late at the end, where it stands out.
STACK = ("selesai", "batal", "berjalan", "belum", "terlambat")


def yearly_shares(
    rows: pd.DataFrame, caption: Caption, *, series: dict[str, str], total_column: str = "n_active"
) -> go.Figure:
    """Share of a total per year, one bar per series, with 'n dari N' behind the percentage.

    rows: year, the total and one count column per series. series: count column -> name. A year whose total
    is 0 has no bar and says that nothing was reported.
    """
    if rows.empty or not rows[total_column].fillna(0).sum():
        return style.empty_figure("Belum ada layanan yang dilaporkan pada pilihan ini.", caption)
    rows = rows.sort_values("year")
    years = [str(int(year)) for year in rows["year"]]
    totals = [0 if is_empty(total) else int(total) for total in rows[total_column]]
    colours = (style.ACCENT, style.ACCENT_SOFT, *style.SERIES)
    traces: list[dict[str, Any]] = []
    for position, (column, name) in enumerate(series.items()):
        pairs = [
            (int(n), total) if total and not is_empty(n) else None
            for n, total in zip(rows[column], totals, strict=True)
        ]
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": name,
                "y": list(range(len(years))),
                "x": [None if pair is None else pair[0] / pair[1] for pair in pairs],
                "marker": {"color": colours[position % len(colours)]},
                "text": ["" if pair is None else _share_text(*pair) for pair in pairs],
                "textposition": "outside",
                "textfont": {"size": 12, "color": style.INK},
                "cliponaxis": False,
                "hovertext": [
                    ""
                    if pair is None
                    else f"<b>{year}</b><br>{name}: {bilangan(pair[0])} dari {bilangan(pair[1])} layanan"
                    for year, pair in zip(years, pairs, strict=True)
                ],
                "hoverinfo": "text",
            }
        )
    notes = [_note("belum ada laporan", place) for place, total in enumerate(totals) if not total]
    unknown = word("verdict", "tanpa_data").text.lower()
    for position, column in enumerate(series):
        beside = (position - (len(series) - 1) / 2) * (1 - _GAP) / len(series)
        notes += [
            _note(unknown, place + beside)
            for place, (n, total) in enumerate(zip(rows[column], totals, strict=True))
            if total and is_empty(n)
        ]
    layout = {
        "barmode": "group",
        "bargap": _GAP,
        "bargroupgap": 0.04,
        "xaxis": {
            "range": [0, 1],
            "tickvals": [0, 0.5, 1],
            "ticktext": ["0%", "50%", "100%"],
            "tickfont": {"size": 11},
        },
        "yaxis": _places(years),
        "annotations": notes,
        "legend": {"traceorder": "normal"},
        "showlegend": True,
    }
    height = round(_ROW * len(years) * (0.4 + 0.6 * len(series)))
    return style.figure(traces, layout, caption, plot_height=height, margins=(52, 112, 44, 32))


def _share_text(n: int, total: int) -> str:
    return f"<b>{persen(n / total)}</b> ({bilangan(n)}/{bilangan(total)})"


def by_period(counts: pd.DataFrame, caption: Caption, *, current: int | None = None) -> go.Figure:
    """Actions per period of their due date, stacked by state; each part carries symbol and number.

    counts: place (0, 1, 2, ...), period (label), state (of action_status), n_actions. current: the
    place of the period in which the as-of date falls; above it everything should be done.
    """
    if counts.empty:
        return style.empty_figure("Tidak ada tindak lanjut pada pilihan ini.", caption)
    periods = dict(zip(counts["place"], counts["period"], strict=True))
    table = counts.pivot_table(index="place", columns="state", values="n_actions", aggfunc="sum")
    table = table.reindex(sorted(periods)).fillna(0)
    reach = float(table.sum(axis=1).max())
    shown = [name for name in STACK if name in table and table[name].sum()]
    labels = [str(periods[place]) for place in table.index]
    traces = parts(table[shown], "action_status", labels, "tindak lanjut")
    names = [
        f"<b>{label}</b>" if place == current else label
        for place, label in zip(table.index, labels, strict=True)
    ]
    layout: dict[str, Any] = {
        "barmode": "stack",
        "bargap": 0.22,
        "xaxis": {"range": [0, reach * 1.04], "showgrid": False, "showticklabels": False},
        "yaxis": _places(names),
        "legend": {"traceorder": "normal"},
        "showlegend": True,
    }
    return style.figure(
        traces,
        layout,
        caption,
        plot_height=max(_ROW * len(names), 90),
        margins=(style.label_space(labels) + 8, 16, 76, 12),
    )


def overdue_by_unit(rows: pd.DataFrame, caption: Caption) -> go.Figure:
    """Days since the oldest due date that a unit let pass; behind its name the number of actions.

    rows: unit_name, n_overdue, days_overdue (of the oldest), longest first.
    """
    if rows.empty:
        return style.empty_figure("Tidak ada tindak lanjut yang melewati tenggat.", caption)
    names = [style.wrap(f"{row.unit_name} ({bilangan(row.n_overdue)})", 22) for row in records(rows)]
    lines = max(name.count("<br>") + 1 for name in names)
    entry = word("action_status", "terlambat")
    texts = [f"{entry.symbol} {bilangan(row.days_overdue)} hari" for row in records(rows)]
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(rows))),
        "x": rows["days_overdue"].astype(float).tolist(),
        "marker": {"color": entry.tone.strong},
        "text": texts,
        "textposition": "outside",
        "textfont": {"size": 12, "color": style.INK},
        "cliponaxis": False,
        "hovertext": [
            f"<b>{row.unit_name}</b><br>{bilangan(row.n_overdue)} tindak lanjut melewati tenggat<br>"
            f"paling lama {bilangan(row.days_overdue)} hari"
            for row in records(rows)
        ],
        "hoverinfo": "text",
        "showlegend": False,
    }
    layout = {
        "xaxis": {
            "range": [0, float(rows["days_overdue"].max())],
            "showticklabels": False,
            "showgrid": False,
        },
        "yaxis": _places(names),
    }
    return style.figure(
        [trace],
        layout,
        caption,
        plot_height=max(max(_ROW, 14 * lines + 6) * len(rows), 80),
        margins=(style.label_space(names), style.label_space(texts) + 4, 16, 10),
    )


def _places(labels: list[str]) -> dict[str, Any]:
    return {
        "tickmode": "array",
        "tickvals": list(range(len(labels))),
        "ticktext": labels,
        "range": [len(labels) - 0.45, -0.55],
        "showgrid": False,
    }


def _note(text: str, place: float) -> dict[str, Any]:
    return {
        "text": text, "x": 0, "y": place, "xref": "x", "yref": "y", "xanchor": "left", "xshift": 4,
        "showarrow": False, "font": {"size": 11, "color": style.INK_SOFT},
    }  # fmt: skip
