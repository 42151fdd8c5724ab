"""The figures of the page Standar: what each service lacks, for which unit, and what to chase first."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from compliance import config, instruments, queries, service_gaps
from compliance.formatting import EMPTY, bilangan, daftar, is_empty, kalimat, persen
from compliance.sentences import arah, n_dari, perubahan
from compliance.ui import session, summary
from compliance.ui.elements import Card
from compliance.ui.filters import Selection
from compliance.ui.first_start import active_data_dir
from compliance.ui.kept import kept
from compliance.words import label, word

SOURCE = "Standar pelayanan yang diajukan unit"


@kept
def services(selection: Selection) -> pd.DataFrame:
    """Active services, most urgent first, with a flag per kind of gap and n_gaps."""
    if selection.year is None:
        return pd.DataFrame()
    return service_gaps.ranked(
        session.frame(queries.service_verdicts, year=selection.year, **selection.scope)
    )


@kept
def cards(selection: Selection, rows: pd.DataFrame, units: pd.DataFrame) -> list[Card]:
    """Set with a decree, complete, without maklumat, unpublished, review too long ago."""
    if rows.empty:
        return [Card("Layanan aktif", EMPTY, note=_reported(units))]
    limit = review_limit()
    return [
        _set_card(selection, rows),
        _complete_card(selection, rows),
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


def _complete_card(selection: Selection, rows: pd.DataFrame) -> Card:
    name, column = "Komponen lengkap", "verdict_komponen_lengkap"
    n = int((rows[column] == "patuh").sum())
    share = n / len(rows)
    note = f"{bilangan(n)} dari {bilangan(len(rows))} layanan{_unknown(rows, column)}."
    if _nothing_known(rows, column):
        return Card(name, EMPTY, note=note)
    years = totals(selection).set_index("year")["complete_share"]
    last = int(selection.year or 0) - 1
    if is_empty(years.get(last)):
        return Card(name, persen(share), note=note)
    change = (share - float(years[last])) * 100
    return Card(
        name,
        persen(share),
        direction=arah(change, decimals=0),
        change=kalimat(perubahan(change, decimals=0, since=last, what="poin persen")),
        note=note,
    )


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


@kept
def totals(selection: Selection) -> pd.DataFrame:
    """Per year n_active, n_set, n_complete and their shares."""
    return service_gaps.with_shares(session.frame(queries.standard_totals, **selection.scope))
