"""A load runs while people look: no error, no half-new page, and the new data after it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.harness import ROOT, Visit, server

UNSUR = "persyaratan;prosedur;waktu;biaya;produk;kompetensi;perilaku;pengaduan;sarpras"


def footer(page: Page) -> str:
    return page.locator(".pantau-kaki").inner_text()


def test_the_dashboard_serves_the_old_data_until_the_new_is_whole(
    browser: Browser, sample_data_copy: Path, tmp_path: Path
) -> None:
    answers = "".join(
        f"Dinas Sosial;{day:02}/06/2025;{n};4;4;3;4;3;4;3;4;4\n" for day in range(1, 29) for n in range(50)
    )
    file = tmp_path / "skm juni.csv"
    file.write_text(f"unit;tanggal;nomor responden;{UNSUR}\n{answers}", encoding="utf-8")
    with server(sample_data_copy, tmp_path / "server.log") as address:
        visit = Visit(browser, address)
        before = footer(visit.open("tren"))
        command = [sys.executable, "-m", "etl", "--data-dir", str(sample_data_copy), "load", str(file)]
        load = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        n_reloads, seen = 0, {before}
        while load.poll() is None or n_reloads == 0:
            page = visit.open("tren" if n_reloads % 2 else "")
            # The footer and the caption of every chart name the same snapshot: no page is half new.
            shown = set(re.findall(r"\d{8}-\d{12}-\w{6}", visit.main_text()))
            assert len(shown) == 1, shown
            seen.add(footer(page))
            n_reloads += 1
        assert load.returncode == 0
        after = footer(visit.open("tren"))
        assert after != before
        assert seen <= {before, after}
        assert visit.console_errors == []
        assert visit.failed_responses == []
        visit.close()
