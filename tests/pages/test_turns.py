"""Who sees a new snapshot when: a few visitors at once, many in turns, nobody less than whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from compliance.ui import session, turns
from compliance.warehouse import Snapshot

Click = Callable[[dict[str, Any], Snapshot], Snapshot]


def _published(folder: Path, name: str) -> Snapshot:
    path = folder / f"{name}.duckdb"
    path.touch()
    return Snapshot(name, path, datetime(2026, 11, 24), date(2026, 11, 24))


@pytest.fixture
def click(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Click:
    """click(visitor, newest): what that visitor is shown."""
    monkeypatch.setattr(session, "active_data_dir", lambda: tmp_path)
    monkeypatch.setattr(session, "_turns", turns.Turns())

    def run(visitor: dict[str, Any], newest: Snapshot) -> Snapshot:
        monkeypatch.setattr(st, "session_state", visitor)
        session.pin(newest)
        return session.snapshot()

    return run


def test_many_visitors_move_on_in_turns(
    click: Click, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    now = [session._turns._asked]
    monkeypatch.setattr(turns, "monotonic", lambda: now[0])
    old, new = _published(tmp_path, "a"), _published(tmp_path, "b")
    visitors: list[dict[str, Any]] = [{} for _ in range(turns.AT_ONCE + 4)]
    assert [click(one, old) for one in visitors] == [old] * len(visitors)
    assert [click(one, new) for one in visitors] == [new] * turns.AT_ONCE + [old] * 4
    assert click(visitors[0], new) == new, "who has moved on stays there, and takes no turn"
    now[0] += 1
    seconds = int(turns.PER_SECOND)
    waiting = visitors[turns.AT_ONCE :]
    assert [click(one, new) for one in waiting] == [new] * seconds + [old] * (4 - seconds)
    assert click({}, new) == new, "who comes anew"
    old.path.unlink()
    assert click(waiting[-1], new) == new, "nobody waits on what is gone"


def test_who_published_sees_it_at_once(click: Click, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    old, new = _published(tmp_path, "a"), _published(tmp_path, "b")
    visitor: dict[str, Any] = {}
    click(visitor, old)
    session._turns._left = -1_000
    assert click(visitor, new) == old
    monkeypatch.setattr(st, "rerun", lambda: None)
    session.move_on()
    assert click(visitor, new) == new
