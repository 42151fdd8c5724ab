"""The parts of the page Profil unit below its cards: charts, components, duties, actions and files."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from compliance import instruments, queries, standards
from compliance.charts import gap, heatmap, measures, trend
from compliance.charts.style import records
from compliance.formatting import bilangan, is_empty, tanggal
from compliance.ui import (
    elements,
    filters,
    history,
    next_category,
    profile,
    profile_components,
    session,
    text_table,
    trace_view,
)
from compliance.ui.chart_card import ChartTable, chart_card
from compliance.ui.filters import Selection
from compliance.ui.kept import keep, kept
from compliance.words import label

LINEAGE_COLUMNS = ["kind", "file_name", "sheet", "first_row", "last_row", "n_rows"]


def show_gone(selection: Selection, unit: pd.Series) -> None:
    """The unit did not exist in the year: say so, and offer its own last or first year and its relatives."""
    elements.name_list("", [], empty=f"Unit ini tidak ada pada tahun {selection.year}.")
    ended = not is_empty(unit["valid_to"]) and unit["valid_to"].year < (selection.year or 0)
    year = unit["valid_to"].year if ended else unit["valid_from"].year
    relatives = profile.successors(unit) if ended else profile.predecessors(unit)
    with st.container(horizontal=True):
        st.button(f"Tampilkan tahun {year}", on_click=filters.choose, args=(filters.TAHUN, int(year)))
        for row in records(relatives):
            st.button(
                f"Buka {row.unit_name}",
                key=f"buka_{row.unit_id}",
                on_click=filters.choose,
                args=(filters.UNIT, row.unit_id),
            )


def show_instrument(selection: Selection, unit: pd.Series) -> None:
    """History of the unit in one instrument, and beside it the measures of the chosen year if there are any.

    unit: the row of mart_unit.
    """
    name, year = str(selection.instrument_id), int(selection.year or 0)
    about: dict[str, Any] = {
        "selection": selection,
        "source": instruments.source(name),
    }
    decimals = instruments.decimals(name)
    lines, rows = profile.lines(selection, unit), profile.measure_rows(selection)
    elements.section(instruments.index(name).title)
    trace_view.offer(selection, name)
    elements.remarks([f"↑ {text}" for text in next_category.sentences(selection)])
    left, right = st.columns([3, 2]) if len(rows) else (st.container(), None)
    with left:
        chart_card(
            f"riwayat_{name}",
            trend.trend,
            profile.short_lines(lines, selection),
            title=profile.history_title(lines, selection),
            subtitle=profile.history_note(lines, selection),
            bands=keep(instruments.bands, name),
            decimals=decimals,
            scale=instruments.scale(name),
            table=ChartTable(lines, history.COLUMNS, {"series": "Unit atau kota"}, decimals=decimals),
            **about,
        )
    if right is None:
        return
    with right:
        chart_card(
            f"rincian_{name}",
            gap.measures,
            rows,
            title=keep(measures.lowest_title, rows, name, str(year)),
            scale=measures.scale(name, year),
            table=ChartTable(rows, measures.OWN_COLUMNS, measures.headers(name)),
            **about,
        )


def show_components(selection: Selection) -> None:
    """Services x the components of a standard; a sentence if the unit reported no service."""
    elements.section(
        "Standar pelayanan", "Keadaan pada akhir tahun, atau pada tanggal acuan bila tahunnya belum berakhir."
    )
    rows = profile_components.components(selection)
    if rows.empty:
        elements.no_rows(
            selection,
            "layanan yang dilaporkan",
            lambda other: len(profile_components.components(other)) if other.unit_id else 0,
        )
        return
    chart_card(
        "komponen",
        heatmap.matrix,
        profile_components.component_cells(rows),
        title=profile_components.component_title(rows),
        legend=profile_components.component_legend(),
        row_space=34,
        table=ChartTable(rows, profile_components.MATRIX_COLUMNS),
        selection=selection,
        source="Standar pelayanan yang diajukan unit",
    )


def show_duties(selection: Selection) -> None:
    """Every duty with verdict, reason and legal reference."""
    elements.section("Kewajiban")
    order = list(standards.load().duties)
    trace_view.offer(selection, order[0], key="kewajiban")
    rows = session.frame(queries.duties, year=selection.year, unit_id=selection.unit_id)
    text_table.table(
        ["Kewajiban", "Kesimpulan", "Alasan", "Dasar hukum"],
        _duty_cells(rows, order),
        caption="Kewajiban unit",
        narrow=[0, 1],
    )


@kept
def _duty_cells(rows: pd.DataFrame, order: list[str]) -> list[tuple[Any, ...]]:
    rows = rows.sort_values("duty_id", key=lambda ids: ids.map(order.index))
    return [
        (
            row.duty_label,
            text_table.badge("verdict", row.verdict),
            row.reason,
            f"{row.legal_reference} ({label('evidence', row.evidence_grade).lower()})",
        )
        for row in records(rows)
    ]


def show_actions(selection: Selection) -> None:
    """Planned actions of the unit, late ones first; a sentence if there is none."""
    rows = session.frame(queries.follow_up, unit_id=selection.unit_id)
    told, cells = _actions(rows)
    elements.section(
        "Tindak lanjut", told if len(rows) else "Belum ada rencana tindak lanjut untuk unit ini."
    )
    if rows.empty:
        return
    text_table.table(
        ["Keadaan", "Temuan", "Rencana perbaikan", "Penanggung jawab", "Tenggat"],
        cells,
        caption="Tindak lanjut unit",
        narrow=[0, 4],
    )


@kept
def _actions(rows: pd.DataFrame) -> tuple[str, list[tuple[Any, ...]]]:
    """How many there are, and the lines of the table."""
    late = rows["is_overdue"].fillna(False).astype(bool)
    states = rows["status"].where(~late, "terlambat")
    cells = [
        (
            text_table.badge("action_status", state),
            row.finding,
            row.plan,
            row.person_in_charge,
            tanggal(row.due_date, short=True),
        )
        for state, row in zip(states, records(rows), strict=True)
    ]
    return f"{bilangan(len(rows))} rencana; {bilangan(late.sum())} melewati tenggat.", cells


def show_files(selection: Selection) -> None:
    """The files, sheets and rows all figures of this page come from."""
    files = _files(selection)
    elements.section(
        "Berkas sumber",
        f"Angka tahun {selection.year} berasal dari {bilangan(files['file_name'].nunique())} berkas. "
        "Nomor baris seperti terlihat di Excel.",
    )
    if files.empty:
        return
    text_table.table(
        ["Jenis data", "Berkas", "Lembar", "Baris", "Jumlah baris"],
        _file_cells(files),
        caption="Berkas sumber unit",
        right=[4],
    )
    elements.downloads(
        "berkas_sumber",
        files,
        LINEAGE_COLUMNS,
        title=f"Berkas sumber {selection.unit_name}",
        selection=selection,
        source="Berkas yang diterima",
    )


@kept
def _files(selection: Selection) -> pd.DataFrame:
    rows = session.frame(queries.lineage, unit_id=selection.unit_id)
    rows = rows[used(rows, selection)]
    keys = ["kind", "file_name", "sheet"]
    files = rows.groupby(keys, as_index=False, dropna=False).agg(
        first_row=("first_row", "min"), last_row=("last_row", "max"), n_rows=("n_rows", "sum")
    )
    return files.sort_values(keys)


@kept
def _file_cells(files: pd.DataFrame) -> list[tuple[Any, ...]]:
    return [
        (label("kind", row.kind), row.file_name, row.sheet, _span(row.first_row, row.last_row),
         bilangan(row.n_rows))
        for row in records(files)
    ]  # fmt: skip


def used(rows: pd.DataFrame, selection: Selection) -> pd.Series:
    """Source rows of the year, of no year, of all actions, and those that set the services' state.

    A standard counts until the next submission, so its row may be older than the year.
    """
    services = session.frame(queries.services, year=selection.year, unit_id=selection.unit_id)
    in_force = set(zip(services["file_id"], services["sheet"], services["row_number"], strict=True))
    places = zip(rows["file_id"], rows["sheet"], rows["first_row"], strict=True)
    is_in_force = pd.Series([place in in_force for place in places], index=rows.index, dtype=bool)
    is_standard = rows["kind"] == "standar_pelayanan"
    of_year = (rows["year"] == selection.year) | rows["year"].isna() | (rows["kind"] == "tindak_lanjut")
    return (of_year & ~is_standard) | (is_standard & is_in_force)


def _span(first: object, last: object) -> str:
    return bilangan(first) if first == last else f"{bilangan(first)}–{bilangan(last)}"
