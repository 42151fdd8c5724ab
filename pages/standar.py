"""Standar: which units lack standards or components, and the list of services to chase."""

from __future__ import annotations

import streamlit as st

from compliance import queries
from compliance.ui import (
    elements,
    filters,
    measure_gaps,
    session,
    standards_charts,
    standards_list,
    standards_page,
    text_table,
    trace_view,
)

elements.page_header("standar")
text_table.style()
selection = filters.bar(filters.TAHUN, filters.UNIT, filters.JENIS, filters.KECAMATAN)
elements.selection_line(selection)
units = session.frame(queries.unit_compliance, year=selection.year, **selection.scope)
if units.empty:
    elements.no_rows(
        selection,
        "unit",
        lambda other: len(session.frame(queries.unit_compliance, year=other.year, **other.scope)),
    )
    st.stop()

services = standards_page.services(selection)
elements.metric_cards(standards_page.cards(selection, services, units))
elements.remarks(standards_page.remarks(services, units))
trace_view.offer(selection, "komponen_lengkap")
advice = standards_page.how_to_load(selection)
if advice:
    elements.remarks(advice)
    standards_list.unit_table(selection, units)
    st.stop()
if services.empty:
    elements.no_rows(selection, "layanan yang dilaporkan", lambda other: len(standards_page.services(other)))
else:
    elements.section("Kelengkapan komponen")
    standards_charts.matrix(selection, units)
    measure_gaps.show(selection, measure_gaps.COMPONENTS, what="komponen", source=standards_page.SOURCE)
    standards_list.chase_list(selection, services)
standards_list.unit_table(selection, units)
elements.section("Perkembangan")
standards_charts.development(selection)
