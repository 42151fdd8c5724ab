"""Data: what came in, what was taken, what not and why, and how fresh it is."""

from __future__ import annotations

import streamlit as st

from compliance import queries
from compliance.ui import (
    elements,
    intake,
    intake_view,
    session,
    settings,
    text_table,
    trace_view,
    upload_view,
)
from compliance.ui.filters import Selection

elements.page_header("data")
text_table.style()
config, problem = settings.current()
files = intake.prepared(session.frame(queries.files))
findings = intake.worded(session.frame(queries.findings))
fresh = intake.freshness(files, session.facts(), config.display.stale_after_days, intake.today())

elements.metric_cards(intake.cards(files))
trace_view.offer(Selection(year=session.facts()["latest_data_year"]))
elements.remarks([text for text in (problem,) if text])
if fresh.warning:
    st.warning(fresh.warning)
elements.section(
    "Kirim berkas",
    "Seret satu atau beberapa berkas ke sini. Setiap berkas diperiksa lebih dahulu; belum ada yang dimuat "
    "sebelum Anda menekan Muat.",
)
upload_view.panel()

left, right = st.columns([2, 3], gap="large")
with left:
    elements.section("Status berkas dan temuan")
    elements.badges("file_status", intake.counts(intake.counting(files), "status", "file_status"))
    elements.badges("severity", intake.counts(findings, "severity", "severity"))
    if findings.empty:
        elements.remarks(["Tidak ada temuan."])
with right:
    elements.section("Kemutakhiran")
    text_table.facts(fresh.facts)

elements.section("Berkas yang diterima")
intake_view.file_list(files)

elements.section(
    "Temuan",
    "Dikelompokkan menurut jenis masalah, yang terberat lebih dahulu. Unduhan memuat semua temuan pilihan "
    "ini dan dapat dikirim kepada unit.",
)
intake_view.finding_list(files, findings)

elements.section("Baris yang menunggu")
text_table.paragraph(intake.waiting_text(files))
intake_view.waiting_list(findings)

elements.section("Memuat berkas sendiri")
text_table.paragraph(
    "Di komputer tempat aplikasi ini dipasang, jalankan perintah berikut di folder aplikasi; beberapa berkas "
    "dapat disebut sekaligus. Setiap pemuatan menghasilkan cuplikan data baru, dan halaman ini langsung "
    "menampilkannya."
)
st.code("python -m etl load BERKAS...", language=None)

elements.section("Cuplikan data")
intake_view.snapshot_list(session.facts())
