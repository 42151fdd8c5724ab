"""Names of the contract that many tests write files with: the nine unsur and the 14 components, in order."""

from __future__ import annotations

UNSUR = [
    "persyaratan",
    "prosedur",
    "waktu",
    "biaya",
    "produk",
    "kompetensi",
    "perilaku",
    "pengaduan",
    "sarpras",
]
COMPONENTS = [
    "dasar_hukum",
    "persyaratan",
    "prosedur",
    "jangka_waktu",
    "biaya_tarif",
    "produk",
    "sarana_prasarana",
    "kompetensi_pelaksana",
    "pengawasan_internal",
    "pengaduan",
    "jumlah_pelaksana",
    "jaminan_pelayanan",
    "jaminan_keamanan",
    "evaluasi_kinerja",
]
