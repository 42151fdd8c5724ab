"""Profil unit: all sources for one unit on one page, and what it has to put right."""

from __future__ import annotations

import streamlit as st

from compliance.charts import gap, heatmap, trend
from compliance.ui import elements, filters, fix_list, history, instruments, measures, profile, text_table
from compliance.ui.chart_card import ChartTable, chart_card

elements.page_header("profil_unit")
text_table.style()
opening = profile.choose_default()
selection = filters.bar(
    filters.TAHUN, filters.UNIT, filters.JENIS, filters.KECAMATAN, required=[filters.UNIT]
)
if selection.unit_id is None or selection.year is None:
    elements.no_rows(selection, "unit")
    st.stop()
unit = profile.unit(selection)
elements.section(str(unit["unit_name"]), f"{profile.about(unit)} · Tahun {selection.year}")
elements.remarks([*profile.succession(unit), *([opening] if opening else [])])
if not profile.exists(unit, selection.year):
    elements.no_rows(selection, "data unit ini")
    st.stop()

elements.metric_cards(profile.cards(selection))
elements.remarks(profile.remarks(selection))
to_do = fix_list.items(selection)
elements.section("Daftar perbaikan", fix_list.title(to_do))
fix_list.show(to_do)

for one in profile.measured(selection, unit):
    name, year = str(one.instrument_id), int(one.year or 0)
    about = {"selection": one, "source": history.SOURCES.get(name, "Nilai yang diterbitkan")}
    lines, rows = profile.lines(one, unit), profile.measure_rows(one)
    elements.section(instruments.index(name).title)
    left, right = st.columns([3, 2]) if len(rows) else (st.container(), None)
    with left:
        chart_card(
            f"riwayat_{name}",
            trend.trend,
            lines,
            title=profile.history_title(lines, one),
            subtitle=history.break_notes(lines),
            bands=instruments.bands(name),
            decimals=instruments.decimals(name),
            scale=instruments.scale(name),
            table=ChartTable(
                lines, history.COLUMNS, {"series": "Unit atau kota"}, decimals=instruments.decimals(name)
            ),
            **about,
        )
    if right:
        with right:
            chart_card(
                f"rincian_{name}",
                gap.measures,
                rows,
                title=measures.lowest_title(rows, name, str(year)),
                scale=measures.scale(name, year),
                table=ChartTable(rows, measures.OWN_COLUMNS, measures.headers(name)),
                **about,
            )

elements.section(
    "Standar pelayanan", "Keadaan pada akhir tahun, atau pada tanggal acuan bila tahunnya belum berakhir."
)
components = profile.components(selection)
if components.empty:
    elements.no_rows(selection, "layanan yang dilaporkan")
else:
    chart_card(
        "komponen",
        heatmap.matrix,
        profile.component_cells(components),
        title=profile.component_title(components),
        legend=profile.component_legend(),
        row_space=34,
        table=ChartTable(components, profile.MATRIX_COLUMNS),
        selection=selection,
        source=profile.STANDARD_SOURCE,
    )
elements.section("Kewajiban")
profile.show_duties(selection)
profile.show_actions(selection)
profile.show_files(selection)
