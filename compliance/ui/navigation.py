"""The pages in the order of the navigation; the first one opens when the address names none."""

from __future__ import annotations

PAGES = (
    # (file in pages/ and address, title)
    ("ringkasan", "Ringkasan"),
    ("tren", "Tren"),
    ("perbandingan", "Perbandingan"),
    ("kesenjangan", "Kesenjangan"),
    ("standar", "Standar"),
    ("profil_unit", "Profil unit"),
    ("tindak_lanjut", "Tindak lanjut"),
    ("data", "Data"),
    ("laporan", "Laporan"),
    ("metodologi", "Metodologi"),
)
FIRST_PAGE = PAGES[0][0]
