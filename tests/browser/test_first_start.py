"""The first minutes of an installation: an empty folder, a broken snapshot, a load that fails."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.harness import Visit, server

Unready = tuple[Path, Visit]


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


@pytest.fixture(scope="module")
def served(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A data folder and the server that serves it; what the folder holds is looked at on every visit."""
    root = tmp_path_factory.mktemp("belum_siap")
    with server(root / "data", root / "server.log") as address:
        yield root / "data", address


@pytest.fixture
def unready(served: tuple[Path, str], browser: Browser, shared_context: BrowserContext) -> Iterator[Unready]:
    """The folder, empty again, and a tab on its server."""
    data, address = served
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir()
    visit = Visit(browser, address, context=shared_context)
    yield data, visit
    visit.close()


def test_broken_snapshot_is_named_with_the_command_that_mends_it(
    sample_data_dir: Path, unready: Unready
) -> None:
    data, visit = unready
    shutil.copytree(sample_data_dir, data, dirs_exist_ok=True)
    pointer = data / "warehouse" / "current.json"
    file_name = json.loads(pointer.read_text(encoding="utf-8"))["file"]
    (data / "warehouse" / Path(file_name).name).write_bytes(b"not a database")
    visit.page.goto(f"{visit.address}/tren")
    expect(visit.page.get_by_role("alert")).to_contain_text(Path(file_name).name)
    expect(visit.page.get_by_test_id("stCode")).to_contain_text("etl --data-dir")
    expect(visit.page.get_by_test_id("stCode")).to_contain_text("build")
    assert "Traceback" not in visit.main_text()


def test_received_files_without_snapshot_ask_for_a_build(unready: Unready) -> None:
    data, visit = unready
    (data / "archive").mkdir()
    (data / "archive" / ("0" * 64)).write_bytes(b"kode_unit;nama_unit\n")
    visit.page.goto(visit.address)
    expect(visit.page.get_by_role("alert")).to_contain_text("belum dibangun")
    expect(visit.page.get_by_test_id("stCode")).to_contain_text("build")
    assert not (data / "contoh").exists(), "the sample must not hide a city's own files"


def test_failed_load_shows_its_last_lines_and_what_to_type(unready: Unready) -> None:
    data, visit = unready
    (data / "contoh").mkdir()
    (data / "contoh" / "archive").write_text("a file where a folder must be", encoding="utf-8")
    visit.page.goto(visit.address)
    expect(visit.page.get_by_role("alert")).to_contain_text("Data contoh gagal dimuat")
    expect(visit.page.get_by_test_id("stCode").first).to_contain_text("sample")
    expect(visit.page.get_by_test_id("stCode").nth(1)).to_contain_text("archive")
    expect(visit.page.get_by_role("button", name="Coba lagi")).to_be_visible()
