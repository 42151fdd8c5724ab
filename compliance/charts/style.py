"""The one look of all charts: template, colours, fonts, and the texts that travel with an image.

Figures are put together as plain dicts (measured: several times cheaper than update_* calls). Title,
subtitle and source line are part of the figure, so a saved image can stand alone; on screen the page prints
the same texts as HTML, which wraps on a phone, and its style sheet hides the ones inside the figure.
"""

from __future__ import annotations

import math
import textwrap
from collections import namedtuple
from functools import lru_cache
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from compliance.charts import caption as texts
from compliance.charts.caption import FOOT_SPACE, INK, INK_SOFT, TITLE_SPACE, Caption, wrap
from compliance.words import tone

ACCENT = "#0F5C6E"
ACCENT_SOFT = "#7FA9B3"
WARN = "#B45F1B"
GRID = "#E3E9EC"
# Series besides the main one: distinct in lightness and in marker, not only in hue.
SERIES = ("#B45F1B", "#5B6F7A", "#7A4B7D", "#3E8E7E", "#8C7A2E")
MARKERS = ("circle", "square", "diamond", "triangle-up", "pentagon")
HALO = "0 0 3px #FFFFFF, 0 0 3px #FFFFFF, 0 0 4px #FFFFFF"  # keeps a number readable over a line
FONT = "Arial, Arimo, 'Liberation Sans', Helvetica, sans-serif"

LEGEND_CHARS = 36  # a name in the legend is broken after so many characters


TEMPLATE: dict[str, Any] = {
    "layout": {
        "font": {"family": FONT, "size": 13, "color": INK},
        "paper_bgcolor": "#FFFFFF",
        "plot_bgcolor": "#FFFFFF",
        "separators": ",.",
        "colorway": [ACCENT, *SERIES],
        "hoverlabel": {
            "bgcolor": "#FFFFFF",
            "bordercolor": "#C9D3D8",
            "font": {"family": FONT, "size": 13, "color": INK},
            "align": "left",
        },
        "legend": {
            "orientation": "h",
            # From the left edge of the image, not of the plot: a phone has no room to waste.
            "xref": "container",
            "x": 0.015,
            "xanchor": "left",
            "y": 1,
            "yanchor": "bottom",
            "font": {"size": 12, "color": INK_SOFT},
            "itemclick": False,
            "itemdoubleclick": False,
        },
        "xaxis": {
            "gridcolor": GRID,
            "linecolor": "#C9D3D8",
            "zeroline": False,
            "ticks": "",
            "fixedrange": True,
            "tickfont": {"size": 13},
        },
        "yaxis": {
            "gridcolor": GRID,
            "linecolor": "#C9D3D8",
            "zeroline": False,
            "ticks": "",
            "fixedrange": True,
            "tickfont": {"size": 12},
        },
        "dragmode": False,
        "bargap": 0.35,
        "modebar": {"bgcolor": "rgba(255,255,255,0)", "color": "#8796A0", "activecolor": ACCENT},
    }
}


def figure(
    traces: list[dict[str, Any]],
    layout: dict[str, Any],
    caption: Caption,
    *,
    plot_height: int,
    margins: tuple[int, int, int, int] = (56, 24, 24, 40),
    least_width: int = 0,
    key: str = "",
    rows: tuple[list[str], int] | None = None,
) -> go.Figure:
    """A finished figure from traces and layout given as dicts.

    plot_height: pixels of the plot itself. margins: left, right, top, bottom around it for labels and
    legend; the space for title and source line is added here. least_width: pixels below which the chart
    is unreadable; a page lets it scroll sideways on a phone (kept in layout.meta).
    key: what letters in the plot mean; in an image it stands above the source, a page prints it as text.
    rows: labels and height of the rows of a wide chart; a page keeps them in sight while it scrolls.
    """
    left, right, top, bottom = margins
    content = dict(layout)
    # Streamlit gives Plotly a copy of each figure once it is drawn; without this it would be drawn again.
    content["datarevision"] = 1
    content["template"] = TEMPLATE
    content["height"] = plot_height + top + bottom + TITLE_SPACE + FOOT_SPACE
    content["margin"] = {
        "l": left,
        "r": right,
        "t": TITLE_SPACE + top,
        "b": FOOT_SPACE + bottom,
        "pad": 2,
        # The margins are reckoned from the labels; growing by themselves would push the source line away.
        "autoexpand": False,
    }
    content["meta"] = {"least_width": least_width, "key": key, "left": left, "top": top}
    content["meta"]["caption"] = [caption.title, caption.subtitle, caption.footer, caption.sample]
    if rows:
        content["meta"] |= {"rows": rows[0], "row_height": rows[1]}
    content["title"] = texts.titles(caption, content["height"])
    # The source line comes first: the style sheet of the page finds it as annotation 0.
    content["annotations"] = [texts.footer(caption, key, left, bottom), *layout.get("annotations", [])]
    # Not validated, which takes eight times as long: nothing in it comes from outside, and tests validate it.
    return go.Figure({"data": traces, "layout": content}, _validate=False)


def records(rows: pd.DataFrame) -> list[Any]:
    """The rows as named tuples. Typed as Any, because a mart's columns are not known to the type checker.

    What `itertuples` gives; that makes its kind of tuple anew each time and asks Arrow cell by cell.
    """
    columns = [column.to_numpy(dtype=object).tolist() for _, column in rows.items()]
    kind = _record(("Index", *map(str, rows.columns)))
    return [kind(*cells) for cells in zip(rows.index.tolist(), *columns, strict=True)]


@lru_cache(maxsize=256)
def _record(names: tuple[str, ...]) -> Any:
    return namedtuple("Record", names, rename=True)  # noqa: PYI024


def legend_space(names: list[str]) -> int:
    """Pixels above the plot for the legend as it stands on a phone: side by side if it fits, else in rows."""
    lines = [wrap(name, LEGEND_CHARS, 2) for name in names]
    if sum(len(name) * 6.4 + 46 for name in names) <= 300:
        return 62
    return 24 + 20 * sum(name.count("<br>") + 1 for name in lines)


def label_space(labels: list[str], size: int = 12) -> int:
    """Pixels the longest line of wrapped labels needs, so that no label is ever cut."""
    lines = [line for label in labels for line in label.split("<br>")]
    longest = max((sum(0.73 if sign.isupper() else 0.56 for sign in line) for line in lines), default=0)
    return math.ceil(longest * size) + 14


def legend_mark(name: str, colour: str, **marker: Any) -> dict[str, Any]:
    """An entry of the legend without data: a square of that colour before the name."""
    return {
        "type": "scatter",
        "x": [None],
        "y": [None],
        "mode": "markers",
        "name": name,
        "marker": {"symbol": "square", "size": 11, "color": colour, **marker},
        "hoverinfo": "skip",
        "showlegend": True,
    }


def legend_square(name: str, role: str, *, rank: int) -> dict[str, Any]:
    """A legend entry in the fill colour of a tone, at that place in the legend."""
    outline = {"line": {"width": 1, "color": "#B8C3C9"}}
    return legend_mark(name, tone(role).fill, **outline) | {"legendrank": rank}


def empty_figure(sentence: str, caption: Caption) -> go.Figure:
    """A figure that says in words why there is nothing to draw."""
    layout = {
        "xaxis": {"visible": False},
        "yaxis": {"visible": False},
        "annotations": [
            {
                "text": "<br>".join(textwrap.wrap(sentence, 48)),
                "xref": "paper",
                "yref": "paper",
                "x": 0.5,
                "y": 0.5,
                "showarrow": False,
                "font": {"size": 15, "color": INK_SOFT},
            }
        ],
    }
    return figure([], layout, caption, plot_height=180)
