"""A made-up report with every kind of block, long names, nothing where nothing is, and text that attacks."""

from __future__ import annotations

from datetime import date

import pandas as pd

from compliance.config import Letterhead, Signatory
from compliance.reports.document import (
    Chart,
    Column,
    Heading,
    KeyFigure,
    KeyFigures,
    NativeChart,
    Paragraph,
    Report,
    Section,
    Series,
    Table,
)
from tests.vocabulary import COMPONENTS

HOSTILE = ("=1+1", "+62811", "-5", "@sum", '#strong[x] $y$ *z* "', "<w:p>&amp;\x00\x0b\uffff", "baris\nbaru")
LONG = "Unit Pelaksana Teknis Daerah Pelayanan Perlindungan Perempuan dan Anak Wilayah {}"
NAMES = tuple(LONG.format(f"{number:02d}") for number in range(1, 61))


def scores(names: tuple[str, ...]) -> Table:
    """Values, states and changes of units; every seventh has none."""
    rows = pd.DataFrame(
        {
            "unit_name": names,
            "value": [None if i % 7 == 3 else 70 + (i * 37 % 290) / 10 for i in range(len(names))],
            "change": [None if i % 5 == 1 else (i % 9) - 4.25 for i in range(len(names))],
            "n": [None if i % 7 == 3 else 40 + 13 * i for i in range(len(names))],
            "share": [(i % 11) / 10 for i in range(len(names))],
            "state": ["belum_melapor" if i % 7 == 3 else "melapor" for i in range(len(names))],
            "day": [date(2025, 1 + i % 12, 1 + i % 28) for i in range(len(names))],
        }
    )
    columns = (
        Column("unit_name", "Unit", width=3),
        Column("value", "IKM", "angka"),
        Column("change", "Perubahan", "perubahan"),
        Column("n", "Responden", "bilangan"),
        Column("share", "Kelengkapan", "persen"),
        Column("state", "Status laporan"),
        Column("day", "Tanggal", "tanggal"),
    )
    note = "Nilai 25–100; unit tanpa nilai tidak dihitung sebagai 0."
    return Table("nilai", "IKM per unit", rows, columns, note, states={"state": "reporting_state"})


def matrix(n_services: int) -> Table:
    """Services and their 14 components."""
    states = ("ada", "ada", "belum", "tanpa_data", "tidak_berlaku")
    names = [f"Pelayanan {NAMES[i % 60]}" if i % 3 else f"Layanan {i}" for i in range(n_services)]
    content: dict[str, list[str]] = {"service": names}
    for place, name in enumerate(COMPONENTS):
        content[name] = [states[(i * 7 + place * 3) % 5] for i in range(n_services)]
    columns = (
        Column("service", "Layanan", width=3),
        *(Column(name, name.replace("_", " ").capitalize()) for name in COMPONENTS),
    )
    kinds = dict.fromkeys(COMPONENTS, "component_state")
    return Table("komponen", "Komponen per layanan", pd.DataFrame(content), columns, wide=True, states=kinds)


def _chart(name: str, title: str, native: NativeChart | None, table: Table) -> Chart:
    return Chart(name, title, lambda: None, f"{title}: nilai ada pada tabel.", table, "Semua unit", native)


def report(n_units: int = 60, n_services: int = 40) -> Report:
    """The report; the numbers say how much of it there is."""
    names = NAMES[:n_units]
    values = scores(names)
    years = tuple(str(year) for year in range(2019, 2026))
    trend = NativeChart(
        "garis",
        years,
        (
            Series("Metode 2019–2021", (71.2, 72.4, 74.0, None, None, None, None)),
            Series("Metode 2022–2025", (None, None, None, 61.5, 60.25, 64.0, 66.75)),
        ),
        "Nilai",
    )
    ranking = NativeChart(
        "batang_mendatar",
        names,
        (Series("IKM", tuple(None if pd.isna(v) else v for v in values.rows["value"]),
                tuple("waspada" if i % 4 == 0 else "netral" for i in range(len(names)))),),
        "IKM",
    )  # fmt: skip
    verdicts = NativeChart(
        "batang_tumpuk",
        ("Standar ditetapkan", "Komponen lengkap", "Maklumat", "Tinjau ulang"),
        (
            Series("✕ Tidak patuh", (5, 12, 8, 20), ("buruk",) * 4),
            Series("▲ Berisiko", (10, 8, 4, 12), ("waspada",) * 4),
            Series("? Tanpa data", (0, 5, 8, 3), ("netral",) * 4),
            Series("✓ Patuh", (45, 35, 40, 25), ("baik",) * 4),
        ),
        "Jumlah unit",
        decimals=0,
    )
    changes = NativeChart(
        "batang",
        ("Persyaratan", "Prosedur", "Waktu", "Biaya", "Produk"),
        (Series("2024", (3.1, 3.2, 2.9, 3.6, 3.3)), Series("2025", (3.2, 3.1, 2.7, 3.7, None))),
        "Nilai unsur",
    )
    texts = pd.DataFrame({"a": HOSTILE, "b": ["teks"] * len(HOSTILE)})
    hostile = Table("teks", "Teks = orang lain", texts, (Column("a", "=Isi"), Column("b", "@Kolom")))
    nothing = Table("kosong", "Tidak ada isinya", values.rows.head(0), values.columns)
    sections = (
        Section(
            "ringkasan",
            "Ringkasan",
            (
                Paragraph("Kepuasan naik, tetapi 9 dari 60 unit belum melapor.", "kesimpulan"),
                KeyFigures(
                    (
                        KeyFigure("IKM kota", "84,94", "naik 1,20 dari 2024; B", "baik"),
                        KeyFigure("Unit melapor", "51 dari 60", "9 belum melapor", "waspada"),
                        KeyFigure("Standar lengkap", "41%", "16 dari 40 layanan", "buruk"),
                        KeyFigure("Ombudsman", "62,57", "tidak dapat dibandingkan dengan 2024"),
                        KeyFigure("IPP", "–", "belum jatuh tempo"),
                    )
                ),
                Paragraph("Nilai kota dihitung dari unit yang melapor saja. " * 4),
                Paragraph("Butir pertama", "butir"),
                Paragraph("Butir kedua", "butir"),
            ),
            "Kepuasan naik, tetapi 9 dari 60 unit belum melapor",
        ),
        Section(
            "tren",
            "Perjalanan nilai",
            (
                Heading("Ombudsman"),
                _chart("tren", "Nilai Ombudsman berhenti dapat dibandingkan pada 2022", trend, values),
                Heading("Unsur", 3),
                _chart("unsur", "Waktu pelayanan turun", changes, values),
                _chart("kewajiban", "Tinjau ulang paling sering terlambat", verdicts, values),
                Paragraph("Catatan kecil.", "catatan"),
            ),
        ),
        Section("peringkat", "Peringkat", (_chart("peringkat", "IKM per unit", ranking, values), values)),
        Section("lain", "Teks dan kosong", (hostile, nothing, Paragraph(HOSTILE[5] + "\ud800"))),
        Section(
            "matriks",
            "Komponen standar pelayanan",
            (Heading("Matriks"), _chart("komponen", "Komponen per layanan", None, matrix(n_services))),
            is_annex=True,
        ),
    )
    return Report(
        "Laporan Kepatuhan Pelayanan Publik",
        "Kota Tidore Kepulauan, Tahun 2025",
        2025,
        "Kota Tidore Kepulauan",
        Letterhead(),
        Signatory(),
        date(2026, 1, 15),
        date(2025, 12, 31),
        "20260115-abc123",
        "9f2c4e",
        "Semua unit, tahun 2025",
        sections,
        is_sample=True,
    )
