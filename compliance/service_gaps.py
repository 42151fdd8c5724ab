"""What the standard of a service lacks, read from its verdicts: flags, their order, and words for them."""

from __future__ import annotations

from typing import Any

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
    """Rows of queries.standard_gaps, most urgent first, with a flag per kind of gap, gap_text and n_gaps.

    Most urgent: the first kind it lacks in the order of the words, then the number of kinds, then the number
    of missing components.
    """
    flags = {gap: rows[column].isin(verdicts) for gap, (column, verdicts) in _GAPS.items()}
    columns = [column for column, _ in _GAPS.values()]
    flags[_NO_DATA] = (rows[columns] == _NO_DATA).any(axis=1) | (rows["n_no_data"].fillna(0) > 0)
    rows = rows.assign(**flags)
    names = kinds()
    known = rows[names].to_numpy(dtype=bool)
    rows["n_gaps"] = known.sum(axis=1)
    rows["first_gap"] = [int(line.argmax()) if line.any() else len(names) for line in known]
    rows["gap_text"] = [_gap_text(row) for row in rows.itertuples(index=False)]
    order = ["first_gap", "n_gaps", "n_missing", "unit_name", "service_name"]
    return rows.sort_values(order, ascending=[True, False, False, True, True]).reset_index(drop=True)


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


def matrix_title(counts: pd.DataFrame) -> str:
    """'Biaya/tarif paling sering belum ada: pada 40 dari 347 layanan, di 12 unit'."""
    by_component = counts.groupby("component_label")[["n_missing", "n_services"]].sum()
    missing = by_component["n_missing"]
    if counts.empty or not missing.max():
        return "Tidak ada komponen yang dinyatakan belum ada"
    worst = str(missing.idxmax())
    units = counts[(counts["component_label"] == worst) & (counts["n_missing"] > 0)]
    return (
        f"{worst} paling sering belum ada: pada {bilangan(missing.max())} dari "
        f"{bilangan(by_component.loc[worst, 'n_services'])} layanan, di {bilangan(len(units))} unit"
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
