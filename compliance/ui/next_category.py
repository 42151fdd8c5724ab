"""Which units are nearest to the next category, and what lifts them there with the least effort."""

from __future__ import annotations

from typing import Any

import pandas as pd

from compliance import instruments, queries
from compliance.charts.style import records
from compliance.formatting import angka, bilangan
from compliance.ui import elements, session, text_table
from compliance.ui.filters import Selection
from compliance.ui.kept import keep, kept

SHOWN, DUTIES = 8, 2
COLUMNS = [
    "unit_name", "lever_rank", "value", "category", "next_category", "next_lower", "points_needed",
    "measure_label", "measure_value", "measure_maximum", "effect_per_point", "needed_rise", "needed_value",
    "reached_value", "effort", "is_reachable", "needed_rise_all", "duty_label", "n_affected",
    "points_at_most", "sentence",
]  # fmt: skip


@kept
def levers(selection: Selection) -> pd.DataFrame:
    """Every lever of the units of the selection; of the city where only the city has a value."""
    rows = session.frame(
        queries.levers,
        year=int(selection.year or 0),
        instrument_id=str(selection.instrument_id),
        **selection.scope,
    )
    units = rows[rows["unit_id"].notna()]
    return units if len(units) else rows


@kept
def nearest(rows: pd.DataFrame) -> pd.DataFrame:
    """The first lever of each unit, fewest points to the next category first."""
    first = rows[rows["lever_rank"] == 1]
    return first.sort_values(["points_needed", "unit_name"]).reset_index(drop=True)


@kept
def sentences(selection: Selection) -> list[str]:
    """What one unit would have to do in one instrument: the easiest way up, and duties that cost points."""
    rows = levers(selection)
    duties = rows[rows["duty_id"].notna()].head(DUTIES)
    return [*nearest(rows)["sentence"], *duties["sentence"]]


def show(*, selection: Selection, source: str) -> None:
    """The nearest ones as a table of text, and every lever to download."""
    instrument = str(selection.instrument_id)
    rows = levers(selection)
    near = nearest(rows)
    elements.section("Paling dekat ke kategori berikutnya", note(near))
    if near.empty:
        return
    text_table.table(
        ["Unit", "Nilai", "Kategori", "Kurang (poin)", "Yang paling ringan"],
        _cells(near, instruments.decimals(instrument)),
        caption=title(near, instrument),
        right=[1, 3],
        narrow=[1, 2, 3],
    )
    elements.downloads(
        "pengungkit", rows, keep(_filled, rows),
        title=title(near, instrument), selection=selection, source=source,
    )  # fmt: skip


@kept
def _cells(near: pd.DataFrame, decimals: int) -> list[tuple[Any, ...]]:
    return [
        (
            row.unit_name,
            angka(row.value, decimals),
            f"{row.category} → {row.next_category}",
            angka(row.points_needed, decimals),
            row.sentence,
        )
        for row in records(near.head(SHOWN))
    ]


def _filled(rows: pd.DataFrame) -> list[str]:
    return [name for name in COLUMNS if rows[name].notna().any()]


@kept
def title(near: pd.DataFrame, instrument_id: str) -> str:
    """'Dinas X paling dekat ke kategori B: kurang 0,31 poin'."""
    if near.empty:
        return "Tidak ada unit di bawah kategori tertinggi"
    first = near.iloc[0]
    return (
        f"{first['unit_name']} paling dekat ke kategori {first['next_category']}: "
        f"kurang {angka(first['points_needed'], instruments.decimals(instrument_id))} poin"
    )


@kept
def note(near: pd.DataFrame) -> str:
    """What the list says and what it does not."""
    if near.empty:
        return "Semua unit yang bernilai sudah berkategori tertinggi."
    n = bilangan(min(SHOWN, len(near)))
    return (
        f"{n} terdekat dari {bilangan(len(near))} unit di bawah kategori tertinggi. Kenaikan dihitung bila "
        "yang lain tetap. Unduhan memuat semua unit dan semua pilihan."
    )
