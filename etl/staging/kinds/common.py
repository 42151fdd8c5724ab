"""Checks that several kinds share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from etl.names import unit_key
from etl.staging.findings import Findings
from etl.staging.place import Place

if TYPE_CHECKING:
    from etl.staging.sheet import SheetRows

_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])")


def check_key(rows: SheetRows, place: Place, findings: Findings) -> None:
    """Remark on a record that stands twice in the sheet by its natural key."""
    kind = rows.layout.kind
    first: dict[tuple, int] = {}
    rejected = findings.rejected_rows()
    for index, number in enumerate(rows.numbers):
        if number in rejected:
            continue
        key = tuple(_key_part(rows, place, name, index) for name in kind.natural_key)
        if key in first:
            findings.add("KUNCI_GANDA", row=number, key=", ".join(kind.natural_key), first=first[key])
        else:
            first[key] = number


def _key_part(rows: SheetRows, place: Place, name: str, index: int) -> Any:
    value = place.units[index] if name == "unit" else rows.values[name][index]
    return unit_key(value) if isinstance(value, str) else value


def check_actions(rows: SheetRows, place: Place, findings: Findings) -> None:
    """Follow-up: a finished action has a date."""
    check_key(rows, place, findings)
    for index, number in enumerate(rows.numbers):
        if rows.values["status"][index] == "selesai" and rows.values["tanggal_selesai"][index] is None:
            findings.add("SELESAI_TANPA_TANGGAL", row=number, column="tanggal_selesai")


def check_year_of_name(rows: SheetRows, place: Place, findings: Findings) -> None:
    """A file named 2024 that holds answers of 2025."""
    named = set(map(int, _YEAR.findall(rows.file_name)))
    found = {year for year in place.years if year is not None} | rows.sound.years
    if named and found and not named & found:
        findings.add("TAHUN_NAMA_BERKAS", named=_years(named), found=_years(found))


def _years(years: set[int]) -> str:
    return ", ".join(map(str, sorted(years)))
