"""The figures of the page Standar: what each service lacks, for which unit, and what to chase first."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from compliance import config, instruments, queries, service_gaps
from compliance.charts import heatmap
from compliance.formatting import EMPTY, bilangan, daftar, kalimat, persen
from compliance.sentences import arah, n_dari, perubahan
from compliance.ui import filters, session, summary
from compliance.ui.elements import Card
from compliance.ui.filters import Selection
from compliance.ui.first_start import active_data_dir
from compliance.ui.kept import keep, kept
from compliance.words import label, word

SOURCE = "Standar pelayanan yang diajukan unit"
SHOWN = 20  # units in the matrix before the reader asks for all
MATRIX_COLUMNS = [
    "unit_name", "component_label", "component_group", "n_services", "n_present", "n_missing",
    "n_not_applicable", "n_no_data",
]  # fmt: skip
MATRIX_HEADERS = {
    "n_services": "Layanan aktif",
    "n_present": "Ada",
    "n_missing": "Belum ada",
}
TREND_SERIES = {"n_set": "Standar ditetapkan", "n_complete": "Komponen lengkap"}
TREND_COLUMNS = ["year", "n_active", "n_set", "coverage_share", "n_complete", "complete_share"]
TREND_HEADERS = {"n_active": "Layanan aktif", "complete_share": "Komponen lengkap"}


@dataclass(frozen=True)
class Matrix:
    """Unit x component: the cells that are drawn, the counts behind all of them, and the words."""

    cells: pd.DataFrame
    counts: pd.DataFrame
    title: str
    subtitle: str


@kept
def services(selection: Selection, year: int | None = None) -> pd.DataFrame:
    """Active services, most urgent first, with a flag per kind of gap, gap_text and n_gaps."""
    if selection.year is None:
        return pd.DataFrame()
    return service_gaps.flagged(
        session.frame(queries.standard_gaps, year=year or selection.year, **selection.scope)
    )


@kept
def cards(selection: Selection, rows: pd.DataFrame, units: pd.DataFrame) -> list[Card]:
    """Set with a decree, complete, without maklumat, unpublished, review too long ago."""
    if rows.empty:
        return [Card("Layanan aktif", EMPTY, note=_reported(units))]
    before = services(selection, int(selection.year or 0) - 1)
    limit = review_limit()
    return [
        _set_card(selection, rows),
        _share_card("Komponen lengkap", rows, before, "verdict_komponen_lengkap"),
        _gap_card(rows, "tanpa_maklumat", "verdict_maklumat"),
        _gap_card(rows, "belum_publikasi", "verdict_publikasi"),
        _gap_card(
            rows, "tinjau_terlambat", "verdict_tinjau_ulang",
            f"Lebih dari {bilangan(limit)} bulan (batas kerja)" if limit else "",
        ),
    ]  # fmt: skip


def _set_card(selection: Selection, rows: pd.DataFrame) -> Card:
    """The figure of Ringkasan and of the chart over the years; the verdict also asks for the decree."""
    card = summary.standard_card(selection)
    unnumbered = int(((rows["status"] == "ditetapkan") & ~rows["has_decree"].fillna(False)).sum())
    note = card.note.split(";")[0] + (f"; {bilangan(unnumbered)} tanpa nomor SK" if unnumbered else "") + "."
    return replace(card, note=note)


def _share_card(name: str, rows: pd.DataFrame, before: pd.DataFrame, column: str) -> Card:
    n, share = _met(rows, column)
    note = f"{bilangan(n)} dari {bilangan(len(rows))} layanan{_unknown(rows, column)}."
    if _nothing_known(rows, column):
        return Card(name, EMPTY, note=note)
    if before.empty or _nothing_known(before, column):
        return Card(name, persen(share), note=note)
    change = (share - _met(before, column)[1]) * 100
    return Card(
        name,
        persen(share),
        direction=arah(change, decimals=0),
        change=kalimat(perubahan(change, decimals=0, since=int(before["year"].iloc[0]), what="poin persen")),
        note=note,
    )


def _met(rows: pd.DataFrame, column: str) -> tuple[int, float]:
    n = int((rows[column] == "patuh").sum())
    return n, n / len(rows)


def _gap_card(rows: pd.DataFrame, gap: str, column: str, note: str = "") -> Card:
    """Services with that gap, of those the duty applies to; no figure where none of them is known."""
    rows = rows[rows[column] != "tidak_berlaku"]
    n = int(rows[gap].sum())
    unknown = _unknown(rows, column)
    of = (
        f"Dari {bilangan(len(rows))} layanan{unknown}."
        if len(rows)
        else "Belum ada layanan yang dapat dinilai."
    )
    value = EMPTY if _nothing_known(rows, column) else bilangan(n)
    tone = "buruk" if n else "netral" if unknown or rows.empty else "baik"
    return Card(label("standard_gap", gap), value, note=f"{note}. {of}" if note else of, tone=tone)


def _unknown(rows: pd.DataFrame, column: str) -> str:
    n = int((rows[column] == "tanpa_data").sum())
    return f"; {bilangan(n)} tanpa data" if n else ""


def _nothing_known(rows: pd.DataFrame, column: str) -> bool:
    return bool((rows[column] == "tanpa_data").all())


def review_limit() -> int | None:
    """Months after which a review is late: the city's own limit, else the working one of the standard."""
    limits = instruments.duty("tinjau_ulang").limits
    limits = {**limits, **config.load(active_data_dir()).duty_limits.get("tinjau_ulang", {})}
    return limits.get("berisiko_bulan")


@kept
def remarks(rows: pd.DataFrame, units: pd.DataFrame) -> list[str]:
    """How many services and units the figures speak of, and the units without any report by name."""
    told = [f"{bilangan(len(rows))} layanan aktif. {_reported(units)}"] if len(rows) else []
    silent = units[units["reporting_state"].isin(["belum_melapor", "ditolak"])]
    return told + [
        f"{word('reporting_state', state).text} ({bilangan(len(names))} unit): {daftar(names, limit=8)}."
        for state, names in silent.groupby("reporting_state")["unit_name"]
    ]


@kept
def how_to_load(selection: Selection) -> list[str]:
    """What to do where no unit has reported any service, in any year."""
    if not selection.is_whole_city or session.frame(queries.standard_totals)["n_services"].fillna(0).any():
        return []
    return ["Layanan tampil setelah berkas standar pelayanan dimuat pada halaman Data."]


def _reported(units: pd.DataFrame) -> str:
    expected = units[units["reporting_state"] != "tidak_berlaku"]
    n = int((expected["reporting_state"] == "melapor").sum())
    return kalimat(n_dari(n, len(expected))) + "."


def matrix(selection: Selection) -> Matrix:
    """Units with the most missing components first; the reader may ask for all of them."""
    counts = session.frame(queries.component_counts, year=selection.year, **selection.scope)
    n_units = keep(_n_units, counts)
    return _matrix(counts, whole=n_units <= SHOWN or _wants_all(n_units))


def _n_units(counts: pd.DataFrame) -> int:
    return int(counts["unit_id"].nunique())


@kept
def _matrix(counts: pd.DataFrame, *, whole: bool) -> Matrix:
    by_unit = counts.groupby(["unit_id", "unit_name"], as_index=False)[["n_missing", "n_no_data"]].sum()
    by_unit = by_unit.sort_values(["n_missing", "n_no_data", "unit_name"], ascending=[False, False, True])
    shown = by_unit if whole else by_unit.head(SHOWN)
    cells = heatmap.component_cells(
        counts[counts["unit_id"].isin(shown["unit_id"])], instruments.component_order()
    )
    place = {name: index for index, name in enumerate(shown["unit_name"])}
    cells = cells.sort_values("row", key=lambda names: names.map(place), kind="stable")
    told = "Isi sel: layanan yang memuat komponen, dari layanan yang wajib memuatnya."
    if not whole:
        told += (
            f" Digambar {SHOWN} dari {bilangan(len(by_unit))} unit, kekurangan terbanyak di atas; "
            "tabel dan unduhan memuat semuanya."
        )
    return Matrix(cells.reset_index(drop=True), counts, service_gaps.matrix_title(counts), told)


def _wants_all(n_units: int) -> bool:
    names = {"semua": f"Semua {bilangan(n_units)} unit", "terbanyak": f"{SHOWN} unit, kekurangan terbanyak"}
    with st.columns([1, 2])[0]:
        chosen = filters.pick(
            "baris", "Unit yang digambar", list(names)[::-1], names=names, default="terbanyak"
        )
    return bool(chosen == "semua")


@kept
def totals(selection: Selection) -> pd.DataFrame:
    """Per year n_active, n_set, n_complete and their shares."""
    return service_gaps.with_shares(session.frame(queries.standard_totals, **selection.scope))
