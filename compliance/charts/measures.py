"""Unsur, aspects and dimensions as pages and reports need them: scale, name, lowest ones, cells."""

from __future__ import annotations

import pandas as pd

from compliance import instruments
from compliance.charts.heatmap import measure_cells
from compliance.charts.style import records
from compliance.formatting import angka, daftar, kalimat
from compliance.standards import Method

COLUMNS = ["unit_name", "measure_label", "value", "previous_value", "change"]
OWN_COLUMNS = ["measure_label", "value", "reference", "previous_value", "change"]
LOWEST = 2  # how many measures a sentence names as the lowest ones
MARK = "▼"


def method(instrument_id: str, year: int) -> Method:
    """The method of that year; the newest one for a year that has none yet."""
    index = instruments.index(instrument_id)
    return index.method_for(year) or index.methods[-1]


def factor(instrument_id: str, year: int) -> float:
    """What a measure is multiplied with to reach the scale of the index (25 for the unsur of the IKM)."""
    rule = method(instrument_id, year)
    return float(rule.factor) if rule.formula == "weighted_mean" else 1.0


def scale(instrument_id: str, year: int) -> tuple[float, float]:
    """Lowest and highest value a single measure can have: 1-4 for an unsur of the IKM."""
    low, high = instruments.scale(instrument_id)
    return low / factor(instrument_id, year), high / factor(instrument_id, year)


def name(instrument_id: str) -> str:
    """What a measure is called: 'unsur', 'aspek', 'dimensi'."""
    return (instruments.index(instrument_id).measure_title or "ukuran").lower()


def with_lowest(details: pd.DataFrame) -> pd.DataFrame:
    """The rows with is_lowest: the two smallest values of each unit, or more where they are equal."""
    if details.empty:
        return details.assign(is_lowest=pd.Series(dtype=bool))
    values = details.groupby("unit_id", dropna=False)["value"]
    differ = values.transform("nunique") > 1
    return details.assign(is_lowest=(values.rank(method="min") <= LOWEST) & details["value"].notna() & differ)


def lowest_text(details: pd.DataFrame, decimals: int = 2) -> str:
    """'Sarana dan prasarana (3,04) dan Waktu penyelesaian (3,08)'; '' without values."""
    rows = with_lowest(details)
    rows = rows[rows["is_lowest"]].sort_values(["value", "measure_order"])
    if rows.empty:
        return ""
    return daftar(f"{row.measure_label} ({angka(row.value, decimals)})" for row in records(rows))


def lowest_title(details: pd.DataFrame, instrument_id: str, place: str) -> str:
    """The finding of a chart of measures: 'Unsur terendah kota: ... dan ...'."""
    told = lowest_text(details)
    what = kalimat(name(instrument_id))
    values = details["value"].dropna().round(2) if len(details) else pd.Series(dtype=float)
    if len(values) > 1 and values.nunique() == 1:
        return f"Semua {name(instrument_id)} {place} bernilai sama: {angka(values.iloc[0])}"
    return f"{what} terendah {place}: {told}" if told else f"{what} {place} belum ada nilainya"


def headers(instrument_id: str) -> dict[str, str]:
    """The table header of a measure: 'Unsur', 'Aspek', 'Dimensi'."""
    return {"measure_label": kalimat(name(instrument_id)), "reference": "Nilai kota"}


def cells(
    details: pd.DataFrame, instrument_id: str, year: int, place: pd.DataFrame, order: list[str]
) -> pd.DataFrame:
    """Heatmap cells: first the row of `place` (the city), then the units in that order.

    The lowest values of each row carry ▼.
    """
    rows = pd.concat([place, details[details["unit_name"].isin(order)]])
    rows = with_lowest(rows.assign(unit_id=rows["unit_name"]))
    found = measure_cells(rows, limits=instruments.measure_limits(instrument_id, year))
    low = {(row.unit_name, row.measure_label) for row in records(rows[rows["is_lowest"]])}
    found["text"] = [
        f"{cell.text} {MARK}" if (cell.row, cell.column) in low else cell.text for cell in records(found)
    ]
    positions = {unit: index for index, unit in enumerate([*place["unit_name"].unique(), *order])}
    return found.assign(at=found["row"].map(positions)).sort_values("at", kind="stable").drop(columns="at")


def legend(instrument_id: str, year: int) -> list[tuple[str, str]]:
    """What the colours of the cells mean: each category with its lower bound on the scale of a measure."""
    told: dict[str, tuple[str, float]] = {}
    for band in sorted(method(instrument_id, year).bands, key=lambda band: -band.lower):
        names, _ = told.get(band.tone, ("", 0.0))
        told[band.tone] = (f"{names}, {band.category}".lstrip(", "), band.lower / factor(instrument_id, year))
    return [(f"{names} (mulai {angka(lower, 2)})", tone) for tone, (names, lower) in told.items()]
