"""One received file on the page Data: what became of it, its answer, its original, its withdrawal."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from compliance.charts.style import records
from compliance.formatting import EMPTY, bilangan, is_empty, tanggal_waktu
from compliance.ui import answer_files, changes, elements, filters, intake, sender, text_table


def one_file(files: pd.DataFrame) -> None:
    """Choose a file of those listed; what is known of it and what can be done with it."""
    elements.section(
        "Satu berkas", "Jawaban untuk pengirim, berkas aslinya, dan penarikan berkas yang keliru."
    )
    names = intake.distinct_names(files)
    chosen = filters.pick(intake.FILE, "Berkas", list(names), names=names, placeholder="Pilih berkas")
    row = next((one for one in records(files) if one.choice == chosen), None)
    if row is None:
        return
    given = [
        part
        for part in (row.option_unit, None if is_empty(row.option_year) else str(row.option_year))
        if part
    ]
    text_table.facts(
        [
            ("Diterima", f"{tanggal_waktu(row.received_at)}, dari {row.received_by}"),
            ("Jenis data", row.kinds),
            ("Status", row.status_label),
            ("Diisi saat memuat", ", ".join(given) or EMPTY),
            ("Temuan", bilangan(row.n_error + row.n_warning + row.n_advice)),
            ("Kode berkas", row.choice),
        ]
    )
    with st.container(horizontal=True):
        answer_files.button(
            row.file_name, lambda: answer_files.of_received(row.file_id), f"jawaban_{row.choice}"
        )
        answer_files.original_button(row.file_name, row.file_id)
    _withdrawal(row)


def _withdrawal(row: Any) -> None:
    is_undo = not is_empty(row.withdrawn_at)
    verb = "Pulihkan" if is_undo else "Tarik"
    with st.expander("Pulihkan berkas ini" if is_undo else "Tarik berkas ini"):
        text_table.paragraph(
            "Berkas ini kembali dihitung seperti sebelum ditarik."
            if is_undo
            else "Berkas tetap tersimpan, tetapi isinya tidak lagi dihitung; kiriman sebelumnya untuk data "
            "yang sama berlaku lagi. Penarikan dapat dibatalkan."
        )
        left, right = st.columns([3, 1], vertical_alignment="bottom")
        key = f"alasan_{row.choice}_{verb}"
        left.text_input(
            "Alasan", key=key, max_chars=200, placeholder="Misalnya: salah tahun, diganti berkas baru"
        )
        right.button(
            f"{verb} berkas",
            key=f"tarik_{row.choice}",
            width="stretch",
            on_click=_withdraw,
            args=(row.file_id, row.file_name, key, is_undo),
        )


def _withdraw(file_id: str, file_name: str, reason_key: str, is_undo: bool) -> None:
    reason = str(st.session_state.get(reason_key, "")).strip()
    if not reason:
        changes.refuse("Isi alasannya lebih dahulu, supaya siapa pun kelak tahu mengapa.")
        return

    def done(_answer: dict[str, Any]) -> str:
        if is_undo:
            return f"Berkas {file_name} kembali dihitung. Alasan: {reason.rstrip('.')}."
        return f"Berkas {file_name} ditarik dan tidak lagi dihitung. Alasan: {reason.rstrip('.')}."

    command = ["withdraw", file_id, "--reason", reason, "--by", sender.name(), "--json"]
    doing = f"{'Memulihkan' if is_undo else 'Menarik'} berkas {file_name}"
    changes.start(doing, done, *command, *(["--undo"] if is_undo else []))
