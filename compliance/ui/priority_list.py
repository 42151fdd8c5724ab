"""Whom to coach first, with every term of the score, and who cannot be judged yet (mart_priority)."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from compliance import instruments, queries
from compliance.charts.style import records
from compliance.formatting import angka, bilangan
from compliance.ui import elements, session, text_table
from compliance.ui.filters import Selection
from compliance.ui.kept import kept

SHOWN, FEW = 10, 3
COLUMNS = [
    "priority_rank", "unit_name", "unit_kind_label", "district", "score", "sentence", "value",
    "reference_value", "shortfall", "n_population", "fall", "n_duties_unmet", "n_duties_judged",
    "gap_term", "people_term",
    "trend_term", "duty_term", "gap_weight", "people_weight", "trend_weight", "duty_weight",
]  # fmt: skip
_TERMS = ("gap_term", "people_term", "trend_term", "duty_term")
Row = tuple[str, str, str]


def _asked(selection: Selection, instrument_id: str) -> dict[str, Any]:
    return {"year": int(selection.year or 0), "instrument_id": instrument_id, **selection.scope}


def show(*, selection: Selection, source: str) -> None:
    """The list with its terms, and how many units are not on it."""
    instrument = str(selection.instrument_id)
    asked = _asked(selection, instrument)
    found = session.frame(queries.priorities, **asked, limit=SHOWN)
    if found.empty:
        return
    elements.section("Urutan pembinaan", note(found, instrument))
    cells = _cells(found)
    if cells:
        text_table.table(
            ["Urutan", "Unit", "Skor", "Selisih", "Pengguna", "Tren", "Kewajiban", "Mengapa"],
            cells,
            caption=f"Urutan pembinaan menurut {instruments.title(instrument)}",
            right=[0, 2, 3, 4, 5, 6],
            narrow=[0, 2, 3, 4, 5, 6],
        )
    elements.downloads(
        "urutan_pembinaan", partial(queries.priorities, session.snapshot(), **asked), COLUMNS,
        title=f"Urutan pembinaan menurut {instruments.title(instrument)}", selection=selection, source=source,
    )  # fmt: skip


@kept
def _cells(found: pd.DataFrame) -> list[tuple[Any, ...]]:
    return [
        (
            bilangan(row.priority_rank),
            row.unit_name,
            angka(row.score, 1),
            *(angka(getattr(row, term)) for term in _TERMS),
            row.sentence,
        )
        for row in records(found[found["score"].notna()])
    ]


@kept
def note(found: pd.DataFrame, instrument_id: str) -> str:
    """How many of how many are on the list, and that the others are not the last ones."""
    n = int(found["n_scored"].iloc[0])
    silent = int(found["n_units"].iloc[0]) - n
    text = (
        f"{bilangan(min(SHOWN, n))} teratas dari {bilangan(n)} unit. Setiap faktor paling besar 1; cara "
        "menghitung skornya ada di halaman Metodologi."
    )
    if silent:
        text += (
            f" {bilangan(silent)} unit belum dapat diurutkan karena nilai {instruments.title(instrument_id)} "
            "atau acuannya belum ada; itu bukan berarti unit tersebut paling akhir."
        )
    return text


@kept
def few(selection: Selection, instrument_id: str) -> list[Row]:
    """(unit, why, score) of the first ones, for Ringkasan."""
    first = session.frame(queries.priorities, **_asked(selection, instrument_id), limit=FEW)
    ranked = first[first["score"].notna()]
    told = [(str(row.unit_name), str(row.sentence), angka(row.score, 1)) for row in records(ranked)]
    if len(ranked) and (more := int(ranked["n_scored"].iloc[0]) - FEW) > 0:
        told.append((f"dan {bilangan(more)} unit lain di halaman Kesenjangan", "", ""))
    return told
