"""Every benchmark runs, at a size that measures nothing; what it must find is found."""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from streamlit.testing.v1 import AppTest

from benchmarks import growth, load, measuring, page_sizes, page_visits, pages, serving, sessions, visit
from benchmarks.survey import N_FAULTS, Survey
from compliance import queries, warehouse


def test_load_finds_every_planted_fault(tmp_path: Path) -> None:
    rows = 100 * N_FAULTS
    path = Survey(rows, is_faulty=True).write(tmp_path / f"salah{rows}.csv")
    assert load.pantau(path) == "18 of 18"
    assert load.duckdb_typed(Survey(rows).write(tmp_path / "bersih.csv")) == f"{rows:,} rows"


def test_growth_counts_every_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growth, "N_UNITS", 5)
    monkeypatch.setattr(growth, "FILE_ROWS", 200)
    growth.prepare(tmp_path, 600)
    assert growth.rebuild(tmp_path)() == 600
    assert growth.more(tmp_path, 50)() == 650


def test_what_is_measured_runs_in_a_process_of_its_own(tmp_path: Path) -> None:
    Survey(200).write(tmp_path / "kecil200.csv")
    found = measuring.measure({"x": ["benchmarks.load", "duckdb_typed", str(tmp_path / "kecil200.csv")]}, 1)[
        "x"
    ]
    assert found is not None
    assert found.told == "200 rows"
    assert found.cpu > 0
    assert found.peak > 10


def test_ratio_is_to_the_reference() -> None:
    one = measuring.Figure(2.0, 4.0, 100.0, 0.1, "x")
    two = measuring.Figure(3.0, 2.0, 200.0, 0.0)
    lines = measuring.table({"a": one, "b": two, "c": None}, "a", "found").splitlines()
    assert lines[-2] == "| b | 3.00 | 1.50 | 0.50 | 200 | 0% |  |"
    assert "not installed" in lines[-1]


def test_recorded_calls_draw_the_same_page(tmp_path: Path) -> None:
    def page(kept: str) -> None:
        from pathlib import Path

        import pandas as pd
        import streamlit as st

        from benchmarks import page_elements

        page_elements.watch()
        page_elements.begin()
        left, right = st.columns(2)
        with right, st.expander("Tabel"):
            st.dataframe(pd.DataFrame({"a": [1]}).style.format("{:.2f}"))
        left.selectbox("Unit", ["A"], format_func=lambda one: f"Dinas {one}", key="unit")
        page_elements.end(Path(kept))

    drawn = AppTest.from_function(page, args=(str(tmp_path / "halaman.pickle"),)).run()
    again = AppTest.from_string(
        "from pathlib import Path\nfrom benchmarks import page_elements\n"
        f"page_elements.play(page_elements.read(Path({str(tmp_path / 'halaman.pickle')!r})))"
    ).run()
    assert not again.exception
    assert drawn.selectbox[0].options == again.selectbox[0].options == ["Dinas A"]
    assert again.expander[0].dataframe[0].value.equals(drawn.dataframe[0].value)


def test_a_visitor_learns_what_a_rerun_costs(tmp_path: Path) -> None:
    script = tmp_path / "halaman.py"
    script.write_text("import streamlit as st\nst.write(sum(range(3_000_000)))", encoding="utf-8")
    with page_visits.server(script, tmp_path) as one, page_visits.visit(one, "") as visitor:
        visitor.rerun()
        cpu, wall = visitor.rerun()
    assert 0.01 < cpu < 10
    assert 0.01 < wall < 10


def test_a_larger_snapshot_has_more_units_and_ten_years(sample_data_dir: Path, tmp_path: Path) -> None:
    one = warehouse.current(sample_data_dir)
    three = warehouse.current(page_sizes.multiply(sample_data_dir, tmp_path, 3))
    assert len(queries.units(three)) == 3 * len(queries.units(one))
    assert len(queries.years(three)) == page_sizes.N_YEARS
    assert len(queries.city_scores(three, instrument_id="ikm")) == page_sizes.N_YEARS
    assert len(queries.scores(three, year=2025)) == 3 * len(queries.scores(one, year=2025))
    warehouse.close_all()


def test_pages_are_compared_by_their_medians() -> None:
    found = pages.Found(
        {"tren": (1.0, 2.0)}, {"tren": [(0.03, 0.04), (0.02, 0.04)]}, {"tren": [(0.02, 0.01)]}, 99.0
    )
    assert "| Tren | 2,000 | 25.0 | 20.0 | 1.25 | 4.00 | 40% |" in pages.table(found)


def test_visitors_click_and_what_goes_wrong_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if visit.chromium() is None:
        if os.environ.get("PANTAU_BROWSER_REQUIRED"):
            pytest.fail("Chromium is missing; install it or unset PANTAU_BROWSER_REQUIRED")
        pytest.skip("no Chromium")
    monkeypatch.setattr(sessions, "LATE", {})
    monkeypatch.setattr(sessions, "PAUSE", 0.1)
    monkeypatch.setattr(sessions, "FILTERED", 0.5)
    monkeypatch.setattr(sessions, "SETTLED", 0)
    monkeypatch.setattr(visit, "STEPS", visit.STEPS[2:])
    monkeypatch.setattr(visit, "BITS_PER_SECOND", 1_000_000_000)
    broken = serving.TWO_PAGES.replace("3, year]", "3, 1 / (year - 2023)]")  # if that year is chosen
    script = serving.minimal(tmp_path, "halaman", broken)
    runs = {step: visit.Runs() for step in visit.STEPS}

    def measured() -> sessions.Tally:
        with serving.serve(script, tmp_path) as server:
            serving.warm_up(server)
            tally = asyncio.run(sessions.crowd(server, tmp_path, 3, 1.5))
            contender = visit.Contender(server.address, server.address, ("Satu", "Dua"))
            with sync_playwright() as playwright:
                visit.turn(visit.launch(playwright), contender, runs)
        return tally

    with ThreadPoolExecutor(1) as thread:  # the browser of earlier tests has an event loop in this one
        tally = thread.submit(measured).result()
    assert tally.changes
    assert tally.choices
    assert set(tally.errors) == {"Failed: division by zero"}
    assert 20 < tally.after < 500
    assert 0.01 < runs["change of page"].seconds[0] < 60
    assert runs["change of page"].lines[0][1] > 1  # kB through the websocket
