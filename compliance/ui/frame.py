"""What surrounds every page: the mark on sample data and the line that dates the figures."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import Any

import streamlit as st

from compliance import queries
from compliance.formatting import tanggal
from compliance.warehouse import Snapshot


@lru_cache(maxsize=4)
def snapshot_facts(snapshot: Snapshot) -> dict[str, Any]:
    """The one row of mart_snapshot: shared, so never change it. Raises WarehouseUnreadable if the snapshot
    file cannot be opened."""
    return {str(name): value for name, value in queries.snapshot_info(snapshot).iloc[0].items()}


def show_banner(facts: dict[str, Any]) -> None:
    """Say that the figures are made up, as long as they are."""
    if facts["is_sample"]:
        st.html(
            '<div class="pantau-contoh" role="note"><strong>DATA CONTOH</strong>. Angka di halaman ini '
            "rekaan, kecuali nilai Ombudsman yang dikutip dari sumber terbit. Data contoh berganti begitu "
            "berkas Anda dimuat.</div>"
        )


def show_footer(facts: dict[str, Any]) -> None:
    """City, date the figures speak of, snapshot and version: what must stand on a printed page."""
    parts = (
        f"{facts['city_name']}",
        f"keadaan per {tanggal(facts['as_of'])}",
        f"cuplikan {facts['snapshot_id']}",
        f"Pantau Layanan versi {facts['code_version']}",
    )
    st.html(f'<div class="pantau-kaki" role="contentinfo">{escape(" · ".join(parts))}</div>')
