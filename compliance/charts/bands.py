"""The categories of an index behind its values: light areas in the years of the method they belong to."""

from __future__ import annotations

from typing import Any

import pandas as pd

from compliance.charts import style
from compliance.charts.style import records
from compliance.sentences import kategori
from compliance.words import tone


def draw_bands(
    bands: pd.DataFrame, spans: list[tuple[str, str, int, int]], years: list[int], low: float, high: float
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], str]:
    """Coloured areas, the categories at their left edge (before the first point, where no line runs), and
    the same categories in words. A category that is not verified carries *."""
    shapes, notes = [], []
    keys: list[tuple[int, list[str]]] = []
    for method, _, first, last in spans:
        left, right = years.index(first) - 0.5, years.index(last) + 0.5
        rows = bands[bands["method_id"] == method].sort_values("lower")
        if rows.empty:
            continue
        # A band ends where the next one begins: the hundredth between them belongs to neither on paper.
        uppers = [*rows["lower"].iloc[1:], float("inf")]
        names: list[str] = []
        for band, upper in zip(records(rows), uppers, strict=True):
            bottom, top = max(float(band.lower), low), min(float(upper), high)
            if top <= bottom:
                continue
            shapes.append(
                {
                    "type": "rect",
                    "xref": "x",
                    "yref": "y",
                    "x0": left,
                    "x1": right,
                    "y0": bottom,
                    "y1": top,
                    "fillcolor": tone(band.tone).fill,
                    "opacity": 0.42,
                    "line": {"width": 1, "color": "#FFFFFF"},
                    "layer": "below",
                }
            )
            mark = "*" if getattr(band, "is_unverified", False) else ""
            names.insert(0, kategori(band.category, band.label) + mark)
            if top - bottom > (high - low) * 0.06:
                notes.append(
                    {
                        "text": f"<b>{style.wrap(band.category, 8, 2)}{mark}</b>",
                        "xref": "x",
                        "yref": "y",
                        "x": left,
                        "y": top,
                        "xanchor": "left",
                        "yanchor": "top",
                        "align": "left",
                        "xshift": 2 if left < 0 else 14,
                        "showarrow": False,
                        "font": {"size": 11, "color": style.INK_SOFT, "shadow": style.HALO},
                    }
                )
        if not keys or keys[-1][1] != names:
            keys.append((first, names))
    return shapes, notes, _key(keys)


def _key(keys: list[tuple[int, list[str]]]) -> str:
    """'Kategori: A · Sangat Baik; B · Baik'; where the categories changed, with the first year of each."""
    parts = [
        "; ".join(names) if len(keys) == 1 else f"Sejak {first}: {'; '.join(names)}" for first, names in keys
    ]
    told = ". ".join(parts)
    return (f"Kategori. {told}" if len(keys) > 1 else f"Kategori: {told}") * bool(told) + (
        " (* belum diverifikasi)" if "*" in told else ""
    )
