"""Metodologi: how every figure is made and judged, rendered from data/standards; no rule is written here."""

from __future__ import annotations

import streamlit as st

from compliance.reports.methodology import COMPARING, OWN
from compliance.ui import dictionary_view, elements, methodology, methodology_advice, settings, text_table

elements.page_header("metodologi")
text_table.style()
config, problem = settings.current()
elements.remarks([text for text in (problem,) if text])

indexes, duties, advice, states, dictionary = st.tabs(
    ["Indeks", "Standar dan kewajiban", "Prioritas dan telaah", "Status dan kesimpulan", "Kamus data"]
)
with indexes:
    text_table.paragraph(COMPARING)
    with st.expander("Arti tanda bukti pada setiap angka dan dasar hukum"):
        methodology.grades()
    methodology.indexes(config)
    text_table.paragraph(OWN)
with duties:
    methodology.components()
    elements.section(
        "Kewajiban",
        "Tanda … menggantikan jumlah atau nama yang berbeda pada setiap layanan atau unit.",
    )
    methodology.duties(config)
with advice:
    methodology_advice.show(config)
with states:
    methodology.states()
with dictionary:
    text_table.paragraph("Nama tabel dan kolom dalam berkas data, bagi yang mengolahnya dengan program lain.")
    dictionary_view.show()
