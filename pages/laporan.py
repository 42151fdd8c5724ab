"""Laporan: choose a document, see what it will say, issue it, and have an issued one again."""

from __future__ import annotations

from compliance.ui import document_choice, document_preview, elements, issuing, text_table

elements.page_header("laporan")
text_table.style()
choice = document_choice.choose()

elements.section("Terbitkan", "Dokumen yang diterbitkan disimpan bersama nama, waktu, dan cuplikan datanya.")
issuing.panel(choice)

elements.section("Isi dokumen", document_preview.ABOUT[choice.order.kind])
if choice.order.sections != ():
    document_preview.show(choice)

elements.section("Riwayat penerbitan")
issuing.history()
