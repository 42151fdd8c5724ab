"""Distance of units to a reference, and the measures of one unit or of the city, as horizontal bars.

Rows are as high as their label needs, so that 20 or 90 units stay readable and no label is cut.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from compliance.charts import style
from compliance.charts.style import Caption, records
from compliance.formatting import angka, is_empty
from compliance.sentences import kategori

_LINE, _AIR, _BAR = 15, 14, 17  # pixels: a line of a label, the space between rows, a bar


def distances(
    rows: pd.DataFrame, caption: Caption, *, decimals: int = 2, reference_title: str = "Acuan"
) -> go.Figure:
    """Bars from a zero line that stands for the reference: left is below it, right is above.

    rows, in the order to be drawn, each with a gap: unit_name, value, gap, reference; optional
    reference_name (which unit the reference belongs to).
    """
    if rows.empty:
        return style.empty_figure("Tidak ada unit yang dapat dibandingkan pada pilihan ini.", caption)
    names, places, total = _rows([str(name) for name in rows["unit_name"]])
    gaps = [float(gap) for gap in rows["gap"]]
    below = [round(gap, decimals) < 0 for gap in gaps]
    low, high = min(0.0, *gaps), max(0.0, *gaps)
    reach = (high - low) or 1.0
    limits = [low - reach * 0.03, high + reach * 0.03]
    traces: list[dict[str, Any]] = [
        {
            "type": "bar",
            "orientation": "h",
            "y": places,
            "x": gaps,
            "width": _BAR,
            "marker": {"color": [style.WARN if flag else style.ACCENT for flag in below]},
            "hovertext": [_hover(row, decimals, reference_title) for row in records(rows)],
            "hoverinfo": "text",
            "showlegend": False,
        },
        # The figures stand in a column of their own: beside a short bar on a phone they would hit the names.
        _figures(
            places,
            limits[1],
            [
                f"{angka(gap, decimals, signed=True)}{' ▼' if flag else ''}"
                for gap, flag in zip(gaps, below, strict=True)
            ],
        ),
    ]
    if any(below):
        traces.append(style.legend_mark(f"▼ di bawah {reference_title.lower()}", style.WARN))
    if not all(below):
        traces.append(style.legend_mark(f"mencapai {reference_title.lower()}", style.ACCENT))
    layout = {
        "xaxis": {
            "range": limits,
            "showticklabels": False,
            "zeroline": True,
            "zerolinecolor": style.INK,
            "zerolinewidth": 1.5,
        },
        "yaxis": _axis(names, places, total),
        "showlegend": True,
    }
    margins = (style.label_space(names), 74, 52, 8)
    return style.figure(traces, layout, caption, plot_height=total, margins=margins)


def measures(
    rows: pd.DataFrame,
    caption: Caption,
    *,
    decimals: int = 2,
    scale: tuple[float, float] = (0.0, 100.0),
    reference_title: str = "Kota",
) -> go.Figure:
    """Unsur, aspects or dimensions of one unit or the city, lowest first; the lowest ones are orange with ▼.

    rows: measure_label, value, is_lowest; optional reference (a dark mark, for example the city's value).
    """
    known = rows[rows["value"].notna()].sort_values(["value", "measure_order"])
    if known.empty:
        return style.empty_figure("Rinciannya tidak ada pada data tahun ini.", caption)
    names, places, total = _rows([str(name) for name in known["measure_label"]])
    end = scale[1] + (scale[1] - scale[0]) * 0.02  # air between a full bar and its figure
    traces: list[dict[str, Any]] = [
        {
            "type": "bar",
            "orientation": "h",
            "y": places,
            "x": [float(value) - scale[0] for value in known["value"]],
            "base": scale[0],
            "width": _BAR,
            "marker": {"color": [style.WARN if flag else style.ACCENT for flag in known["is_lowest"]]},
            "hovertext": [
                f"<b>{row.measure_label}</b><br>Nilai: {angka(row.value, decimals)}"
                + _reference(row, decimals, reference_title)
                for row in records(known)
            ],
            "hoverinfo": "text",
            "showlegend": False,
        }
    ]
    if "reference" in known and known["reference"].notna().any():
        traces += _marks(known, places, reference_title)
    if known["is_lowest"].any():
        traces.append(style.legend_mark("▼ terendah", style.WARN))
    traces += [
        _figures(
            places,
            end,
            [f"{angka(row.value, decimals)}{' ▼' if row.is_lowest else ''}" for row in records(known)],
        ),
    ]
    layout = {
        "xaxis": {"range": [scale[0], end], "showticklabels": False},
        "yaxis": _axis(names, places, total),
        "showlegend": True,
        "barmode": "overlay",
    }
    margins = (style.label_space(names), 62, 40, 8)
    return style.figure(traces, layout, caption, plot_height=max(total, 90), margins=margins)


def _rows(labels: list[str]) -> tuple[list[str], list[float], int]:
    """Wrapped labels, the middle of each row in pixels from the top, and the height of all rows."""
    names = [style.wrap(label) for label in labels]
    heights = [_LINE * (name.count("<br>") + 1) + _AIR for name in names]
    places = [sum(heights[:index]) + height / 2 for index, height in enumerate(heights)]
    return names, places, sum(heights)


def _figures(places: list[float], at: float, texts: list[str]) -> dict[str, Any]:
    """The figures of all rows in one column right of the plot, where no bar or mark can cross them."""
    return {
        "type": "scatter",
        "mode": "text",
        "y": places,
        "x": [at] * len(places),
        "text": texts,
        "textposition": "middle right",
        "textfont": {"size": 12, "color": style.INK},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _axis(names: list[str], places: list[float], total: int) -> dict[str, Any]:
    return {
        "tickmode": "array",
        "tickvals": places,
        "ticktext": names,
        "range": [total, 0],
        "showgrid": False,
    }


def _marks(rows: pd.DataFrame, places: list[float], title: str) -> list[dict[str, Any]]:
    pairs = [(y, v) for y, v in zip(places, rows["reference"], strict=True) if not is_empty(v)]
    mark: dict[str, Any] = {
        "type": "scatter",
        "mode": "markers",
        "name": title,
        "y": [y for y, _ in pairs],
        "x": [float(value) for _, value in pairs],
        "hoverinfo": "skip",
    }
    # A white line under the dark one keeps the mark visible on a bar.
    return [mark | _line(5, "#FFFFFF", False), mark | _line(3, style.INK, True)]


def _line(width: int, colour: str, legend: bool) -> dict[str, Any]:
    line = {"width": width, "color": colour}
    return {"marker": {"symbol": "line-ns", "size": 18, "line": line}, "showlegend": legend}


def _hover(row: Any, decimals: int, title: str) -> str:
    lines = [f"<b>{row.unit_name}</b>", f"Nilai: {angka(row.value, decimals)}"]
    category = getattr(row, "category_label", None)
    if not is_empty(category):
        lines[1] += f" ({kategori(row.category, category)})"
    lines.append(_reference(row, decimals, title).removeprefix("<br>"))
    lines.append(f"Selisih: {angka(row.gap, decimals, signed=True)}")
    return "<br>".join(lines)


def _reference(row: Any, decimals: int, title: str) -> str:
    value = getattr(row, "reference", None)
    if is_empty(value):
        return ""
    whose = getattr(row, "reference_name", None)
    return f"<br>{title}: {angka(value, decimals)}" + ("" if is_empty(whose) else f" ({whose})")
