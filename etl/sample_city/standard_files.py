"""Workbooks of the unit list and of the service standards, each year in the hand of another office."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from etl.sample_city.chance import Dice
from etl.sample_city.sheets import Sheet, long_date, write_workbook
from etl.sample_city.standards import COMPONENTS, Submission, submissions
from etl.sample_city.units import UNITS, Unit

CITY = "PEMERINTAH KOTA TIDORE KEPULAUAN (CONTOH)"


@dataclass(frozen=True)
class Hand:
    """How one workbook writes yes and no, the unit and its dates."""

    yes: tuple[str, ...]
    no: tuple[str | int, ...]
    unit_header: str
    unit: Callable[[Unit], str]
    day: Callable[[date | None], Any] = lambda day: day


def _code(unit: Unit) -> str:
    return unit.code


def _name(unit: Unit) -> str:
    return unit.name


def _short(unit: Unit) -> str:
    """The first usual abbreviation, as in everyday letters."""
    return unit.aliases.split(";")[0]


HANDS: dict[str, Hand] = {
    "2019-2021": Hand(("Ada",), ("Belum",), "Perangkat Daerah", _name, long_date),
    "2022": Hand(("✓",), ("-",), "Unit", _code),
    "2023": Hand(("v", "V"), (0, "-"), "Kode Unit", _code),
    "2024": Hand(("Ya", "Ada"), ("Tidak", "Belum ada"), "Nama Unit", _short),
    "2025": Hand(("✓", "Ada", "v"), ("Belum", "-"), "Kode Unit", _code),
}


def write_unit_list(path: Path) -> None:
    """All units, perangkat daerah on the first sheet, kelurahan on the second."""
    headers = [
        "No",
        "Kode Unit",
        "Nama Unit",
        "Jenis Unit",
        "Kode Induk",
        "Kecamatan",
        "Nama Lain",
        "Berlaku Mulai",
        "Berlaku Sampai",
        "Kode Pengganti",
    ]

    def sheet(name: str, title: str, units: list[Unit]) -> Sheet:
        rows = [
            [
                i,
                u.code,
                u.name,
                u.kind,
                u.parent,
                u.district,
                u.aliases,
                u.valid_from,
                u.valid_to,
                u.successor,
            ]
            for i, u in enumerate(units, start=1)
        ]
        return Sheet(name, [CITY, title], headers, rows, widths={2: 48, 6: 40})

    villages = [unit for unit in UNITS.values() if unit.kind == "Kelurahan"]
    others = [unit for unit in UNITS.values() if unit.kind != "Kelurahan"]
    write_workbook(
        path,
        [
            sheet("Perangkat Daerah", "Daftar Perangkat Daerah dan Unit Pelayanan", others),
            sheet("Kelurahan", "Daftar Kelurahan", villages),
        ],
    )


def write_standards(folder: Path, names: dict[str, str]) -> None:
    """One workbook per key of HANDS; `names` gives the file name of each."""
    rows = submissions()
    for period, hand in HANDS.items():
        years = range(int(period[:4]), int(period[-4:]) + 1)
        chosen = [row for row in rows if row.submitted.year in years]
        parts = {"Standar Pelayanan": chosen}
        if period == "2025":
            parts = {
                "Perangkat Daerah": [r for r in chosen if r.unit.kind not in ("Kecamatan", "Kelurahan")],
                "Kecamatan dan Kelurahan": [r for r in chosen if r.unit.kind in ("Kecamatan", "Kelurahan")],
            }
        write_workbook(
            folder / names[period], [_sheet(name, period, hand, part) for name, part in parts.items()]
        )


def _sheet(name: str, period: str, hand: Hand, chosen: list[Submission]) -> Sheet:
    headers = [
        "No",
        hand.unit_header,
        "Kode Layanan",
        "Nama Layanan",
        "Tanggal Pengajuan",
        "Status",
        *COMPONENTS.values(),
        "Nomor SK",
        "Tanggal SK",
        "Tanggal Tinjau Ulang",
        "Maklumat",
        "Tanggal Maklumat",
        "Media Publikasi",
        "URL SIPPN",
        "Tanggal FKP",
        "Catatan",
    ]
    dice = Dice("tangan", period, name)
    rows = [_row(number, row, hand, dice) for number, row in enumerate(chosen, start=1)]
    sheet = Sheet(
        name, [CITY, f"Rekapitulasi Standar Pelayanan Tahun {period}"], headers, rows, widths={1: 16, 3: 40}
    )
    if period in ("2019-2021", "2024"):
        sheet.group = (6, 19, "Komponen Standar Pelayanan")
    if period in ("2019-2021", "2023"):
        sheet.total = [None, "Jumlah", None, f"{len(rows)} layanan"]
    if period == "2019-2021":
        sheet.signature = [
            "Tidore, 30 Desember 2021",
            "Kepala Bagian Organisasi,",
            "",
            "(nama dan tanda tangan)",
        ]
    return sheet


def _row(number: int, row: Submission, hand: Hand, dice: Dice) -> list[Any]:
    def mark(state: str | None) -> Any:
        if state == "ada":
            return dice.one_of(hand.yes)
        if state == "belum":
            return dice.one_of(hand.no)
        return "Tidak berlaku" if state == "tidak_berlaku" else state

    return [
        number,
        hand.unit(row.unit),
        row.code,
        row.service,
        hand.day(row.submitted),
        row.status.capitalize(),
        *(mark(row.components[component]) for component in COMPONENTS),
        row.decree_number,
        hand.day(row.decree_date),
        hand.day(row.review_date),
        mark(row.pledge),
        hand.day(row.pledge_date),
        row.media,
        row.sippn,
        hand.day(row.forum_date),
        row.note,
    ]
