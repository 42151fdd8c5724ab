"""Charts on paper: every thread gets its own chart, always the same bytes, with all of its texts."""

from __future__ import annotations

import io
import os
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest
from pypdf import PdfReader

from compliance import output, warehouse
from compliance.charts import bars, printing
from compliance.charts.style import Caption

THREADS, CHARTS = 20, 40


def chart(number: int) -> object:
    rows = pd.DataFrame(
        {"unit_name": [f"Unit {number:03d}", "Unit lain"], "value": [50.0 + number / 10, 40.0]}
    )
    return bars.ranking(rows, Caption(f"Grafik nomor {number:03d}", "Catatan " * 40, "Sumber: uji"))


@pytest.fixture
def browser() -> None:
    if printing.problem() and not os.environ.get("PANTAU_BROWSER_REQUIRED"):
        pytest.skip("no Chromium")


def texts(drawing: bytes) -> str:
    return re.sub(r"<[^>]+>", " ", drawing.decode())


def test_every_thread_gets_its_own_chart(browser: None) -> None:
    figures = [chart(number) for number in range(CHARTS)]
    with ThreadPoolExecutor(THREADS) as pool:
        drawn = list(pool.map(printing.svg, figures))
    for number, drawing in enumerate(drawn):
        told = set(re.findall(r"nomor (\d+)|Unit (\d{3})", texts(drawing)))
        assert told == {(f"{number:03d}", ""), ("", f"{number:03d}")}


def test_same_chart_gives_the_same_bytes_with_all_of_its_texts(browser: None) -> None:
    once, again = (printing.svg(chart(7)) for _ in range(2))
    assert once == again
    assert texts(once).count("Catatan") == 40, "a line of the subtitle was cut off"
    pdf = printing.typeset(once, "pdf", "Grafik nomor 007")
    assert pdf == printing.typeset(again, "pdf", "Grafik nomor 007")
    page = PdfReader(io.BytesIO(pdf))
    assert page.metadata is not None and page.metadata.title == "Grafik nomor 007"
    assert "Grafik nomor 007" in page.pages[0].extract_text()
    assert "Arimo" in str(pdf), "the font is embedded"
    png = printing.typeset(once, "png")
    assert int.from_bytes(png[16:20], "big") == pytest.approx(16 / 2.54 * 300, abs=1), "16 cm at 300 dpi"


def test_browser_that_is_gone_is_started_again(browser: None) -> None:
    once = printing.svg(chart(1))
    printing._browser().close()
    assert printing.svg(chart(1)) == once


def test_missing_browser_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PANTAU_CHROMIUM", str(tmp_path / "tidak_ada"))
    printing.browser_path.cache_clear()
    try:
        with pytest.raises(printing.BrowserMissing, match="Chromium, Chrome, atau Edge tidak ditemukan"):
            printing.svg(chart(1))
    finally:
        printing.browser_path.cache_clear()


def test_command_writes_every_chart_of_a_unit(browser: None, sample_data_dir: Path, tmp_path: Path) -> None:
    from etl.cli import main

    words = [
        "export",
        "charts",
        "--year",
        "2025",
        "--format",
        "svg",
        "--unit",
        "DISDUKCAPIL",
        "-o",
        str(tmp_path),
    ]
    assert main(["--data-dir", str(sample_data_dir), *words]) == 0
    report = output.report(
        warehouse.current(sample_data_dir), 2025, unit_id="DISDUKCAPIL", data_dir=sample_data_dir
    )
    charts = output.charts_of(report)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [f"{place:02d}_{one.id}.svg" for place, one in enumerate(charts, start=1)]
    first, second = (output.chart_archive(report, "svg") for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.read(names[0]) == (tmp_path / names[0]).read_bytes()
