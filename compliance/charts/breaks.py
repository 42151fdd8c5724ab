"""The break between two methods in a chart over the years."""

from __future__ import annotations

from typing import Any

from compliance.charts import style


def draw_breaks(
    spans: list[tuple[str, str, int, int]], years: list[int]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A dashed line and a note where the method changes: shapes, annotations."""
    shapes, notes = [], []
    for _, _, first, _ in spans[1:]:
        at = years.index(first) - 0.5
        shapes.append(
            {
                "type": "line",
                "xref": "x",
                "yref": "paper",
                "x0": at,
                "x1": at,
                "y0": 0,
                "y1": 1,
                "line": {"color": style.INK_SOFT, "width": 1.6, "dash": "dash"},
            }
        )
        notes.append(
            {
                "text": f"≠ metode baru {first}",
                "xref": "x",
                "yref": "paper",
                "x": at,
                "y": 0.02,
                "xanchor": "left",
                "yanchor": "bottom",
                "textangle": -90,
                "showarrow": False,
                "font": {"size": 11, "color": style.INK_SOFT},
            }
        )
    return shapes, notes
