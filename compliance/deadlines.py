"""Actions by their due date: which are late, in which quarter they fall due, and whose they are."""

from __future__ import annotations

from typing import Any

import pandas as pd

from compliance.formatting import bilangan

LATE = "terlambat"
OPEN = ("belum", "berjalan")
SHOWN = 8  # units in the chart of late ones; the table holds all
_MOST_QUARTERS = 16  # a longer history is drawn per year
_QUARTERS = ("I", "II", "III", "IV")


def with_state(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of queries.follow_up with action_state: the status, or terlambat.

    Order: overdue by due date, then open by due date, then closed ones, newest first.
    """
    late = rows["is_overdue"].fillna(False).astype(bool)
    rows = rows.assign(is_overdue=late, action_state=rows["status"].mask(late, LATE))
    closed = ~rows["status"].isin(OPEN)
    by_date = ["due_date", "unit_name"]
    return pd.concat(
        [
            rows[late].sort_values(by_date),
            rows[~late & ~closed].sort_values(by_date),
            rows[~late & closed].sort_values(by_date, ascending=[False, True]),
        ]
    ).reset_index(drop=True)


def periods(rows: pd.DataFrame) -> pd.DataFrame:
    """place, period, state, n_actions per quarter of the due date (per year if the history is long)."""
    rows = rows[rows["due_date"].notna()]
    if rows.empty:
        return pd.DataFrame(columns=["place", "period", "state", "n_actions"])
    due = pd.to_datetime(rows["due_date"])
    number = due.dt.year * 4 + due.dt.quarter - 1
    first, last = int(number.min()), int(number.max())
    if last - first < _MOST_QUARTERS:
        names = {n - first: _quarter(n) for n in range(first, last + 1)}
        place = number - first
    else:
        names = {year: str(year + first // 4) for year in range(last // 4 - first // 4 + 1)}
        place = due.dt.year - first // 4
    counted = rows.assign(place=place).groupby(["place", "action_state"]).size()
    found = counted.rename("n_actions").reset_index().rename(columns={"action_state": "state"})
    # A period without an action keeps its place on the axis, or time would be bent.
    empty = [place for place in names if place not in set(found["place"])]
    found = pd.concat([found, pd.DataFrame({"place": empty, "state": "selesai", "n_actions": 0})])
    found["period"] = found["place"].map(names)
    return found.sort_values(["place", "state"]).reset_index(drop=True)


def _quarter(number: int) -> str:
    return f"TW {_QUARTERS[number % 4]} {number // 4}"


def period_table(counts: pd.DataFrame) -> pd.DataFrame:
    """The rows of the chart as a table: without empty periods."""
    return counts[counts["n_actions"] > 0]


def current_period(counts: pd.DataFrame, day: Any) -> int | None:
    """The place in `periods` in which the day falls; None if no action is due then."""
    moment = pd.Timestamp(day)
    names = (_quarter(moment.year * 4 + moment.quarter - 1), str(moment.year))
    found = counts.loc[counts["period"].isin(names), "place"]
    return int(found.iloc[0]) if len(found) else None


def period_title(rows: pd.DataFrame) -> str:
    """'15 dari 62 tindak lanjut melewati tenggat; paling lama 512 hari'."""
    late = rows[rows["is_overdue"]]
    if late.empty:
        return f"Tidak ada yang melewati tenggat dari {bilangan(len(rows))} tindak lanjut"
    return (
        f"{bilangan(len(late))} dari {bilangan(len(rows))} tindak lanjut melewati tenggat; "
        f"paling lama {bilangan(late['days_overdue'].max())} hari"
    )


def overdue_units(rows: pd.DataFrame) -> pd.DataFrame:
    """unit_name, n_overdue, days_overdue of the oldest; longest first."""
    late = rows[rows["is_overdue"]]
    by_unit = late.groupby(["unit_id", "unit_name"], as_index=False).agg(
        n_overdue=("action_id", "size"), days_overdue=("days_overdue", "max")
    )
    return by_unit.sort_values(
        ["days_overdue", "n_overdue", "unit_name"], ascending=[False, False, True]
    ).reset_index(drop=True)


def overdue_title(by_unit: pd.DataFrame) -> str:
    """'12 unit melewati tenggat; paling lama Kelurahan Bobo'."""
    if by_unit.empty:
        return "Tidak ada unit yang melewati tenggat"
    return (
        f"{bilangan(len(by_unit))} unit memiliki tindak lanjut terlambat; "
        f"paling lama {by_unit['unit_name'].iloc[0]}"
    )


def overdue_note(by_unit: pd.DataFrame) -> str:
    """What the number behind a name is, and that only some units are drawn, where that is so."""
    if by_unit.empty:
        return ""
    told = "Dalam kurung: jumlah tindak lanjut yang terlambat."
    if len(by_unit) > SHOWN:
        told += f" Digambar {SHOWN} dari {bilangan(len(by_unit))} unit; tabel memuat semuanya."
    return told
