"""The IKM of one unit by characteristics of its respondents (mart_respondent); small groups are hidden."""

from __future__ import annotations

from typing import Any

import pandas as pd

from compliance import instruments, queries
from compliance.charts.style import records
from compliance.formatting import angka, bilangan, is_empty, persen
from compliance.ui import elements, session, text_table
from compliance.ui.filters import Selection
from compliance.ui.kept import keep

COLUMNS = [
    "year", "characteristic_label", "group_label", "n_respondents", "respondent_share", "value", "ci_low",
    "ci_high",
]  # fmt: skip
HEADERS = ("Kelompok", "Responden", "Bagian", "IKM", "Rentang")
HIDDEN = "disembunyikan"
NOTE = (
    "Hanya dari jawaban yang dimuat per responden. Kelompok yang rentang ketidakpastiannya tumpang tindih "
    "belum tentu berbeda."
)
WHY_HIDDEN = (
    " Kelompok kecil disembunyikan, begitu pula kelompok lain bila tanpanya yang kecil dapat dihitung dari "
    "jumlah seluruhnya."
)


def show(selection: Selection) -> None:
    """A table of all groups of the unit and year; nothing where its survey tells no characteristic."""
    rows = session.frame(queries.respondent_groups, year=selection.year, unit_id=selection.unit_id)
    if rows.empty:
        return
    title = f"Responden SKM {selection.year} menurut cirinya"
    elements.section(title, NOTE + (WHY_HIDDEN if rows["is_suppressed"].any() else ""))
    text_table.table(HEADERS, keep(_lines, rows), caption=title, right=(1, 2, 3, 4))
    elements.downloads(
        "ciri_responden", rows, COLUMNS, title=f"IKM {selection.unit_name} menurut ciri responden",
        selection=selection, source=instruments.source("ikm"),
    )  # fmt: skip


def _lines(rows: pd.DataFrame) -> list[tuple[str, ...]]:
    return [_cells(row) for row in records(rows)]


def _cells(row: Any) -> tuple[str, ...]:
    group = f"{row.characteristic_label}: {row.group_label}"
    if row.is_suppressed:
        return group, HIDDEN, HIDDEN, HIDDEN, HIDDEN
    decimals = instruments.decimals("ikm")
    span = f"{angka(row.ci_low, decimals)}–{angka(row.ci_high, decimals)}"
    return (
        group,
        bilangan(row.n_respondents),
        persen(row.respondent_share),
        angka(row.value, decimals),
        "tidak ada" if is_empty(row.ci_low) else span,
    )
