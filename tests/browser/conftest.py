"""One server and one browser per worker; every test gets tabs of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.harness import Visit, chromium, chromium_path, new_context, server


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if chromium_path() is None:
        if os.environ.get("PANTAU_BROWSER_REQUIRED"):
            pytest.fail("Chromium is missing; install it or unset PANTAU_BROWSER_REQUIRED")
        pytest.skip("no Chromium")
    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def address(sample_data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The dashboard on the sample city, shared by the tests of one worker."""
    with server(sample_data_dir, tmp_path_factory.mktemp("server") / "server.log") as running:
        yield running


@pytest.fixture(scope="session")
def shared_context(browser: Browser) -> BrowserContext:
    """One browser profile for all tabs: loading the scripts anew is most of the time of a short test."""
    return new_context(browser)


@pytest.fixture
def visit(browser: Browser, address: str, shared_context: BrowserContext) -> Iterator[Callable[..., Visit]]:
    """Open tabs on the shared server; they are closed after the test."""
    opened: list[Visit] = []

    def new_visit(**size: int) -> Visit:
        opened.append(Visit(browser, address, context=shared_context, **size))
        return opened[-1]

    yield new_visit
    for each in opened:
        each.close()
