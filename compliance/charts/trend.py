"""A value over the years: one line per method, a visible break where the method changes.

Two points are joined only if their years follow one another, the method is the same and the later one may be
compared with the earlier one. A year without a value stays empty; it is neither bridged nor drawn as 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from compliance.charts import style
from compliance.charts.bands import draw_bands
from compliance.charts.breaks import draw_breaks
from compliance.charts.labels import Room
from compliance.charts.style import Caption, records
from compliance.formatting import angka, bilangan, is_empty
from compliance.sentences import kategori


def trend(
    scores: pd.DataFrame,
    caption: Caption,
    *,
    decimals: int = 2,
    scale: tuple[float, float] = (0.0, 100.0),
    bands: pd.DataFrame | None = None,
    main: str | None = None,
    plot_height: int = 360,
) -> go.Figure:
    """Line chart over years.

    scores: one row per series x year with series, year, value, method_id; optional method_label,
    is_comparable, ci_low, ci_high, target_value, category, category_label, n_respondents,
    is_below_minimum_sample, break_reason. Rows without a value mark the year as known but empty.
    bands: method_id, category, label, lower, upper, tone; drawn as light background in the years of
    their method. main: the series drawn strongest (first one if not given).
    """
    if scores.empty or scores["value"].isna().all():
        return style.empty_figure("Belum ada nilai pada pilihan ini.", caption)
    years = list(range(int(scores["year"].min()), int(scores["year"].max()) + 1))
    names = list(dict.fromkeys(scores["series"]))
    main = main if main is not None and main in names else str(names[0])
    names = [name for name in names if name != main] + [main]  # the main line is drawn last, on top
    low, high = value_range(scores, scale)
    series: dict[str, list[Any]] = {str(name): [] for name in names}
    for row in records(scores.sort_values("year")):
        series[str(row.series)].append(row)
    traces: list[dict[str, Any]] = []
    for position, name in enumerate(names):
        look = {"main": name == main, "position": position, "count": len(names)}
        traces += _series(series[str(name)], name, decimals, **look)
    traces += _targets(series[main], decimals)
    traces.append(_numbers(series, main, years, decimals, Room(plot_height / (high - low), low, plot_height)))
    spans = method_spans(scores, years)
    shapes, notes = draw_breaks(spans, years)
    key = ""
    if bands is not None:
        band_shapes, band_notes, key = draw_bands(bands, spans, years, low, high)
        shapes, notes = band_shapes + shapes, band_notes + notes
    layout = {
        "xaxis": {
            "type": "category",
            "categoryorder": "array",
            "categoryarray": [str(year) for year in years],
            "range": [-0.5, len(years) - 0.5],
            "showgrid": False,
            "tickangle": 0,
            # Category axes drop what no trace names; naming every year keeps the empty ones in place.
            "tickmode": "array",
            "tickvals": [str(year) for year in years],
        },
        "yaxis": {"range": [low, high], "nticks": 7},
        "shapes": shapes,
        "annotations": notes,
        "showlegend": True,
    }
    entries = [*names, "Target"] if len(names) > 1 else []
    margins = (46, 20, style.legend_space(entries) if entries else 40, 34)
    return style.figure(traces, layout, caption, plot_height=plot_height, margins=margins, key=key)


def value_range(scores: pd.DataFrame, scale: tuple[float, float]) -> tuple[float, float]:
    """Axis limits: all values, intervals and targets with some air, inside the scale of the index."""
    columns = [name for name in ("value", "ci_low", "ci_high", "target_value") if name in scores]
    numbers = scores[columns].astype("float64")
    low, high = float(numbers.min().min()), float(numbers.max().max())
    air = max((high - low) * 0.18, (scale[1] - scale[0]) * 0.03)
    return max(scale[0], low - air), min(scale[1] + air * 0.3, high + air)


def segments(rows: Iterable[Any]) -> list[list[Any]]:
    """Runs of records that may be joined: years without a gap, one method, a value in each, each comparable
    with the one before (rows without is_comparable: by method alone). rows: of one series, by year."""
    runs: list[list[Any]] = []
    for row in rows:
        if is_empty(row.value):
            continue
        last = runs[-1][-1] if runs else None
        comparable = getattr(row, "is_comparable", None)
        joined = last is not None and row.year - last.year == 1 and row.method_id == last.method_id
        if joined and (is_empty(comparable) or comparable):
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs


def method_spans(scores: pd.DataFrame, years: list[int]) -> list[tuple[str, str, int, int]]:
    """(method_id, label, first year, last year) in order; a year without a method joins the one before."""
    labels = scores["method_label"] if "method_label" in scores else scores["method_id"]
    known = dict(zip(scores["method_id"], labels, strict=True))
    by_year = scores.dropna(subset=["method_id"]).drop_duplicates("year").set_index("year")["method_id"]
    spans: list[tuple[str, str, int, int]] = []
    for year in years:
        method = by_year.get(year)
        if method is None and not spans:
            continue
        if method is None or (spans and spans[-1][0] == method):
            spans[-1] = (*spans[-1][:3], year)
        else:
            spans.append((method, str(known[method]), year, year))
    return spans


def _series(
    rows: list[Any], name: str, decimals: int, *, main: bool, position: int, count: int
) -> list[dict[str, Any]]:
    colour = style.ACCENT if main else style.SERIES[position % len(style.SERIES)]
    symbol = style.MARKERS[0 if main else 1 + position % (len(style.MARKERS) - 1)]
    traces = []
    for number, run in enumerate(segments(rows)):
        trace: dict[str, Any] = {
            "type": "scatter",
            "name": style.wrap(name, style.LEGEND_CHARS, 2),
            "legendgroup": name,
            "showlegend": number == 0 and count > 1,
            "x": [str(int(row.year)) for row in run],
            "y": [float(row.value) for row in run],
            "mode": "lines+markers",
            "cliponaxis": False,
            "line": {"color": colour, "width": 3 if main else 1.6},
            "marker": {
                "symbol": [_symbol(symbol, row) for row in run],
                "size": 9 if main else 7,
                "color": colour,
            },
            "hovertext": [_hover(name, row, decimals) for row in run],
            "hoverinfo": "text",
        }
        if main and any(_has(row, "ci_low") for row in run):
            trace["error_y"] = {
                "type": "data",
                "symmetric": False,
                "array": [float(row.ci_high - row.value) if _has(row, "ci_high") else 0.0 for row in run],
                "arrayminus": [float(row.value - row.ci_low) if _has(row, "ci_low") else 0.0 for row in run],
                "color": style.ACCENT_SOFT,
                "thickness": 1.4,
                "width": 5,
            }
        traces.append(trace)
    return traces


def _numbers(
    series: dict[str, list[Any]], main: str, years: list[int], decimals: int, room: Room
) -> dict[str, Any]:
    """The values of the main series, each where it covers nothing."""
    for rows in series.values():
        for run in segments(rows):
            room.line((years.index(int(row.year)), float(row.value)) for row in run)
    for row in series[main]:
        if _has(row, "target_value"):
            room.target(years.index(int(row.year)), float(row.target_value))
    rows = [row for row in series[main] if not is_empty(row.value)]
    ends = []
    for row in rows:
        low, high = row.value, row.value
        if _has(row, "ci_low") and _has(row, "ci_high"):
            low, high = row.ci_low, row.ci_high
            room.interval(years.index(int(row.year)), float(low), float(high))
        ends.append((years.index(int(row.year)), float(low), float(high)))
    places = [room.put(*end) for end in ends]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [str(int(row.year)) for row in rows],
        "y": [anchor for anchor, _ in places],
        "text": [angka(row.value, decimals) for row in rows],
        "textposition": [position for _, position in places],
        "textfont": {"size": 13, "color": style.ACCENT, "shadow": style.HALO},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
        "name": style.wrap(main, style.LEGEND_CHARS, 2),
        "legendgroup": main,
    }


def _has(row: Any, column: str) -> bool:
    return not is_empty(getattr(row, column, None))


def _symbol(symbol: str, row: Any) -> str:
    below = getattr(row, "is_below_minimum_sample", None)
    return symbol + "-open" if not is_empty(below) and below else symbol


def _hover(name: str, row: Any, decimals: int) -> str:
    lines = [f"<b>{name}</b> · {int(row.year)}", f"Nilai: {angka(row.value, decimals)}"]
    category = getattr(row, "category_label", None)
    if not is_empty(category):
        lines[1] += f" ({kategori(row.category, category)})"
    if not is_empty(getattr(row, "ci_low", None)):
        lines.append(f"Rentang ketidakpastian: {angka(row.ci_low, decimals)}–{angka(row.ci_high, decimals)}")
    if not is_empty(getattr(row, "n_respondents", None)):
        below = getattr(row, "is_below_minimum_sample", None)
        mark = " (di bawah sampel minimum)" if not is_empty(below) and below else ""
        lines.append(f"Responden: {bilangan(row.n_respondents)}{mark}")
    if not is_empty(getattr(row, "target_value", None)):
        lines.append(f"Target: {angka(row.target_value, decimals)}")
    if not is_empty(getattr(row, "method_label", None)):
        lines.append(f"Metode: {row.method_label}")
    if not is_empty(getattr(row, "break_reason", None)):
        lines.append(style.wrap(row.break_reason, 52, 5))
    return "<br>".join(lines)


def _targets(rows: list[Any], decimals: int) -> list[dict[str, Any]]:
    rows = [row for row in rows if _has(row, "target_value")]
    if not rows:
        return []
    return [
        {
            "type": "scatter",
            "name": "Target",
            # One dash per year, not joined: a target belongs to its year.
            "mode": "markers",
            "x": [str(int(row.year)) for row in rows],
            "y": [float(row.target_value) for row in rows],
            "marker": {"symbol": "line-ew", "size": 20, "line": {"width": 3, "color": style.INK}},
            "hovertext": [
                f"<b>Target {int(row.year)}</b>: {angka(row.target_value, decimals)}" for row in rows
            ],
            "hoverinfo": "text",
            "showlegend": True,
        }
    ]
