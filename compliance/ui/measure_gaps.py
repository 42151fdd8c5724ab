"""Per unsur, aspect or component: how many units are below target and city, who is far from the best."""

from __future__ import annotations

import pandas as pd

from compliance import queries
from compliance.charts.style import records
from compliance.formatting import angka, bilangan, kalimat, persen
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
    rows = session.frame(queries.measure_gaps, year=selection.year, subject_id=subject_id, **selection.scope)
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
        f"selisih_{what}", rows, COLUMNS, title=f"Selisih per {what} {selection.year}", selection=selection,
        source=source, extra_headers={"measure_label": kalimat(what)},
    )  # fmt: skip


@kept
def _lines(rows: pd.DataFrame, *, is_share: bool) -> list[tuple[str, ...]]:
    return [
        (str(own["measure_label"].iloc[0]), _below(own, "gap_to_target"), _below(own, "gap_to_city"),
         farthest(own, is_share=is_share))
        for _, own in rows.groupby("measure_order", sort=True)
    ]  # fmt: skip


def _below(rows: pd.DataFrame, gap: str) -> str:
    known = rows[gap].dropna()
    if known.empty:
        return "tidak ada pembanding"
    return f"{bilangan(int((known.round(2) < 0).sum()))} dari {bilangan(len(known))}"


def farthest(rows: pd.DataFrame, *, is_share: bool) -> str:
    """'Dinas X 3,10, sedangkan Dinas Y 3,62': the unit farthest below the best of its kind, and that one."""
    behind = rows[rows["gap_to_best"].round(2) < 0].sort_values(["gap_to_best", "unit_name"])
    if behind.empty:
        return "tidak ada"
    worst = next(iter(records(behind)))
    own, best = (persen(one) if is_share else angka(one, 2) for one in (worst.value, worst.best_value))
    return f"{worst.unit_name} {own}, sedangkan {worst.best_unit_name} {best}"
