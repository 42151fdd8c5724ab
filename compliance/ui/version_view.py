"""Data that were sent more than once on the page Data: which version came when, and what changed with it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from compliance import queries
from compliance.charts.style import records
from compliance.formatting import bilangan, is_empty, tanggal_waktu
from compliance.ui import elements, filters, intake, paging, session, text_table
from compliance.words import label

_HEADERS = ("Versi", "Diterima", "Berkas", "Lembar", "Baris", "Yang berubah")
_RECORD = ["kind", "record_key"]


def panel() -> None:
    """Versions of a unit, kind of data and year; the record that was sent last comes first."""
    elements.section(
        "Kiriman ulang",
        "Data yang dikirim lebih dari sekali. Yang berlaku adalah kiriman terakhir; yang lama tetap "
        "tersimpan. Jawaban survei tidak termasuk, karena dijumlahkan.",
    )
    rows = session.frame(queries.versions)
    rows = _chosen(rows)
    if rows.empty:
        text_table.paragraph("Tidak ada data yang dikirim lebih dari sekali untuk pilihan ini.")
        return
    newest = rows.sort_values(["received_at", *_RECORD], ascending=[False, True, True])
    newest = newest[[*_RECORD]].drop_duplicates()
    for place, record in enumerate(records(paging.one_page(newest, "versi_ke", "Data"))):
        own = rows[(rows["kind"] == record.kind) & (rows["record_key"] == record.record_key)]
        own = own.sort_values("version_number", ascending=False)
        title = _title(own.iloc[0])
        with st.expander(intake.plain(title), expanded=place == 0):
            cells = [_cells(row, len(own)) for row in records(own)]
            text_table.table(_HEADERS, cells, caption=title, right=(4,), narrow=(0, 1))


def _chosen(rows: pd.DataFrame) -> pd.DataFrame:
    """Filters by unit (the city is one of them), kind of data and year, from what there is."""
    left, middle, right = st.columns([3, 2, 1])
    units = rows[["unit_id", "unit_name"]].drop_duplicates().sort_values("unit_name")
    with left:
        unit = filters.pick(
            "unit_versi", "Unit", sorted(units["unit_name"].unique()), placeholder="Semua unit"
        )
    rows = rows[rows["unit_name"] == unit] if unit else rows
    kinds = {kind: label("kind", kind) for kind in sorted(rows["kind"].unique())}
    with middle:
        kind = filters.pick("jenis_versi", "Jenis data", list(kinds), names=kinds, placeholder="Semua jenis")
    rows = rows[rows["kind"] == kind] if kind else rows
    years = sorted({int(year) for year in rows["year"].dropna()}, reverse=True)
    with right:
        year = filters.pick("tahun_versi", "Tahun", years, placeholder="Semua tahun")
    if year:  # all versions of what was sent for that year at least once
        keys = rows.loc[rows["year"] == year, _RECORD].drop_duplicates()
        rows = rows.merge(keys, on=_RECORD)
    return rows


def _title(row: Any) -> str:
    what = row["record_label"]
    parts = [row["unit_name"], label("kind", row["kind"]), None if is_empty(what) else what]
    return " · ".join(str(part) for part in parts if part)


def _cells(row: Any, n: int) -> tuple[Any, ...]:
    current = ", berlaku" if row.is_current else ""
    changes = row.changes if not is_empty(row.changes) else ""
    if is_empty(row.n_changes):
        changes = "Kiriman pertama."
    elif not row.n_changes:
        changes = "Tidak ada yang berubah."
    return (
        f"{bilangan(row.version_number)} dari {bilangan(n)}{current}",
        tanggal_waktu(row.received_at),
        row.file_name,
        row.sheet,
        None if is_empty(row.row_number) else str(int(row.row_number)),
        str(changes).replace("; ", "\n"),
    )
