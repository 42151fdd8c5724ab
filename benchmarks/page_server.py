"""A server of pages for `python -m benchmarks pages`: the dashboard recorded, or what was recorded."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from compliance.ui.middleware import middleware, routes

app = st.App(Path(os.environ["PANTAU_BENCHMARK_SCRIPT"]), middleware=middleware(), routes=routes())
