"""The script that Streamlit runs on every visit: page settings, navigation, gate, banner, page, footer.

Every page goes through here, also when its address is the first one that a fresh server is asked for.
"""

from __future__ import annotations

import gc
from pathlib import Path

import streamlit as st

from compliance.paths import ROOT
from compliance.ui import session
from compliance.ui.first_start import open_gate
from compliance.ui.frame import show_banner, show_footer
from compliance.ui.navigation import FIRST_PAGE, PAGES

ASSETS = Path(__file__).resolve().parent / "assets"


def main() -> None:
    # The icon comes first: without one, the navigation would fetch an icon font from the internet.
    st.set_page_config(page_title="Pantau Layanan", page_icon=str(ASSETS / "ikon.png"), layout="wide")
    st.logo(str(ASSETS / "lambang.svg"), size="large", icon_image=str(ASSETS / "ikon.png"))
    st.html(ASSETS / "gaya.css")
    # A flat list: with section headers, Streamlit's list markup confuses screen readers.
    page = st.navigation(
        [
            st.Page(ROOT / "pages" / f"{name}.py", title=title, url_path=name, default=name == FIRST_PAGE)
            for name, title in PAGES
        ],
        expanded=True,
    )
    session.pin(open_gate())
    facts = session.facts()
    show_banner(facts)
    body, foot = st.container(), st.container()
    with foot:  # drawn first: nothing can be drawn any more after a page has ended itself with st.stop
        show_footer(facts)
    with body:
        page.run()
    _settle(page.url_path)


@st.cache_resource(show_spinner=False)
def _settle(page: str) -> None:
    """Once per page and server: what it imported and keeps is there to stay.

    Streamlit collects all garbage after every run, and would look through all of it each time.
    """
    gc.collect()
    gc.freeze()


main()
