"""Pages without a browser: run one on a data folder and read what it shows."""

from __future__ import annotations

import io
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from compliance import warehouse
from compliance.ui import commands, uploads
from compliance.ui.uploads import Upload
from etl import cli

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT = 60
OpenPage = Callable[..., AppTest]


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenPage]:
    """open_page("data", folder, tahun="2025"): the page on that folder with these filters in the address."""

    def run(name: str, folder: Path, **address: str) -> AppTest:
        monkeypatch.setenv("PANTAU_DATA_DIR", str(folder))
        app = AppTest.from_file(ROOT / "pages" / f"{name}.py", default_timeout=TIMEOUT)
        for field, value in address.items():
            app.query_params[field] = value
        return app.run()

    yield run
    st.cache_data.clear()
    st.cache_resource.clear()
    warehouse.close_all()


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real commands without a process for each: starting one takes longer than its work here."""
    one_at_a_time = threading.Lock()

    def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        output, log = io.StringIO(), io.StringIO()
        with one_at_a_time, redirect_stdout(output), redirect_stderr(log):
            code = cli.main(command[3:])
        for name, text in (("stdout", output), ("stderr", log)):
            if name in options:
                options[name].write(text.getvalue().encode())
        return subprocess.CompletedProcess(command, code, output.getvalue(), log.getvalue())

    monkeypatch.setattr(commands.subprocess, "run", run)


def wait(upload: Upload) -> Upload:
    deadline = time.monotonic() + 60
    while upload.is_active and time.monotonic() < deadline:
        time.sleep(0.05)
    found = uploads.find(upload.data_dir, upload.id)
    assert found is not None
    assert not found.is_active
    return found


def open_all(app: AppTest) -> AppTest:
    """Open every expander whose content is made when it is opened."""
    for box in app.expander:
        if box.proto.id:
            app.session_state[box.proto.id.split("-", 2)[2]] = True
    return app.run()


def markup(app: AppTest) -> str:
    """Everything the page wrote as HTML, as it was written."""
    return "\n".join(str(element.proto.body) for element in app.get("html"))


def shown(app: AppTest) -> str:
    """The texts of the page as a reader sees them."""
    parts = [unescape(markup(app)), *(str(part.value) for part in app.markdown)]
    parts += [
        str(part.value) for kind in (app.warning, app.error, app.info, app.success, app.code) for part in kind
    ]
    parts += [str(part.label) for part in app.expander]
    return "\n".join(parts)
