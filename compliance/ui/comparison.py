"""The page Perbandingan: what changed between two years, one sentence per change."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from compliance import queries
from compliance.charts.style import records
from compliance.formatting import bilangan
from compliance.output import changes
from compliance.ui import elements, filters, paging, session, text_table
from compliance.ui.elements import Card
from compliance.ui.filters import Selection
from compliance.words import group, label

COLUMNS = [
    "importance", "unit_name", "change_kind_label", "subject", "development_label", "before", "after",
    "sentence",
]  # fmt: skip
_CARDS = (changes.VALUE, changes.DUTY, changes.STANDARD, changes.REPORT)


def choose_year(selection: Selection) -> int | None:
    """The earlier year to compare with: the year before unless the reader picks another."""
    years = [int(year) for year in session.frame(queries.years)["year"]]
    earlier = [year for year in years if year < int(selection.year or 0)]
    if not earlier:
        return None
    title = f"Bandingkan {selection.year} dengan tahun"
    chosen = filters.pick("pembanding", title, earlier, default=earlier[0])
    return int(chosen)


def rows(selection: Selection, first: int) -> pd.DataFrame:
    """Every change between `first` and the year of the selection, of its units, and of the city if all."""
    last = int(selection.year or 0)
    scores = session.frame(queries.scores, **selection.scope)
    if selection.is_whole_city:
        scores = pd.concat([session.frame(queries.city_scores), scores])
    both = {
        query: pd.concat([session.frame(query, year=year, **selection.scope) for year in (first, last)])
        for query in (queries.duties, queries.services)
    }
    found = changes.between(
        scores[scores["year"].between(first, last)], both[queries.duties], both[queries.services], first, last
    )
    kinds = [label("change_kind", kind) for kind in found["change_kind"]]
    developments = [label("development", one) for one in found["development"]]
    return found.assign(change_kind_label=kinds, development_label=developments)


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


def show(found: pd.DataFrame, *, selection: Selection, first: int) -> None:
    """The sentences, most important first, some at a time; all of them to download."""
    kinds = {entry.id: entry.label for entry in group("change_kind")}
    left, right, _ = st.columns([1.3, 1.3, 2], vertical_alignment="bottom")
    with left:
        kind = filters.pick("perubahan", "Tampilkan", list(kinds), names=kinds, placeholder="Semua perubahan")
    listed = found if kind is None else found[found["change_kind"] == kind]
    with right:
        part = paging.one_page(listed, "perubahan_ke", "Perubahan")
    if listed.empty:
        elements.name_list("", [], empty=f"Tidak ada perubahan antara {first} dan {selection.year}.")
        return
    text_table.table(
        ["Perkembangan", "Hal", "Perubahan"],
        [
            (text_table.badge("development", row.development), row.subject, row.sentence)
            for row in records(part)
        ],
        caption=f"Perubahan {first} ke {selection.year}",
        narrow=[0],
    )
    elements.downloads(
        f"perubahan_{first}", listed, COLUMNS, title=f"Perubahan {first} ke {selection.year}",
        selection=selection, source="Nilai, kewajiban, dan standar pelayanan pada kedua tahun",
    )  # fmt: skip
