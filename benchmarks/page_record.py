"""The script of the dashboard with a recorder around it (page_elements.py); run by page_server.py."""

from __future__ import annotations

import os
import runpy
from pathlib import Path

import streamlit as st

from benchmarks import page_elements
from compliance.paths import ROOT
from compliance.ui import kept
from compliance.ui.navigation import FIRST_PAGE, PAGES

kept._drawn = lambda _, draw: draw()  # what is only sent again would pass the recorder by
page_elements.watch()
page_elements.begin()
try:
    runpy.run_path(str(ROOT / "compliance" / "ui" / "shell.py"))
finally:
    page = (st.context.url or "").rstrip("/").rpartition("/")[2]
    page = page if page in dict(PAGES) else FIRST_PAGE  # whose address is the bare one
    page_elements.end(Path(os.environ["PANTAU_BENCHMARK_FOLDER"]) / f"{page}.pickle")
