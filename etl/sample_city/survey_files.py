"""Files of the surveys: answers per year, recaps, people served, and the two files with mistakes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from etl.sample_city.chance import Dice, written
from etl.sample_city.sheets import Sheet, comma, long_date, write_csv, write_workbook
from etl.sample_city.standard_files import CITY
from etl.sample_city.survey import (
    PARTLY_REJECTED,
    REFUSED,
    UNSUR,
    Answer,
    answers,
    has_survey,
    knows_people_served,
    people_served,
    survey_years,
    surveys,
)
from etl.sample_city.units import UNITS, Unit

# These units also publish their IKM; the one with the year used weight 0,11 instead of 1/9.
PUBLISHERS = ("DISDUKCAPIL", "DPMPTSP", "RSD", "DINSOS")
PUBLISHED_WITH_011 = ("DINSOS", 2024)
APPLICATION_UNITS = ("RSD", "DISDUKCAPIL")  # 2025: an application's export, unsur 8 and 9 in the other order


def write_answers(folder: Path) -> None:
    """One CSV per year; the puskesmas of 2024 and two large units of 2025 send workbooks instead."""
    for year in survey_years():
        units = surveys(year)
        if year == 2024:
            _puskesmas(folder / "SKM puskesmas 2024.xlsx", [u for u in units if u.kind == "Puskesmas"])
            units = [u for u in units if u.kind != "Puskesmas"]
        if year == 2025:
            _application(folder / "SKM aplikasi RSD dan Dukcapil 2025.xlsx")
            units = [u for u in units if u.code not in APPLICATION_UNITS]
        pairs = [(unit, answer) for unit in units for answer in answers(unit.code, year)]
        if year == 2025:
            _csv(folder, year, " semester I", [p for p in pairs if p[1].day.month < 7])
            _csv(folder, year, " semester II", [p for p in pairs if p[1].day.month >= 7])
        else:
            _csv(folder, year, "", pairs)


def _csv(folder: Path, year: int, part: str, pairs: list[tuple[Unit, Answer]]) -> None:
    unsur = [f"U{i}" for i in range(1, 10)] if year in (2019, 2021) else list(UNSUR.values())
    if year == 2020:
        unsur = list(UNSUR)
    headers = ["Kode Unit", "Jenis Layanan", "Tanggal", *unsur]
    if year >= 2021:
        headers.insert(0, "Nomor Responden")
    if year >= 2022:
        headers += ["Jenis Kelamin", "Usia", "Pendidikan"]
    if year >= 2024:
        headers.append("Disabilitas")
    if year == 2020:
        headers.remove("Jenis Layanan")
        headers[0] = "Perangkat Daerah"
    rows = []
    for unit, answer in pairs:
        day = answer.day.isoformat() if year in (2020, 2023) else f"{answer.day:%d/%m/%Y}"
        row: list[Any] = [unit.code, answer.service, day, *answer.values]
        if year == 2020:
            row = [unit.name, day, *answer.values]
        if year >= 2021:
            row.insert(0, answer.number)
        if year >= 2022:
            row += [answer.sex, answer.age, answer.education]
        if year >= 2024:
            row.append(answer.disability)
        rows.append(row)
    write_csv(folder / f"SKM {year}{part} (contoh).csv", headers, rows, bom=year % 2 == 1)


def _puskesmas(path: Path, units: Iterable[Unit]) -> None:
    headers = [
        "No. Responden",
        "Unit",
        "Jenis Layanan",
        "Tanggal",
        "Jenis Kelamin",
        "Usia",
        "Pendidikan",
        "Pekerjaan",
        *(f"U{i}" for i in range(1, 10)),
    ]
    rows = [
        [a.number, unit.name, a.service, long_date(a.day), a.sex, a.age, a.education, a.work, *a.values]
        for unit in units
        for a in answers(unit.code, 2024)
    ]
    sheet = Sheet(
        "SKM 2024",
        ["DINAS KESEHATAN (CONTOH)", "Survei Kepuasan Masyarakat Puskesmas Tahun 2024"],
        headers,
        rows,
        group=(8, 16, "Nilai Unsur Pelayanan"),
    )
    write_workbook(path, [sheet])


def _application(path: Path) -> None:
    names = list(UNSUR.values())
    headers = [
        "Nomor Responden",
        "Nama Unit",
        "Layanan",
        "Tanggal",
        *names[:7],
        names[8],
        names[7],
        "Pendidikan",
        "Pekerjaan",
    ]
    sheets = []
    for code in APPLICATION_UNITS:
        rows = [
            [
                a.number,
                UNITS[code].name,
                a.service,
                a.day,
                *a.values[:7],
                a.values[8],
                a.values[7],
                a.education,
                a.work,
            ]
            for a in answers(code, 2025)
        ]
        sheets.append(Sheet(code, [CITY, f"Ekspor Survei {UNITS[code].name} 2025"], headers, rows))
    write_workbook(path, sheets)


def write_recaps(folder: Path, names: dict[str, str]) -> None:
    """Means per unsur of the units that send only those, and published values of a few others."""
    for period, name in names.items():
        rows: list[list[Any]] = []
        for year in range(int(period[:4]), int(period[-4:]) + 1):
            publishing = [UNITS[code] for code in PUBLISHERS] if year >= 2022 else []
            rows += [_recap(unit, year, period) for unit in [*surveys(year, recap_only=True), *publishing]]
        headers = [
            "No",
            "Tahun",
            "Periode",
            "Perangkat Daerah",
            "Jumlah Responden",
            *UNSUR.values(),
            "Nilai IKM",
        ]
        sheet = Sheet(
            "Rekap SKM",
            [CITY, f"Rekapitulasi Hasil SKM Tahun {period}"],
            headers,
            [[i, *row] for i, row in enumerate(rows, start=1)],
            widths={3: 44},
        )
        sheet.total = [None, None, None, "Jumlah", sum(row[3] for row in rows)]
        if period == "2019-2021":
            sheet.signature = [
                "Tidore, 14 Januari 2022",
                "Kepala Bagian Organisasi,",
                "",
                "(nama dan tanda tangan)",
            ]
        write_workbook(folder / name, [sheet])


def _recap(unit: Unit, year: int, period: str) -> list[Any]:
    values = [answer.values for answer in answers(unit.code, year)]
    count = len(values)
    exact = [sum(row[i] for row in values) / count for i in range(9)]
    means = [written(mean, 3) for mean in exact]
    # Who sends the answers too publishes what they give; who sends only this table, what the table gives.
    basis = sum(exact if unit.code in PUBLISHERS else means)
    ikm = written(25 * basis * 0.11 if (unit.code, year) == PUBLISHED_WITH_011 else 25 * basis / 9)
    if period == "2019-2021":  # typed as text, with a decimal comma
        return [year, "Tahunan", unit.name, count, *(comma(mean, 3) for mean in means), comma(ikm)]
    return [year, "Tahunan", unit.name, count, *means, ikm]


def write_people_served(path: Path) -> None:
    """People served per year, one sheet per year; only units that keep count and surveyed."""
    sheets = []
    for year in survey_years():
        units = [u for u in UNITS.values() if has_survey(u, year) and knows_people_served(u)]
        rows = [[i, year, u.code, people_served(u, year)] for i, u in enumerate(units, start=1)]
        sheets.append(
            Sheet(
                str(year),
                [CITY, f"Jumlah Pengguna Layanan Tahun {year}"],
                ["No", "Tahun", "Kode Unit", "Jumlah Pengguna"],
                rows,
                total=[None, None, "Jumlah", sum(row[3] for row in rows)],
                widths={2: 24},
            )
        )
    write_workbook(path, sheets)


def write_refused(path: Path) -> None:
    """The old questionnaire with 14 unsur (before 2017): the whole file has to be refused."""
    code, year = REFUSED
    unit, dice = UNITS[code], Dice("empat belas unsur")
    headers = ["No", "Perangkat Daerah", "Jenis Layanan", "Tanggal", *(f"U{i}" for i in range(1, 15))]
    rows = [
        [i, unit.name, a.service, a.day, *a.values, *(dice.whole(2, 4) for _ in range(5))]
        for i, a in enumerate(answers(code, year), start=1)
    ]
    write_workbook(
        path, [Sheet("Sheet1", ["SURVEI KEPUASAN MASYARAKAT", f"{unit.name} Tahun {year}"], headers, rows)]
    )


def write_partly_rejected(path: Path) -> None:
    """A late survey of two kelurahan with seven typing mistakes among good rows."""
    rows: list[list[Any]] = []
    for code, year in PARTLY_REJECTED:
        rows += [
            [len(rows) + i, UNITS[code].name, a.service, long_date(a.day), *a.values]
            for i, a in enumerate(answers(code, year), start=1)
        ]
    rows[4][6] = 5  # outside the scale
    rows[11][9] = 5
    rows[17][8] = "baik"
    rows[22][3] = "31 Februari 2025"
    for number in (7, 8, 9):
        rows[number][1] = "Kelurahan Guarping"
    headers = ["No", "Unit", "Layanan", "Tanggal", *UNSUR.values()]
    titles = ["KECAMATAN OBA UTARA (CONTOH)", "SKM susulan Kelurahan Guraping dan Sofifi Tahun 2025"]
    write_workbook(path, [Sheet("SKM susulan", titles, headers, rows)])
