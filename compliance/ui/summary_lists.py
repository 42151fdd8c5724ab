"""What Ringkasan lists below its cards: who rose and fell, whom to coach, which duties are not met."""

from __future__ import annotations

import streamlit as st

from compliance import queries
from compliance.charts import states
from compliance.formatting import bilangan
from compliance.sentences import judul_kewajiban
from compliance.ui import elements, priority_list, review_list, session, summary
from compliance.ui.chart_card import ChartTable, chart_card
from compliance.ui.filters import Selection
from compliance.ui.kept import keep


def show_movers(movers: summary.Movers) -> None:
    """Units that rose and fell most, and those without a value, side by side."""
    elements.section(movers.title, movers.note)
    rose, fell, silent = st.columns(3, gap="large")
    with rose:
        elements.name_list("▲ Naik paling banyak", movers.rose, empty="Tidak ada unit yang naik.")
    with fell:
        elements.name_list("▼ Turun paling banyak", movers.fell, empty="Tidak ada unit yang turun.")
    with silent:
        elements.name_list(
            f"○ Unit tanpa nilai: {bilangan(movers.n_silent)}",
            movers.silent,
            empty="Semua unit sudah melapor.",
        )


def show_first_ones(selection: Selection, instrument_id: str) -> None:
    """Whom to coach first, and which figures contradict each other."""
    coaching, contradictions = st.columns(2, gap="large")
    with coaching:
        first = priority_list.few(selection, instrument_id)
        elements.name_list("Didahulukan untuk dibina", first, empty="Belum ada unit yang dapat diurutkan.")
    with contradictions:
        review_list.show_few(selection)


def show_duties(selection: Selection) -> None:
    """Units per duty and verdict, and the actions that are overdue."""
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
