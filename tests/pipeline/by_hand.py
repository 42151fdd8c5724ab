"""Source files read and figures recomputed by hand, without any code of the project."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl

UNSUR = {
    "persyaratan": "persyaratan", "prosedur": "prosedur", "sistem": "prosedur", "waktu": "waktu",
    "biaya": "biaya", "produk": "produk", "kompetensi": "kompetensi", "perilaku": "perilaku",
    "penanganan": "pengaduan", "pengaduan": "pengaduan", "sarana": "sarpras", "sarpras": "sarpras",
}  # fmt: skip
REGULATION_ORDER = tuple(dict.fromkeys(UNSUR.values()))
ASPECTS = {
    "kebijakan": "kebijakan", "profesionalisme": "profesionalisme_sdm", "sarana": "sarana_prasarana",
    "sistem": "sipp", "sipp": "sipp", "konsultasi": "konsultasi_pengaduan", "inovasi": "inovasi",
}  # fmt: skip
COMPONENTS = 14
NO = {"belum", "belum ada", "tidak", "-", "0"}


def squash(text: Any) -> str:
    """Letters and digits in lower case."""
    return re.sub(r"[\W_]+", "", str(text or "").casefold())


def number(cell: Any) -> Fraction | None:
    """A written number: 3.5, '3,5'; None for anything else."""
    try:
        return Fraction(str(cell).strip().replace(",", "."))
    except ValueError:
        return None


def half_up(value: Fraction, decimals: int) -> float:
    """Rounded as people do."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return float(exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP))


@cache
def sheet(path: Path, name: str) -> tuple[list[tuple[Any, ...]], dict[int, str], int]:
    """All rows, the header of each column, and the number of the first row below the headers (from 1)."""
    content = path.read_bytes()
    if content[:2] == b"PK":
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        rows = list(book[name].iter_rows(values_only=True))
    else:
        text = content.decode("utf-8-sig")
        rows = [tuple(row) for row in csv.reader(io.StringIO(text), delimiter=";")]
    top = next(n for n, row in enumerate(rows) if sum(cell not in (None, "") for cell in row) >= 4)
    headers = {n: str(cell) for n, cell in enumerate(rows[top]) if cell not in (None, "")}
    below = rows[top + 1]
    if below[0] in (None, ""):  # the second row of a header over two rows
        headers |= {n: str(cell) for n, cell in enumerate(below) if cell not in (None, "")}
        top += 1
    return rows, headers, top + 2


def column(headers: dict[int, str], *starts: str) -> int | None:
    """The first column whose header begins with one of the words."""
    return next((n for n, text in headers.items() if squash(text).startswith(starts)), None)


def unsur_columns(headers: dict[int, str]) -> dict[str, int]:
    """Unsur -> column, by name or by U1..U9 in the order of the regulation."""
    found = {}
    for n, text in headers.items():
        numbered = re.fullmatch(r"U(\d)", text.strip())
        word = re.match(r"\w+", text.casefold())
        name = REGULATION_ORDER[int(numbered[1]) - 1] if numbered else UNSUR.get(word[0] if word else "")
        if name and name not in found:
            found[name] = n
    return found


def answers(archive: Path, sources: list[dict[str, Any]], spellings: set[str]) -> list[tuple[int, ...]]:
    """The nine values of every answer of a unit in the rows that the sources name, equal ones once."""
    per_file: dict[str, Counter] = {}
    for source in sources:
        rows, headers, _ = sheet(archive / source["file_id"], source["sheet"])
        unit, service = column(headers, "kodeunit", "unit", "namaunit", "perangkat"), column(
            headers, "jenislayanan", "layanan", "namalayanan"
        )  # fmt: skip
        day, person = column(headers, "tanggal"), column(headers, "nomorresponden", "noresponden")
        nine, n_found = unsur_columns(headers), 0
        for row in rows[source["first_row"] - 1 : source["last_row"]]:
            values = [number(row[nine[name]]) for name in REGULATION_ORDER]
            said = "" if service is None else str(row[service] or "")
            of_unit = squash(row[unit]) in spellings if unit is not None else True
            if of_unit and said == source["about"] and all(value in {1, 2, 3, 4} for value in values):
                n_found += 1
                who = None if person is None or row[person] in (None, "") else str(row[person])
                key = (squash(said), str(row[day])[:10], who, tuple(int(value) for value in values))
                per_file.setdefault(source["file_id"], Counter())[key] += 1
        assert n_found == source["n_rows"], (source, n_found)
    counted: list[tuple[int, ...]] = []
    for key in set().union(*per_file.values()):
        most = max(counts[key] for counts in per_file.values())
        counted += [key[3]] * (1 if key[2] is not None else most)
    return counted


def ikm(archive: Path, sources: list[dict[str, Any]], spellings: set[str]) -> dict[str, Any]:
    """Mean per unsur and the index, from answers or else from recaps weighted by respondents."""
    nine = answers(archive, [one for one in sources if one["kind"] == "skm_responden"], spellings)
    recaps = [recap(archive, one) for one in sources if one["kind"] == "skm_rekap"]
    if nine:
        means = {
            name: Fraction(sum(one[n] for one in nine), len(nine)) for n, name in enumerate(REGULATION_ORDER)
        }
    else:
        total = sum(one["n"] for one in recaps)
        means = {name: sum(one[name] * one["n"] for one in recaps) / total for name in REGULATION_ORDER}
    value = 25 * sum(means.values()) / 9
    return {"n": len(nine) or sum(one["n"] for one in recaps), "value": half_up(value, 2), "measures": means}


def recap(archive: Path, source: dict[str, Any]) -> dict[str, Any]:
    rows, headers, _ = sheet(archive / source["file_id"], source["sheet"])
    row, people = rows[source["first_row"] - 1], column(headers, "jumlahresponden")
    assert people is not None
    values = {name: number(row[place]) for name, place in unsur_columns(headers).items()}
    return values | {"n": number(row[people])}


def ipp(archive: Path, source: dict[str, Any], year: int) -> dict[str, Any]:
    """Aspects and IPP: 75 : 25 of F-02 and F-03 since 2022, as published before."""
    rows, headers, _ = sheet(archive / source["file_id"], source["sheet"])
    row, found = rows[source["first_row"] - 1], {}
    for n, text in headers.items():
        word = re.match(r"\w+", text.casefold())
        name = ASPECTS.get(word[0] if word else "")
        if name and name not in found:
            found[name] = number(row[n])
    f02, f03, own = (
        column(headers, *starts) for starts in (("nilaif02", "f02"), ("nilaif03", "f03"), ("ipp", "nilaiipp"))
    )
    value = None if own is None else number(row[own])
    if year >= 2022:
        assert f02 is not None
        assert f03 is not None
        value = number(row[f02]) * Fraction(3, 4) + number(row[f03]) * Fraction(1, 4)  # type: ignore[operator]
    assert value is not None
    return {"value": half_up(value, 2), "measures": found}


def published(archive: Path, source: dict[str, Any]) -> float:
    """The value of an assessment as it stands in its row."""
    rows, headers, _ = sheet(archive / source["file_id"], source["sheet"])
    place = column(headers, "nilai")
    assert place is not None
    found = number(rows[source["first_row"] - 1][place])
    assert found is not None
    return float(found)


def service_verdict(archive: Path, source: dict[str, Any], duty: str, end: date) -> str:
    """Whether one service meets one of four duties, read from its row."""
    rows, headers, _ = sheet(archive / source["file_id"], source["sheet"])
    row = rows[source["first_row"] - 1]
    status = str(row[column(headers, "status")] or "").casefold()  # type: ignore[index]
    decree, number_of = day(row[column(headers, "tanggalsk")]), row[column(headers, "nomorsk")]  # type: ignore[index]
    is_set = status == "ditetapkan" and (decree is None or decree <= end)
    if status == "dicabut":
        return "tidak_berlaku"
    if duty == "standar_tersedia":
        return {"belum": "tidak_patuh", "draf": "berisiko", "": "tanpa_data"}.get(status, "patuh")
    if duty == "standar_ditetapkan":
        if not status:
            return "tanpa_data"
        has_number = number_of not in (None, "") and (decree is None or decree <= end)
        return ("patuh" if has_number else "berisiko") if is_set else "tidak_patuh"
    if duty == "maklumat":
        return {True: "patuh", False: "tidak_patuh", None: "tanpa_data"}[
            yes_no(row[column(headers, "maklumat")])
        ]  # type: ignore[index]
    first = column(headers, "dasarhukum")
    assert first is not None
    cells = row[first : first + COMPONENTS]
    applies = [cell for cell in cells if str(cell or "").casefold() != "tidak berlaku"]
    states = [yes_no(cell) for cell in applies]
    if False in states:
        return "tidak_patuh"
    return "patuh" if None not in states and True in states else "tanpa_data"


def yes_no(cell: Any) -> bool | None:
    """Ada, belum, or nothing said; other content is the component itself."""
    text = str("" if cell is None else cell).strip().casefold()
    return None if not text else text not in NO


def day(cell: Any) -> date | None:
    """A date cell or '12 Januari 2024' or 12/01/2024."""
    if cell in (None, ""):
        return None
    if isinstance(cell, datetime):
        return cell.date()
    months = ("jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des")
    named = re.fullmatch(r"(\d{1,2}) (\w+) (\d{4})", str(cell).strip())
    if named:
        return date(int(named[3]), months.index(named[2][:3].casefold()) + 1, int(named[1]))
    parts = [int(part) for part in re.split(r"\D", str(cell).strip())]
    return date(*parts) if parts[0] > 31 else date(parts[2], parts[1], parts[0])
