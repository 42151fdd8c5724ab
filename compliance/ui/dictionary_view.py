"""The data dictionary on the page Metodologi: tables and columns of the snapshot."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from compliance.formatting import bilangan
from compliance.reports import methodology as told
from compliance.ui import elements, paging, text_table
from compliance.ui.filters import Selection
from compliance.ui.kept import keep

HEADERS = {
    "table": "Tabel",
    "grain": "Isi tabel",
    "column": "Kolom",
    "type": "Jenis isi",
    "meaning": "Arti",
}


def show() -> None:
    """Tables and columns of the snapshot, searchable, with download."""
    rows = keep(told.dictionary)
    text = st.text_input("Cari dalam kamus data", placeholder="misalnya: responden", key="cari_kamus") or ""
    found = keep(told.search, rows, text)
    elements.remarks([f"{bilangan(len(found))} dari {bilangan(len(rows))} baris kamus."])
    if found.empty:
        text_table.paragraph("Tidak ada yang cocok. Pakai kata yang lebih umum, atau kosongkan pencarian.")
        return
    columns = list(HEADERS)
    part = paging.one_page(found, "kamus_ke", "Baris")
    text_table.table(
        list(HEADERS.values()),
        keep(_tuples, part, columns),
        caption="Kamus data",
        narrow=(0, 2, 3),
    )
    elements.downloads(
        "kamus_data",
        found,
        columns,
        title="Kamus data" + (f": {text}" if text else ""),
        selection=Selection(),
        source="Susunan tabel data Pantau Layanan",
        extra_headers=HEADERS,
    )


def _tuples(rows: pd.DataFrame, columns: list[str]) -> list[tuple[Any, ...]]:
    return list(rows[columns].itertuples(index=False, name=None))
