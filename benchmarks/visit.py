"""Visits in Chromium over an emulated line: the first one, one that returns, a change of page.

Beside minimal pages with one Plotly chart, served as `streamlit run` serves them, and beside pages that send
what the dashboard sent without working anything out. Chromium emulates the line for HTTP only, not for the
websocket; what comes through it is counted, uncompressed.
"""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import page_visits, serving

BITS_PER_SECOND, DELAY_MS = 10_000_000, 20
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PATIENCE_MS = 60_000
STEPS = ("first visit", "returning visit", "change of page")
REFERENCE, SAME, OURS = "minimal page", "same elements, constant data", "Pantau Layanan"

# The milliseconds since the page (or its change) began, as soon as all is drawn; until then false.
DRAWN = """title => {
  const charts = [...document.querySelectorAll('.stPlotlyChart')];
  const app = document.querySelector('[data-testid="stApp"]');
  const isDrawn = app && app.dataset.testScriptState === 'notRunning' && charts.length
    && [...document.querySelectorAll('h1')].some(one => one.innerText.trim() === title)
    && !document.querySelector('[data-stale="true"]')
    && charts.every(one => one.querySelector('.main-svg .trace'));
  return isDrawn && performance.now() - (window.pantauBegan || 0);
}"""
# What stands in the way, if it is never drawn.
SEEN = """() => JSON.stringify({
  state: document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState,
  titles: [...document.querySelectorAll('h1')].map(one => one.innerText.trim()),
  stale: document.querySelectorAll('[data-stale="true"]').length,
  charts: [...document.querySelectorAll('.stPlotlyChart')]
    .map(one => one.querySelectorAll('.main-svg .trace').length),
})"""
CLICK = """title => {
  window.pantauBegan = performance.now();
  [...document.querySelectorAll('[data-testid="stSidebarNavLink"]')]
    .find(one => one.innerText.trim() === title).click();
}"""


class NotDrawn(Exception):  # noqa: N818 (says what is the case)
    """A page did not show all that belongs to it."""


@dataclass(frozen=True)
class Contender:
    """What is visited: for the two visits, and for the change from the first page to the second."""

    visited: str
    changed: str
    titles: tuple[str, str]


@dataclass
class Line:
    """What came over the line since it was last asked."""

    http: float = 0
    socket: float = 0
    requests: int = 0

    def listen(self, cdp: Any) -> None:
        cdp.on("Network.loadingFinished", self._finished)
        cdp.on("Network.webSocketFrameReceived", self._frame)

    def _finished(self, event: dict[str, Any]) -> None:
        self.http += event["encodedDataLength"]
        self.requests += event["encodedDataLength"] > 0

    def _frame(self, event: dict[str, Any]) -> None:
        self.socket += len(event["response"]["payloadData"]) * 3 / 4  # in base64

    def take(self) -> tuple[float, float, int]:
        """Kilobytes over HTTP, through the websocket, number of requests that were answered by the server."""
        found = (self.http / 1000, self.socket / 1000, self.requests)
        self.http = self.socket = self.requests = 0
        return found


@dataclass
class Runs:
    """What the turns of one step gave."""

    seconds: list[float] = field(default_factory=list)
    lines: list[tuple[float, float, int]] = field(default_factory=list)

    def add(self, milliseconds: float, line: Line) -> None:
        self.seconds.append(milliseconds / 1000)
        self.lines.append(line.take())


def run(folder: Path, repeats: int) -> str:
    """Visit both `repeats` times, in turns."""
    from playwright.sync_api import sync_playwright

    city = serving.sample_city(folder)
    page_visits.record(folder, ("ringkasan", "tren"), PANTAU_DATA_DIR=str(city))
    with ExitStack() as stack:
        one, two, ours = (
            stack.enter_context(serving.serve(script, folder, data_dir)).address
            for script, data_dir in (
                (serving.minimal(folder, "grafik", serving.CHART_PAGE), None),
                (serving.minimal(folder, "halaman", serving.TWO_PAGES), None),
                (serving.DASHBOARD, city),
            )
        )
        same = stack.enter_context(page_visits.constant(folder)).address
        contenders = {
            REFERENCE: Contender(one, two, ("Satu", "Dua")),
            SAME: Contender(same, same, ("Ringkasan", "Tren")),
            OURS: Contender(ours, ours, ("Ringkasan", "Tren")),
        }
        playwright = stack.enter_context(sync_playwright())
        browser = launch(playwright)
        runs = {(name, step): Runs() for step in STEPS for name in contenders}
        missed: list[str] = []
        for number in range(repeats + 1):  # the first one warms the servers up
            print(f"{number}/{repeats}", file=sys.stderr)
            for name, contender in contenders.items():
                found = {step: runs[name, step] if number else Runs() for step in STEPS}
                try:
                    turn(browser, contender, found)
                except NotDrawn as error:
                    missed.append(f"{name}, turn {number}: not drawn in {PATIENCE_MS // 1000} s, {error}")
                    print(missed[-1], file=sys.stderr)
        browser.close()
    return "\n".join([_table(runs), "", *missed])


def launch(playwright: Any) -> Any:
    """The browser."""
    return playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])


def turn(browser: Any, contender: Contender, runs: dict[str, Runs]) -> None:
    """All steps once."""
    context = browser.new_context(locale="id-ID", viewport={"width": 1440, "height": 900})
    first, second = contender.titles
    for step in STEPS[:-1]:
        page, line, milliseconds = _visit(context, contender.visited, first)
        runs[step].add(milliseconds, line)
        page.close()
    page, line, _ = _visit(context, contender.changed, first)
    for at in (second, first):  # the first change fetches what only the second page needs
        page.wait_for_timeout(500)
        line.take()
        page.evaluate(CLICK, at)
        milliseconds = _drawn(page, at)
        if at == second:
            runs[STEPS[-1]].add(milliseconds, line)
    context.close()


def _visit(context: Any, address: str, title: str) -> tuple[Any, Line, float]:
    page = context.new_page()
    cdp, line = context.new_cdp_session(page), Line()
    cdp.send("Network.enable")
    throughput = BITS_PER_SECOND / 8
    cdp.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": DELAY_MS,
            "downloadThroughput": throughput,
            "uploadThroughput": throughput,
        },
    )
    line.listen(cdp)
    page.goto(f"http://{address}/", wait_until="commit")
    return page, line, _drawn(page, title)


def _drawn(page: Any, title: str) -> float:
    """Milliseconds until all was drawn."""
    from playwright.sync_api import TimeoutError as Timeout

    try:
        return float(page.wait_for_function(DRAWN, arg=title, timeout=PATIENCE_MS).json_value())
    except Timeout:
        seen = str(page.evaluate(SEEN))
        page.context.close()
        raise NotDrawn(f"{title}: {seen}") from None


def chromium() -> str | None:
    """$PANTAU_CHROMIUM, else one on the PATH, else Playwright's own."""
    named = os.environ.get("PANTAU_CHROMIUM")
    return named or next((path for name in CHROMIUM if (path := shutil.which(name))), None)


def _table(runs: dict[tuple[str, str], Runs]) -> str:
    lines = [
        "| what | step | s | ratio | spread | kB by HTTP | requests | kB by websocket |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for (name, step), own in runs.items():
        seconds = median(own.seconds)
        http, socket, requests = (median(column) for column in zip(*own.lines, strict=True))
        lines.append(
            f"| {name} | {step} | {seconds:.2f} | {seconds / median(runs[REFERENCE, step].seconds):.2f} "
            f"| {(max(own.seconds) - min(own.seconds)) / seconds:.0%} "
            f"| {http:,.0f} | {requests:.0f} | {socket:,.0f} |"
        )
    return "\n".join(lines)
