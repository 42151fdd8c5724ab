"""A chart with all that belongs to it: finding as title, text alternative, table, downloads, source.

The image button of a chart saves one format; which one, the reader chooses beside the downloads.
That needs no browser on the server and no script of our own, so a strict content policy holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from compliance.charts.caption import EXPORT_WIDTH, Caption
from compliance.formatting import MONTHS
from compliance.ui import elements, paging, session
from compliance.ui.filters import Selection
from compliance.ui.kept import drawn

_PHONE = 360  # pixels of a chart on a phone
_DAYS = ("Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu")
_LOCALE = {
    "dictionary": {
        "Download plot": "Unduh gambar",
        "Download plot as a PNG": "Unduh gambar PNG",
        "Download plot as a png": "Unduh gambar PNG",
        "Download plot as PNG": "Unduh gambar PNG",
        "Download plot as a SVG": "Unduh gambar SVG",
        "Taking snapshot - this may take a few seconds": "Gambar sedang disiapkan",
        "Snapshot succeeded": "Gambar tersimpan",
        "Sorry, there was a problem downloading your snapshot!": "Gambar gagal disimpan. Coba sekali lagi.",
        "Double-click to zoom back out": "Klik dua kali untuk kembali",
    },
    "format": {
        "days": list(_DAYS),
        "shortDays": [day[:3] for day in _DAYS],
        "months": list(MONTHS),
        "shortMonths": [month[:3] for month in MONTHS],
        "date": "%d/%m/%Y",
        "decimal": ",",
        "thousands": ".",
    },
}


@dataclass(frozen=True)
class ChartTable:
    """The table under a chart, also what is downloaded. columns: in order, those with a header."""

    rows: pd.DataFrame | paging.Listing
    columns: Sequence[str]
    extra_headers: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    decimals: int = 2


def chart_card(
    key: str,
    build: Callable[..., Any],
    rows: pd.DataFrame,
    *,
    title: str,
    selection: Selection,
    source: str,
    table: ChartTable,
    subtitle: str = "",
    alt: str | None = None,
    **options: Any,
) -> None:
    """Show one chart.

    key: unique on the page, also the file name. build: a function of compliance.charts that takes
    (rows, caption, **options). title says the finding; subtitle adds notes. source: 'Hasil SKM unit'.
    alt: what a screen reader says (title and subtitle if not given).
    """
    texts = elements.caption(title, selection, source=source, subtitle=subtitle)
    figure = session.figure(build, rows, texts, **options)
    with st.container(border=True, key=f"grafik_{key}"):
        _body(key, figure, texts, table, selection, source, subtitle, alt or f"{title}. {texts.subtitle}.")


@st.fragment
def _body(
    key: str,
    figure: Any,
    texts: Caption,
    table: ChartTable,
    selection: Selection,
    source: str,
    subtitle: str,
    alt: str,
) -> None:
    note = f"<p>{escape(subtitle)}</p>" if subtitle else ""
    st.html(f'<div class="pl-grafik-judul"><h3>{escape(texts.title)}</h3>{note}</div>')
    image_key = f"gambar_{key}"
    # Set on every run, the choice outlives its widget, which is there only while the table is open.
    kind = st.session_state[image_key] = str(st.session_state.get(image_key) or "PNG")
    config = plot_config(elements.file_name(key, selection), kind, int(figure.layout.height))
    meta = figure.layout.meta
    with _place(key, meta):
        drawn(_plot, figure, config, f"plot_{key}_{kind}", alt)
    sample = "DATA CONTOH · " if texts.sample else ""
    explained = f"<p>{escape(meta['key'])}</p>" if meta["key"] else ""
    st.html(f'<div class="pl-sumber">{explained}{escape(sample + texts.footer)}</div>')
    with st.expander("Tabel data dan unduhan", key=f"tabel_{key}", on_change="rerun") as box:
        if box.open:  # few look at it, and it weighs more than the chart
            _behind(key, texts, table, selection, source, image_key)


def _behind(
    key: str, texts: Caption, table: ChartTable, selection: Selection, source: str, image_key: str
) -> None:
    """What a chart shows as table and downloads."""
    what: dict[str, Any] = {
        "decimals": table.decimals,
        "extra_headers": table.extra_headers,
        "groups": table.groups,
    }
    rows: Any = table.rows
    size, label = paging.TABLE_ROWS, "Baris"
    if isinstance(rows, paging.Listing):
        size, label, rows = rows.per_part, rows.what, rows.whole()
    part = paging.one_page(table.rows, f"baris_{key}", label, size)
    elements.table(part, table.columns, alt=f"Tabel: {texts.title}", **what)
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        elements.downloads(
            key, rows, table.columns, title=texts.title, selection=selection, source=source, **what
        )
    with right:
        st.segmented_control(
            "Format gambar (tombol kamera di grafik)", ["PNG", "SVG"], required=True, key=image_key
        )


def _place(key: str, meta: Mapping[str, Any]) -> AbstractContextManager[Any]:
    """Where the chart is drawn. A wide one scrolls on a phone: the style sheet finds both containers by their
    keys. The labels of the rows stay in sight there, and elsewhere are hidden."""
    if meta["least_width"] <= _PHONE:
        return nullcontext()
    place = st.container(key=f"gulir_lebar_{key}").container(key=f"lebar_{key}")
    if meta.get("rows"):
        place.html(_row_labels(meta))
    return place


def _plot(figure: Any, config: dict[str, Any], key: str, alt: str) -> None:
    st.plotly_chart(figure, theme=None, width="stretch", config=config, key=key, alt=alt)


def _row_labels(meta: Mapping[str, Any]) -> str:
    """The labels of the rows once more, laid over those of the chart; a screen reader has the table."""
    rows = "".join(
        f'<div style="height:{meta["row_height"]}px"><span>{escape(name.replace("<br>", " "))}</span></div>'
        for name in meta["rows"]
    )
    return (
        f'<div class="pl-baris" aria-hidden="true" style="width:{meta["left"]}px">'
        f'<div style="top:{meta["top"]}px">{rows}</div></div>'
    )


def plot_config(name: str, kind: str, height: int) -> dict[str, Any]:
    """Plotly configuration: one image button, Indonesian words, no zooming by accident on a phone."""
    return {
        "displaylogo": False,
        "displayModeBar": True,
        "modeBarButtons": [["toImage"]],
        "scrollZoom": False,
        "doubleClick": False,
        "locale": "id",
        "locales": {"id": _LOCALE},
        "toImageButtonOptions": {
            "format": kind.lower(),
            "filename": name,
            "width": EXPORT_WIDTH,
            "height": height,
            "scale": 2,
        },
    }
