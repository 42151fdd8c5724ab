"""Per unsur, aspect or component: how many units are below target and city, who is far from the best."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from compliance import queries
from compliance.charts.style import records
from compliance.formatting import angka, bilangan, is_empty, kalimat, persen
from compliance.ui import elements, session, text_table
from compliance.ui.filters import Selection
from compliance.ui.kept import kept

COMPONENTS = "komponen"
COLUMNS = [
    "unit_name", "measure_label", "value", "target_value", "gap_to_target", "city_value", "gap_to_city",
    "best_value", "best_unit_name", "gap_to_best",
]  # fmt: skip
HEADERS = ("Unit di bawah target", "Unit di bawah nilai kota", "Terjauh dari unit terbaik sejenis")
NOTE = {
    True: "Bagian layanan yang memuat komponen itu, dari layanan yang menyatakannya ada atau belum. "
    "Targetnya semua layanan, karena setiap komponen diwajibkan.",
    False: "Target sebuah ukuran ialah nilai yang memberi target instrumen bila semua ukuran mencapainya; "
    "tidak ada bila target belum ditetapkan atau nilainya tidak dihitung dari ukuran itu saja.",
}


def show(selection: Selection, subject_id: str, *, what: str, source: str) -> None:
    """One line per measure, and every unit's own gaps to download; nothing where no unit has values.

    what: what a measure is called: 'unsur', 'aspek', 'komponen'.
    """
    asked: dict[str, Any] = {"year": selection.year, "subject_id": subject_id, **selection.scope}
    rows = session.frame(queries.measure_gap_counts, **asked)
    if rows.empty:
        return
    is_share = subject_id == COMPONENTS
    elements.section(f"Selisih per {what}", NOTE[is_share])
    text_table.table(
        [kalimat(what), *HEADERS],
        _lines(rows, is_share=is_share),
        caption=f"Selisih per {what}",
    )
    elements.downloads(
        f"selisih_{what}", partial(queries.measure_gaps, session.snapshot(), **asked), COLUMNS,
        title=f"Selisih per {what} {selection.year}", selection=selection, source=source,
        extra_headers={"measure_label": kalimat(what)},
    )  # fmt: skip


@kept
def _lines(rows: pd.DataFrame, *, is_share: bool) -> list[tuple[str, ...]]:
    return [
        (row.measure_label, _below(row.n_below_target, row.n_target), _below(row.n_below_city, row.n_city),
         farthest(row, is_share=is_share))
        for row in records(rows)
    ]  # fmt: skip


def _below(n: int, known: int) -> str:
    return f"{bilangan(n)} dari {bilangan(known)}" if known else "tidak ada pembanding"


def farthest(row: Any, *, is_share: bool) -> str:
    """'Dinas X 3,10, sedangkan Dinas Y 3,62': the unit farthest below the best of its kind, and that one."""
    if is_empty(row.unit_name):
        return "tidak ada"
    own, best = (persen(one) if is_share else angka(one, 2) for one in (row.value, row.best_value))
    return f"{row.unit_name} {own}, sedangkan {row.best_unit_name} {best}"
