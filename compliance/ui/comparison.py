"""The page Perbandingan: what changed between two years or two snapshots, one sentence per change."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from compliance import queries
from compliance.charts.style import records
from compliance.formatting import bilangan, tanggal, tanggal_waktu
from compliance.output import changes, snapshot_changes
from compliance.ui import elements, filters, paging, session, text_table
from compliance.ui.elements import Card
from compliance.ui.filters import Selection
from compliance.ui.kept import keep, kept
from compliance.words import group, label

COLUMNS = [
    "importance", "unit_name", "change_kind_label", "subject", "development_label", "before", "after",
    "sentence",
]  # fmt: skip
_CARDS = (changes.VALUE, changes.DUTY, changes.STANDARD, changes.REPORT)


@dataclass(frozen=True)
class Comparison:
    """Every change, the most important first, and how the two sides are called."""

    rows: pd.DataFrame  # of years: what changes.find gives, worded only where it is shown
    title: str
    note: str
    file_name: str
    source: str
    years: tuple[int, int] | None = None

    def told(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Some of the rows with their sentences and the words of their states."""
        worded = rows if self.years is None else changes.word(rows, *self.years)
        kinds = [label("change_kind", kind) for kind in worded["change_kind"]]
        developments = [label("development", one) for one in worded["development"]]
        return worded.assign(change_kind_label=kinds, development_label=developments)


def choose(selection: Selection) -> Comparison | None:
    """Two years, or two snapshots where the reader picks an earlier one; None if there is no earlier year."""
    left, right, _ = st.columns([1.3, 2.2, 1.5], vertical_alignment="bottom")
    with left:
        first = choose_year(selection) if selection.year else None
    with right:
        earlier = choose_snapshot()
    if earlier is not None:
        return of_snapshots(selection, earlier)
    return None if first is None else of_years(selection, first)


def choose_snapshot() -> str | None:
    """An earlier snapshot, if the reader wants to compare with one instead of a year."""
    kept = session.frame(queries.snapshots)
    shown = list(kept["snapshot_id"])
    earlier = kept.iloc[shown.index(session.snapshot().id) + 1 :] if session.snapshot().id in shown else kept
    if earlier.empty:
        return None
    as_of = session.snapshot().as_of
    names = {
        row.snapshot_id: tanggal_waktu(row.built_at)
        + (f", keadaan per {tanggal(row.as_of)}" if row.as_of.date() != as_of else "")
        for row in records(earlier)
    }
    return filters.pick(
        "cuplikan", "Atau dengan cuplikan data sebelumnya", list(names), names=names, placeholder="Tidak"
    )


@kept
def of_snapshots(selection: Selection, earlier: str) -> Comparison:
    """What the snapshot on show changed of an earlier one, for the year of the selection."""
    found = session.frame(snapshot_changes.since, earlier_id=earlier, **selection.scope)
    own = found[found["year"] == selection.year]
    elsewhere = len(found) - len(own)
    return Comparison(
        own,
        f"Yang berubah pada {selection.year} sejak cuplikan {earlier}",
        "Angka tahun yang sama menurut dua cuplikan data. Revisi bukan kenaikan atau penurunan mutu, "
        "melainkan akibat data yang ditambah, diperbaiki, atau ditarik."
        + (f" Pada tahun lain ada {bilangan(elsewhere)} perubahan." if elsewhere else ""),
        f"revisi_sejak_{earlier}",
        f"Cuplikan data {earlier} dan {session.snapshot().id}",
    )


@kept
def of_years(selection: Selection, first: int) -> Comparison:
    """What changed from `first` to the year of the selection, of its units, and of the city if all."""
    last = int(selection.year or 0)
    asked: dict[str, Any] = {"first": first, "last": last, **selection.scope}
    shot = session.snapshot()  # what is read here is not kept beside what is found in it
    scores, duties, services = (
        query(shot, **asked)
        for query in (queries.changing_scores, queries.changed_duties, queries.changed_services)
    )
    return Comparison(
        changes.find(scores, duties, services, first, last),
        f"Yang berubah dari {first} ke {selection.year}",
        "Yang terpenting di atas: kategori yang turun, standar yang hilang, kewajiban yang memburuk, lalu "
        "perubahan lain. Yang tidak dapat dibandingkan disebut demikian, tanpa selisih.",
        f"perubahan_{first}",
        "Nilai, kewajiban, dan standar pelayanan pada kedua tahun",
        (first, last),
    )


def choose_year(selection: Selection) -> int | None:
    """The earlier year to compare with: the year before unless the reader picks another."""
    years = [int(year) for year in session.frame(queries.years)["year"]]
    earlier = [year for year in years if year < int(selection.year or 0)]
    if not earlier:
        return None
    title = f"Bandingkan {selection.year} dengan tahun"
    chosen = filters.pick("pembanding", title, earlier, default=earlier[0])
    return int(chosen)


@kept
def cards(found: pd.DataFrame) -> list[Card]:
    """Per kind of change how many got better, worse, or may not be compared."""
    told = []
    for kind in _CARDS:
        own = found[found["change_kind"] == kind]
        counts = own["development"].value_counts()
        known = [one for one in group("development") if one.id in counts]
        note = ", ".join(f"{bilangan(counts[one.id])} {one.label.lower()}" for one in known)
        title = label("change_kind", kind)
        told.append(Card(title, bilangan(len(own)), note=f"{note}." if note else "Tidak ada perubahan."))
    return told


def show(compared: Comparison, *, selection: Selection) -> None:
    """The sentences, most important first, some at a time; all of them to download."""
    found = compared.rows
    kinds = {entry.id: entry.label for entry in group("change_kind")}
    left, right, _ = st.columns([1.3, 1.3, 2], vertical_alignment="bottom")
    with left:
        kind = filters.pick("perubahan", "Tampilkan", list(kinds), names=kinds, placeholder="Semua perubahan")
    listed = found if kind is None else keep(_of_kind, found, kind)
    with right:
        part = paging.one_page(listed, "perubahan_ke", "Perubahan")
    if listed.empty:
        elements.name_list("", [], empty="Tidak ada perubahan pada pilihan ini.")
        return
    text_table.table(
        ["Perkembangan", "Hal", "Perubahan"],
        keep(_cells, compared, part),
        caption=compared.title,
        narrow=[0],
    )
    elements.downloads(
        compared.file_name, partial(compared.told, listed), COLUMNS, title=compared.title,
        selection=selection, source=compared.source,
    )  # fmt: skip


def _of_kind(found: pd.DataFrame, kind: str) -> pd.DataFrame:
    return found[found["change_kind"] == kind]


def _cells(compared: Comparison, part: pd.DataFrame) -> list[tuple[Any, ...]]:
    rows = records(compared.told(part))
    return [(text_table.badge("development", row.development), row.subject, row.sentence) for row in rows]
