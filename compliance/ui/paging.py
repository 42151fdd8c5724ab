"""A long list of readable rows, some at a time; which part is shown stands in the address."""

from __future__ import annotations

import pandas as pd

from compliance.formatting import bilangan
from compliance.ui import filters
from compliance.ui.kept import keep

PER_PAGE = 15
TABLE_ROWS = 1_000  # of a table that sorts; a browser is sent no more at once


def one_page(rows: pd.DataFrame, field: str, what: str, per_page: int = PER_PAGE) -> pd.DataFrame:
    """The part of the rows the reader chose; shows a choice only if there is more than one part.

    field: its name in the address. what: 'Layanan', for the label 'Layanan ke (dari 214)'.
    """
    starts = list(range(0, len(rows), per_page))
    if len(starts) < 2:
        return rows
    names = {start + 1: f"{start + 1}–{min(start + per_page, len(rows))}" for start in starts}
    first = filters.pick(
        field, f"{what} ke (dari {bilangan(len(rows))})", list(names), names=names, default=1
    )
    return keep(_part, rows, first, per_page)


def _part(rows: pd.DataFrame, first: int, n: int) -> pd.DataFrame:
    return rows.iloc[first - 1 : first - 1 + n]
