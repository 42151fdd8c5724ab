"""What `streamlit run dashboard.py` serves: Streamlit as an ASGI application with this project's middleware.

This file must stay without page code. A script that Streamlit runs while it stands beside a folder named
`pages/` lets the first visitor of a fresh server open a page without navigation and gate, therefore the
script is compliance/ui/shell.py and this file only names it (docs/decisions/0005-shell-outside-pages.md).
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from compliance.ui.failure import show_failure
from compliance.ui.middleware import middleware, routes

SHELL = Path(__file__).resolve().parent / "compliance" / "ui" / "shell.py"

app = st.App(SHELL, middleware=middleware(), routes=routes(), on_script_error=show_failure)
