"""Filters and their address, links that carry filters, and what the download buttons give."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser.harness import PAGES, Visit


def chosen(page: Page) -> str:
    """The line under the filters that says in words what the page shows."""
    return page.locator(".pl-pilihan").inner_text()


def choose(tab: Visit, label: str, option: str) -> None:
    box = tab.page.get_by_test_id("stSelectbox").filter(has_text=label).first
    box.get_by_role("combobox").click()
    tab.page.get_by_role("option", name=option, exact=True).click()
    tab.page.wait_for_timeout(300)  # until the server has begun
    tab.wait()


def test_address_decides_what_is_shown(visit: Callable[..., Visit]) -> None:
    tab = visit()
    page = tab.open("tren?instrumen=ikm&tahun=2024")
    first = tab.main_text()
    assert "Tahun 2024" in chosen(page)
    tab.open("tren?instrumen=ombudsman&tahun=2023")
    assert "Tahun 2023" in chosen(page)
    assert tab.main_text() != first
    assert {"instrumen=ombudsman", "tahun=2023"} <= set(page.url.split("?")[1].split("&"))


def test_change_of_a_filter_changes_address_and_content(visit: Callable[..., Visit]) -> None:
    tab = visit()
    page = tab.open("ringkasan?tahun=2025")
    before = page.locator(".pl-kartu-deret").inner_text()
    choose(tab, "Tahun", "2023")
    expect(page).to_have_url(re.compile(r"[?&]tahun=2023\b"))
    assert "Tahun 2023" in chosen(page)
    assert page.locator(".pl-kartu-deret").inner_text() != before


def test_choice_goes_along_to_the_next_page(visit: Callable[..., Visit]) -> None:
    tab = visit()
    page = tab.open("ringkasan?tahun=2023")
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=PAGES["tren"], exact=True).click()
    page.wait_for_url(re.compile(r"/tren\b.*tahun=2023"))
    tab.wait()
    assert "Tahun 2023" in chosen(page)


def test_unknown_choice_in_the_address_is_told(visit: Callable[..., Visit]) -> None:
    tab = visit()
    page = tab.open("tren?tahun=1945&instrumen=%3Cscript%3E")
    text = tab.main_text()
    assert "“1945” pada alamat halaman tidak dikenal" in text
    assert "“<script>” pada alamat halaman tidak dikenal" in text
    assert "tahun=1945" not in page.url


@pytest.mark.parametrize(
    ("button", "read"),
    [
        ("Unduh CSV", lambda path: csv_rows(path)),
        ("Unduh Excel", lambda path: xlsx_rows(path)),
    ],
    ids=["csv", "xlsx"],
)
def test_download_holds_the_rows_of_the_chart(
    visit: Callable[..., Visit], tmp_path: Path, button: str, read: Callable[[Path], list[list[object]]]
) -> None:
    tab = visit()
    page = tab.open("tren?instrumen=ikm&tahun=2025")
    tab.unfold("Tabel data dan unduhan")
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).first.click()
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    assert "2025" in path.name
    header, *rows = read(path)
    assert "Tahun" in header
    assert len(rows) >= 5, "one row per year at least"
    assert {len(row) for row in rows} == {len(header)}
    assert tab.failed_responses == []


def csv_rows(path: Path) -> list[list[object]]:
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf"), "Excel needs the mark to read UTF-8"
    text = content.decode("utf-8-sig")
    assert re.search(r";\d+,\d", text), "decimals with a comma"
    return [list(row) for row in csv.reader(io.StringIO(text), delimiter=";")]


def xlsx_rows(path: Path) -> list[list[object]]:
    book = load_workbook(path)
    assert book.sheetnames[-1] == "Tentang data"
    about = {row[0]: row[1] for row in book["Tentang data"].iter_rows(min_col=1, max_col=2, values_only=True)}
    assert any("DATA CONTOH" in str(value) for value in (*about, *about.values()))
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
