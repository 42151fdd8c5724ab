"""The parts of the page Data that are drawn: what has to be done, list of files, findings by rule."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from compliance.formatting import bilangan
from compliance.ui import elements, filters, intake, paging, text_table
from compliance.ui.filters import Selection
from compliance.words import group

_SOURCE = "Berkas yang diterima dan pemeriksaannya"


def file_list(files: pd.DataFrame) -> None:
    """The files with a filter by status, and downloads of the list."""
    names = {entry.id: entry.text for entry in group("file_status")} | {intake.WITHDRAWN: "Ditarik"}
    elements.section("Berkas yang diterima", "Yang terbaru lebih dahulu.")
    elements.badges("file_status", intake.counts(intake.counting(files), "status", "file_status"))
    with st.container(key="saringan_berkas"):
        left, right, _ = st.columns(3)
    with left:
        status = filters.pick(
            intake.STATUS, "Status berkas", list(names), names=names, placeholder="Semua status"
        )
    shown = files[files["state"] == status] if status else files
    if shown.empty:
        _nothing("berkas", {intake.STATUS: ("status berkas", names.get(status))})
        return
    with right:
        part = paging.one_page(shown, "berkas_ke", "Berkas")
    text_table.table(
        intake.FILE_HEADERS,
        intake.file_cells(part),
        caption="Berkas yang diterima",
        right=(4, 5, 6, 7),
        narrow=(2, 8),
    )
    elements.downloads(
        "berkas",
        shown,
        intake.FILE_COLUMNS,
        title="Berkas yang diterima" + (f" dengan status {names[status]}" if status else ""),
        selection=Selection(),
        source=_SOURCE,
        extra_headers=intake.FILE_EXTRA,
    )


def finding_list(files: pd.DataFrame, findings: pd.DataFrame) -> None:
    """Findings of one file or of all, by rule, and their download for the unit that sent the file."""
    elements.section(
        "Temuan",
        "Dikelompokkan menurut jenis masalah, yang terberat lebih dahulu. Unduhan memuat semua temuan "
        "pilihan ini dan dapat dikirim kepada unit.",
    )
    if findings.empty:
        text_table.paragraph("Tidak ada temuan.")
        return
    elements.badges("severity", intake.counts(findings, "severity", "severity"))
    with_findings = files[files["file_id"].isin(findings["file_id"])]
    file_names = intake.distinct_names(with_findings)
    levels = {entry.id: entry.text for entry in group("severity")}
    with st.container(key="saringan_temuan"):
        left, right = st.columns([3, 1])
    with left:
        chosen = filters.pick(
            intake.FILE, "Berkas", list(file_names), names=file_names, placeholder="Semua berkas"
        )
    with right:
        level = filters.pick(
            intake.SEVERITY, "Tingkat", list(levels), names=levels, placeholder="Semua tingkat"
        )
    shown = findings
    if chosen:
        shown = shown[shown["file_id"].str.startswith(chosen)]
    if level:
        shown = shown[shown["severity"] == level]
    if shown.empty:
        _nothing(
            "temuan",
            {
                intake.FILE: ("berkas", file_names.get(chosen)),
                intake.SEVERITY: ("tingkat", levels.get(level)),
            },
        )
        return
    file_name = file_names.get(chosen)
    elements.downloads(
        intake.file_key(file_name),
        shown,
        intake.FINDING_COLUMNS,
        title=f"Temuan pada berkas {file_name}" if file_name else "Temuan pada semua berkas",
        selection=Selection(),
        source=_SOURCE,
        extra_headers=intake.FINDING_EXTRA,
    )
    for place, rule in enumerate(intake.rule_groups(shown)):
        with st.expander(rule.title, expanded=place == 0):
            _findings(rule.rows, rule.sentence)
            _more(rule.n - intake.FINDINGS_SHOWN, "temuan")


def waiting_instruments(findings: pd.DataFrame) -> None:
    """Rows of instruments that no standard describes."""
    waiting = findings[findings["rule_code"] == intake.WAITING_INSTRUMENT]
    if len(waiting):
        elements.section(
            "Instrumen yang menunggu",
            "Baris ini disimpan dan terhitung dengan sendirinya begitu instrumennya ditambahkan ke "
            "folder data.",
        )
        _findings(intake.finding_cells(waiting), "Instrumen yang menunggu")
        _more(len(waiting) - intake.FINDINGS_SHOWN, "temuan")


def todo(files: pd.DataFrame, names: pd.DataFrame) -> None:
    """What has to be done now, each with the button that leads there."""
    for text, part in intake.todo(files, names):
        left, right = st.columns([4, 1], vertical_alignment="center")
        with left:
            text_table.paragraph(text)
        right.button(part, key=f"ke_{part}", on_click=_open, args=(part,))


def _open(part: str) -> None:
    st.session_state[intake.PART] = part


def _findings(rows: list[tuple[Any, ...]], caption: str) -> None:
    text_table.table(intake.FINDING_HEADERS, rows, caption=caption, right=(2,))


def _more(n: int, what: str) -> None:
    if n > 0:
        elements.remarks([f"{bilangan(n)} {what} lain tidak ditampilkan; semuanya ada dalam unduhan."])


def _nothing(what: str, chosen: Mapping[str, tuple[str, str | None]]) -> None:
    """Say that the list is empty and which filter did it, with a button that removes it."""
    active = {field: name for field, (name, value) in chosen.items() if value}
    told = intake.nothing_found(dict(chosen.values()))
    text = f"Tidak ada {what}{' dengan saringan ini' if active else ''}. {told}".strip()
    st.html(f'<div class="pl-kosong" role="status">{escape(text)}</div>')
    with st.container(horizontal=True):
        for field, name in active.items():
            st.button(
                f"Hapus saringan {name}",
                key=f"hapus_{field}_{what}",
                on_click=filters.choose,
                args=(field, None),
            )
