"""What may be compared with the year before: values of one method and one series, never across a gap.

A series (rules.succession) joins a unit with the one it only continues, and ends where units merge or split.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from compliance.rules import uncertainty
from compliance.rules.keys import number, positions, take, years
from compliance.standards import Index, round_half_up

# A change of a measure is a difference of two means without prescribed decimals; this removes binary dust.
DUST = 9


def compare(scores: pd.DataFrame, index: Index) -> pd.DataFrame:
    """Add previous_value, change, is_comparable, break_reason and is_change_significant.

    Law:    `break_reason` of each method in the YAML of `index`.
    Input:  scores of `rules.index.evaluate` (unit_id, year, method_id, value, standard_error, n_respondents);
            optional series_id and series_break of `rules.succession` (without them a unit is a series).
    Output: the same rows. Previous is exactly the year before, of the series or else of the unit itself.
            Across a change of method or of the series there is no change, and the reason is the sentence of
            the later method or of the merger or split. Without a value this year everything is missing.
            is_change_significant is missing unless both standard errors are known.
    """
    scores = scores.reset_index(drop=True)
    where, is_same = _previous(scores)
    value = number(scores, "value")
    previous = np.where(np.isnan(value), np.nan, take(value, where))
    has_both = ~np.isnan(previous)
    method = scores["method_id"].to_numpy(dtype=object)
    comparable = has_both & is_same & (method == np.where(where >= 0, method[where], None))
    change = round_half_up(np.where(comparable, value - previous, np.nan), index.decimals)

    own_years = years(scores)
    reasons = np.full(len(scores), None, dtype=object)
    alone = ~np.isnan(value) & ~has_both
    reasons[alone] = [f"Tidak ada nilai tahun {year - 1}." for year in own_years[alone]]
    for later in index.methods:
        reasons[has_both & ~comparable & (method == later.id)] = later.break_reason
    if "series_break" in scores.columns:
        broken = ~np.isnan(value) & ~comparable & scores["series_break"].notna().to_numpy(dtype=bool)
        reasons[broken] = scores["series_break"].to_numpy(dtype=object)[broken]

    return scores.assign(
        previous_value=previous,
        change=change,
        is_comparable=comparable,
        break_reason=pd.Series(reasons, dtype="string"),
        is_change_significant=_significance(scores, change, where, index),
    )


def compare_details(details: pd.DataFrame, index: Index) -> pd.DataFrame:
    """Add previous_value, change and is_comparable to details of `rules.index.evaluate`, by the same rule."""
    details = details.reset_index(drop=True)
    keys = [name for name in ("unit_id", "series_id") if name in details.columns]
    where, is_same = _previous(details.assign(**{name: _of_measure(details, name) for name in keys}))
    value, method = number(details, "value"), details["method_id"].to_numpy(dtype=object)
    previous = np.where(np.isnan(value), np.nan, take(value, where))
    comparable = ~np.isnan(previous) & is_same & (method == np.where(where >= 0, method[where], None))
    change = np.where(comparable, value - previous, np.nan).round(DUST)
    return details.assign(previous_value=previous, change=change, is_comparable=comparable)


def _of_measure(details: pd.DataFrame, column: str) -> pd.Series:
    """Units, or series, of each measure apart; the city, which has neither, is one of them."""
    owners = details[column].astype(object).where(details[column].notna(), None)
    return pd.Series(list(zip(details["measure_id"], owners, strict=True)), dtype=object)


def _previous(rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Where the row of the year before stands (-1: nowhere), and whether it is of the same series."""
    own = positions(rows, rows, shift=-1)
    if "series_id" not in rows.columns:
        return own, own >= 0
    series = rows.assign(unit_id=rows["series_id"])
    same = positions(series, series, shift=-1)
    return np.where(same >= 0, same, own), same >= 0


def _significance(
    scores: pd.DataFrame, change: np.ndarray, where: np.ndarray, index: Index
) -> pd.api.extensions.ExtensionArray:
    error, n = number(scores, "standard_error"), number(scores, "n_respondents")
    chance = uncertainty.p_value(change, error, n, take(error, where), take(n, where))
    if index.confidence_level is None:
        chance = np.full(len(scores), np.nan)
    significant = pd.array(chance < 1 - (index.confidence_level or 0), dtype="boolean")
    significant[np.isnan(chance)] = pd.NA
    return significant
