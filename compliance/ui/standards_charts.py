"""The charts of the page Standar: units by component, and standards set and complete over the years."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from compliance import instruments, queries, service_gaps
from compliance.charts import heatmap, progress
from compliance.formatting import bilangan
from compliance.ui import filters, paging, session
from compliance.ui.chart_card import ChartTable, chart_card
from compliance.ui.filters import Selection
from compliance.ui.kept import keep
from compliance.ui.standards_page import SOURCE, totals

SHOWN = 20  # units in the matrix before the reader asks for all
MOST = 1_000  # units in the matrix at all
_COLUMNS = [
    "unit_name", "component_label", "component_group", "n_services", "n_present", "n_missing",
    "n_not_applicable", "n_no_data",
]  # fmt: skip
_HEADERS = {"n_services": "Layanan aktif", "n_present": "Ada", "n_missing": "Belum ada"}
_SERIES = {"n_set": "Standar ditetapkan", "n_complete": "Komponen lengkap"}
_YEAR_COLUMNS = ["year", "n_active", "n_set", "coverage_share", "n_complete", "complete_share"]
_YEAR_HEADERS = {"n_active": "Layanan aktif", "complete_share": "Komponen lengkap"}


def matrix(selection: Selection, units: pd.DataFrame) -> None:
    """Units with the most missing components first; of not too many the reader may ask for all."""
    asked = {"year": selection.year, **selection.scope}
    n_units = int((units["n_active"] > 0).sum())
    whole = n_units <= SHOWN or (n_units <= MOST and _wants_all(n_units))
    order = instruments.component_order()
    told = "Isi sel: layanan yang memuat komponen, dari layanan yang wajib memuatnya."
    if not whole:
        told += (
            f" Digambar {SHOWN} dari {bilangan(n_units)} unit, kekurangan terbanyak di atas; "
            "tabel dan unduhan memuat semuanya."
        )
    drawn = session.frame(queries.component_counts, **asked, limit=None if whole else SHOWN)
    every = paging.Listing(queries.component_counts, asked, n_units, paging.TABLE_ROWS // len(order), "Unit")
    chart_card(
        "komponen",
        heatmap.matrix,
        keep(_cells, drawn, order),
        title=service_gaps.matrix_title(session.frame(queries.component_totals, **asked)),
        subtitle=told,
        selection=selection,
        source=SOURCE,
        legend=heatmap.COMPONENT_LEGEND,
        table=ChartTable(every, _COLUMNS, _HEADERS),
    )


def _cells(counts: pd.DataFrame, order: list[str]) -> pd.DataFrame:
    """The cells of the chart, with the units in the order of the rows."""
    place = {name: index for index, name in enumerate(dict.fromkeys(counts["unit_name"]))}
    cells = heatmap.component_cells(counts, order)
    return cells.sort_values("row", key=lambda names: names.map(place), kind="stable").reset_index(drop=True)


def _wants_all(n_units: int) -> bool:
    names = {"semua": f"Semua {bilangan(n_units)} unit", "terbanyak": f"{SHOWN} unit, kekurangan terbanyak"}
    with st.columns([1, 2])[0]:
        chosen = filters.pick(
            "baris", "Unit yang digambar", list(names)[::-1], names=names, default="terbanyak"
        )
    return bool(chosen == "semua")


def development(selection: Selection) -> None:
    """Services with a standard that is set, and with all components, year by year."""
    rows = totals(selection)
    chart_card(
        "perkembangan",
        progress.yearly_shares,
        rows,
        title=service_gaps.trend_title(rows, selection.year),
        selection=selection,
        source=SOURCE,
        series=_SERIES,
        table=ChartTable(rows, _YEAR_COLUMNS, _YEAR_HEADERS),
    )
