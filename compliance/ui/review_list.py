"""Figures that contradict each other, as a list with reason and what to do (mart_review)."""

from __future__ import annotations

import pandas as pd

from compliance import queries
from compliance.charts.style import records
from compliance.formatting import bilangan
from compliance.ui import elements, session, text_table
from compliance.ui.filters import Selection
from compliance.ui.kept import kept

FEW = 3
COLUMNS = ["unit_name", "year", "review_label", "sentence", "action"]
TITLE = "Perlu ditelaah"
NOTE = "Angka yang saling bertentangan; bukan kesalahan yang sudah pasti."
NOTHING = "Tidak ada angka yang saling bertentangan."


@kept
def rows(selection: Selection) -> pd.DataFrame:
    """The contradictions of the year: of the units of the selection, and of the city if all are chosen."""
    found = session.frame(queries.reviews, year=int(selection.year or 0), **selection.scope)
    return found if selection.is_whole_city else found[found["unit_id"].notna()]


def show(selection: Selection) -> None:
    """All of them as a table; nothing where nothing contradicts itself."""
    found = rows(selection)
    if found.empty:
        return
    elements.section(f"{TITLE}: {bilangan(len(found))} hal", NOTE)
    text_table.table(
        ["Hal", "Alasan", "Yang perlu dilakukan"],
        _cells(found),
        caption=TITLE,
    )


@kept
def _cells(found: pd.DataFrame) -> list[tuple[str, ...]]:
    return [(row.review_label, row.sentence, row.action) for row in records(found)]


@kept
def _rarest_first(found: pd.DataFrame) -> pd.DataFrame:
    counts = found["review_id"].map(found["review_id"].value_counts())
    return found.assign(n=counts).sort_values(["n", "review_id", "unit_name"]).drop(columns="n")


@kept
def _few(found: pd.DataFrame) -> list[tuple[str, str, str]]:
    told = [(str(row.unit_name), str(row.sentence), "") for row in records(found.head(FEW))]
    if len(found) > FEW:
        told.append((f"dan {bilangan(len(found) - FEW)} hal lain", "", ""))
    return told


def show_few(selection: Selection) -> None:
    """The first ones in a short list, and all to download. The rarest kind comes first: it tells the most."""
    found = _rarest_first(rows(selection))
    elements.name_list(f"{TITLE}: {bilangan(len(found))} hal", _few(found), empty=NOTHING)
    if len(found) > FEW:
        elements.downloads(
            "perlu_ditelaah", found, COLUMNS, title=TITLE, selection=selection,
            source="Perbandingan nilai, survei, dan standar pelayanan",
        )  # fmt: skip
