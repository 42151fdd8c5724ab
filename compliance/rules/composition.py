"""Measures that consist of others (indicator -> aspect -> domain) or are the share of two counts."""

from __future__ import annotations

from fractions import Fraction
from math import lcm

import numpy as np
import pandas as pd

from compliance.rules.keys import number, years
from compliance.rules.methods import by_method
from compliance.standards import Index, Method

KEYS = ["unit_id", "year"]


def composed(measures: pd.DataFrame, index: Index) -> pd.DataFrame:
    """The measures, and those that follow from them.

    Law:    `composed_of` and the formula `share` of the method in force, in the YAML of `index`.
    Input:  unit_id, year, measure_id, value; for shares amount and base instead of value.
    Output: the same rows first, shares with their value. Then a row for every measure that consists of others
            and has none of its own: their weighted mean, and only where all of them are there.
    """
    measures = measures.reset_index(drop=True)
    value, above = number(measures, "value").copy(), []
    for method, rows in by_method(years(measures), index):
        if method.formula == "share":
            value[rows] = shares(measures.iloc[rows], method)
        elif method.composed_of and len(rows):
            above.append(_above(measures.iloc[rows].reset_index(drop=True), method))
    return pd.concat([measures.assign(value=value), *above], ignore_index=True)


def shares(counts: pd.DataFrame, method: Method) -> np.ndarray:
    """factor x amount / base; NaN where nothing was counted."""
    amount, base = number(counts, "amount"), number(counts, "base")
    return amount / np.where(base > 0, base, np.nan) * float(method.factor)


def weighted(matrix: np.ndarray, weights: list[Fraction], factor: Fraction) -> np.ndarray:
    """factor x sum(weight x value) with whole-number weights, so that equal answers give an exact result."""
    scale = lcm(*(weight.denominator for weight in weights))
    whole = np.array([float(weight * scale) for weight in weights])
    return (matrix * whole).sum(axis=1) * factor.numerator / (scale * factor.denominator)


def _above(measures: pd.DataFrame, method: Method) -> pd.DataFrame:
    """The rows that come to the measures of one method."""
    place = measures.groupby(KEYS, dropna=False, sort=False).ngroup().to_numpy()
    keys = measures.loc[~pd.Series(place).duplicated(), KEYS].reset_index(drop=True)
    names, value = measures["measure_id"].to_numpy(dtype=object), number(measures, "value")
    table, rows = {}, []
    for name in reversed(method.tree):  # from the bottom up
        own = names == name
        table[name] = np.full(len(keys), np.nan)
        table[name][place[own]] = value[own]
        children = method.composed_of.get(name)
        if children:
            lower = np.column_stack([table[child] for child in children])
            mean = weighted(lower, list(children.values()), 1 / sum(children.values(), Fraction(0)))
            follows = ~np.isnan(mean)
            follows[place[own]] = False
            table[name][follows] = mean[follows]
            rows.append(keys[follows].assign(measure_id=name, value=mean[follows]))
    return pd.concat(rows[::-1], ignore_index=True)
