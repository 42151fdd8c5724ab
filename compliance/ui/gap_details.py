"""Unsur, aspects or dimensions on the page Kesenjangan: of the city, and of the units side by side."""

from __future__ import annotations

import pandas as pd

from compliance import instruments, queries
from compliance.charts import gap, heatmap, measures
from compliance.formatting import bilangan
from compliance.ui import elements, session
from compliance.ui.chart_card import ChartTable, chart_card
from compliance.ui.filters import Selection
from compliance.ui.gaps import Gaps
from compliance.ui.kept import keep, kept


def show(found: Gaps, rows: pd.DataFrame, *, selection: Selection, source: str) -> None:
    """Bars of the city's measures, lowest first, and the heatmap of units x measures.

    rows: what `details` gives.
    """
    instrument, year = str(selection.instrument_id), int(selection.year or 0)
    city, what = place_details(rows, selection), measures.name(instrument)
    elements.section(f"Rincian {what}")
    chart_card(
        f"{what}_terendah",
        gap.measures,
        city,
        title=keep(measures.lowest_title, city, instrument, place_name(selection)),
        scale=measures.scale(instrument, year),
        table=ChartTable(city, ["measure_label", "value"], measures.headers(instrument)),
        selection=selection,
        source=source,
    )
    chart_card(
        f"peta_{what}",
        heatmap.matrix,
        keep(measures.cells, rows, instrument, year, city, found.detailed),
        title=heat_title(rows, instrument),
        subtitle=heat_note(found, instrument),
        legend=measures.legend(instrument, year),
        table=ChartTable(rows, measures.COLUMNS, measures.headers(instrument)),
        selection=selection,
        source=source,
    )


@kept
def details(selection: Selection) -> pd.DataFrame:
    """Measures of the units of the selection in its year."""
    return session.frame(
        queries.score_details,
        instrument_id=str(selection.instrument_id),
        year=selection.year,
        **selection.scope,
    )


@kept
def place_details(rows: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """Measures of the city, or their mean over the chosen units if not all are chosen."""
    if selection.is_whole_city:
        city = session.frame(
            queries.city_details, instrument_id=str(selection.instrument_id), year=selection.year
        )
        return measures.with_lowest(city.assign(unit_name=str(session.facts()["city_name"])))
    keys = ["measure_id", "measure_label", "measure_order"]
    means = rows.groupby(keys, as_index=False)["value"].mean()
    return measures.with_lowest(means.assign(unit_id=None, unit_name="Rata-rata pilihan"))


def place_name(selection: Selection) -> str:
    """Whose measures those are, within a sentence."""
    return "kota" if selection.is_whole_city else f"rata-rata {selection.scope_text}"


@kept
def heat_title(rows: pd.DataFrame, instrument_id: str) -> str:
    """Which measure is most often among the two lowest of a unit."""
    low = measures.with_lowest(rows)
    low = low[low["is_lowest"]]
    what = measures.name(instrument_id)
    if low.empty:
        return f"Rincian {what} belum ada"
    counts = low["measure_label"].value_counts()
    n_units = rows.loc[rows["value"].notna(), "unit_id"].nunique()
    return (
        f"{counts.index[0]} paling sering menjadi {what} terendah: "
        f"{bilangan(counts.iloc[0])} dari {bilangan(n_units)} unit"
    )


@kept
def heat_note(found: Gaps, instrument_id: str) -> str:
    """Which rows the heatmap has, and what its colours are and are not."""
    what, n = measures.name(instrument_id), len(found.detailed)
    which = "semua unit bernilai"
    if n < len(found.rows) - len(found.silent):
        which = f"{bilangan(n)} unit dengan {'selisih terbesar' if len(found.drawn) else 'nilai terendah'}"
    return (
        f"Baris: {which}. ▼ menandai {what} terendah pada baris itu. Warna mengikuti kategori "
        f"{instruments.title(instrument_id)} pada skala {what}, sebagai petunjuk; kategori resmi berlaku "
        "untuk nilai keseluruhan."
    )
