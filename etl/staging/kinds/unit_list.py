"""Defects of a unit list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from etl.names import unit_key
from etl.staging.findings import Findings
from etl.staging.place import Place

if TYPE_CHECKING:
    from etl.staging.sheet import SheetRows

_DOUBLED = re.compile(r"\b(\w{3,})\s+\1\b", re.IGNORECASE)


def check(rows: SheetRows, place: Place, findings: Findings) -> None:
    """Codes that stand twice, parents that contradict the code, doubled words, periods that end too early."""
    codes, names = rows.values["kode_unit"], rows.values["nama_unit"]
    name_of = {unit_key(code): (code, name) for code, name in zip(codes, names, strict=True) if code}
    first: dict[tuple, int] = {}
    for index, number in enumerate(rows.numbers):
        code, name, parent = codes[index], names[index], rows.values["kode_induk"][index]
        start, end = rows.values["berlaku_mulai"][index], rows.values["berlaku_sampai"][index]
        if name and (doubled := _DOUBLED.search(name)):
            findings.add("KATA_GANDA", row=number, column="nama_unit", value=name, word=doubled.group(1))
        if start and end and end < start:
            findings.add("MASA_BERLAKU_TERBALIK", row=number, column="berlaku_sampai", value=end)
        if not code:
            continue
        key = (unit_key(code), start)
        if key in first:
            # Another name under the same code and from the same day is another unit, not its newer name.
            is_other = unit_key(name) != unit_key(names[first[key]])
            findings.add(
                "KODE_UNIT_GANDA",
                row=number,
                column="kode_unit",
                value=code,
                first=rows.numbers[first[key]],
                severity="Galat" if is_other else None,
            )
        first.setdefault(key, index)
        if parent and unit_key(parent) == unit_key(code):
            findings.add("INDUK_DIRI_SENDIRI", row=number, column="kode_induk", value=parent)
        owner = _owner_by_code(code, name_of)
        if parent and owner and unit_key(parent) not in (unit_key(owner[0]), unit_key(owner[1])):
            findings.add(
                "INDUK_TIDAK_COCOK",
                row=number,
                column="kode_induk",
                value=parent,
                parent=parent,
                code=code,
                expected=owner[0],
                expected_name=owner[1] or "tanpa nama",
            )


def _owner_by_code(code: str, name_of: dict) -> tuple[str, str | None] | None:
    """The unit whose code is the longest proper beginning of a dotted code: D.5.1 for D.5.1.6."""
    parts = code.split(".")
    for length in range(len(parts) - 1, 0, -1):
        owner = name_of.get(unit_key(".".join(parts[:length])))
        if owner:
            return owner
    return None
