"""Which method of an index is in force for each of many rows."""

from __future__ import annotations

import numpy as np

from compliance.standards import Index, Method


def method_codes(of_years: np.ndarray, index: Index) -> np.ndarray:
    """Position in `index.methods` of the method in force in each year; -1 where there is none."""
    if len(of_years) == 0:
        return np.empty(0, dtype=int)
    ids = [method.id for method in index.methods]
    distinct, inverse = np.unique(of_years, return_inverse=True)
    methods = [index.method_for(int(year)) for year in distinct]
    return np.array([ids.index(method.id) if method else -1 for method in methods])[inverse]


def method_ids(of_years: np.ndarray, index: Index) -> np.ndarray:
    """The id of the method in force in each year; None where there is none."""
    return np.array([*(method.id for method in index.methods), None], dtype=object)[
        method_codes(of_years, index)
    ]


def by_method(of_years: np.ndarray, index: Index) -> list[tuple[Method, np.ndarray]]:
    """Each method with the positions of the rows whose year it covers."""
    codes = method_codes(of_years, index)
    return [(method, np.flatnonzero(codes == place)) for place, method in enumerate(index.methods)]
