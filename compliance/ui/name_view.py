"""Names on the page Data: those that wait with the units they resemble, and those that a person accepted."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from compliance import queries
from compliance.charts.style import records
from compliance.formatting import angka, bilangan, daftar, tanggal
from compliance.ui import changes, elements, intake, paging, sender, session, text_table, unit_choice

_WHY = {
    "UNIT_TIDAK_DIKENAL": "Nama ini tidak ada dalam daftar unit.",
    "NAMA_UNIT_GANDA": "Nama ini dipakai lebih dari satu unit.",
}
_FILES_NAMED = 3


def panel(findings: pd.DataFrame) -> None:
    """Decide on names; below, the decisions that count, each with a button that takes it back."""
    names = session.frame(queries.names)
    waiting = intake.waiting_names(names)
    accepted = names[names["name_state"] == "diterima"]
    elements.section(
        "Nama yang menunggu",
        "Baris dengan nama yang belum dikenal disimpan, tetapi belum dihitung. Pilih unit yang dimaksud: "
        "keputusan Anda diingat untuk semua berkas, juga yang dikirim kemudian.",
    )
    if waiting.empty:
        text_table.paragraph("Tidak ada nama yang menunggu.")
    for row in records(paging.one_page(waiting, "nama_ke", "Nama")):
        with st.container(border=True):
            _waiting(row, findings)
    if len(waiting):
        elements.remarks(
            [
                "Bila nama itu unit baru, kirim daftar unit yang memuatnya; "
                "barisnya terhitung dengan sendirinya."
            ]
        )
    if len(accepted):
        elements.section(
            "Nama yang sudah diterima", "Keputusan yang keliru dapat dicabut; barisnya menunggu lagi."
        )
        for row in records(paging.one_page(accepted, "diterima_ke", "Nama yang diterima")):
            _accepted(row)


def _waiting(row: Any, findings: pd.DataFrame) -> None:
    text = str(row.name_text)
    text_table.heading(f"“{text}”")
    told = f"{bilangan(row.n_rows)} baris dari {bilangan(row.n_files)} berkas menunggu."
    places = _places(text, findings)
    text_table.paragraph(" ".join(part for part in (told, _WHY.get(row.rule_code, ""), places) if part))
    with st.container(horizontal=True):
        for unit_id, name, score in zip(
            row.proposed_ids, row.proposed_names, row.proposed_scores, strict=True
        ):
            st.button(
                intake.plain(f"{name} (mirip {angka(score, 1)})"),
                key=f"terima_{text}_{unit_id}",
                on_click=_accept,
                args=(text, unit_id, name),
            )
    units = session.frame(queries.units)
    others = dict(zip(units["unit_id"], units["unit_name"], strict=True))
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        ids, note = unit_choice.offered(units, f"lain_{text}", always=(st.session_state.get(f"lain_{text}"),))
        chosen = st.selectbox(
            "Bukan salah satunya: pilih unit lain",
            ids,
            index=None,
            format_func=others.__getitem__,
            placeholder="Pilih unit",
            key=f"lain_{text}",
        )
    right.button(
        "Terima sebagai unit ini",
        key=f"terima_lain_{text}",
        disabled=chosen is None,
        width="stretch",
        on_click=_accept,
        args=(text, chosen, others.get(chosen)),
    )
    elements.remarks([note] if note else [])


def _places(text: str, findings: pd.DataFrame) -> str:
    """In which files the name stands."""
    own = findings[findings["rule_code"].isin(_WHY) & (findings["value"] == text)]
    files = sorted(own["file_name"].unique())
    more = [f"{bilangan(len(files) - _FILES_NAMED)} berkas lain"] if len(files) > _FILES_NAMED else []
    return f"Tertulis di {daftar([*files[:_FILES_NAMED], *more])}." if files else ""


def _accept(text: str, unit_id: str, name: str) -> None:
    def done(answer: dict[str, Any]) -> str:
        rows = sum(one["n_rows"] for one in answer["accepted"] if one["text"] == text)
        return f"“{text}” diterima sebagai nama {name}; {bilangan(rows)} baris ikut dihitung."

    # Behind "--": a name that begins with a dash is no option.
    command = ("names", "accept", "--by", sender.name(), "--json", "--", text, unit_id)
    changes.start(f"Menerima “{text}” sebagai nama {name}", done, *command)


def _accepted(row: Any) -> None:
    left, right = st.columns([5, 1], vertical_alignment="center")
    text, name = str(row.name_text), row.unit_name or row.unit_id
    with left:
        text_table.paragraph(
            f"“{text}” = {name}: {bilangan(row.n_rows)} baris. Diterima {tanggal(row.accepted_at)} oleh "
            f"{row.accepted_by}."
        )
    right.button("Cabut", key=f"cabut_{row.name_kind}_{text}", on_click=_revoke, args=(text, name))


def _revoke(text: str, name: str) -> None:
    def done(_answer: dict[str, Any]) -> str:
        return f"“{text}” tidak lagi diterima sebagai nama {name}; barisnya menunggu lagi."

    command = ("names", "revoke", "--by", sender.name(), "--json", "--", text)
    changes.start(f"Mencabut “{text}” sebagai nama {name}", done, *command)
