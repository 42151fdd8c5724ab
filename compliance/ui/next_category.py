"""Which units are nearest to the next category, and which measure holds them back.

The bounds are the bands of the method in force in data/standards; no number of them stands here.
"""

from __future__ import annotations

import pandas as pd

from compliance import instruments
from compliance.charts import measures
from compliance.charts.style import records
from compliance.formatting import angka, bilangan, is_empty, kalimat, round_half_up
from compliance.ui import elements, text_table
from compliance.ui.filters import Selection

SHOWN = 8
COLUMNS = [
    "unit_name", "value", "category", "next_category", "next_lower", "points",
    "measure", "measure_value", "needed_rise",
]  # fmt: skip


def nearest(units: pd.DataFrame, details: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """Units by the points they lack to the lower bound of the next category, fewest first.

    The bounds are the bands of the method in force; units in the highest category have no next one.
    """
    instrument, year = str(selection.instrument_id), int(selection.year or 0)
    rule = measures.method(instrument, year)
    decimals = instruments.decimals(instrument)
    bounds = sorted(rule.bands, key=lambda band: band.lower)
    lines = []
    for row in records(units[units["value"].notna()]):
        value = float(round_half_up(row.value, decimals))
        band = rule.classify(value)
        above = [one for one in bounds if band is not None and one.lower > band.lower]
        if band is None or not above:
            continue
        points = float(round_half_up(above[0].lower - value, decimals))
        own = details[details["unit_id"] == row.unit_id]
        low = own.dropna(subset=["value"]).sort_values(["value", "measure_order"]).head(1)
        lines.append(
            {
                "unit_name": row.unit_name,
                "value": value,
                "category": band.category,
                "next_category": above[0].category,
                "next_lower": above[0].lower,
                "points": points,
                "measure": None if low.empty else low["measure_label"].iloc[0],
                "measure_value": None if low.empty else low["value"].iloc[0],
                "needed_rise": measures.needed_rise(own, instrument, year, points),
            }
        )
    table = pd.DataFrame(lines, columns=COLUMNS)
    return table.sort_values(["points", "unit_name"]).reset_index(drop=True)


def headers(instrument_id: str) -> dict[str, str]:
    what = kalimat(measures.name(instrument_id))
    return {
        "next_category": "Kategori berikutnya",
        "next_lower": "Mulai dari nilai",
        "points": "Kurang (poin)",
        "measure": f"{what} terendah",
        "measure_value": f"Nilai {what.lower()} itu",
        "needed_rise": f"Kenaikan {what.lower()} itu yang diperlukan",
    }


def show(units: pd.DataFrame, details: pd.DataFrame, *, selection: Selection, source: str) -> None:
    """The nearest ones as a table of text, and all of them to download."""
    instrument = str(selection.instrument_id)
    near = nearest(units, details, selection)
    elements.section("Paling dekat ke kategori berikutnya", note(near, instrument))
    if near.empty:
        return
    decimals, what = instruments.decimals(instrument), kalimat(measures.name(instrument))
    heads = ["Unit", "Nilai", "Kategori", "Kurang (poin)", f"{what} terendah", f"{what} itu perlu naik"]
    told = [
        (
            row.unit_name,
            angka(row.value, decimals),
            f"{row.category} → {row.next_category}",
            angka(row.points, decimals),
            None if is_empty(row.measure) else f"{row.measure} ({angka(row.measure_value)})",
            angka(row.needed_rise),
        )
        for row in records(near.head(SHOWN))
    ]
    # Not every method says what one measure alone would do.
    width = len(heads) if near["needed_rise"].notna().any() else len(heads) - 1
    text_table.table(
        heads[:width],
        [row[:width] for row in told],
        caption=title(near, instrument),
        right=[1, 3, 5],
        narrow=[2],
    )
    columns = [name for name in COLUMNS if near[name].notna().any()]
    elements.downloads(
        "kategori_berikutnya", near, columns, title=title(near, instrument),
        selection=selection, source=source, extra_headers=headers(instrument),
    )  # fmt: skip


def title(table: pd.DataFrame, instrument_id: str) -> str:
    """'Dinas X paling dekat ke kategori B: kurang 0,31 poin'."""
    if table.empty:
        return "Tidak ada unit di bawah kategori tertinggi"
    first = table.iloc[0]
    return (
        f"{first['unit_name']} paling dekat ke kategori {first['next_category']}: "
        f"kurang {angka(first['points'], instruments.decimals(instrument_id))} poin"
    )


def note(table: pd.DataFrame, instrument_id: str) -> str:
    """What the list says and what it does not."""
    if table.empty:
        return "Semua unit yang bernilai sudah berkategori tertinggi."
    n = bilangan(min(SHOWN, len(table)))
    text = (
        f"{n} terdekat dari {bilangan(len(table))} unit di bawah kategori tertinggi. Batas kategori ada "
        "di halaman Metodologi."
    )
    if table["needed_rise"].notna().any():
        text += f" Kenaikan dihitung bila {measures.name(instrument_id)} yang lain tetap."
    return text
