"""Ringkasan: did service quality improve, where not, and who must act."""

from __future__ import annotations

import streamlit as st

from compliance import queries
from compliance.ui import (
    elements,
    filters,
    meeting,
    session,
    summary,
    summary_lists,
    text_table,
    trace_view,
)

elements.page_header("ringkasan")
text_table.style()
selection = filters.bar(filters.TAHUN, filters.JENIS, filters.KECAMATAN)
meeting.show_if_asked(selection)
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    elements.selection_line(selection)
    meeting.open_button()
elements.metric_cards(summary.cards(selection))
elements.remarks([*summary.break_remarks(selection), *summary.coverage_remarks(selection)])
trace_view.offer(selection)

instrument = summary.main_instrument()
scores = session.frame(queries.unit_scores, year=selection.year, instrument_id=instrument, **selection.scope)
if scores.empty:
    elements.no_rows(
        selection,
        "unit",
        lambda other: len(session.frame(queries.scores, year=other.year, **other.scope)),
    )
    st.stop()

summary_lists.show_movers(summary.movers(scores, instrument))
summary_lists.show_first_ones(selection, instrument)
summary_lists.show_duties(selection)
