"""Standing bars over time: shares of services per year, and actions per quarter of their due date."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from compliance.charts import style
from compliance.charts.style import Caption, records
from compliance.formatting import bilangan, is_empty, persen
from compliance.words import word

PLOT_HEIGHT = 300
_SPAN = 46  # pixels a bar with its text needs
# From the bottom of a bar to its top: what is done stands on the ground, what is late on top.
STACK = ("selesai", "batal", "berjalan", "belum", "terlambat")


def yearly_shares(
    rows: pd.DataFrame, caption: Caption, *, series: dict[str, str], total_column: str = "n_active"
) -> go.Figure:
    """Share of a total per year, one bar per series, with 'n/N' below the percentage.

    rows: year, the total and one count column per series. series: count column -> name. A year whose total
    is 0 has no bar and says that nothing was reported.
    """
    if rows.empty or not rows[total_column].fillna(0).sum():
        return style.empty_figure("Belum ada layanan yang dilaporkan pada pilihan ini.", caption)
    rows = rows.sort_values("year")
    years = [str(int(year)) for year in rows["year"]]
    colours = (style.ACCENT, style.ACCENT_SOFT, *style.SERIES)
    traces: list[dict[str, Any]] = []
    for position, (column, name) in enumerate(series.items()):
        pairs = [
            (int(n), int(total)) if total and not is_empty(n) else None
            for n, total in zip(rows[column], rows[total_column].fillna(0), strict=True)
        ]
        traces.append(
            {
                "type": "bar",
                "name": name,
                "x": list(range(len(years))),
                "y": [None if pair is None else pair[0] / pair[1] for pair in pairs],
                "marker": {"color": colours[position % len(colours)]},
                "text": ["" if pair is None else _share_text(*pair) for pair in pairs],
                "textposition": "outside",
                "textangle": 0,
                "textfont": {"size": 11, "color": style.INK},
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
    notes = [
        {"text": "belum ada<br>laporan", "x": place, "y": 0, "xref": "x", "yref": "y", "yanchor": "bottom",
         "showarrow": False, "font": {"size": 11, "color": style.INK_SOFT}}
        for place, total in enumerate(rows[total_column].fillna(0)) if not total
    ]  # fmt: skip
    layout = {
        "barmode": "group",
        "bargap": 0.22,
        "bargroupgap": 0.06,
        "xaxis": _places(years),
        "yaxis": {"range": [0, 1.12], "tickvals": [0, 0.5, 1], "ticktext": ["0%", "50%", "100%"]},
        "annotations": notes,
        "showlegend": True,
    }
    return style.figure(
        traces,
        layout,
        caption,
        plot_height=PLOT_HEIGHT,
        margins=(48, 16, 44, 34),
        least_width=_SPAN * len(years) * len(series) + 64,
    )


def _share_text(n: int, total: int) -> str:
    return f"<b>{persen(n / total)}</b><br>{bilangan(n)}/{bilangan(total)}"


def by_period(counts: pd.DataFrame, caption: Caption, *, today: float | None = None, today_label: str = ""
) -> go.Figure:
    """Actions per period of their due date, stacked by state; each part carries symbol and number.

    counts: place (0, 1, 2, ...), period (label), state (of action_status), n_actions. today: where the
    as-of date falls on the axis of places; left of it everything should be done. today_label: that date.
    """
    if counts.empty:
        return style.empty_figure("Tidak ada tindak lanjut pada pilihan ini.", caption)
    periods = dict(zip(counts["place"], counts["period"], strict=True))
    table = counts.pivot_table(index="place", columns="state", values="n_actions", aggfunc="sum")
    table = table.reindex(sorted(periods)).fillna(0)
    reach = float(table.sum(axis=1).max())
    traces: list[dict[str, Any]] = []
    for state in [name for name in STACK if name in table and table[name].sum()]:
        entry = word("action_status", state)
        values = table[state].astype(int).tolist()
        traces.append(
            {
                "type": "bar",
                "name": entry.text,
                "x": table.index.tolist(),
                "y": values,
                "marker": {"color": entry.tone.fill, "line": {"color": "#FFFFFF", "width": 1.5}},
                "text": [f"{entry.symbol} {value}" if value else "" for value in values],
                "textposition": "inside",
                "insidetextanchor": "middle",
                "textangle": 0,
                "textfont": {"size": 12, "color": entry.tone.ink},
                "hovertext": [
                    f"<b>{str(periods[place]).replace('<br>', ' ')}</b><br>{entry.text}: {bilangan(value)}"
                    for place, value in zip(table.index, values, strict=True)
                ],
                "hoverinfo": "text",
            }
        )
    layout: dict[str, Any] = {
        "barmode": "stack",
        "bargap": 0.24,
        "xaxis": _places([str(periods[place]) for place in sorted(periods)]),
        "yaxis": {"range": [0, reach * 1.12], "showgrid": False, "showticklabels": False},
        "legend": {"traceorder": "reversed"},
        "showlegend": True,
    }
    if today is not None:
        layout["shapes"], layout["annotations"] = _today(today, today_label, right=today < len(periods) / 2)
    return style.figure(
        traces,
        layout,
        caption,
        plot_height=PLOT_HEIGHT,
        margins=(16, 16, 66, 46),
        least_width=_SPAN * len(periods) + 32,
    )


def _today(at: float, label: str, *, right: bool) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    line = {
        "type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1.04, "xref": "x", "yref": "paper",
        # Behind the bars, so that it crosses no number.
        "layer": "below", "line": {"color": style.INK, "width": 1.5, "dash": "dash"},
    }  # fmt: skip
    note = {
        "text": label, "x": at, "y": 1.04, "xref": "x", "yref": "paper", "yanchor": "middle",
        "xanchor": "left" if right else "right", "xshift": 4 if right else -4, "showarrow": False,
        "font": {"size": 11, "color": style.INK_SOFT},
    }  # fmt: skip
    return [line], [note]


def _places(labels: list[str]) -> dict[str, Any]:
    return {
        "tickmode": "array",
        "tickvals": list(range(len(labels))),
        "ticktext": labels,
        "tickangle": 0,
        "tickfont": {"size": 12},
        "range": [-0.5, len(labels) - 0.5],
        "showgrid": False,
    }


def overdue_by_unit(rows: pd.DataFrame, caption: Caption) -> go.Figure:
    """Horizontal bars: days since the oldest due date that a unit let pass, with the number of actions.

    rows: unit_name, n_overdue, days_overdue (of the oldest), longest first.
    """
    if rows.empty:
        return style.empty_figure("Tidak ada tindak lanjut yang melewati tenggat.", caption)
    names = [style.wrap(name) for name in rows["unit_name"]]
    lines = max(name.count("<br>") + 1 for name in names)
    entry = word("action_status", "terlambat")
    texts = [
        f"{bilangan(row.days_overdue)} hari"
        + (f" · {bilangan(row.n_overdue)} tindak lanjut" if row.n_overdue > 1 else "")
        for row in records(rows)
    ]
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(rows))),
        "x": rows["days_overdue"].astype(float).tolist(),
        "marker": {"color": entry.tone.strong},
        "text": [f"{entry.symbol} {text}" for text in texts],
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
        "yaxis": {
            "tickmode": "array",
            "tickvals": list(range(len(rows))),
            "ticktext": names,
            "range": [len(rows) - 0.4, -0.6],
            "showgrid": False,
        },
    }
    return style.figure(
        [trace],
        layout,
        caption,
        plot_height=max(max(30, 14 * lines + 8) * len(rows), 80),
        margins=(style.label_space(names), style.label_space(texts) + 16, 16, 10),
    )
