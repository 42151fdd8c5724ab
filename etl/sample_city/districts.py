"""The real territory of the city: 8 kecamatan and 40 kelurahan with their Kemendagri codes (2025 edition).

Codes whose last part starts with 1 are kelurahan; desa (last part starting with 2) are not part of the
city administration and therefore not listed.
"""

from __future__ import annotations

KECAMATAN: dict[str, str] = {
    "82.72.01": "Tidore",
    "82.72.02": "Oba Utara",
    "82.72.03": "Oba",
    "82.72.04": "Tidore Selatan",
    "82.72.05": "Tidore Utara",
    "82.72.06": "Oba Tengah",
    "82.72.07": "Oba Selatan",
    "82.72.08": "Tidore Timur",
}

KELURAHAN: dict[str, str] = {
    "82.72.01.1001": "Soasio",
    "82.72.01.1002": "Gamtufkange",
    "82.72.01.1003": "Indonesiana",
    "82.72.01.1005": "Seli",
    "82.72.01.1006": "Soadara",
    "82.72.01.1007": "Topo",
    "82.72.01.1008": "Gurabunga",
    "82.72.01.1012": "Goto",
    "82.72.01.1013": "Tomagoba",
    "82.72.01.1014": "Folarora",
    "82.72.01.1015": "Topo Tiga",
    "82.72.01.1016": "Tambula",
    "82.72.01.1017": "Tuguwaji",
    "82.72.02.1002": "Guraping",
    "82.72.02.1003": "Sofifi",
    "82.72.03.1004": "Payahe",
    "82.72.04.1001": "Toloa",
    "82.72.04.1002": "Dokiri",
    "82.72.04.1003": "Tuguiha",
    "82.72.04.1004": "Tomalou",
    "82.72.04.1005": "Gurabati",
    "82.72.04.1006": "Tongowai",
    "82.72.05.1001": "Rum",
    "82.72.05.1002": "Fobaharu",
    "82.72.05.1003": "Jaya",
    "82.72.05.1004": "Ome",
    "82.72.05.1005": "Mareku",
    "82.72.05.1006": "Afa Afa",
    "82.72.05.1008": "Bobo",
    "82.72.05.1009": "Gubu Kusuma",
    "82.72.05.1010": "Sirongo Folaraha",
    "82.72.05.1011": "Rum Balibunga",
    "82.72.06.1001": "Akelamo",
    "82.72.08.1001": "Mafututu",
    "82.72.08.1002": "Tosa",
    "82.72.08.1003": "Dowora",
    "82.72.08.1004": "Kalaodi",
    "82.72.08.1005": "Cobodoe",
    "82.72.08.1006": "Doyado",
    "82.72.08.1007": "Jiko Cobo",
}

# Puskesmas -> kecamatan. Eight are named in the press of 2025, Lifofa in the national list of 2019.
PUSKESMAS: dict[str, str] = {
    "Soasio": "Tidore",
    "Tomalou": "Tidore Selatan",
    "Rum Balibunga": "Tidore Utara",
    "Ome": "Tidore Utara",
    "Galala": "Oba Utara",
    "Akelamo": "Oba Tengah",
    "Talagamori": "Oba",
    "Payahe": "Oba",
    "Lifofa": "Oba Selatan",
}
