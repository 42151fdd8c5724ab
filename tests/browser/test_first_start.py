"""The first minutes of an installation: an empty folder, a broken snapshot, a load that fails."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, expect

from tests.browser.harness import Visit, server


def test_empty_folder_loads_the_sample_once_for_two_visitors(browser: Browser, tmp_path: Path) -> None:
    data = tmp_path / "data"
    with server(data, tmp_path / "server.log") as address:
        first, second = Visit(browser, address), Visit(browser, address)
        first.page.goto(f"{address}/standar")
        expect(first.page.get_by_role("heading", name="Menyiapkan data contoh")).to_be_visible()
        second.page.goto(f"{address}/metodologi")
        for visit in (first, second):
            visit.page.locator(".pantau-contoh").wait_for(timeout=180_000)
            visit.wait()
        assert urlsplit(first.page.url).path == "/standar", "the visitor stays where he wanted to go"
        assert urlsplit(second.page.url).path == "/metodologi"
        first.close()
        second.close()
    assert {path.name for path in data.iterdir()} == {"contoh"}, (
        "nothing is written beside the sample's own folder"
    )
    assert len(list((data / "contoh" / "warehouse").glob("*.duckdb"))) == 1, "two visitors, one load"


def test_broken_snapshot_is_named_with_the_command_that_mends_it(
    browser: Browser, sample_data_copy: Path, tmp_path: Path
) -> None:
    pointer = sample_data_copy / "warehouse" / "current.json"
    file_name = json.loads(pointer.read_text(encoding="utf-8"))["file"]
    (sample_data_copy / "warehouse" / Path(file_name).name).write_bytes(b"not a database")
    with server(sample_data_copy, tmp_path / "server.log") as address:
        visit = Visit(browser, address)
        visit.page.goto(f"{address}/tren")
        expect(visit.page.get_by_role("alert")).to_contain_text(Path(file_name).name)
        expect(visit.page.get_by_test_id("stCode")).to_contain_text("etl --data-dir")
        expect(visit.page.get_by_test_id("stCode")).to_contain_text("build")
        assert "Traceback" not in visit.main_text()
        visit.close()


def test_received_files_without_snapshot_ask_for_a_build(browser: Browser, tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "archive").mkdir(parents=True)
    (data / "archive" / ("0" * 64)).write_bytes(b"kode_unit;nama_unit\n")
    with server(data, tmp_path / "server.log") as address:
        visit = Visit(browser, address)
        visit.page.goto(address)
        expect(visit.page.get_by_role("alert")).to_contain_text("belum dibangun")
        expect(visit.page.get_by_test_id("stCode")).to_contain_text("build")
        visit.close()
    assert not (data / "contoh").exists(), "the sample must not hide a city's own files"


def test_failed_load_shows_its_last_lines_and_what_to_type(browser: Browser, tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "contoh").mkdir(parents=True)
    (data / "contoh" / "archive").write_text("a file where a folder must be", encoding="utf-8")
    with server(data, tmp_path / "server.log") as address:
        visit = Visit(browser, address)
        visit.page.goto(address)
        expect(visit.page.get_by_role("alert")).to_contain_text("Data contoh gagal dimuat")
        expect(visit.page.get_by_test_id("stCode").first).to_contain_text("sample")
        expect(visit.page.get_by_test_id("stCode").nth(1)).to_contain_text("archive")
        expect(visit.page.get_by_role("button", name="Coba lagi")).to_be_visible()
        visit.close()
