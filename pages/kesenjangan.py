"""Kesenjangan: how far units are from target, city and the best of their kind, and what is lowest."""

from __future__ import annotations

import streamlit as st

from compliance.charts import gap, heatmap
from compliance.ui import elements, filters, gaps, history, instruments, measures, next_category, text_table
from compliance.ui.chart_card import ChartTable, chart_card

elements.page_header("kesenjangan")
text_table.style()
selection = filters.bar(filters.INSTRUMEN, filters.TAHUN, filters.JENIS, filters.KECAMATAN)
instrument, year = selection.instrument_id, selection.year
if instrument is None or year is None:
    elements.no_rows(selection, "nilai")
    st.stop()
found = gaps.choose(selection)
elements.selection_line(selection)
elements.metric_cards(gaps.cards(found, selection))
if found.rows.empty:
    elements.no_rows(selection, f"unit yang dinilai {instruments.title(instrument)}", gaps.count_units)
    st.stop()

about = {"selection": selection, "source": history.SOURCES.get(instrument, "Nilai yang diterbitkan")}
decimals = instruments.decimals(instrument)
if len(found.rows) > len(found.silent):
    chart_card(
        "selisih",
        gap.distances,
        found.drawn,
        title=gaps.title(found, selection),
        subtitle=gaps.subtitle(found),
        decimals=decimals,
        reference_title=found.title,
        table=ChartTable(gaps.table(found), gaps.COLUMNS, gaps.headers(found), decimals=decimals),
        **about,
    )
    rows = gaps.details(selection)
    next_category.show(found.rows, rows, **about)
    if len(rows):
        city, what = gaps.place_details(rows, selection), measures.name(instrument)
        elements.section(f"Rincian {what}", gaps.measure_note(instrument))
        chart_card(
            f"{what}_terendah",
            gap.measures,
            city,
            title=measures.lowest_title(city, instrument, gaps.place_name(selection)),
            scale=measures.scale(instrument, year),
            table=ChartTable(city, ["measure_label", "value"], measures.headers(instrument)),
            **about,
        )
        chart_card(
            f"peta_{what}",
            heatmap.matrix,
            measures.cells(rows, instrument, year, city, list(found.drawn["unit_name"])),
            title=gaps.heat_title(rows, instrument),
            subtitle=gaps.heat_note(found),
            legend=measures.legend(instrument, year),
            table=ChartTable(rows, measures.COLUMNS, measures.headers(instrument)),
            **about,
        )
gaps.show_silent(found)
