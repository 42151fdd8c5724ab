"""Every page by its own address, as a first visitor of a fresh server meets it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.harness import PAGES, Visit, server

# Words that Streamlit or a forgotten label would leave on the screen.
ENGLISH = re.compile(
    r"\b(Traceback|Error|Exception|Choose|Select|Search|Upload|Browse files|Drag and drop|Download|Loading|"
    r"Running|Page not found|No results|No options|View (?:less|more)|Show|Hide|Submit|None|True|False|NaN|"
    r"NaT|nan|null|undefined)\b"
)
POINT_DECIMAL = re.compile(r"(?<!pukul )(?<![\d./])\d{1,3}\.\d{1,2}(?![\d./])")  # but a time is 14.05


def test_first_visitor_of_a_fresh_server_goes_through_the_shell(
    browser: Browser, sample_data_dir: Path, tmp_path: Path
) -> None:
    """Streamlit shows a page alone if its entry script stands beside pages/; ours must not.

    Only a server on which nobody has opened any page yet can show it, and one such visit tells.
    """
    log_file = tmp_path / "server.log"
    with server(sample_data_dir, log_file) as address:
        first = Visit(browser, address)
        looks_like_a_page_of_ours(first, "profil_unit")
        first.close()
    assert "Traceback" not in log_file.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_page_opens_by_its_own_address_and_fits_a_phone(name: str, visit: Callable[..., Visit]) -> None:
    tab = visit()
    looks_like_a_page_of_ours(tab, name)
    tab.page.set_viewport_size({"width": 390, "height": 844})
    tab.wait()
    overflow = tab.page.evaluate(
        "document.querySelector('[data-testid=stMain]').scrollWidth - window.innerWidth"
    )
    assert overflow <= 0, f"the page is {overflow} pixels wider than the screen"


def looks_like_a_page_of_ours(visit: Visit, name: str) -> None:
    page = visit.open(name)
    links = page.get_by_test_id("stSidebarNav").get_by_role("link")
    assert [text.strip() for text in links.all_inner_texts()] == list(PAGES.values())
    assert page.locator(".pantau-contoh").inner_text().startswith("DATA CONTOH")
    assert page.locator("html").get_attribute("lang") == "id"
    assert page.title() == "Pantau Layanan"
    assert page.locator("h1").count() == 1
    text = visit.main_text()
    assert ENGLISH.findall(text) == []
    assert POINT_DECIMAL.findall(text) == [], "decimals are written with a comma"
    assert visit.console_errors == []
    assert visit.failed_responses == []
    assert visit.foreign_requests == []


def test_navigation_keeps_one_page_after_the_other_alive(visit: Callable[..., Visit]) -> None:
    tab = visit()
    page = tab.open("")
    for name, title in PAGES.items():
        page.get_by_test_id("stSidebarNav").get_by_role("link", name=title, exact=True).click()
        page.wait_for_url(re.compile(rf"/{name}\b|/$|/\?" if name == "ringkasan" else rf"/{name}\b"))
        tab.wait()
    assert tab.console_errors == []
    assert tab.foreign_requests == []
