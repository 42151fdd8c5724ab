"""The current snapshot and everything that is kept per snapshot: query results and figures.

Every cache key begins with the snapshot id, so a new load is seen without a restart and an old
state never leaks into a new one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from compliance import warehouse
from compliance.charts.style import Caption
from compliance.ui.first_start import active_data_dir
from compliance.ui.frame import snapshot_facts
from compliance.warehouse import Snapshot

_PINNED = "cuplikan"
_FRAMES = 400
_FIGURES = 200


def pin(shot: Snapshot) -> None:
    """Let this run show one snapshot from its first to its last figure, whatever is published meanwhile."""
    st.session_state[_PINNED] = shot


def snapshot() -> Snapshot:
    """The snapshot this run shows. Raises WarehouseMissing or WarehouseUnreadable (the shell says so)."""
    pinned: Snapshot | None = st.session_state.get(_PINNED)
    return pinned or warehouse.current(active_data_dir())


def facts() -> dict[str, Any]:
    """The row of mart_snapshot: city_name, as_of, is_sample, first_year, latest_data_year, ..."""
    return snapshot_facts(snapshot())


def frame(query: Callable[..., pd.DataFrame], **arguments: Any) -> pd.DataFrame:
    """Result of a function of compliance.queries for the current snapshot, cached.

    session.frame(queries.scores, year=2025, instrument_id="ikm", **selection.scope)
    """
    shot = snapshot()
    return _frame(shot.id, query.__name__, tuple(sorted(arguments.items())), query, shot)


@st.cache_data(show_spinner=False, max_entries=_FRAMES)
def _frame(
    snapshot_id: str,
    name: str,
    arguments: tuple[tuple[str, Any], ...],
    _query: Callable[..., pd.DataFrame],
    _shot: Snapshot,
) -> pd.DataFrame:
    return _query(_shot, **dict(arguments))


def figure(build: Callable[..., Any], rows: pd.DataFrame, caption: Caption, **options: Any) -> Any:
    """A figure of compliance.charts, cached by snapshot, builder, rows, texts and options."""
    name = f"{build.__module__}.{build.__name__}"
    return _figure(snapshot().id, name, caption, rows, options, build)


@st.cache_resource(show_spinner=False, max_entries=_FIGURES, hash_funcs={Caption: repr})
def _figure(
    snapshot_id: str,
    name: str,
    caption: Caption,
    rows: pd.DataFrame,
    options: dict[str, Any],
    _build: Callable[..., Any],
) -> Any:
    return _build(rows, caption, **options)
