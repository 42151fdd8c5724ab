"""Defects of a register of service standards. The rows are taken; the sender is told."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from etl.names import clean_text, unit_key
from etl.staging.findings import Findings
from etl.staging.place import Place

if TYPE_CHECKING:
    from etl.staging.sheet import SheetRows

# Widths of text fields in applications: many names of exactly such a length have lost their end.
FIELD_WIDTHS = (50, 100, 255)
CUT_NAMES = 3
_MARK = re.compile(r"\b(no(?:mor|mer)?)(?!\w)(\s*\.?)(\s*:)?", re.IGNORECASE)
_YEAR_WORD = re.compile(r"\btahun\s+\d{4}\b", re.IGNORECASE)
_YEAR_SLASH = re.compile(r"/\s*\d{4}\b")


def check(rows: SheetRows, place: Place, findings: Findings) -> None:
    """Names that were cut or stand twice, decrees without number or date, mixed ways to write a number."""
    if place.n_year_only:
        findings.add("TANGGAL_DARI_TAHUN", column="tanggal_pengajuan", count=place.n_year_only)
    _cut_names(rows, findings)
    _same_names(rows, place, findings)
    _decrees(rows, findings, "nomor_sk", "SK_TANPA_NOMOR")
    _decrees(rows, findings, "tanggal_sk", "SK_TANPA_TANGGAL")
    _decree_forms(rows, findings)


def occurrences(rows: SheetRows, place: Place) -> list[int]:
    """1.. among equal unit, code, name and submission date: equal names are different services."""
    seen: Counter[tuple] = Counter()
    result = []
    columns = (rows.values[name] for name in ("kode_layanan", "nama_layanan", "tanggal_pengajuan"))
    for unit, code, name, day in zip(place.units, *columns, strict=True):
        key = (unit_key(unit), unit_key(code), unit_key(name), day)
        seen[key] += 1
        result.append(seen[key])
    return result


def _cut_names(rows: SheetRows, findings: Findings) -> None:
    cells = rows.cells["nama_layanan"]
    lengths = Counter(len(cell) for cell in cells if isinstance(cell, str) and clean_text(cell))
    longest = max(lengths, default=0)
    if longest not in FIELD_WIDTHS or lengths[longest] < CUT_NAMES:
        return
    for number, cell in zip(rows.numbers, cells, strict=True):
        if isinstance(cell, str) and len(cell) == longest:
            findings.add(
                "NAMA_TERPOTONG",
                row=number,
                column="nama_layanan",
                value=cell,
                length=longest,
                count=lengths[longest] - 1,
            )


def _same_names(rows: SheetRows, place: Place, findings: Findings) -> None:
    first: dict[tuple, int] = {}
    names, days = rows.values["nama_layanan"], rows.values["tanggal_pengajuan"]
    for number, unit, name, day in zip(rows.numbers, place.units, names, days, strict=True):
        if not name:
            continue
        key: tuple[Any, ...] = (unit_key(unit), unit_key(name), day)
        if key in first:
            findings.add("LAYANAN_GANDA", row=number, column="nama_layanan", value=name, first=first[key])
        else:
            first[key] = number


def _decrees(rows: SheetRows, findings: Findings, column: str, code: str) -> None:
    values, states = rows.values[column], rows.values["status"]
    affected = [
        number
        for number, value, state in zip(rows.numbers, values, states, strict=True)
        if state == "ditetapkan" and value is None
    ]
    if affected and not any(value is not None for value in values):
        # One sentence says it as well as five hundred.
        findings.add(code, column=column, scope=f" pada seluruh {len(affected)} layanan")
        return
    for number in affected:
        findings.add(code, row=number, column=column, scope="")


def _decree_forms(rows: SheetRows, findings: Findings) -> None:
    forms = Counter(_decree_form(value) for value in rows.values["nomor_sk"] if value)
    if len(forms) > 1:
        texts = [
            f'"{form}" ({count} baris)'
            for form, count in sorted(forms.items(), key=lambda item: (-item[1], item[0]))
        ]
        findings.add("SK_RAGAM_TULISAN", column="nomor_sk", count=len(forms), forms=", ".join(texts))


def _decree_form(text: str) -> str:
    """The way a decree number is written: the word before it, and how the year follows."""
    mark = _MARK.search(text)
    start = f"{mark.group(1)}{mark.group(2).rstrip()}{' :' if mark.group(3) else ''} ..." if mark else "..."
    if mark and mark.group(3) and not mark.group(3).startswith(" ") and not mark.group(2).endswith(" "):
        start = start.replace(" :", ":", 1)
    if _YEAR_WORD.search(text):
        return f"{start} Tahun ...."
    return f"{start}/...." if _YEAR_SLASH.search(text) else start
