"""Start the real dashboard on a free port and open it in Chromium, noting everything that must not happen."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from playwright.sync_api import Browser, BrowserContext, Page, Response, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = {
    "ringkasan": "Ringkasan",
    "tren": "Tren",
    "perbandingan": "Perbandingan",
    "kesenjangan": "Kesenjangan",
    "standar": "Standar",
    "profil_unit": "Profil unit",
    "tindak_lanjut": "Tindak lanjut",
    "data": "Data",
    "laporan": "Laporan",
    "metodologi": "Metodologi",
}
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
CHROMIUM_OPTIONS = [
    "--no-sandbox",  # the tests also run as root in a container
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
# On a deep link, Streamlit's client first asks for these below the page's address to find its mount point.
EXPECTED_NOT_FOUND = ("/_stcore/health", "/_stcore/host-config")
PATIENCE_MS = 60_000  # the first visit of a fresh server on a busy machine

expect.set_options(timeout=PATIENCE_MS)


def chromium_path() -> str | None:
    """The browser to use: $PANTAU_CHROMIUM, else the first one found on the PATH."""
    named = os.environ.get("PANTAU_CHROMIUM")
    return named or next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


@contextmanager
def server(data_dir: Path, log_file: Path) -> Iterator[str]:
    """Serve the dashboard on a free port from a folder that is not the project's; yields its address."""
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard.py")]
    command += ["--server.headless", "true", "--server.port", str(port)]
    environment = {**os.environ, "PANTAU_DATA_DIR": str(data_dir), "PYTHONUTF8": "1"}
    with log_file.open("w", encoding="utf-8") as log:
        process = subprocess.Popen(  # noqa: S603
            command, cwd=log_file.parent, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_until_healthy(address, process, log_file)
            yield address
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


def new_context(browser: Browser) -> BrowserContext:
    """A browser without cookies and cache."""
    return browser.new_context(locale="id-ID", accept_downloads=True, reduced_motion="reduce")


class Visit:
    """One browser tab on the dashboard with a record of console errors and of requests to anywhere else."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        *,
        width: int = 1440,
        height: int = 900,
        context: BrowserContext | None = None,
    ) -> None:
        """A visitor of its own, or one more tab of `context`, which has loaded the scripts before."""
        self.address = address
        self._own_context = None if context else new_context(browser)
        self.page: Page = (context or self._own_context).new_page()  # type: ignore[union-attr]
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.set_default_timeout(PATIENCE_MS)
        self.console_errors: list[str] = []
        self.foreign_requests: list[str] = []
        self.failed_responses: list[str] = []
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.console_errors.append(str(error)))
        self.page.on("request", lambda request: self._note_request(request.url))
        self.page.on("response", self._note_response)

    def open(self, path: str, heading: str | None = None) -> Page:
        """Open an address and wait until the page is drawn: heading there, footer there, nothing running."""
        self.page.goto(f"{self.address}/{path}")
        self.wait(heading)
        return self.page

    def wait(self, heading: str | None = None) -> None:
        """Wait until the script has run to its end and the charts are drawn."""
        if heading:
            self.page.get_by_role("heading", name=heading, level=1).wait_for()
        self.page.locator(".pantau-kaki").wait_for()
        self.page.wait_for_function(
            """() => {
              const app = document.querySelector('[data-testid="stApp"]');
              const charts = [...document.querySelectorAll('.stPlotlyChart')];
              return app && app.dataset.testScriptState === 'notRunning'
                && !document.querySelector('[data-stale="true"]')
                && charts.every(chart => chart.querySelector('.main-svg'));
            }"""
        )
        self.page.wait_for_timeout(300)
        failure = self.page.get_by_role("alert").filter(has_text="tidak dapat ditampilkan")
        assert failure.count() == 0, failure.first.inner_text()

    def unfold(self, title: str | re.Pattern[str]) -> None:
        """Open an expander and wait until nothing moves: a click on what still moves hits nothing."""
        self.page.get_by_text(title).first.click()
        self.page.evaluate(
            """() => new Promise(done => {
              const main = document.querySelector('[data-testid="stMain"]');
              let height = -1, since = performance.now();
              const look = () => {
                const now = performance.now();
                const own = [...main.querySelectorAll('details')].map(one => one.offsetHeight).join();
                if (own !== height) { height = own; since = now; }
                if (now - since > 500) { done(); } else { requestAnimationFrame(look); }
              };
              look();
            })"""
        )

    def main_text(self) -> str:
        return self.page.get_by_test_id("stMain").inner_text()

    def close(self) -> None:
        (self._own_context or self.page).close()

    def _note_console(self, message: object) -> None:
        # A failed request is judged by its address in _note_response; here the console only repeats it.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):  # type: ignore[attr-defined]
            self.console_errors.append(message.text)  # type: ignore[attr-defined]

    def _note_request(self, url: str) -> None:
        if not url.startswith((self.address, self.address.replace("http", "ws", 1), "data:", "blob:")):
            self.foreign_requests.append(url)

    def _note_response(self, response: Response) -> None:
        if response.status >= 400 and not response.url.endswith(EXPECTED_NOT_FOUND):
            self.failed_responses.append(f"{response.status} {response.url}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(address: str, process: subprocess.Popen[bytes], log_file: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:  # noqa: S310
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"The dashboard did not start:\n{log_file.read_text(encoding='utf-8')[-3000:]}")
