"""Which units are nearest to the next category, and what lifts them there with the least effort."""

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
from compliance.warehouse import Snapshot

SHOWN, DUTIES = 8, 2
COLUMNS = [
    "unit_name", "lever_rank", "value", "category", "next_category", "next_lower", "points_needed",
    "measure_label", "measure_value", "measure_maximum", "effect_per_point", "needed_rise", "needed_value",
    "reached_value", "effort", "is_reachable", "needed_rise_all", "duty_label", "n_affected",
    "points_at_most", "sentence",
]  # fmt: skip


def nearest(selection: Selection, limit: int | None = None) -> pd.DataFrame:
    """The easiest lever of each unit, fewest points to the next category first; n_near counts them all."""
    return session.frame(queries.nearest_levers, **_asked(selection), limit=limit)


def _asked(selection: Selection) -> dict[str, Any]:
    return {
        "year": int(selection.year or 0),
        "instrument_id": str(selection.instrument_id),
        **selection.scope,
    }


@kept
def sentences(selection: Selection) -> list[str]:
    """What one unit would have to do in one instrument: the easiest way up, and duties that cost points."""
    rows = session.frame(queries.levers, **_asked(selection))
    duties = rows[rows["duty_id"].notna()].head(DUTIES)
    return [*nearest(selection)["sentence"], *duties["sentence"]]


def show(*, selection: Selection, source: str) -> None:
    """The nearest ones as a table of text, and every lever to download."""
    instrument = str(selection.instrument_id)
    near = nearest(selection, SHOWN)
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
        "pengungkit", partial(levers, session.snapshot(), _asked(selection)), COLUMNS,
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
        for row in records(near)
    ]


def levers(snapshot: Snapshot, asked: dict[str, Any]) -> pd.DataFrame:
    """Every lever of the units (of the city where only the city has a value), without empty columns."""
    rows = queries.levers(snapshot, **asked)
    units = rows[rows["unit_id"].notna()]
    return (units if len(units) else rows).dropna(axis="columns", how="all")


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
    n, all_of_them = bilangan(len(near)), bilangan(near["n_near"].iloc[0])
    return (
        f"{n} terdekat dari {all_of_them} unit di bawah kategori tertinggi. Kenaikan dihitung bila "
        "yang lain tetap. Unduhan memuat semua unit dan semua pilihan."
    )
