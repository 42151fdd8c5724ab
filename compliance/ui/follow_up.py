"""The figures of the page Tindak lanjut: what is late, what is planned, and what came after."""

from __future__ import annotations

import pandas as pd

from compliance import deadlines, queries
from compliance.deadlines import LATE, OPEN
from compliance.formatting import bilangan, tanggal
from compliance.ui import session
from compliance.ui.elements import Card
from compliance.ui.filters import Selection
from compliance.ui.kept import kept
from compliance.words import word

SOURCE = "Rencana tindak lanjut yang diajukan unit"
HEADERS = {
    "action_state": "Status",
    "state": "Status",
    "n_actions": "Tindak lanjut",
    "n_overdue": "Tindak lanjut terlambat",
    "days_overdue": "Paling lama (hari)",
    "period": "Triwulan tenggat",
}
GROUPS = {"action_state": "action_status", "state": "action_status"}


@kept
def actions(selection: Selection) -> pd.DataFrame:
    """All actions of the chosen units with action_state, overdue first."""
    return deadlines.with_state(session.frame(queries.follow_up, **selection.scope))


def last_year(rows: pd.DataFrame) -> int:
    """The year of the last action."""
    return int(rows["year"].max())


def longest(by_unit: pd.DataFrame) -> pd.DataFrame:
    """The units that are drawn, of those of `deadlines.overdue_units`."""
    return by_unit.head(deadlines.SHOWN)


@kept
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


@kept
def current_period(counts: pd.DataFrame) -> int | None:
    """The place of the period in which the as-of date falls; None if no action is due then."""
    return deadlines.current_period(counts, session.facts()["as_of"])


@kept
def period_note(counts: pd.DataFrame) -> str:
    """What the bold label is, where there is one."""
    if current_period(counts) is None:
        return ""
    return f"Huruf tebal: masa berjalan, per {tanggal(session.facts()['as_of'])}."


@kept
def how_to_load(selection: Selection) -> list[str]:
    """What to do where no unit has reported any action."""
    if not selection.is_whole_city:
        return []
    return ["Tindak lanjut tampil setelah berkas rencana tindak lanjut dimuat pada halaman Data."]
