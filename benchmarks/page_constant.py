"""Pages with the elements of the dashboard and constant data; run by page_server.py."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import streamlit as st

from benchmarks import page_elements
from compliance.paths import ROOT
from compliance.ui.navigation import FIRST_PAGE, PAGES

ASSETS = ROOT / "compliance" / "ui" / "assets"
FOLDER = Path(os.environ["PANTAU_BENCHMARK_FOLDER"])


@st.cache_resource(show_spinner=False)
def recorded(name: str) -> list[page_elements.Call]:
    """What the page drew."""
    return page_elements.read(FOLDER / f"{name}.pickle")


def draw(name: str) -> None:
    page_elements.play(recorded(name))


# What a script hands over outside of elements, as in compliance/ui/shell.py.
st.set_page_config(page_title="Pantau Layanan", page_icon=str(ASSETS / "ikon.png"), layout="wide")
st.logo(str(ASSETS / "lambang.svg"), size="large", icon_image=str(ASSETS / "ikon.png"))
page = st.navigation(
    [
        st.Page(partial(draw, name), title=title, url_path=name, default=name == FIRST_PAGE)
        for name, title in PAGES
    ],
    expanded=True,
)
page.run()
