"""Horizontal bars: ranking, and gap to a reference.

A unit without a value has its row and its reason, never a bar of length 0.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from compliance.charts import style
from compliance.charts.style import Caption, records
from compliance.formatting import angka, bilangan, is_empty
from compliance.words import word

ROW = 30  # pixels per bar


def ranking(
    rows: pd.DataFrame,
    caption: Caption,
    *,
    decimals: int = 2,
    scale: tuple[float, float] = (0.0, 100.0),
    value_title: str = "Nilai",
) -> go.Figure:
    """Values from high to low; units without a value follow with the word for their state.

    rows: unit_name, value; optional category, target_value, reporting_state, is_below_minimum_sample,
    n_respondents. A bar below its target is orange and carries ▼ in its text.
    """
    if rows.empty:
        return style.empty_figure("Tidak ada unit pada pilihan ini.", caption)
    rows = rows.sort_values(["value", "unit_name"], ascending=[False, True], na_position="last")
    below = [_is_below(row) for row in records(rows)]
    known = rows["value"].notna()
    names = [style.wrap(name) for name in rows["unit_name"]]
    traces: list[dict[str, Any]] = [
        {
            "type": "bar",
            "orientation": "h",
            "name": value_title,
            "y": list(range(len(rows))),
            "x": [None if is_empty(v) else float(v) - scale[0] for v in rows["value"]],
            "base": scale[0],
            "marker": {"color": [style.WARN if flag else style.ACCENT for flag in below]},
            "hovertext": [_hover(row, decimals) for row in records(rows)],
            "hoverinfo": "text",
            "showlegend": False,
        }
    ]
    traces += _target_marks(rows)
    if any(below):
        traces.append(style.legend_mark("▼ di bawah target", style.WARN))
    if "is_below_minimum_sample" in rows and rows["is_below_minimum_sample"].fillna(False).any():
        traces.append(style.legend_mark("* sampel di bawah minimum", "#FFFFFF"))
    # The figures stand in a column of their own on the right, where no target line can cross them.
    traces.append(
        {
            "type": "scatter",
            "mode": "text",
            "y": [index for index, flag in enumerate(known) if flag],
            "x": [scale[1]] * int(known.sum()),
            "text": [
                _bar_text(row, flag, decimals)
                for row, flag in zip(records(rows), below, strict=True)
                if not is_empty(row.value)
            ],
            "textposition": "middle right",
            "textfont": {"size": 12, "color": style.INK},
            "cliponaxis": False,
            "hoverinfo": "skip",
            "showlegend": False,
        }
    )
    notes = [
        _state_note(index, row, scale[0]) for index, row in enumerate(records(rows)) if is_empty(row.value)
    ]
    return horizontal(traces, notes, names, caption, x_range=[scale[0], scale[1]], right=86)


def gaps(
    rows: pd.DataFrame, caption: Caption, *, gap_column: str = "gap_to_target", decimals: int = 2
) -> go.Figure:
    """Distance to a reference: right of the zero line is above, left is below, largest shortfall first.

    rows: unit_name, value, the gap column; optional reporting_state. No gap: the row says why.
    """
    if rows.empty:
        return style.empty_figure("Tidak ada unit pada pilihan ini.", caption)
    rows = rows.sort_values([gap_column, "unit_name"], na_position="last")
    numbers = [None if is_empty(v) else float(v) for v in rows[gap_column]]
    reach = max((abs(v) for v in numbers if v is not None), default=1.0) or 1.0
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "y": list(range(len(rows))),
            "x": numbers,
            "marker": {"color": [style.WARN if (v or 0) < 0 else style.ACCENT for v in numbers]},
            "text": ["" if v is None else angka(v, decimals, signed=True) for v in numbers],
            "textposition": "outside",
            "textfont": {"size": 12, "color": style.INK},
            "cliponaxis": False,
            "hovertext": [_hover(row, decimals) for row in records(rows)],
            "hoverinfo": "text",
            "showlegend": False,
        }
    ]
    notes = [
        _state_note(index, row, 0.0)
        for index, (row, v) in enumerate(zip(records(rows), numbers, strict=True))
        if v is None
    ]
    names = [style.wrap(name) for name in rows["unit_name"]]
    reach *= 1.3
    return horizontal(traces, notes, names, caption, x_range=[-reach, reach], zero_line=True, least_width=520)


def horizontal(
    traces: list[dict[str, Any]],
    notes: list[dict[str, Any]],
    names: list[str],
    caption: Caption,
    *,
    x_range: list[float],
    zero_line: bool = False,
    stacked: bool = False,
    right: int = 20,
    least_width: int = 0,
) -> go.Figure:
    """Bars that lie, one row per name, from the traces of a chart."""
    lines = max((name.count("<br>") + 1 for name in names), default=1)
    row = max(ROW, 14 * lines + 8) + (8 if stacked else 0)
    layout: dict[str, Any] = {
        "xaxis": {
            "range": x_range,
            "showgrid": not stacked,
            "showticklabels": False,
            "zeroline": zero_line,
            "zerolinecolor": style.INK,
            "zerolinewidth": 1.5,
        },
        "yaxis": {
            "tickmode": "array",
            "tickvals": list(range(len(names))),
            "ticktext": names,
            "range": [len(names) - 0.4, -0.6],
            "showgrid": False,
        },
        "annotations": notes,
        "barmode": "stack" if stacked else "overlay",
        "showlegend": any(trace.get("showlegend", True) for trace in traces),
    }
    if stacked:
        layout["legend"] = {"traceorder": "normal"}
    return style.figure(
        traces,
        layout,
        caption,
        plot_height=max(row * len(names), 80),
        margins=(style.label_space(names), right, 78 if stacked else 60 if layout["showlegend"] else 24, 10),
        least_width=least_width,
    )


def _target_marks(rows: pd.DataFrame) -> list[dict[str, Any]]:
    if "target_value" not in rows or rows["target_value"].isna().all():
        return []
    places = [index for index, row in enumerate(records(rows)) if not is_empty(row.target_value)]
    mark: dict[str, Any] = {
        "type": "scatter",
        "mode": "markers",
        "name": "Target",
        "y": places,
        "x": rows["target_value"].dropna().astype(float).tolist(),
        "hoverinfo": "skip",
    }
    # A white line under the dark one keeps the mark visible on a bar.
    return [
        mark | {"marker": _line_mark(5, "#FFFFFF"), "showlegend": False},
        mark | {"marker": _line_mark(3, style.INK), "showlegend": True},
    ]


def _line_mark(width: int, colour: str) -> dict[str, Any]:
    return {"symbol": "line-ns", "size": 20, "line": {"width": width, "color": colour}}


def _is_below(row: Any) -> bool:
    target = getattr(row, "target_value", None)
    return not is_empty(target) and not is_empty(row.value) and row.value < target


def _bar_text(row: Any, below: bool, decimals: int) -> str:
    if is_empty(row.value):
        return ""
    category = getattr(row, "category", None)
    small = getattr(row, "is_below_minimum_sample", None)
    parts = [angka(row.value, decimals)]
    if not is_empty(category):
        parts.append(f"<b>{category}</b>")
    if below:
        parts.append("▼")
    if not is_empty(small) and small:
        parts.append("*")
    return " ".join(parts)


def _state_note(index: int, row: Any, x: float) -> dict[str, Any]:
    state = getattr(row, "reporting_state", None)
    entry = word("reporting_state", state)
    # A value without a reference (no target set) is not a missing report.
    text = entry.text if is_empty(row.value) and not is_empty(state) else "tidak ada pembanding"
    return {
        "text": text,
        "x": x,
        "y": index,
        "xref": "x",
        "yref": "y",
        "xanchor": "left",
        "xshift": 4,
        "showarrow": False,
        "font": {"size": 12, "color": entry.tone.strong},
    }


def _hover(row: Any, decimals: int) -> str:
    lines = [f"<b>{row.unit_name}</b>"]
    if is_empty(row.value):
        lines.append(word("reporting_state", getattr(row, "reporting_state", None)).text)
        return "<br>".join(lines)
    category = getattr(row, "category_label", None)
    lines.append(f"Nilai: {angka(row.value, decimals)}" + ("" if is_empty(category) else f" ({category})"))
    for column, name in (("target_value", "Target"), ("city_value", "Nilai kota")):
        if not is_empty(getattr(row, column, None)):
            lines.append(f"{name}: {angka(getattr(row, column), decimals)}")
    if not is_empty(getattr(row, "n_respondents", None)):
        small = getattr(row, "is_below_minimum_sample", None)
        mark = " (di bawah sampel minimum)" if not is_empty(small) and small else ""
        lines.append(f"Responden: {bilangan(row.n_respondents)}{mark}")
    return "<br>".join(lines)
