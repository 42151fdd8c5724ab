"""Tindak lanjut: actions by due date, overdue first, and what the value of the unit did afterwards."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from compliance import deadlines, queries
from compliance.charts import progress
from compliance.ui import action_lists, elements, filters, follow_up, session, text_table, trace_view
from compliance.ui.chart_card import ChartTable, chart_card
from compliance.ui.kept import keep

elements.page_header("tindak_lanjut")
text_table.style()
selection = filters.bar(filters.UNIT, filters.JENIS, filters.KECAMATAN)
elements.selection_line(selection)
actions = follow_up.actions(selection)
if actions.empty:
    elements.no_rows(
        selection, "tindak lanjut", lambda other: len(session.frame(queries.follow_up, **other.scope))
    )
    elements.remarks(follow_up.how_to_load(selection))
    st.stop()

elements.metric_cards(follow_up.cards(actions))
trace_view.offer(replace(selection, year=keep(follow_up.last_year, actions)), "tindak_lanjut")

elements.section("Tenggat")
counts = keep(deadlines.periods, actions)
late = keep(deadlines.overdue_units, actions)
when, who = st.columns([3, 2], gap="large")
with when:
    chart_card(
        "tenggat",
        progress.by_period,
        counts,
        title=keep(deadlines.period_title, actions),
        subtitle=follow_up.period_note(counts),
        selection=selection,
        source=follow_up.SOURCE,
        current=follow_up.current_period(counts),
        table=ChartTable(
            keep(deadlines.period_table, counts),
            ["period", "state", "n_actions"],
            follow_up.HEADERS,
            follow_up.GROUPS,
        ),
    )
with who:
    chart_card(
        "terlambat_unit",
        progress.overdue_by_unit,
        keep(follow_up.longest, late),
        title=deadlines.overdue_title(late),
        subtitle=deadlines.overdue_note(late),
        selection=selection,
        source=follow_up.SOURCE,
        table=ChartTable(late, ["unit_name", "n_overdue", "days_overdue"], follow_up.HEADERS),
    )

action_lists.action_list(selection, actions)
action_lists.effect_list(selection, actions)
