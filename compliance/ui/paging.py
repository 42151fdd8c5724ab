"""A long list of rows, some at a time; which part is shown stands in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from compliance.formatting import bilangan
from compliance.ui import filters, session
from compliance.ui.kept import keep

PER_PAGE = 15
TABLE_ROWS = 1_000  # of a table that sorts; a browser is sent no more at once
MOST_PARTS = 1_000  # in the choice of the part


@dataclass(frozen=True)
class Listing:
    """The answer to a question that takes limit and offset: only the part that is shown is read.

    total and per_part count what limit counts; what says its name.
    """

    query: Callable[..., pd.DataFrame]
    arguments: Mapping[str, Any]
    total: int
    per_part: int = TABLE_ROWS
    what: str = "Baris"

    def __len__(self) -> int:
        return self.total

    def part(self, first: int, n: int) -> pd.DataFrame:
        """The rows from the first one on, counted from 0."""
        return session.frame(self.query, **{**self.arguments, "limit": n, "offset": first})

    def whole(self) -> Callable[[], pd.DataFrame]:
        """What reads all of them, also after this run and outside of it: for a download."""
        return partial(self.query, session.snapshot(), **self.arguments)


def one_page(rows: pd.DataFrame | Listing, field: str, what: str, per_page: int = PER_PAGE) -> pd.DataFrame:
    """The part of the rows the reader chose; shows a choice only if there is more than one part.

    field: its name in the address. what: 'Layanan', for the label 'Layanan ke (dari 214)'.
    """
    total = len(rows)
    if total <= per_page:
        return _part(rows, 0, per_page) if isinstance(rows, Listing) else rows
    names = keep(_names, total, per_page)
    label = f"{what} ke (dari {bilangan(total)})"
    first = filters.pick(field, label, list(names), names=names, default=1)
    if (reach := MOST_PARTS * per_page) < total:
        st.caption(f"Di sini sampai yang ke-{bilangan(reach)}; selebihnya lewat saringan atau unduhan.")
    return _part(rows, first - 1, per_page)


def _names(total: int, per_page: int) -> dict[int, str]:
    """The first row of each part, and what the part is called."""
    starts = range(0, min(total, MOST_PARTS * per_page), per_page)
    return {start + 1: f"{start + 1}–{min(start + per_page, total)}" for start in starts}


def _part(rows: pd.DataFrame | Listing, first: int, n: int) -> pd.DataFrame:
    return rows.part(first, n) if isinstance(rows, Listing) else keep(_cut, rows, first, n)


def _cut(rows: pd.DataFrame, first: int, n: int) -> pd.DataFrame:
    return rows.iloc[first : first + n]
