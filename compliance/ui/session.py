"""The snapshot that a run shows, and answers to questions and figures for it.

What is kept of them (kept.py) has the snapshot id in its key, so a new load is seen without a restart and an
old state never leaks into a new one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

import pandas as pd
import streamlit as st

from compliance import paths, warehouse
from compliance.charts.style import Caption
from compliance.ui import kept
from compliance.ui.first_start import active_data_dir
from compliance.ui.frame import snapshot_facts
from compliance.ui.turns import Turns
from compliance.warehouse import Snapshot

_PINNED = "cuplikan"
_turns = Turns()


def pin(newest: Snapshot) -> None:
    """Let this run show one snapshot from its first to its last figure, whatever is published meanwhile.

    It is the newest one; where many visitors move on to it at the same time, some do so a click later.
    """
    shot: Snapshot = st.session_state.get(_PINNED, newest)
    is_there = shot.path.parent == newest.path.parent and shot.path.is_file()
    if shot != newest and (not is_there or _turns.take()):
        shot = newest
    st.session_state[_PINNED] = shot
    folder = active_data_dir()
    settings = folder / paths.CONFIG_NAME
    changed = settings.stat().st_mtime_ns if settings.exists() else None
    kept.pin(shot.id, folder, changed, paths.own_yaml(paths.OWN_STANDARDS))


def move_on() -> NoReturn:
    """Run the whole page anew, on the newest snapshot in any case: this visitor may have published it."""
    st.session_state.pop(_PINNED, None)
    st.rerun()


def snapshot() -> Snapshot:
    """The snapshot this run shows. Raises WarehouseMissing or WarehouseUnreadable (the shell says so)."""
    pinned: Snapshot | None = st.session_state.get(_PINNED)
    return pinned or warehouse.current(active_data_dir())


def facts() -> dict[str, Any]:
    """The row of mart_snapshot: city_name, as_of, is_sample, first_year, latest_data_year, ..."""
    return snapshot_facts(snapshot())


def frame(query: Callable[..., pd.DataFrame], **arguments: Any) -> pd.DataFrame:
    """Result of a function of compliance.queries for the current snapshot: shared, so never change it.

    session.frame(queries.scores, year=2025, instrument_id="ikm", **selection.scope)
    """
    return kept.keep(query, snapshot(), **arguments)


def figure(build: Callable[..., Any], rows: pd.DataFrame, caption: Caption, **options: Any) -> Any:
    """A figure of compliance.charts; kept for rows that are themselves kept."""
    return kept.keep(build, rows, caption, **options)
