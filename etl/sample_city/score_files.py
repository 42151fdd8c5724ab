"""Files of the assessments: PEKPPP, Ombudsman (the only real figures), targets and follow-up."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from etl.sample_city.chance import Dice, written
from etl.sample_city.sheets import Sheet, long_date, write_workbook
from etl.sample_city.standard_files import CITY
from etl.sample_city.standards import habit_of
from etl.sample_city.survey import UNSUR, answers, has_survey
from etl.sample_city.units import UNITS, Unit

ASPECTS = (
    "Kebijakan Pelayanan",
    "Profesionalisme SDM",
    "Sarana Prasarana",
    "Sistem Informasi Pelayanan Publik",
    "Konsultasi dan Pengaduan",
    "Inovasi",
)
OLD_WEIGHTS, NEW_WEIGHTS = (30, 18, 15, 15, 15, 7), (24, 25, 18, 11, 10, 12)
ASSESSED = (
    "DISDUKCAPIL",
    "DPMPTSP",
    "DINSOS",
    "DISDIK",
    "RSD",
    "DINKES",
    "PKM-SOASIO",
    "PKM-TOMALOU",
    "PKM-RUM-BALIBUNGA",
    "PKM-GALALA",
    "82.72.01",
    "82.72.05",
)
ASSESSED_BEFORE_2022 = ("DISDUKCAPIL", "DPMPTSP", "RSD", "PKM-SOASIO", "DINSOS", "82.72.01")


def _aspects(unit: Unit, year: int) -> list[float]:
    base, dice = Dice("pekppp", unit.code), Dice("pekppp", unit.code, year)
    level = base.between(2.4, 3.3) + 0.17 * (year - 2019)
    offsets = (0.25, 0.15, 0.0, -0.35, 0.1, -0.5)
    return [
        written(max(0.5, min(5.0, level + offset + base.bell(0.5) + dice.bell(0.4)))) for offset in offsets
    ]


def write_pekppp(folder: Path, names: dict[str, str]) -> None:
    """One sheet per year. Until 2021 the index is the weighted mean of the aspects, then F02 and F03."""
    for period, name in names.items():
        years = [int(period)] if period.isdigit() else list(range(int(period[:4]), int(period[-4:]) + 1))
        write_workbook(folder / name, [_pekppp_sheet(year) for year in years])


def _pekppp_sheet(year: int) -> Sheet:
    old = year < 2022
    rows: list[list[Any]] = []
    for code in ASSESSED_BEFORE_2022 if old else ASSESSED:
        aspects = _aspects(UNITS[code], year)
        weights = OLD_WEIGHTS if old else NEW_WEIGHTS
        evaluator = written(sum(w * a for w, a in zip(weights, aspects, strict=True)) / 100)
        row = [len(rows) + 1, year, UNITS[code].name, *aspects]
        if old:
            row.append(evaluator)
        else:
            users = written(max(1.0, min(5.0, evaluator + 0.35 + Dice("f03", code, year).bell(0.5))))
            row += [evaluator, users, written(written(0.75 * evaluator + 0.25 * users, 6))]
        rows.append(row)
    headers = [
        "No",
        "Tahun",
        "Unit Lokus",
        *ASPECTS,
        *([] if old else ["Nilai F02", "Nilai F03"]),
        "Nilai IPP",
    ]
    titles = [CITY, f"Hasil Pemantauan dan Evaluasi Kinerja Penyelenggaraan Pelayanan Publik Tahun {year}"]
    return Sheet(str(year), titles, headers, rows, widths={2: 48})


def write_ombudsman(path: Path) -> None:
    """The published results for the city and for six units of 2022, nothing else."""
    zone_2025 = "Opini Kualitas Sedang Tanpa Maladministrasi"
    rows: list[list[Any]] = [
        [2022, None, 67.19, "C", "kieraha.com"],
        [2023, None, 89.26, "A", "poskomalut; tivanusantara.com 30/1/2024"],
        [2024, None, 84.94, "B", "publikamalut.com 12/2024"],
        [2025, None, 62.57, zone_2025, "caritakota.com/?p=1473; hariannegeri.com; cermat.co.id"],
        [2022, "Puskesmas Tomalou", 81.47, None, "kieraha.com"],
        [2022, "Puskesmas Rum Balibunga", 67.84, None, "kieraha.com"],
        [2022, "Dinas Sosial", 54.61, None, "kieraha.com"],
        [2022, "Dukcapil", 74.17, None, "kieraha.com"],
        [2022, "Dinas Pendidikan", 50.12, None, "kieraha.com"],
        [2022, "DPMPTSP", 74.94, None, "kieraha.com"],
    ]
    titles = [
        "Penilaian Ombudsman RI, Kota Tidore Kepulauan. Unit kosong = nilai kota.",
        "Tahun 2025 memakai metode baru (Penilaian Maladministrasi), tidak sebanding dengan 2024.",
    ]
    notice = (
        "ANGKA NYATA – nilai yang diberitakan media, lihat kolom Sumber (berkas lain dalam map ini rekaan)"
    )
    headers = ["Tahun", "Unit", "Nilai", "Kategori Terbit", "Sumber"]
    write_workbook(
        path, [Sheet("Ombudsman", titles, headers, rows, notice=notice, widths={1: 28, 3: 40, 4: 50})]
    )


def write_targets(path: Path) -> None:
    """Invented targets of 2021-2026 for the city and some units; the real ones were not found."""
    city = {
        "IKM": (77.5, 79, 80.5, 82, 83, 84.5),
        "IPP": (2.9, 3.1, 3.25, 3.5, 3.6, 3.75),
        "Ombudsman": (None, 70, 80, 88, 88, 78),
    }
    rows: list[list[Any]] = [
        [year, name, None, value]
        for name, values in city.items()
        for year, value in zip(range(2021, 2027), values, strict=True)
        if value is not None
    ]
    for code in (*ASSESSED, "DISHUB", "PERUMDA-AM", "DLH", "DPUPR"):
        start = Dice("target", code).whole(77, 81)
        rows += [[year, "IKM", UNITS[code].name, start + (year - 2021)] for year in range(2021, 2027)]
    for code in ("DISDUKCAPIL", "DPMPTSP", "RSD", "DINSOS"):
        rows += [
            [year, "IPP", UNITS[code].name, written(3.2 + 0.15 * (year - 2022))] for year in range(2022, 2027)
        ]
    headers = ["Tahun", "Instrumen", "Unit", "Target"]
    titles = [CITY, "Target Indeks Pelayanan Publik 2021-2026. Unit kosong = target kota."]
    write_workbook(path, [Sheet("Target", titles, headers, rows, widths={2: 48})])


_PLANS: dict[str, tuple[str, ...]] = {
    "persyaratan": ("Menyederhanakan persyaratan dan memasang daftar persyaratan di loket",),
    "prosedur": ("Memasang alur pelayanan di ruang tunggu dan website",),
    "waktu": ("Menetapkan janji layanan dan menambah petugas loket pada jam sibuk", "Membuka antrean daring"),
    "biaya": ("Mengumumkan tarif dan larangan pungutan di loket",),
    "produk": ("Memeriksa kembali hasil layanan sebelum diserahkan",),
    "kompetensi": ("Mengikutkan petugas pada pelatihan pelayanan prima",),
    "perilaku": ("Melaksanakan pembinaan budaya pelayanan setiap bulan",),
    "pengaduan": ("Menunjuk petugas pengaduan dan menghubungkan kanal SP4N-LAPOR!",),
    "sarpras": (
        "Menata ruang tunggu dan menyediakan kursi prioritas",
        "Memperbaiki toilet dan jalur kursi roda",
    ),
}
_STANDARD_FINDINGS = (
    ("Standar pelayanan belum memuat jaminan keamanan", "Melengkapi komponen dan mengajukan ulang"),
    ("Standar pelayanan belum ditinjau ulang", "Melaksanakan forum konsultasi publik dan tinjau ulang"),
)
_NO_PLEDGE = ("Maklumat pelayanan belum ditetapkan", "Menetapkan dan memasang maklumat pelayanan")
_HEADS = {
    "Sekretariat": "Sekretaris",
    "Inspektorat": "Inspektur",
    "Satuan": "Kepala Satuan",
    "Dinas": "Kepala Dinas",
    "Badan": "Kepala Badan",
    "Puskesmas": "Kepala Puskesmas",
    "Kecamatan": "Camat",
    "Kelurahan": "Lurah",
    "Rumah Sakit": "Direktur",
    "BUMD": "Direktur",
    "Bagian": "Kepala Bagian",
}


def write_follow_up(path: Path) -> None:
    """20 actions for each survey of 2023-2025: two thirds about a weak unsur, the rest about standards."""
    sheets = []
    for year in (2023, 2024, 2025):
        units = [u for u in UNITS.values() if has_survey(u, year) and u.exists_in(year + 1)]
        dice = Dice("tindak lanjut", year)
        picked = sorted(units, key=lambda unit: Dice("pilih", year, unit.code).random())[:20]
        rows = [[i, *_action(unit, year, i, dice)] for i, unit in enumerate(picked, start=1)]
        headers = [
            "No",
            "Perangkat Daerah",
            "Temuan",
            "Rencana Tindak Lanjut",
            "Penanggung Jawab",
            "Tenggat",
            "Status",
            "Tanggal Selesai",
            "Bukti",
        ]
        titles = [CITY, f"Rencana Tindak Lanjut Hasil SKM dan Evaluasi Tahun {year}"]
        sheets.append(Sheet(f"RTL {year}", titles, headers, rows, widths={1: 40, 2: 50, 3: 60}))
    write_workbook(path, sheets)


def _action(unit: Unit, year: int, number: int, dice: Dice) -> list[Any]:
    lacks_pledge = habit_of(unit).pledge_from is None
    finding, plan = _NO_PLEDGE if lacks_pledge else dice.one_of(_STANDARD_FINDINGS)
    if number % 3:
        values = [answer.values for answer in answers(unit.code, year)]
        sums = Counter({key: -sum(row[i] for row in values) for i, key in enumerate(UNSUR)})
        weakest = sums.most_common(2)[number % 2][0]
        finding = f"Unsur {UNSUR[weakest]} termasuk dua unsur terendah tahun {year}"
        plan = dice.one_of(_PLANS[weakest])
    due = dice.day(date(year + 1, 3, 1), date(year + 1, 12, 18))
    done_share = {2023: 0.85, 2024: 0.65, 2025: 0.35}[year]
    status = "Selesai" if dice.yes(done_share) else dice.one_of(("Belum", "Berjalan", "Berjalan", "Batal"))
    finished = None
    if status == "Selesai":
        finished = min(due + timedelta(days=dice.whole(-40, 25)), date(2026, 10, 30))
    head = f"{_HEADS[unit.kind]} {unit.name.removeprefix(unit.kind + ' ')}"
    day: Any = long_date if year == 2023 else lambda value: value
    return [
        unit.name,
        finding,
        plan,
        head,
        day(due),
        status,
        day(finished),
        "Foto dan laporan" if finished else None,
    ]
