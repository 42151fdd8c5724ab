"""Kesenjangan: how far units are from target, city and the best of their kind, and what is lowest."""

from __future__ import annotations

import streamlit as st

from compliance import instruments
from compliance.charts import gap, measures
from compliance.ui import (
    elements,
    filters,
    gap_details,
    gaps,
    measure_gaps,
    next_category,
    priority_list,
    text_table,
    trace_view,
)
from compliance.ui.chart_card import ChartTable, chart_card

elements.page_header("kesenjangan")
text_table.style()
selection = filters.bar(filters.INSTRUMEN, filters.TAHUN, filters.JENIS, filters.KECAMATAN)
instrument, year = selection.instrument_id, selection.year
if instrument is None or year is None:
    elements.name_list("", [], empty=gaps.NOTHING_LOADED)
    st.stop()
found = gaps.choose(selection)
elements.selection_line(selection)
elements.metric_cards(gaps.cards(found, selection))
trace_view.offer(selection)
if found.rows.empty:
    elements.no_rows(selection, f"unit yang dinilai {instruments.title(instrument)}", gaps.count_units)
    st.stop()

about = {"selection": selection, "source": instruments.source(instrument)}
decimals = instruments.decimals(instrument)
if len(found.rows) > len(found.silent):
    chart_card(
        "selisih",
        gap.distances,
        found.drawn,
        title=gaps.title(found, selection),
        subtitle=gaps.subtitle(found),
        decimals=decimals,
        reference_title=found.title,
        table=ChartTable(gaps.table(found), gaps.COLUMNS, gaps.headers(found), decimals=decimals),
        **about,
    )
    low = gap_details.lowest(selection)
    next_category.show(**about)
    priority_list.show(**about)
    if len(low):
        gap_details.show(found, low, **about)
        measure_gaps.show(subject_id=instrument, what=measures.name(instrument), **about)
gaps.show_silent(found)
