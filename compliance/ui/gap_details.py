"""Unsur, aspects or dimensions on the page Kesenjangan: of the city, and of the units side by side."""

from __future__ import annotations

from typing import Any

import pandas as pd

from compliance import instruments, queries
from compliance.charts import gap, heatmap, measures
from compliance.formatting import bilangan
from compliance.ui import elements, paging, session
from compliance.ui.chart_card import ChartTable, chart_card
from compliance.ui.filters import Selection
from compliance.ui.gaps import Gaps
from compliance.ui.kept import keep, kept


def show(found: Gaps, low: pd.DataFrame, *, selection: Selection, source: str) -> None:
    """Bars of the city's measures, lowest first, and the heatmap of units x measures.

    low: what `lowest` gives.
    """
    instrument, year = str(selection.instrument_id), int(selection.year or 0)
    city, what = place_details(low, selection), measures.name(instrument)
    asked: dict[str, Any] = {"instrument_id": instrument, "year": year, **selection.scope}
    drawn = session.frame(queries.score_details, **asked, unit_ids=tuple(found.detailed["unit_id"]))
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
        keep(measures.cells, drawn, instrument, year, city, list(found.detailed["unit_name"])),
        title=heat_title(low, instrument),
        subtitle=heat_note(found, instrument),
        legend=measures.legend(instrument, year),
        table=ChartTable(
            paging.Listing(queries.score_details, asked, int(low["n_rows"].sum())),
            measures.COLUMNS,
            measures.headers(instrument),
        ),
        selection=selection,
        source=source,
    )


def lowest(selection: Selection) -> pd.DataFrame:
    """Per measure how often it is among the lowest ones of a unit of the selection, and its mean."""
    return session.frame(
        queries.lowest_measures,
        instrument_id=str(selection.instrument_id),
        year=selection.year,
        lowest=measures.LOWEST,
        **selection.scope,
    )


@kept
def place_details(low: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """Measures of the city, or their mean over the chosen units if not all are chosen."""
    if selection.is_whole_city:
        city = session.frame(
            queries.city_details, instrument_id=str(selection.instrument_id), year=selection.year
        )
        return measures.with_lowest(city.assign(unit_name=str(session.facts()["city_name"])))
    means = low[["measure_id", "measure_label", "measure_order", "value"]]
    return measures.with_lowest(means.assign(unit_id=None, unit_name="Rata-rata pilihan"))


def place_name(selection: Selection) -> str:
    """Whose measures those are, within a sentence."""
    return "kota" if selection.is_whole_city else f"rata-rata {selection.scope_text}"


@kept
def heat_title(low: pd.DataFrame, instrument_id: str) -> str:
    """Which measure is most often among the two lowest of a unit."""
    what = measures.name(instrument_id)
    most = low.sort_values("n_lowest", ascending=False, kind="stable").iloc[0]
    if not most["n_lowest"]:
        return f"Rincian {what} belum ada"
    return (
        f"{most['measure_label']} paling sering menjadi {what} terendah: "
        f"{bilangan(most['n_lowest'])} dari {bilangan(most['n_units'])} unit"
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
