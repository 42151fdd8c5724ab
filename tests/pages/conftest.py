"""Pages without a browser: run one on a data folder and read what it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from compliance import warehouse

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


def markup(app: AppTest) -> str:
    """Everything the page wrote as HTML, as it was written."""
    return "\n".join(str(element.proto.body) for element in app.get("html"))


def shown(app: AppTest) -> str:
    """The texts of the page as a reader sees them."""
    parts = [unescape(markup(app)), *(str(part.value) for part in app.markdown)]
    parts += [str(part.value) for kind in (app.warning, app.error, app.info, app.code) for part in kind]
    parts += [str(part.label) for part in app.expander]
    return "\n".join(parts)
