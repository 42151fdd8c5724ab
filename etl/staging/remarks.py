"""Findings about the columns of a sheet: missing, unknown, doubled or personal ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz, process

from etl.names import squash
from etl.reading import Grid
from etl.staging.findings import Findings, listed, row_list
from etl.staging.layout import Fills, Layout, rows_above
from etl.staging.values import is_blank

if TYPE_CHECKING:
    from etl.staging.sheet import SheetRows

SIMILAR_SCORE = 75
MAX_LETTERS = 20
_MONTH_FIRST = re.compile(r"\s*([0-9]{1,2})[/.-]([0-9]{1,2})[/.-][0-9]{4}\b")


def missing_columns(layout: Layout, fills: Fills, findings: Findings) -> set[str]:
    """A required column that neither the sheet nor the sender gives refuses the sheet.

    Returns what the sender could say for all of it: `unit`, `year`.
    """
    missing = layout.missing(fills)
    if not missing:
        return set()
    headers = [text for text in layout.headers if text]
    kind = layout.kind
    lacks = {
        "unit" if kind.columns[name].type == "unit" else "year"
        for name in missing
        if kind.columns[name].type in ("unit", "year") or kind.columns[name].year_stand_in != "no"
    }
    named = [word for option, word in (("unit", "unit"), ("year", "tahun")) if option in lacks]
    hint = (
        f"Bila seluruh isinya hanya untuk satu {' dan satu '.join(named)}, cukup sebutkan "
        f"{' dan '.join(f'{one}nya' for one in named)} saat mengirim atau memuat berkas."
        if named
        else ""
    )
    findings.add(
        "KOLOM_WAJIB_TIDAK_ADA",
        title=kind.title,
        missing=listed([kind.columns[name].label for name in missing]),
        headers=listed(headers),
        nearest=_nearest(layout, missing),
        hint=hint,
    )
    return lacks


def _nearest(layout: Layout, missing: list[str]) -> str:
    unknown = {squash(layout.headers[position]): layout.headers[position] for position in layout.unknown}
    texts = []
    for name in missing:
        labels = [squash(name), squash(layout.kind.columns[name].label)]
        hits = [
            process.extractOne(label, list(unknown), scorer=fuzz.ratio, score_cutoff=SIMILAR_SCORE)
            for label in labels
        ]
        likest = [hit[0] for hit in hits if hit]
        # "tahun_indeks" for "Tahun": the title with a word more.
        likest += [key for key in unknown for label in labels if key.startswith(label) or key.endswith(label)]
        found = unknown[likest[0]] if likest else None
        if found:
            texts.append(f' Mungkin kolom "{found}" dimaksudkan sebagai "{layout.kind.columns[name].label}".')
    return "".join(texts)


def about_columns(grid: Grid, layout: Layout, body: list[list[Any]], findings: Findings) -> None:
    """Say once per sheet which columns were not taken, and which were taken together."""
    headers = layout.headers
    for name, positions in layout.columns.items():
        if len(positions) > 1:
            same = len({squash(headers[position]) for position in positions}) < len(positions)
            findings.add(
                "KOLOM_GANDA",
                column=name,
                name=name,
                headers=listed([headers[position] for position in positions]),
                severity=None if same else "Saran",
            )
    if layout.personal:
        findings.add("KOLOM_PRIBADI", headers=listed([headers[position] for position in layout.personal]))
    unknown = [
        headers[position]
        for position in layout.unknown
        if squash(headers[position]) not in ("no", "nomor", "nourut")
    ]
    if unknown:
        findings.add("KOLOM_TAK_DIKENAL", headers=listed(unknown))
    n_titled = grid.widths[layout.header_row - 1] if grid.widths else len(headers)
    untitled = [
        position
        for position in range(min(n_titled, len(headers)))
        if not headers[position] and any(not is_blank(row[position]) for row in body)
    ]
    if untitled:
        letters = ", ".join(map(column_letters, untitled[:MAX_LETTERS]))
        more = len(untitled) - MAX_LETTERS
        findings.add("KOLOM_TANPA_JUDUL", columns=letters + (f" dan {more} lainnya" if more > 0 else ""))
    above = rows_above(grid, layout)
    if above:
        findings.add("BARIS_DI_ATAS_JUDUL", rows=row_list(above), header=layout.header_row)


def month_first(rows: SheetRows, findings: Findings) -> None:
    """If one date of a column only makes sense month first, the others of the column may be misread."""
    for name, column in rows.layout.kind.columns.items():
        if column.type not in ("date", "datetime"):
            continue
        for cell in rows.cells[name]:
            if is_month_first(cell):
                findings.add("TANGGAL_BULAN_DULU", column=name, value=cell)
                break


def is_month_first(cell: Any) -> bool:
    """Whether a date only makes sense with the month before the day."""
    match = _MONTH_FIRST.match(cell) if isinstance(cell, str) else None
    return bool(match and 12 < int(match.group(2)) <= 31 and 1 <= int(match.group(1)) <= 12)


def column_letters(position: int) -> str:
    """0 -> A, 26 -> AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
