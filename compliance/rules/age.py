"""Whole months between two dates, as a calendar counts them."""

from __future__ import annotations

import numpy as np
import pandas as pd


def months_between(start: pd.Series, end: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """(full months passed, months begun) from each start to each end; NaN where a date is missing.

    The two are equal on the day itself: from 15 March 2024 to 15 March 2025 exactly 12 have passed, one day
    later 12 have passed and 13 have begun. A start on the 31st has its monthly day on the last day of
    shorter months.
    """
    months = (end.dt.year - start.dt.year) * 12.0 + (end.dt.month - start.dt.month)
    monthly_day = np.minimum(start.dt.day, end.dt.days_in_month)
    full = months - (end.dt.day < monthly_day)
    begun = full + (end.dt.day != monthly_day)
    return full.to_numpy(dtype=float), begun.to_numpy(dtype=float)
