"""What the standard of a service lacks, read from its verdicts: flags, their order, and words for them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from compliance import instruments
from compliance.formatting import bilangan, is_empty, kalimat, persen
from compliance.sentences import arah
from compliance.words import group, label

# Kind of gap (group standard_gap in data/words.yaml, same order) -> the verdicts that mean it.
_GAPS = {
    "belum_ada_standar": ("verdict_standar_tersedia", ("tidak_patuh",)),
    "tanpa_sk": ("verdict_standar_ditetapkan", ("tidak_patuh", "berisiko")),
    "belum_lengkap": ("verdict_komponen_lengkap", ("tidak_patuh",)),
    "tanpa_maklumat": ("verdict_maklumat", ("tidak_patuh",)),
    "belum_publikasi": ("verdict_publikasi", ("tidak_patuh",)),
    "tinjau_terlambat": ("verdict_tinjau_ulang", ("tidak_patuh",)),
}
_NO_DATA = "tanpa_data"


def kinds() -> list[str]:
    """The kinds of gap in the order in which they are chased."""
    return [entry.id for entry in group("standard_gap")]


def flagged(rows: pd.DataFrame) -> pd.DataFrame:
    """What `ranked` makes of the rows, in words too."""
    return worded(ranked(rows))


def worded(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of `ranked` with gap_text: what is lacking in words, None where nothing is."""
    texts: list[Any] = [_gap_text(row) for row in rows.itertuples(index=False)]
    return rows.assign(gap_text=texts)


def ranked(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of queries.service_verdicts, most urgent first, with a flag per kind of gap and n_gaps.

    Most urgent: the first kind it lacks in the order of the words, then the number of kinds, then the number
    of missing components; then as they came, by unit and name.
    """
    flags = {gap: rows[column].isin(verdicts) for gap, (column, verdicts) in _GAPS.items()}
    columns = [column for column, _ in _GAPS.values()]
    flags[_NO_DATA] = (rows[columns] == _NO_DATA).any(axis=1) | (rows["n_no_data"].fillna(0) > 0)
    rows = rows.assign(**flags)
    names = kinds()
    known = rows[names].to_numpy(dtype=bool)
    rows["n_gaps"] = known.sum(axis=1)
    rows["first_gap"] = np.where(known.any(axis=1), known.argmax(axis=1), len(names))
    order = ["first_gap", "n_gaps", "n_missing"]
    return rows.sort_values(order, ascending=[True, False, False], kind="stable").reset_index(drop=True)


def component_text(row: Any) -> str:
    """The components that are missing, and those that were not reported, by name and a line each."""
    lines = []
    if not is_empty(row.missing_component_labels):
        lines.append(f"Belum ada: {row.missing_component_labels}.")
    if not is_empty(row.no_data_component_labels):
        lines.append(
            "Semua tanpa data."
            if not (row.n_present or row.n_missing or row.n_not_applicable)
            else f"Tanpa data: {row.no_data_component_labels}."
        )
    return "\n".join(lines)


def _gap_text(row: Any) -> str | None:
    if row.belum_ada_standar:  # what does not exist has neither decree nor components
        return label("standard_gap", "belum_ada_standar")
    told = [
        f"{bilangan(row.n_missing)} komponen belum ada"
        if gap == "belum_lengkap"
        else label("standard_gap", gap)
        for gap in _GAPS
        if getattr(row, gap)
    ]
    unknown = [f"{bilangan(row.n_no_data)} komponen"] if row.n_no_data else []
    unknown += [
        instruments.duty(column.removeprefix("verdict_")).short_title
        for gap, (column, _) in _GAPS.items()
        if getattr(row, column) == _NO_DATA and gap != "belum_lengkap"
    ]
    if unknown:
        told.append(f"{label('standard_gap', _NO_DATA)}: {', '.join(map(_small, unknown))}")
    return kalimat("; ".join(map(_small, told))) if told else None


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def matrix_title(totals: pd.DataFrame) -> str:
    """'Biaya/tarif paling sering belum ada: pada 40 dari 347 layanan, di 12 unit'.

    totals: the rows of queries.component_totals.
    """
    if totals.empty or not totals["n_missing"].iloc[0]:
        return "Tidak ada komponen yang dinyatakan belum ada"
    worst = totals.iloc[0]
    return (
        f"{worst['component_label']} paling sering belum ada: pada {bilangan(worst['n_missing'])} dari "
        f"{bilangan(worst['n_services'])} layanan, di {bilangan(worst['n_units'])} unit"
    )


def with_shares(totals: pd.DataFrame) -> pd.DataFrame:
    """Rows of queries.standard_totals with coverage_share and complete_share; empty without a service."""
    known = totals["n_active"].where(totals["n_active"] > 0)
    return totals.assign(coverage_share=totals["n_set"] / known, complete_share=totals["n_complete"] / known)


def trend_title(rows: pd.DataFrame, year: int | None) -> str:
    """'Standar ditetapkan naik dari 67% (2023) menjadi 72% (2024): 249 dari 347 layanan'."""
    known = rows[rows["coverage_share"].notna()]
    now = known[known["year"] == year]
    if now.empty:
        return f"Belum ada layanan yang dilaporkan sampai {year}"
    row = now.iloc[0]
    told = f"{bilangan(row['n_set'])} dari {bilangan(row['n_active'])} layanan"
    past = known[known["year"] == int(row["year"]) - 1]
    if past.empty or is_empty(past["coverage_share"].iloc[0]):
        return f"Standar ditetapkan {persen(row['coverage_share'])} pada {year}: {told}"
    earlier = float(past["coverage_share"].iloc[0])
    direction = arah((row["coverage_share"] - earlier) * 100, decimals=0)
    now_text = persen(row["coverage_share"])
    if direction == "tetap":
        return f"Standar ditetapkan tetap {now_text} pada {year}: {told}"
    return (
        f"Standar ditetapkan {direction} dari {persen(earlier)} ({int(row['year']) - 1}) menjadi "
        f"{now_text} ({year}): {told}"
    )
