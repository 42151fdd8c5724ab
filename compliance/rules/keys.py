"""Finding rows by unit and year, many at once, with the city (no unit) as a unit of its own."""

from __future__ import annotations

import numpy as np
import pandas as pd


def number(frame: pd.DataFrame, column: str) -> np.ndarray:
    """A column as floats with NaN for missing; all NaN if the frame has no such column."""
    if column not in frame.columns:
        return np.full(len(frame), np.nan)
    return pd.to_numeric(frame[column]).to_numpy(dtype=float, na_value=np.nan)


def text(frame: pd.DataFrame, column: str) -> pd.Series:
    """A column as text with NA for missing or blank; all NA if the frame has no such column."""
    if column not in frame.columns:
        return pd.Series(pd.NA, index=range(len(frame)), dtype="string")
    found = frame[column].astype("string").str.strip().reset_index(drop=True)
    return found.mask(found == "")


def years(frame: pd.DataFrame) -> np.ndarray:
    """The year column as integers. Raises ValueError if a row has no year."""
    if frame["year"].isna().any():
        raise ValueError("A row without a year cannot be judged.")
    return frame["year"].to_numpy(dtype="int64")


def positions(table: pd.DataFrame, wanted: pd.DataFrame, shift: int = 0) -> np.ndarray:
    """Where in `table` the row of each wanted unit_id and (year + shift) stands; -1 where there is none.

    Raises ValueError if `table` holds a unit and year twice: judging one of them at random would be silent
            loss.
    """
    units = pd.concat([table["unit_id"].astype(object), wanted["unit_id"].astype(object)], ignore_index=True)
    codes = pd.factorize(units)[0].astype("int64") + 1  # a missing unit is -1 for pandas: the city becomes 0
    all_years = np.concatenate([years(table), years(wanted) + shift])
    if len(all_years) == 0:
        return np.empty(0, dtype="int64")
    first = all_years.min()
    keys = codes * (all_years.max() - first + 1) + (all_years - first)
    index = pd.Index(keys[: len(table)])
    if not index.is_unique:
        row = table.iloc[int(index.duplicated().argmax())]
        raise ValueError(f"Unit {row['unit_id']} has more than one row for {row['year']}.")
    return index.get_indexer(keys[len(table) :])


def take(values: np.ndarray, where: np.ndarray) -> np.ndarray:
    """Float values at positions; NaN where the position is -1."""
    found = np.full(len(where), np.nan)
    found[where >= 0] = values[where[where >= 0]]
    return found
