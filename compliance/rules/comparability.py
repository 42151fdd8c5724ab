"""What may be compared with the year before: only values of the same method, and never across a gap."""

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
    Input:  scores of `rules.index.evaluate` (unit_id, year, method_id, value, standard_error, n_respondents).
    Output: the same rows. Previous is exactly the year before. Across a change of method there is a previous
            value but no change, and the reason is the sentence of the later method. Without a value this
            year everything is missing. is_change_significant is missing unless both standard errors are
            known.
    """
    scores = scores.reset_index(drop=True)
    where = positions(scores, scores, shift=-1)
    value = number(scores, "value")
    previous = np.where(np.isnan(value), np.nan, take(value, where))
    has_both = ~np.isnan(previous)
    method = scores["method_id"].to_numpy(dtype=object)
    comparable = has_both & (method == np.where(where >= 0, method[where], None))
    change = round_half_up(np.where(comparable, value - previous, np.nan), index.decimals)

    own_years = years(scores)
    reasons = np.full(len(scores), None, dtype=object)
    alone = ~np.isnan(value) & ~has_both
    reasons[alone] = [f"Tidak ada nilai tahun {year - 1}." for year in own_years[alone]]
    for later in index.methods:
        reasons[has_both & ~comparable & (method == later.id)] = later.break_reason

    return scores.assign(
        previous_value=previous,
        change=change,
        is_comparable=comparable,
        break_reason=pd.Series(reasons, dtype="string"),
        is_change_significant=_significance(scores, change, where, index),
    )


def compare_details(details: pd.DataFrame, index: Index) -> pd.DataFrame:
    """Add previous_value, change and is_comparable to details of `rules.index.evaluate`, by the same rule."""
    parts = []
    for _, rows in details.reset_index(drop=True).groupby("measure_id", sort=False):
        where = positions(rows, rows, shift=-1)
        value, method = number(rows, "value"), rows["method_id"].to_numpy(dtype=object)
        previous = np.where(np.isnan(value), np.nan, take(value, where))
        comparable = ~np.isnan(previous) & (method == np.where(where >= 0, method[where], None))
        change = np.where(comparable, value - previous, np.nan).round(DUST)
        parts.append(rows.assign(previous_value=previous, change=change, is_comparable=comparable))
    if not parts:
        empty = pd.Series(dtype=float)
        return details.assign(previous_value=empty, change=empty, is_comparable=pd.Series(dtype=bool))
    return pd.concat(parts).sort_index()


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
