"""The units a select box offers: where there are tens of thousands, some, and any of them by its name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd
import streamlit as st

from compliance.formatting import bilangan
from compliance.ui.kept import kept

MOST = 1_000  # units in one box; a city has fewer


def offered(
    units: pd.DataFrame,
    key: str,
    *,
    always: Iterable[Any] = (),
    kind: str | None = None,
    district: str | None = None,
) -> tuple[list[Any], str]:
    """Ids for a select box by name, and a sentence on what the box leaves out ('' if nothing).

    Of many, a field above the box asks for a part of the name. always: ids that are offered whatever was
    typed, if they are among the units, so that a link or an earlier choice holds.
    """
    ids = of_scope(units, kind, district)
    if len(ids) <= MOST:
        return ids, ""
    typed = st.text_input("Cari unit", placeholder="Sebagian nama unit", key=f"cari_{key}").strip()
    found = _holding(units, kind, district, typed.casefold())
    shown = found[:MOST]
    more = [one for one in dict.fromkeys(always) if one in ids and one not in shown]
    return [*more, *shown], _note(typed, len(shown), len(found))


def _note(typed: str, n_shown: int, n_found: int) -> str:
    if not n_found:
        return (
            f"Tidak ada unit yang namanya memuat “{typed[:40]}”. Periksa ejaannya atau kosongkan Cari unit."
        )
    if n_shown == n_found:
        return ""
    which = f" yang namanya memuat “{typed[:40]}”" if typed else ""
    return (
        f"Daftar Unit hanya memuat {bilangan(n_shown)} dari {bilangan(n_found)} unit{which}. "
        f"Untuk unit lain, ketik {'lebih banyak huruf' if typed else 'sebagian namanya'} pada Cari unit."
    )


@kept
def of_scope(units: pd.DataFrame, kind: str | None, district: str | None) -> list[Any]:
    """Ids of the units of that kind and kecamatan, by name."""
    return list(_rows(units, kind, district)["unit_id"])


@kept
def _holding(units: pd.DataFrame, kind: str | None, district: str | None, text: str) -> list[Any]:
    rows = _rows(units, kind, district)
    return list(rows.loc[rows["unit_name"].str.casefold().str.contains(text, regex=False), "unit_id"])


def _rows(units: pd.DataFrame, kind: str | None, district: str | None) -> pd.DataFrame:
    if kind:
        units = units[units["unit_kind"] == kind]
    return units[units["district"] == district] if district else units
