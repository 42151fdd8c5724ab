"""Two years side by side: who rose, who fell. Only units whose two values may be compared."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from compliance.charts import style
from compliance.charts.style import Caption, records
from compliance.charts.trend import value_range
from compliance.formatting import angka
from compliance.sentences import arah

_COLOURS = {"naik": style.ACCENT, "turun": style.WARN, "tetap": style.INK_SOFT}
_DASH = {"naik": "solid", "turun": "dash", "tetap": "dot"}
_SYMBOL = {"naik": "▲", "turun": "▼", "tetap": "="}


def slope(
    rows: pd.DataFrame,
    caption: Caption,
    *,
    first_year: int,
    last_year: int,
    decimals: int = 2,
    scale: tuple[float, float] = (0.0, 100.0),
    labelled: int = 8,
) -> go.Figure:
    """A line per unit from the first to the last year.

    rows: unit_name, first_value, last_value; optional is_comparable (False rows are left out, as are
    rows without one of the values). The `labelled` largest changes are drawn strong and named.
    """
    rows = rows.dropna(subset=["first_value", "last_value"])
    if "is_comparable" in rows:
        rows = rows[rows["is_comparable"].fillna(False).astype(bool)]
    if rows.empty:
        return style.empty_figure(
            "Tidak ada unit yang nilainya dapat dibandingkan pada dua tahun ini.", caption
        )
    rows = rows.assign(change=rows["last_value"] - rows["first_value"])
    rows = rows.reindex(rows["change"].abs().sort_values(ascending=False, kind="stable").index)
    strong = set(rows.index[:labelled])
    both = pd.DataFrame({"value": pd.concat([rows["first_value"], rows["last_value"]])})
    low, high = value_range(both, scale)
    height = 440
    looks: dict[str, list[Any]] = {"": []}  # those without a name first: the others lie on top
    for row in reversed(records(rows)):
        looks.setdefault(arah(row.change, decimals=decimals) if row.Index in strong else "", []).append(row)
    years = (first_year, last_year)
    traces = [_lines(look, of, years, decimals) for look, of in looks.items() if of]
    named_rows = rows.loc[sorted(strong, key=lambda index: rows.loc[index, "last_value"])]
    labels = [
        style.wrap(
            f"{_SYMBOL[arah(row.change, decimals=decimals)]} "
            f"{angka(row.change, decimals, signed=True)} {row.unit_name}",
            26,
            2,
        )
        for row in records(named_rows)
    ]
    places = spread([float(v) for v in named_rows["last_value"]], (high - low) * 32 / height)
    notes = [
        {
            "text": text,
            "xref": "paper",
            "yref": "y",
            "x": 1,
            "y": place,
            "xanchor": "left",
            "align": "left",
            "xshift": 8,
            "showarrow": False,
            "font": {"size": 12, "color": _COLOURS[arah(change, decimals=decimals)]},
        }
        for text, place, change in zip(labels, places, named_rows["change"], strict=True)
    ]
    layout = {
        "xaxis": {
            "type": "category",
            "range": [-0.08, 1.02],
            "showgrid": True,
            "side": "top",
            "ticks": "outside",
            "ticklen": 8,
            "tickcolor": "#FFFFFF",
        },
        "yaxis": {"range": [low, high], "nticks": 7},
        "annotations": notes,
        "showlegend": False,
    }
    margins = (50, style.label_space(labels), 40, 12)
    return style.figure(traces, layout, caption, plot_height=height, margins=margins)


def _lines(look: str, rows: list[Any], years: tuple[int, int], decimals: int) -> dict[str, Any]:
    """All lines that look the same, with a gap after each: a browser draws traces one by one.

    look: the direction of those with a name, empty for the others.
    """
    hover: list[str | None] = []
    for row in rows:
        told = f"{arah(row.change, decimals=decimals)} {angka(abs(row.change), decimals)} poin"
        for year, value in zip(years, (row.first_value, row.last_value), strict=True):
            hover.append(f"<b>{row.unit_name}</b><br>{year}: {angka(value, decimals)}<br>{told}")
        hover.append(None)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": look,
        "x": [str(years[0]), str(years[1]), None] * len(rows),
        "y": [value for row in rows for value in (float(row.first_value), float(row.last_value), None)],
        "line": {
            "color": _COLOURS.get(look, "#C3CDD2"),
            "width": 2.2 if look else 1,
            "dash": _DASH.get(look, "solid"),
        },
        "marker": {"size": 7 if look else 4},
        "hovertext": hover,
        "hoverinfo": "text",
        "showlegend": False,
        "cliponaxis": False,
    }


def spread(values: list[float], least: float) -> list[float]:
    """Places for labels of ascending values, at least `least` apart, each moved as little as needed."""
    places = list(values)
    for _ in range(60):
        moved = False
        for index in range(1, len(places)):
            overlap = least - (places[index] - places[index - 1])
            if overlap > 1e-9:
                places[index - 1] -= overlap / 2
                places[index] += overlap / 2
                moved = True
        if not moved:
            break
    return places
