"""What is kept between reruns: found again, right, and the same for everybody."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pandas as pd
import pytest
import streamlit as st
from pandas.testing import assert_frame_equal
from streamlit.testing.v1 import AppTest

from compliance.ui import kept
from tests.pages.conftest import ROOT, TIMEOUT


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> kept._Store:
    empty = kept._Store()
    monkeypatch.setattr(kept, "_store", empty)
    monkeypatch.setattr(st, "session_state", {kept._STATE: ("cuplikan",)})
    return empty


def test_tables_are_known_again_as_objects_and_all_else_by_value(store: kept._Store) -> None:
    runs: list[str] = []

    def count(rows: pd.DataFrame, names: list[str], **more: Any) -> int:
        runs.append("x")
        return len(rows)

    rows = pd.DataFrame({"a": [1]})
    for _ in range(2):
        assert kept.keep(count, rows, ["a"], year=2025) == 1
    assert len(runs) == 1
    kept.keep(count, rows.copy(), ["a"], year=2025)
    kept.keep(count, rows, ["b"], year=2025)
    kept.keep(count, rows, ["a"], year=2024)
    assert len(runs) == 4
    st.session_state[kept._STATE] = ("cuplikan lain",)
    kept.keep(count, rows, ["a"], year=2025)
    assert len(runs) == 5


def test_what_many_ask_for_at_once_is_made_once(store: kept._Store) -> None:
    runs: list[int] = []

    def make() -> list[int]:
        runs.append(1)
        time.sleep(0.05)
        return runs

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: kept.keep(make), range(8)))
    assert len(runs) == 1 and all(one is runs for one in found)
    assert store._makers == {}

    def fail() -> None:
        raise ValueError

    for _ in range(2):
        with pytest.raises(ValueError):
            kept.keep(fail)
    assert store._makers == {}


def test_what_was_not_used_for_long_is_let_go(store: kept._Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_BYTES", 20_000)
    for number in range(10):
        kept.keep(_table, number)
        kept.keep(_table, 0)
    results: Any = store._results
    assert [key[2] for key in results] == [(9,), (0,)]


def test_of_old_states_nothing_stays(store: kept._Store) -> None:
    for name in ["senin", "selasa", "rabu", "senin", "kamis"]:
        st.session_state[kept._STATE] = (name,)
        kept.keep(_table, 1)
    results: Any = store._results
    assert [key[0] for key in results] == [("rabu",), ("senin",), ("kamis",)]
    assert store._bytes == sum(size for _, size in results.values())


def _table(number: int) -> pd.DataFrame:
    return pd.DataFrame({"a": range(1_000)}) + number


@pytest.mark.parametrize("page", ["ringkasan", "standar"])
def test_a_rerun_works_nothing_out_anew_and_changes_no_shared_table(
    page: str, sample_data_dir: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PANTAU_DATA_DIR", str(sample_data_dir))
    store = kept._Store()
    monkeypatch.setattr(kept, "_store", store)
    app = AppTest.from_file(ROOT / "compliance" / "ui" / "shell.py", default_timeout=TIMEOUT)
    app.switch_page(f"../../pages/{page}.py").run()
    app.run()
    before = set(store._results)
    app.run()
    assert not app.exception
    assert len(before) > 20
    assert set(store._results) == before
    results: Any = store._results
    asked = [(key, found) for key, (found, _) in results.items() if "queries" in key[1].__module__]
    assert asked
    for (_, query, arguments, options), found in asked:
        assert_frame_equal(found, query(*arguments, **dict(options)))
