"""Perbandingan: what changed between two years or two snapshots, in sentences; the most important first."""

from __future__ import annotations

import streamlit as st

from compliance.ui import comparison, elements, filters, text_table, trace_view

elements.page_header("perbandingan")
text_table.style()
selection = filters.bar(filters.TAHUN, filters.UNIT, filters.JENIS, filters.KECAMATAN)
compared = comparison.choose(selection)
if compared is None:
    elements.name_list("", [], empty="Perbandingan memerlukan dua tahun; pilih tahun yang lebih baru.")
    st.stop()
elements.selection_line(selection)
elements.metric_cards(comparison.cards(compared.rows))
trace_view.offer(selection)
elements.section(compared.title, compared.note)
comparison.show(compared, selection=selection)
