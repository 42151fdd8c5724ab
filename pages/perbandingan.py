"""Perbandingan: what changed between two years, unit by unit, in sentences; the most important first."""

from __future__ import annotations

import streamlit as st

from compliance.ui import comparison, elements, filters, text_table, trace_view

elements.page_header("perbandingan")
text_table.style()
selection = filters.bar(filters.TAHUN, filters.UNIT, filters.JENIS, filters.KECAMATAN)
with st.columns([1, 2])[0]:
    first = comparison.choose_year(selection) if selection.year else None
if first is None:
    elements.name_list("", [], empty="Perbandingan memerlukan dua tahun; pilih tahun yang lebih baru.")
    st.stop()
elements.selection_line(selection)
found = comparison.rows(selection, first)
elements.metric_cards(comparison.cards(found))
trace_view.offer(selection)
elements.section(
    f"Yang berubah dari {first} ke {selection.year}",
    "Yang terpenting di atas: kategori yang turun, standar yang hilang, kewajiban yang memburuk, lalu "
    "perubahan lain. Yang tidak dapat dibandingkan disebut demikian, tanpa selisih.",
)
comparison.show(found, selection=selection, first=first)
