"""The editable form of charts: the same values as categories and series, for Word, PowerPoint and Excel."""

from __future__ import annotations

from typing import Any

import pandas as pd

from compliance.charts.style import records
from compliance.charts.trend import segments
from compliance.formatting import is_empty
from compliance.reports.document import NativeChart, Series, Tone
from compliance.sentences import arah
from compliance.words import word

# The five tones of categories and states, as the four an office program needs to tell apart.
_TONES: dict[str, Tone] = {
    "sangat_baik": "baik", "baik": "baik", "cukup": "waspada", "kurang": "buruk", "buruk": "buruk",
}  # fmt: skip


def tone(role: Any) -> Tone:
    """The tone of a category or state in a document."""
    return "netral" if is_empty(role) else _TONES.get(str(role), "netral")


def number(value: Any) -> float | None:
    """A value for a series; None leaves a gap."""
    return None if is_empty(value) else float(value)


def lines(rows: pd.DataFrame, scale: tuple[float, float], decimals: int) -> NativeChart:
    """Values over the years, a series per run of comparable years: nothing is joined across a break."""
    years = list(range(int(rows["year"].min()), int(rows["year"].max()) + 1))
    series = []
    for name, own in rows.groupby("series", sort=False):
        runs = segments(records(own.sort_values("year")))
        for run in runs:
            by_year = {int(row.year): row.value for row in run}
            span = f"{min(by_year)}–{max(by_year)}" if len(by_year) > 1 else str(min(by_year))
            span = f" ({span})" if len(runs) > 1 else ""
            series.append(Series(f"{name}{span}", tuple(number(by_year.get(year)) for year in years)))
    if "target_value" in rows and rows["target_value"].notna().any():
        main = rows[rows["series"] == rows["series"].iloc[0]]
        goals = dict(zip(main["year"].astype(int), main["target_value"], strict=True))
        series.append(Series("Target", tuple(number(goals.get(year)) for year in years)))
    return NativeChart("garis", tuple(map(str, years)), tuple(series), "Nilai", decimals, scale[0], scale[1])


def bars(
    rows: pd.DataFrame,
    label: str,
    value: str,
    name: str,
    *,
    decimals: int = 2,
    scale: tuple[float, float] | None = None,
    warned: pd.Series | None = None,
) -> NativeChart:
    """Horizontal bars in the order of the rows; `warned` marks those that stand out."""
    flags = [False] * len(rows) if warned is None else list(warned)
    tones: tuple[Tone, ...] = tuple("waspada" if flag else "netral" for flag in flags)
    low, high = scale or (None, None)
    series = Series(name, tuple(number(one) for one in rows[value]), tones)
    names = tuple(str(one) for one in rows[label])
    return NativeChart("batang_mendatar", names, (series,), name, decimals, low, high)


def stacked(counts: pd.DataFrame, label: str, state: str, group: str, n: str) -> NativeChart:
    """Stacked bars: one series per state, worst first, as in the figure."""
    wide = counts.pivot_table(index=label, columns=state, values=n, aggfunc="sum", sort=False).fillna(0)
    series = tuple(
        Series(
            word(group, code).label,
            tuple(float(v) for v in wide[code]),
            (tone(word(group, code).tone.id),) * len(wide),
        )
        for code in wide.columns
    )
    return NativeChart("batang_tumpuk", tuple(str(name) for name in wide.index), series, "Jumlah", 0, 0.0)


def shares(rows: pd.DataFrame, columns: dict[str, str], total: str) -> NativeChart:
    """Percentages per year, one series per count column."""
    series = tuple(
        Series(
            name,
            tuple(
                None if is_empty(n) or not of else 100 * float(n) / float(of)
                for n, of in zip(rows[column], rows[total], strict=True)
            ),
        )
        for column, name in columns.items()
    )
    years = tuple(str(int(year)) for year in rows["year"])
    return NativeChart("batang", years, series, "Persen", 0, 0.0, 100.0)


def pairs(rows: pd.DataFrame, first: int, last: int, decimals: int, shown: int) -> NativeChart | None:
    """The largest changes between two years, a line each."""
    known = rows[rows["change"].notna()]
    if known.empty:
        return None
    known = known.reindex(known["change"].abs().sort_values(ascending=False, kind="stable").index).head(shown)
    tones: dict[str, Tone] = {"naik": "baik", "turun": "buruk"}
    series = tuple(
        Series(
            str(row.unit_name),
            (float(row.first_value), float(row.last_value)),
            (tones.get(arah(row.change, decimals=decimals), "netral"),) * 2,
        )
        for row in records(known)
    )
    return NativeChart("garis", (str(first), str(last)), series, "Nilai", decimals)
