"""The figures of the page Tren: lines over the years, and pairs of two years."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from compliance import instruments, queries
from compliance.charts.style import records
from compliance.formatting import bilangan
from compliance.sentences import arah, judul_indeks, ringkas_arah
from compliance.ui import filters, session
from compliance.ui.filters import Selection
from compliance.ui.kept import kept

COLUMNS = [
    "series", "year", "value", "category", "category_label", "ci_low", "ci_high", "n_respondents",
    "previous_value", "change", "target_value", "method_label", "break_reason",
]  # fmt: skip
DRAWN = 200  # pairs; more lines than that hide each other
_MEAN = "Rata-rata unit"


@kept
def lines(selection: Selection) -> pd.DataFrame:
    """Rows for charts.trend: the city (with the mean of its units, where that is another figure), or the
    chosen unit beside the city, or the mean of the chosen units beside the city."""
    city = session.frame(queries.city_scores, instrument_id=selection.instrument_id)
    city = city.assign(series=_city_name())
    if selection.unit_id:
        chosen = {"instrument_id": selection.instrument_id, "unit_id": selection.unit_id}
        unit = session.frame(queries.unit_line, **chosen)
        return pd.concat([unit.assign(series=selection.unit_name), city.assign(target_value=None)])
    if not selection.is_whole_city:
        return pd.concat([_mean(selection, city), city])
    means = city[city["unit_mean_value"].notna()]
    if (means["unit_mean_value"] - means["value"]).abs().max() > 0:
        return pd.concat([city, _bare(means.assign(series=_MEAN, value=means["unit_mean_value"]))])
    return city


def _mean(selection: Selection, city: pd.DataFrame) -> pd.DataFrame:
    """The mean of the chosen units; the method of a year is the city's, so breaks fall in the same place."""
    counts = session.frame(queries.reporting_counts, **selection.scope)
    counts = counts[counts["instrument_id"] == selection.instrument_id]
    methods = city[["year", "method_id", "method_label"]]
    rows = counts.merge(methods, on="year", how="left")
    return rows.assign(series=f"Rata-rata {selection.scope_text}", value=rows["mean_value"])


def _bare(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[["series", "year", "value", "method_id", "method_label"]]


@kept
def title(rows: pd.DataFrame, selection: Selection) -> str:
    """The finding of the chosen year for the first series."""
    name = instruments.title(str(selection.instrument_id))
    main = rows["series"].iloc[0] if len(rows) else _city_name()
    now = rows[(rows["series"] == main) & (rows["year"] == selection.year)]
    place = "kota" if main == _city_name() else str(main).replace("Rata-rata", "rata-rata", 1)
    if now.empty:
        return judul_indeks(name, None, place=place, year=selection.year)
    row = now.iloc[0]
    total = n = None
    if place == "kota":
        counts = session.frame(queries.reporting_counts)
        one = counts[
            (counts["instrument_id"] == selection.instrument_id) & (counts["year"] == selection.year)
        ]
        n, total = (one["n_reported"].iloc[0], one["n_expected"].iloc[0]) if len(one) else (None, None)
    return judul_indeks(
        name,
        row["value"],
        place=place,
        year=selection.year,
        change=row.get("change"),
        comparable=row.get("is_comparable"),
        decimals=instruments.decimals(str(selection.instrument_id)),
        n=n,
        total=total,
        n_compared=row.get("n_compared"),
    )


@kept
def years_with_values(instrument_id: str) -> list[int]:
    """Years in which at least one unit has a value, ascending."""
    counts = session.frame(queries.reporting_counts)
    found = counts[(counts["instrument_id"] == instrument_id) & (counts["n_reported"] > 0)]
    return sorted(int(year) for year in found["year"])


def choose_two(years: list[int], year: int) -> tuple[int, int]:
    """The year of the page (or the last one before it with values), and an earlier one the reader picks."""
    last = max((one for one in years[1:] if one <= year), default=years[1])
    earlier = [one for one in years if one < last]
    with st.columns([1, 2])[0]:
        first = filters.pick(
            "pembanding", f"Bandingkan {last} dengan tahun", earlier[::-1], default=earlier[-1]
        )
    return int(first), last


@kept
def pairs(units: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """Units with a value in both years: first_value, last_value, change, is_comparable (no break between)."""
    columns = ["unit_id", "unit_name", "value", "method_id", "series_id"]
    early = {row.unit_id: row for row in records(units.loc[units["year"] == first, columns])}
    between = units[(units["year"] > first) & (units["year"] <= last) & units["previous_value"].notna()]
    broken = set(between.loc[~between["is_comparable"].astype(bool), "unit_id"])
    told = []
    for late in records(units.loc[units["year"] == last, columns]):
        before = early.get(late.unit_id)
        if before is None:
            continue
        same = before.method_id == late.method_id and late.unit_id not in broken
        same = same and before.series_id == late.series_id  # else it was merged or split in between
        change = late.value - before.value if same else None
        told.append((late.unit_name, before.value, late.value, change, same))
    rows = pd.DataFrame(told, columns=["unit_name", "first_value", "last_value", "change", "is_comparable"])
    rows = rows.astype({"change": float, "is_comparable": bool})
    rows = rows.dropna(subset=["first_value", "last_value"])
    return rows.sort_values(["change", "unit_name"], ascending=[False, True]).reset_index(drop=True)


@kept
def drawn(rows: pd.DataFrame) -> pd.DataFrame:
    """The pairs that are drawn: all, or of very many those that rose and fell most."""
    compared = rows[rows["is_comparable"]]
    if len(compared) <= DRAWN:
        return rows
    return pd.concat([compared.head(DRAWN // 2), compared.tail(DRAWN // 2)])


@kept
def drawn_note(rows: pd.DataFrame) -> str:
    """What the chart leaves out, in words."""
    n = int(rows["is_comparable"].sum())
    if n <= DRAWN:
        return ""
    half = bilangan(DRAWN // 2)
    return f"Digambar {half} unit yang paling naik dan {half} yang paling turun dari {bilangan(n)} unit."


@kept
def pair_title(rows: pd.DataFrame, first: int, last: int, decimals: int) -> str:
    """'12 unit naik, 5 turun dari 2024 ke 2025; 8 tidak dapat dibandingkan'."""
    told = [arah(row.change, comparable=row.is_comparable, decimals=decimals) for row in records(rows)]
    text = ringkas_arah(
        told.count("naik"), told.count("turun"), told.count("tetap"), told.count("tidak_dapat_dibandingkan")
    )
    head, _, tail = text.partition(";")
    return f"{first}–{last}: {head}" + (f";{tail}" if tail else "")


def _city_name() -> str:
    return str(session.facts()["city_name"])
