"""Tren: one instrument over the years, for the city and its units, with breaks where the method changes."""

from __future__ import annotations

import streamlit as st

from compliance import instruments, queries
from compliance.charts import slope, trend
from compliance.output import narrative
from compliance.ui import elements, filters, gaps, history, session, summary, text_table, trace_view
from compliance.ui.chart_card import ChartTable, chart_card
from compliance.ui.kept import keep

elements.page_header("tren")
text_table.style()
selection = filters.bar(filters.INSTRUMEN, filters.TAHUN, filters.UNIT, filters.JENIS, filters.KECAMATAN)
instrument = selection.instrument_id
if instrument is None or selection.year is None:
    elements.name_list("", [], empty=gaps.NOTHING_LOADED)
    st.stop()
elements.selection_line(selection)
look = {"decimals": instruments.decimals(instrument), "scale": instruments.scale(instrument)}
source = instruments.source(instrument)

lines = history.lines(selection)
chart_card(
    "tren",
    trend.trend,
    lines,
    title=history.title(lines, selection),
    subtitle=keep(narrative.break_notes, lines),
    selection=selection,
    source=source,
    bands=keep(instruments.bands, instrument),
    table=ChartTable(lines, history.COLUMNS, {"series": "Kota atau unit"}, decimals=look["decimals"]),
    **look,
)
elements.remarks(summary.coverage_remarks(selection))
trace_view.offer(selection)

elements.section("Perbandingan dua tahun", "Unit yang metodenya berbeda pada dua tahun itu tidak digambar.")
years = history.years_with_values(instrument)
if len(years) < 2:
    elements.name_list("", [], empty="Baru ada satu tahun yang bernilai; perbandingan memerlukan dua tahun.")
    st.stop()
first, last = history.choose_two(years, selection.year)
units = session.frame(
    queries.unit_values, instrument_id=instrument, first_year=first, last_year=last, **selection.scope
)
pairs = history.pairs(units, first, last)
chart_card(
    "dua_tahun",
    slope.slope,
    history.drawn(pairs),
    title=history.pair_title(pairs, first, last, look["decimals"]),
    subtitle=history.drawn_note(pairs),
    selection=selection,
    source=source,
    first_year=first,
    last_year=last,
    table=ChartTable(
        pairs,
        ["unit_name", "first_value", "last_value", "change"],
        {"first_value": f"Nilai {first}", "last_value": f"Nilai {last}"},
        decimals=look["decimals"],
    ),
    **look,
)
