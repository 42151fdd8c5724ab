"""Snapshots on the page Data: how fresh the figures are, what each snapshot changed, and the way back."""

from __future__ import annotations

from typing import Any

import streamlit as st

from compliance import queries
from compliance.charts.style import records
from compliance.formatting import bilangan, is_empty, tanggal, tanggal_waktu
from compliance.ui import changes, elements, session, text_table
from compliance.ui.intake import Freshness

_HEADERS = ("Cuplikan", "Disusun", "Keadaan per", "Berkas", "Yang berubah")


def panel(fresh: Freshness) -> None:
    """Freshness, the list, and the choice of another snapshot."""
    elements.section("Kemutakhiran")
    text_table.facts(fresh.facts)
    elements.section(
        "Cuplikan data",
        "Setiap pemuatan dan perubahan menerbitkan cuplikan baru; yang tercantum di sini "
        "masih tersimpan dan dapat diberlakukan lagi.",
    )
    rows = session.frame(queries.snapshots)
    text_table.table(
        _HEADERS,
        [
            (
                f"{row.snapshot_id}{' (yang ditampilkan)' if row.is_current else ''}",
                tanggal_waktu(row.built_at),
                tanggal(row.as_of, short=True),
                None if is_empty(row.n_files) else bilangan(row.n_files),
                row.what_changed,
            )
            for row in records(rows)
        ],
        caption="Cuplikan data",
        right=(3,),
    )
    others = {
        row.snapshot_id: f"{tanggal_waktu(row.built_at)} ({row.snapshot_id})"
        for row in records(rows)
        if not row.is_current
    }
    if others:
        _choice(others)


def _choice(others: dict[str, str]) -> None:
    with st.expander("Berlakukan cuplikan lain"):
        text_table.paragraph(
            "Semua halaman dan laporan memakai cuplikan itu, bagi setiap orang, sampai pemuatan atau "
            "perubahan berikutnya. Berkas dan keputusan sesudahnya tidak hilang; semuanya ikut lagi pada "
            "cuplikan berikutnya."
        )
        chosen = st.selectbox("Cuplikan", list(others), format_func=others.__getitem__, key="cuplikan_lain")
        is_sure = st.checkbox("Ya, berlakukan cuplikan ini untuk semua orang", key="cuplikan_yakin")
        st.button(
            "Berlakukan",
            key="cuplikan_kembali",
            disabled=not is_sure,
            on_click=_roll_back,
            args=(chosen, others),
        )


def _roll_back(chosen: str, others: dict[str, str]) -> None:
    def done(_answer: dict[str, Any]) -> str:
        built = others[chosen].partition(" (")[0]
        return f"Yang berlaku kini cuplikan {built}, sampai pemuatan atau perubahan berikutnya."

    st.session_state["cuplikan_yakin"] = False
    changes.start("Memberlakukan cuplikan lain", done, "rollback", chosen, "--json")
