"""The closed lists of states in which a duty, a report, a component or a standard can be."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import pandas as pd


class Verdict(StrEnum):
    """How a duty is met."""

    PATUH = "patuh"
    BERISIKO = "berisiko"
    TIDAK_PATUH = "tidak_patuh"
    TANPA_DATA = "tanpa_data"
    TIDAK_BERLAKU = "tidak_berlaku"


class ReportingState(StrEnum):
    """Why there is, or is not, a value of an instrument for a unit and year."""

    MELAPOR = "melapor"
    BELUM_MELAPOR = "belum_melapor"
    DITOLAK = "ditolak"
    TIDAK_BERLAKU = "tidak_berlaku"
    BELUM_JATUH_TEMPO = "belum_jatuh_tempo"


class ServiceStatus(StrEnum):
    """How far a Standar Pelayanan has come."""

    BELUM = "belum"
    DRAF = "draf"
    DIAJUKAN = "diajukan"
    DITETAPKAN = "ditetapkan"
    DICABUT = "dicabut"


# Worst first. "No data" stands above "patuh": what is unknown may not be reported as met.
SEVERITY_ORDER: tuple[Verdict, ...] = (
    Verdict.TIDAK_PATUH,
    Verdict.BERISIKO,
    Verdict.TANPA_DATA,
    Verdict.PATUH,
    Verdict.TIDAK_BERLAKU,
)


def worst_of(verdicts: Iterable[str | Verdict]) -> Verdict:
    """The verdict that decides for all of them; `tanpa_data` when there are none.

    Raises ValueError for a word that is not a verdict (a missing value included).
    """
    found = {Verdict(verdict) for verdict in verdicts}
    return next((verdict for verdict in SEVERITY_ORDER if verdict in found), Verdict.TANPA_DATA)


def worst_per_group(frame: pd.DataFrame, by: list[str], column: str = "verdict") -> pd.DataFrame:
    """`worst_of` for each group of many rows at once.

    Output: one row per group with the columns of `by`, `column`, `n_total` (rows that are not tidak_berlaku)
    and `n_affected` (rows that have the deciding verdict).
    """
    order = [verdict.value for verdict in SEVERITY_ORDER]
    unknown = set(frame[column].unique()) - set(order)
    if unknown:
        raise ValueError(f"Not a verdict: {sorted(map(str, unknown))}. Allowed: {order}.")
    counts = pd.DataFrame({verdict: (frame[column] == verdict).astype("int64") for verdict in order})
    counts = pd.concat([frame[by].reset_index(drop=True), counts.reset_index(drop=True)], axis="columns")
    counts = counts.groupby(by, as_index=False, sort=True, dropna=False)[order].sum()
    n = counts[order].to_numpy()
    first = (n > 0).argmax(axis=1) if len(n) else n.sum(axis=1)
    out = counts[by].copy()
    out[column] = pd.Series(order, dtype="str").take(first).to_numpy()
    out["n_total"] = n[:, :-1].sum(axis=1)
    out["n_affected"] = n[range(len(n)), first]
    return out
