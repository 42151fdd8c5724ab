"""Profil unit: all sources for one unit on one page, and what it has to put right."""

from __future__ import annotations

import streamlit as st

from compliance.ui import (
    elements,
    filters,
    fix_list,
    profile,
    profile_view,
    respondent_groups,
    review_list,
    text_table,
)

elements.page_header("profil_unit")
text_table.style()
first_unit, opening = profile.opening()
selection = filters.bar(
    filters.TAHUN, filters.UNIT, filters.JENIS, filters.KECAMATAN, opening={filters.UNIT: first_unit}
)
if selection.unit_id is None or selection.year is None:
    elements.no_rows(selection, "unit")
    st.stop()
unit = profile.unit(selection)
elements.section(str(unit["unit_name"]), f"{profile.about(unit)} · Tahun {selection.year}")
elements.remarks([*profile.succession(unit), *([opening] if opening else [])])
if not profile.exists(unit, selection.year):
    profile_view.show_gone(selection, unit)
    st.stop()

elements.metric_cards(profile.cards(selection))
elements.remarks(profile.remarks(selection))
to_do = fix_list.items(selection)
elements.section("Daftar perbaikan", fix_list.title(to_do))
fix_list.show(to_do)
review_list.show(selection)

for one in profile.measured(selection, unit):
    profile_view.show_instrument(one, unit)
respondent_groups.show(selection)
profile_view.show_components(selection)
profile_view.show_duties(selection)
profile_view.show_actions(selection)
profile_view.show_files(selection)
