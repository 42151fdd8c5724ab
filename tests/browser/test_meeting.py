"""Ringkasan before an audience: one figure at a time by the keys, and on two sheets of paper."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.harness import Visit

SMALLEST = 96  # pixels of the digits, to be read from the back of a room


def test_meeting_mode_follows_the_keys_and_the_address(visit: Callable[..., Visit]) -> None:
    tab = visit()
    page = tab.open("ringkasan?tahun=2025")
    page.get_by_role("button", name="Mode rapat").click()
    slide = page.locator(".pl-rapat")
    expect(slide).to_contain_text("IKM kota")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    size = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.pl-rapat .nilai')).fontSize)")
    assert size >= SMALLEST
    for number, name in ((2, "IPP"), (3, "Ombudsman"), (4, "Standar"), (5, "Tindak lanjut")):
        page.keyboard.press("ArrowRight")
        expect(slide.locator("h2")).to_contain_text(name)
        expect(page).to_have_url(re.compile(rf"\brapat={number}\b"))
    page.keyboard.press("ArrowLeft")
    expect(slide.locator("h2")).to_contain_text("Standar")
    page.keyboard.press("Escape")
    expect(page.locator(".pl-kartu")).to_have_count(5)
    expect(page).not_to_have_url(re.compile("rapat"))
    assert tab.console_errors == []


def test_an_address_opens_its_figure_with_what_must_be_said(visit: Callable[..., Visit]) -> None:
    tab = visit(width=390, height=844)
    page = tab.page
    page.goto(f"{tab.address}/ringkasan?tahun=2025&rapat=3")
    slide = page.locator(".pl-rapat")
    expect(slide).to_contain_text("62,57")
    expect(slide).to_contain_text("Tidak dapat dibandingkan dengan 2024")
    expect(slide).to_contain_text("menggantikan")
    expect(slide).to_contain_text("DATA CONTOH")
    box = page.locator(".pl-rapat .nilai").bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 390


def test_ringkasan_prints_on_two_sheets(visit: Callable[..., Visit]) -> None:
    tab = visit()
    page = tab.open("ringkasan?tahun=2025")
    page.locator(".main-svg").first.wait_for()
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True))).pages
    assert [round(float(side)) for side in sheets[0].mediabox[2:]] == [595, 842]
    assert len(sheets) == 2
    first, second = (sheet.extract_text() for sheet in sheets)
    assert "IKM kota" in first and "Mode rapat" not in first
    assert "Naik paling banyak" in first
    assert "Kewajiban dan tindak lanjut" in second and re.search(r"✕\s+\d", second), "the chart is drawn"
