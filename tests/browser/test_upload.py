"""Files are sent from the browser, loaded across a reload, a name is decided, answers are taken away."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import openpyxl
from playwright.sync_api import Browser, expect

from etl import loading
from etl.folder import DataFolder
from etl.progress import Silent
from tests.browser.harness import ROOT, Visit, server
from tests.browser.test_pages import ENGLISH
from tests.vocabulary import UNSUR

DRAG = """() => {
  const files = new DataTransfer();
  files.items.add(new File(["a"], "a.csv"));
  const zone = document.querySelector('[data-testid="stFileUploaderDropzone"]');
  zone.dispatchEvent(new DragEvent("dragenter", { bubbles: true, dataTransfer: files }));
}"""


def test_two_files_from_the_first_drop_to_the_answer_workbook(browser: Browser, tmp_path: Path) -> None:
    units, good, bad = tmp_path / "unit.csv", tmp_path / "skm.csv", tmp_path / "rusak.xlsx"
    units.write_text("kode_unit;nama_unit;jenis_unit\nA;Dinas A;dinas\n", encoding="utf-8")
    told = (("A", "12", "4"), ("A", "13", "9"), ("Dinas Aa", "14", "4"))
    rows = [f"{unit};{day}/01/2025;" + ";".join("4" * 8 + value) for unit, day, value in told]
    good.write_text("\n".join([f"unit;tanggal;{';'.join(UNSUR)}", *rows, ""]), encoding="utf-8")
    bad.write_bytes(b"PK\x03\x04 bukan buku kerja")
    loading.load(DataFolder(tmp_path / "data"), [units], Silent())
    with server(tmp_path / "data", tmp_path / "server.log") as address:
        visit = Visit(browser, address)
        page = visit.open("data")
        uploader = page.get_by_test_id("stFileUploader")
        assert ENGLISH.findall(uploader.inner_text()) == []
        page.evaluate(DRAG)
        expect(page.get_by_test_id("stFileUploaderDropzone").locator("> div").first).to_be_visible()
        assert ENGLISH.findall(uploader.inner_text()) == [], "while a file hovers over it"

        page.get_by_role("textbox", name="Nama Anda").fill("Budi Santoso")
        page.locator("input[type=file]").set_input_files([good, bad])
        load = page.get_by_role("button", name="Muat yang dapat dimuat (1 berkas)")
        load.click()
        page.wait_for_url(re.compile("kiriman="))
        # The page asks on its own how far it is: more than nothing, or done.
        page.get_by_text(re.compile(r"Memuat: .*\([1-9]\d*%\)|Data baru sudah terbit")).first.wait_for()
        page.reload()
        expect(page.get_by_text("Data baru sudah terbit: 1 berkas, 1 baris diambil.")).to_be_visible()
        visit.wait()
        assert ENGLISH.findall(visit.main_text()) == []

        # The end of the load draws the whole page anew; a click in that moment would hit what is replaced.
        page.reload()
        visit.wait()
        visit.unfold(re.compile("skm.csv: 2 Galat"))
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Unduh buku kerja jawaban", exact=True).first.click()
        waiting.value.save_as(tmp_path / "jawaban.xlsx")
        assert waiting.value.suggested_filename == "skm_temuan.xlsx"
        assert openpyxl.load_workbook(tmp_path / "jawaban.xlsx").sheetnames[0] == "Temuan"

        page.get_by_role("button", name="Nama yang menunggu").click()
        page.get_by_role("textbox", name="Nama Anda").fill("Siti Aminah")
        page.get_by_role("button", name=re.compile("^Dinas A .mirip")).click()
        # The sentence comes on its own, and with it the new snapshot.
        expect(page.get_by_text("“Dinas Aa” diterima sebagai nama Dinas A; 1 baris ikut")).to_be_visible()
        expect(page.get_by_text(re.compile("= Dinas A: 1 baris.*oleh Siti Aminah"))).to_be_visible()
        page.get_by_role("tab", name="Berkas yang diterima").click()
        page.get_by_role("combobox", name=re.compile("Berkas$")).click()
        page.get_by_role("option", name="skm.csv").click()
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Unduh berkas asli").click()
        waiting.value.save_as(tmp_path / "asli.csv")
        assert (tmp_path / "asli.csv").read_bytes() == good.read_bytes()
        assert "Budi Santoso" in visit.main_text(), "in the list of received files"
        assert visit.console_errors == []
        assert visit.failed_responses == []
        assert visit.foreign_requests == []
        visit.close()


def test_size_on_the_page_is_the_one_that_the_server_keeps_to() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    style = (ROOT / "compliance" / "ui" / "assets" / "unggah.css").read_text(encoding="utf-8")
    assert set(re.findall(r"(\d+) MB", style)) == {str(config["server"]["maxUploadSize"])}
