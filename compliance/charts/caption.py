"""The texts that travel with an image: title, subtitle, key and source, broken into lines for its width."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Any

INK = "#1B2A33"
INK_SOFT = "#566570"
TITLE_SPACE = 96  # pixels above the plot that hold title and subtitle in an image of the screen's width
FOOT_SPACE = 56  # pixels below it that hold key and source
EXPORT_WIDTH = 1200  # pixels of an image that the browser saves; with scale 2 about 20 cm at 300 dpi
_LINES = 3  # of title and subtitle together, and of key and source together, at that width
_MARGIN = 20
_TITLE_SIGN, _TEXT_SIGN = 11.15, 6.17  # pixels of a sign: bold at 18, plain at 12
_TITLE_LINE, _FOOT_LINE = (
    24,
    15,
)  # pixels of a line of title and subtitle, of key and source


@dataclass(frozen=True)
class Caption:
    """What an image must say when it is seen without the page.

    title: the finding. subtitle: filters and notes. footer: source, as-of date, snapshot.
    sample: True prints DATA CONTOH.
    """

    title: str
    subtitle: str = ""
    footer: str = ""
    sample: bool = False


def titles(caption: Caption, height: int) -> dict[str, Any]:
    """Title and subtitle for layout.title, in the room that a chart on screen keeps for them."""
    lines = _broken(caption.title, EXPORT_WIDTH, _TITLE_SIGN)[:2]
    notes = wrap(caption.subtitle, _signs(EXPORT_WIDTH), _LINES - len(lines)) if caption.subtitle else ""
    return _title(lines, notes.split("<br>") if notes else [], height)


def footer(caption: Caption, key: str, left: int, bottom: int) -> dict[str, Any]:
    """Key and source as an annotation below the plot."""
    source = _broken(caption.footer, EXPORT_WIDTH)[:2]
    return _footer(_broken(key, EXPORT_WIDTH)[: _LINES - len(source)], source, caption.sample, left, bottom)


def for_width(figure: dict[str, Any], width: int) -> dict[str, Any]:
    """The figure (as a dict) with its texts broken for another width, and room made for all lines."""
    layout = dict(figure["layout"])
    meta = layout["meta"]
    caption = Caption(*meta["caption"])
    margin = dict(layout["margin"])
    heads = _broken(caption.title, width, _TITLE_SIGN)
    notes = _broken(caption.subtitle, width)
    keys, source = _broken(meta["key"], width), _broken(caption.footer, width)
    above = _MARGIN + _TITLE_LINE * (len(heads) + len(notes)) + 4 - TITLE_SPACE
    below = _MARGIN + _FOOT_LINE * (len(keys) + len(source)) - FOOT_SPACE
    more = _legend_lines(figure, width)
    below += more
    bottom = margin["b"] - FOOT_SPACE + more
    layout["height"] += above + below
    layout["width"] = width
    layout["margin"] = margin | {"t": margin["t"] + above, "b": margin["b"] + below}
    layout["title"] = _title(heads, notes, layout["height"])
    first = _footer(keys, source, caption.sample, meta["left"], bottom)
    layout["annotations"] = [first, *layout["annotations"][1:]]
    return {**figure, "layout": layout}


def _legend_lines(figure: dict[str, Any], width: int) -> int:
    """Pixels that a legend below the plot needs on paper beyond its two lines."""
    if figure["layout"].get("legend", {}).get("yanchor") != "top":
        return 0
    names = [str(trace["name"]) for trace in figure["data"] if trace.get("showlegend")]
    widest = max((len(name) for name in names), default=0) * 6.4 + 60
    columns = max(1, int((width - 60) / widest) - 1)
    return max(0, -(-len(names) // columns) - 2) * 20


def _title(heads: list[str], notes: list[str], height: int) -> dict[str, Any]:
    text = "<br>".join(f"<b>{line}</b>" for line in heads)
    style = f"font-size:12px;color:{INK_SOFT}"
    text += "".join(f"<br><span style='{style}'>{line}</span>" for line in notes)
    return {
        "text": text,
        "font": {"size": 18, "color": INK},
        "x": 0,
        "xref": "container",
        "xanchor": "left",
        "y": 1 - 30 / height,
        "yref": "container",
        "yanchor": "top",
        "pad": {"l": _MARGIN},
    }


def _footer(keys: list[str], source: list[str], is_sample: bool, left: int, bottom: int) -> dict[str, Any]:
    sample = "<b>DATA CONTOH</b> · " if is_sample else ""
    return {
        "text": "<br>".join([*keys, sample + "<br>".join(source)]),
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 0,
        "xanchor": "left",
        "yanchor": "top",
        "xshift": _MARGIN - left,
        "yshift": -(bottom + 10),
        "align": "left",
        "showarrow": False,
        "font": {"size": 11, "color": INK_SOFT},
    }


def _broken(text: str, width: int, sign: float = _TEXT_SIGN) -> list[str]:
    return textwrap.wrap(text, _signs(width, sign))


def _signs(width: int, sign: float = _TEXT_SIGN) -> int:
    return int((width - 2 * _MARGIN) / sign)


def wrap(text: str, width: int = 24, lines: int = 5) -> str:
    """Break a label into lines for an axis; what does not fit in the last line ends with '…'."""
    parts = textwrap.wrap(str(text), width) or [""]
    if len(parts) > lines:
        parts = [*parts[: lines - 1], textwrap.shorten(" ".join(parts[lines - 1 :]), width, placeholder=" …")]
    return "<br>".join(parts)
