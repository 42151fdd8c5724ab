"""The lists of the page Tindak lanjut: the actions themselves, and the value of the unit a year later."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from compliance import instruments, queries
from compliance.charts.style import records
from compliance.deadlines import LATE
from compliance.formatting import angka, bilangan, is_empty, kalimat, tanggal
from compliance.sentences import arah, kepastian, ringkas_arah
from compliance.ui import elements, filters, paging, session, text_table
from compliance.ui.filters import Selection
from compliance.ui.follow_up import GROUPS, SOURCE
from compliance.ui.kept import keep, kept
from compliance.ui.summary import main_instrument
from compliance.words import group, label, word

NO_CAUSE = (
    "Perubahan nilai sesudah tindak lanjut selesai tidak membuktikan bahwa tindak lanjut itu penyebabnya; "
    "banyak hal lain turut menentukan nilai."
)
_DIRECTIONS = ("naik", "turun", "tetap", "tidak_dapat_dibandingkan")
_EFFECT_SOURCE = "Rencana tindak lanjut dan hasil survei unit"
_COLUMNS = [
    "unit_name", "finding", "plan", "person_in_charge", "due_date", "days_overdue", "action_state",
    "finished_date", "evidence",
]  # fmt: skip


def action_list(selection: Selection, actions: pd.DataFrame) -> None:
    """The actions, overdue first, then by due date, with a filter by state and downloads."""
    elements.section(
        "Daftar tindak lanjut",
        "Yang terlambat di atas, lalu yang belum selesai menurut tenggat, lalu yang selesai atau dibatalkan.",
    )
    left, right = st.columns(2)
    with left:
        state = choose_state(actions)
    found = keep(_in_state, actions, state) if state else actions
    what = f" berstatus {label('action_status', state).lower()}" if state else ""
    if found.empty:
        elements.remarks([f"Tidak ada tindak lanjut{what}."])
        return
    with right:
        shown = paging.one_page(found, "tindak_ke", "Tindak lanjut")
    title = f"{bilangan(len(found))} tindak lanjut{what}"
    text_table.table(
        ["Tenggat", "Status", "Unit", "Temuan", "Rencana perbaikan", "Penanggung jawab", "Selesai dan bukti"],
        cells(shown),
        caption=title,
    )
    elements.downloads(
        "tindak_lanjut", found, _COLUMNS, title=title, selection=selection, source=SOURCE,
        extra_headers={"action_state": "Status"}, groups=GROUPS,
    )  # fmt: skip


def _in_state(actions: pd.DataFrame, state: str) -> pd.DataFrame:
    return actions[actions["action_state"] == state]


def effect_list(selection: Selection, actions: pd.DataFrame) -> None:
    """Units that finished actions, with the value of that year and of the next."""
    elements.section("Nilai pada tahun berikutnya", NO_CAUSE)
    found = effects(selection, actions)
    if found.empty:
        elements.remarks(["Belum ada tindak lanjut yang selesai."])
        return
    title = effect_title(found)
    text_table.heading(title)
    heads = effect_headers()
    with st.columns(2)[0]:
        shown = paging.one_page(found, "nilai_ke", "Unit")
    text_table.table(list(heads.values()), effect_cells(shown), caption=title, right=(2, 3, 4, 5))
    elements.downloads(
        "nilai_tahun_berikutnya", partial(_plain, found), list(heads), title=title, selection=selection,
        source=_EFFECT_SOURCE, extra_headers=heads,
        decimals=instruments.decimals(main_instrument()),
    )  # fmt: skip


def _plain(found: pd.DataFrame) -> pd.DataFrame:
    """For a file: outcomes without their symbols."""
    return found.assign(outcome=found["outcome"].str.replace(r"^\W+ ", "", regex=True))


def choose_state(rows: pd.DataFrame) -> str | None:
    """The filter of the list; every choice says how many actions it leaves. Late ones come first."""
    states = [LATE, *(entry.id for entry in group("action_status") if entry.id != LATE)]
    counts = keep(_by_state, rows)
    names = {state: f"{label('action_status', state)} ({bilangan(counts.get(state, 0))})" for state in states}
    return filters.pick("status", "Status", states, names=names, placeholder="Semua status")


def _by_state(rows: pd.DataFrame) -> pd.Series:
    return rows["action_state"].value_counts()


@kept
def cells(rows: pd.DataFrame) -> list[list[Any]]:
    """The list on screen: due date with days late, unit, finding, plan, who, state, evidence."""
    return [
        [
            _unbroken(tanggal(row.due_date, short=True))
            + (f"\n{_unbroken(bilangan(row.days_overdue) + ' hari')}" if row.is_overdue else ""),
            text_table.badge("action_status", row.action_state),
            row.unit_name,
            row.finding,
            row.plan,
            row.person_in_charge,
            _evidence(row),
        ]
        for row in records(rows)
    ]


def _unbroken(text: str) -> str:
    """A date or a duration stays on one line."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def _evidence(row: Any) -> str | None:
    finished = "" if is_empty(row.finished_date) else _unbroken(tanggal(row.finished_date, short=True))
    told = "" if is_empty(row.evidence) else str(row.evidence)
    return "\n".join(part for part in (finished, told) if part) or None


@kept
def effects(selection: Selection, rows: pd.DataFrame) -> pd.DataFrame:
    """One row per unit and year in which it finished actions: value of that year, of the next, direction.

    The change is that of the mart, so it is empty where two years may not be compared.
    """
    done = rows[(rows["status"] == "selesai") & rows["finished_date"].notna()]
    columns = ["unit_id", "unit_name", "finished_year", "plan", "n_actions"]
    if done.empty:
        return pd.DataFrame(columns=columns)
    done = done.assign(finished_year=pd.to_datetime(done["finished_date"]).dt.year)
    grouped = done.groupby(["unit_id", "unit_name", "finished_year"], as_index=False).agg(
        n_actions=("action_id", "size")
    )
    grouped["plan"] = _plans(done, grouped)
    scores = session.frame(queries.values_after_actions, instrument_id=main_instrument(), **selection.scope)
    now = scores[["unit_id", "year", "value"]].rename(
        columns={"year": "finished_year", "value": "previous_value"}
    )
    later = scores[
        ["unit_id", "year", "value", "change", "is_comparable", "is_change_significant", "reporting_state"]
    ]
    later = later.assign(finished_year=later["year"] - 1).drop(columns="year")
    found = grouped.merge(now, how="left").merge(later, how="left", on=["unit_id", "finished_year"])
    places = instruments.decimals(main_instrument())
    found["direction"] = [_direction(row, places) for row in records(found)]
    found["outcome"] = [_outcome(row) for row in records(found)]
    place = {name: index for index, name in enumerate(_DIRECTIONS)}
    found["place"] = found["direction"].map(place).fillna(len(place))
    return found.sort_values(["place", "change", "unit_name"], ascending=[True, False, True])


def _plans(done: pd.DataFrame, grouped: pd.DataFrame) -> list[str]:
    """The plans that were finished, each once, per group; a function per group of pandas takes seconds."""
    texts: dict[tuple[str, int], dict[str, None]] = {}
    for unit_id, year, plan in zip(done["unit_id"], done["finished_year"], done["plan"], strict=True):
        texts.setdefault((unit_id, year), {})[plan] = None
    keys = zip(grouped["unit_id"], grouped["finished_year"], strict=True)
    return ["; ".join(texts[key]) for key in keys]


def _direction(row: Any, decimals: int) -> str | None:
    if is_empty(row.value):
        return None
    return arah(row.change, comparable=row.is_comparable, decimals=decimals)


def _outcome(row: Any) -> str:
    if is_empty(row.direction):
        state = "belum_jatuh_tempo" if is_empty(row.reporting_state) else row.reporting_state
        return word("reporting_state", state).text
    entry = word("direction", row.direction)
    sure = kepastian(row.is_change_significant)
    return f"{entry.symbol} {entry.label}" + (f" ({sure})" if sure else "")


@kept
def effect_title(found: pd.DataFrame) -> str:
    """'IKM tahun berikutnya: 10 nilai naik, 6 turun; 3 tidak dapat dibandingkan'."""
    counts = found["direction"].value_counts()
    up, down, same, unlike = (int(counts.get(name, 0)) for name in _DIRECTIONS)
    waiting = int(found["direction"].isna().sum())
    name = instruments.title(main_instrument())
    told = ringkas_arah(up, down, same, unlike, what="nilai unit")
    parts = [f"{name} tahun berikutnya: {told}"]
    if waiting:
        parts.append(f"{bilangan(waiting)} belum ada nilainya")
    return "; ".join(parts)


@kept
def effect_headers() -> dict[str, str]:
    """Column -> header of the table of effects, in its order."""
    name = instruments.title(main_instrument())
    return {
        "unit_name": "Unit",
        "plan": "Tindak lanjut yang selesai",
        "finished_year": "Tahun selesai",
        "previous_value": f"{name} tahun selesai",
        "value": f"{name} tahun berikutnya",
        "change": "Perubahan",
        "outcome": "Keterangan",
    }


@kept
def effect_cells(found: pd.DataFrame) -> list[list[Any]]:
    """The table on screen."""
    places = instruments.decimals(main_instrument())
    return [
        [
            row.unit_name,
            row.plan,
            str(int(row.finished_year)),
            angka(row.previous_value, places),
            angka(row.value, places),
            angka(row.change, places, signed=True),
            kalimat(row.outcome),
        ]
        for row in records(found)
    ]
