"""The figures of the page Tindak lanjut: what is late, what is planned, and what came after."""

from __future__ import annotations

import pandas as pd

from compliance import queries
from compliance.formatting import bilangan, tanggal
from compliance.ui import session
from compliance.ui.elements import Card
from compliance.ui.filters import Selection
from compliance.words import word

SOURCE = "Rencana tindak lanjut yang diajukan unit"
LATE = "terlambat"
OPEN = ("belum", "berjalan")
HEADERS = {
    "action_state": "Status",
    "state": "Status",
    "n_actions": "Tindak lanjut",
    "n_overdue": "Tindak lanjut terlambat",
    "days_overdue": "Paling lama (hari)",
    "period": "Triwulan tenggat",
}
GROUPS = {"action_state": "action_status", "state": "action_status"}
SHOWN = 8  # units in the chart of late ones; the table holds all
_MOST_QUARTERS = 16  # a longer history is drawn per year
_QUARTERS = ("I", "II", "III", "IV")


def actions(selection: Selection) -> pd.DataFrame:
    """All actions of the chosen units with action_state: the status, or terlambat.

    Order: overdue by due date, then open by due date, then closed ones, newest first.
    """
    rows = session.frame(queries.follow_up, **selection.scope)
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


def cards(rows: pd.DataFrame) -> list[Card]:
    """Late, not begun, running, finished, cancelled; what is late is also counted under its status."""
    late = rows["is_overdue"]
    still_open = rows["status"].isin(OPEN)
    found = [
        Card(
            _name(LATE),
            bilangan(int(late.sum())),
            note=f"Dari {bilangan(int(still_open.sum()))} tindak lanjut yang belum selesai.",
            tone="buruk" if late.any() else "baik",
        )
    ]
    for status in OPEN:
        here = rows["status"] == status
        found.append(
            Card(_name(status), bilangan(int(here.sum())), note=_of_these(int((here & late).sum())),
                 tone=word("action_status", status).tone.id)
        )  # fmt: skip
    done = rows["status"] == "selesai"
    after = int((done & (rows["finished_date"] > rows["due_date"])).sum())
    found.append(
        Card(_name("selesai"), bilangan(int(done.sum())),
             note=f"Dari {bilangan(len(rows))} tindak lanjut; {bilangan(after)} selesai sesudah tenggat.",
             tone="baik")
    )  # fmt: skip
    cancelled = int((rows["status"] == "batal").sum())
    return [*found, Card(_name("batal"), bilangan(cancelled), tone="netral")]


def _name(state: str) -> str:
    return word("action_status", state).text


def _of_these(n: int) -> str:
    return f"{bilangan(n)} di antaranya terlambat." if n else "Tidak ada yang terlambat."


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


def current_period(counts: pd.DataFrame) -> int | None:
    """The place in `periods` in which the as-of date falls; None if no action is due then."""
    day = pd.Timestamp(session.facts()["as_of"])
    names = (_quarter(day.year * 4 + day.quarter - 1), str(day.year))
    found = counts.loc[counts["period"].isin(names), "place"]
    return int(found.iloc[0]) if len(found) else None


def period_note(counts: pd.DataFrame) -> str:
    """What the bold label is, where there is one."""
    if current_period(counts) is None:
        return ""
    return f"Huruf tebal: masa berjalan, per {tanggal(session.facts()['as_of'])}."


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


def how_to_load(selection: Selection) -> list[str]:
    """What to do where no unit has reported any action."""
    if not selection.is_whole_city:
        return []
    return ["Tindak lanjut tampil setelah berkas rencana tindak lanjut dimuat pada halaman Data."]
