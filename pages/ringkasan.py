"""Ringkasan: did service quality improve, where not, and who must act."""

from __future__ import annotations

import streamlit as st

from compliance import queries
from compliance.charts import states
from compliance.sentences import judul_kewajiban
from compliance.ui import (
    elements,
    filters,
    meeting,
    priority_list,
    review_list,
    session,
    summary,
    text_table,
    trace_view,
)
from compliance.ui.chart_card import ChartTable, chart_card
from compliance.ui.kept import keep

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

movers = summary.movers(scores, instrument)
elements.section(movers.title, movers.note)
rose, fell, silent = st.columns(3, gap="large")
with rose:
    elements.name_list("▲ Naik paling banyak", movers.rose, empty="Tidak ada unit yang naik.")
with fell:
    elements.name_list("▼ Turun paling banyak", movers.fell, empty="Tidak ada unit yang turun.")
with silent:
    elements.name_list(
        f"○ Unit tanpa nilai: {movers.n_silent}", movers.silent, empty="Semua unit sudah melapor."
    )

coaching, contradictions = st.columns(2, gap="large")
with coaching:
    first = priority_list.few(selection, instrument)
    elements.name_list("Didahulukan untuk dibina", first, empty="Belum ada unit yang dapat diurutkan.")
with contradictions:
    review_list.show_few(selection)

elements.section("Kewajiban dan tindak lanjut")
counts = session.frame(queries.duty_counts, year=selection.year, **selection.scope)
duties, actions = st.columns([3, 2], gap="large")
with duties:
    chart_card(
        "kewajiban",
        states.verdicts,
        counts,
        title=keep(judul_kewajiban, counts),
        selection=selection,
        source="Standar pelayanan dan hasil SKM yang diajukan unit",
        table=ChartTable(counts, ["duty_label", "verdict", "n_units"], {"n_units": "Jumlah unit"}),
    )
with actions:
    overdue = summary.overdue(selection)
    elements.name_list(overdue.title, overdue.rows, empty=overdue.empty)
