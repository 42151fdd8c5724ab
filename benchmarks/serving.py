"""Servers that are measured: the dashboard, and minimal pages as `streamlit run` serves them."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import clock_gettime, perf_counter, sleep

from benchmarks.client import Session
from etl import loading
from etl.folder import DataFolder
from etl.progress import Silent

DASHBOARD = Path(__file__).resolve().parent.parent / "dashboard.py"
PATIENCE = 120  # seconds

TEXT_PAGE = 'import streamlit as st\n\nst.title("Satu")\nst.write("Isi")\n'
CHART_PAGE = """\
import plotly.graph_objects as go
import streamlit as st

st.title("Satu")
st.plotly_chart(go.Figure(go.Bar(x=["A", "B", "C"], y=[1, 3, 2])))
"""
TABLE_PAGE = CHART_PAGE + 'import pandas as pd\nst.dataframe(pd.DataFrame({"A": [1, 2, 3]}))\n'
TWO_PAGES = """\
import plotly.graph_objects as go
import streamlit as st

def satu():
    st.title("Satu")
    year = st.selectbox("Tahun", [2025, 2024, 2023])
    st.plotly_chart(go.Figure(go.Bar(x=["A", "B", "C"], y=[1, 3, year])))

def dua():
    st.title("Dua")
    year = st.selectbox("Tahun", [2025, 2024, 2023])
    st.plotly_chart(go.Figure(go.Scatter(x=["A", "B", "C"], y=[1, 3, year])))

st.navigation([st.Page(satu, title="Satu", default=True), st.Page(dua, title="Dua")]).run()
"""


@dataclass(frozen=True)
class Server:
    """A server that answers."""

    address: str
    process: subprocess.Popen[bytes]
    log: Path
    started: float  # perf_counter() before its process began
    healthy: float  # seconds from then until it said that it is up

    def megabytes(self) -> float:
        """Memory of its own that it has now."""
        text = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return int(text.partition("RssAnon:")[2].split()[0]) / 1024

    def peak_megabytes(self) -> float:
        """The most memory it had."""
        text = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return int(text.partition("VmHWM:")[2].split()[0]) / 1024

    def cpu(self) -> float:
        """Seconds of processor time that all its threads took so far."""
        return clock_gettime((~self.process.pid << 3) | 2)  # what clock_getcpuclockid gives


@contextmanager
def serve(
    script: Path, folder: Path, data_dir: Path | None = None, settings: Path | None = None, **more: str
) -> Iterator[Server]:
    """Serve a script on a free port; its log lies in `folder`.

    data_dir: of the dashboard. settings: the folder whose settings count; without it, Streamlit's own.
    more: of the environment.
    """
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless", "true"]
    command += ["--server.port", str(port), "--browser.gatherUsageStats", "false"]
    environment = as_installed(folder) | ({"PANTAU_DATA_DIR": str(data_dir)} if data_dir else {}) | more
    log = folder / f"{script.stem}.log"
    with log.open("w", encoding="utf-8") as output:
        started = perf_counter()
        process = subprocess.Popen(
            command, cwd=settings or folder, env=environment, stdout=output, stderr=output
        )
        try:
            address = f"127.0.0.1:{port}"
            _wait_until_healthy(address, process, log)
            yield Server(address, process, log, started, perf_counter() - started)
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def as_installed(folder: Path) -> dict[str, str]:
    """The environment, in which Python keeps what it compiled, as it does on a computer of its own."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}


def warm_up(server: Server) -> None:
    """Let it run its first page once, so that everything is imported."""
    asyncio.run(_first_run(server.address))


async def _first_run(address: str) -> None:
    async with Session(address) as session:
        await session.run()


def minimal(folder: Path, name: str, text: str) -> Path:
    """A script of a few lines, written where no settings of this project lie beside it."""
    path = folder / f"{name}.py"
    path.write_text(text, encoding="utf-8")
    return path


def sample_city(folder: Path) -> Path:
    """The data folder of the sample city, loaded once."""
    place = folder / "kota"
    if not (place / "warehouse" / "current.json").exists():
        print("loading the sample city", file=sys.stderr)
        loading.load_sample(DataFolder(place).create(), Silent())
    return place


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = perf_counter() + PATIENCE
    while perf_counter() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://{address}/_stcore/health", timeout=2) as answer:  # noqa: S310
                if answer.status == 200:
                    return
        except OSError:
            sleep(0.01)
    raise SystemExit(f"The server did not start:\n{log.read_text(encoding='utf-8')[-3000:]}")
