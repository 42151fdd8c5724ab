"""Sentences from the templates of a standard, for many rows at once."""

from __future__ import annotations

import numpy as np
import pandas as pd


def fill(template: str, values: pd.DataFrame) -> np.ndarray:
    """The template with the values of each row put in; each distinct row is formatted once.

    Missing values must not occur in a column the template names. Whole numbers are expected, not floats.
    """
    used = [column for column in values.columns if f"{{{column}}}" in template]
    if not used:
        return np.full(len(values), template, dtype=object)
    codes = values.groupby(used, sort=False, dropna=False).ngroup().to_numpy()
    first = pd.Series(codes).drop_duplicates().index
    rows = values[used].iloc[first].to_dict("records")
    texts = pd.Series([template.format_map(row) for row in rows], dtype=object)
    return texts.to_numpy()[codes]
