"""Sending files on the page Data, with the real loader: checked, told, loaded; two people at once."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from compliance.ui import answer_files, intake, uploads
from compliance.ui.uploads import Upload
from tests.pages.conftest import ROOT, TIMEOUT, OpenPage, shown, wait
from tests.vocabulary import UNSUR

HEADER = f"tanggal;{';'.join(UNSUR)}"
GOOD = f"unit;{HEADER}\nA;12/01/2025;4;4;4;4;4;4;4;4;4\nA;13/01/2025;4;4;4;4;4;4;4;4;9\n".encode()
NO_UNIT = f"{HEADER}\n12/01/2025;3;3;3;3;3;3;3;3;3\n".encode()
BROKEN = b"PK\x03\x04 bukan buku kerja"


@pytest.fixture
def city(unit_list_dir: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(unit_list_dir, tmp_path / "data"))


def the_upload(city: Path) -> Upload:
    (upload,) = uploads.all_uploads(city)
    return wait(upload)


def send(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    told = [(name, content, "application/octet-stream") for name, content in files]
    return app.file_uploader[0].set_value(told).run()


def test_files_are_checked_then_loaded_with_the_unit_they_lack(
    open_page: OpenPage, city: Path, in_this_process: None
) -> None:
    app = open_page("data", city)
    send(app, ("baik.csv", GOOD), ("tanpa unit.csv", NO_UNIT), ("rusak.xlsx", BROKEN), ("foto.jpg", b"x"))
    assert not app.exception
    upload = the_upload(city)
    assert app.query_params["kiriman"] == upload.id
    text = shown(app.run())
    for told in ("1 berkas dapat dimuat: 1 baris.", "3 berkas tidak dapat dimuat", "Jenis berkas ini tidak",
                 "baik.csv\\: 1 Galat", "di luar rentang"):  # fmt: skip
        assert told in text
    assert "--unit" not in text, "the page has a field for it"
    muat = f"muat_{upload.id}"
    app.button(key=muat).click().run()
    assert "Isi nama Anda" in app.error[0].value

    app.selectbox(key=f"unit_{upload.id}_2").set_value("B").run()
    app.button(key=f"periksa_{upload.id}_2").click().run()
    the_upload(city)
    app.text_input(key="w_nama").set_value("Budi Santoso").run()
    assert "2 berkas dapat dimuat: 2 baris." in shown(app)
    app.checkbox(key=f"catat_{upload.id}").check().run()
    app.button(key=muat).click().run()
    loaded = the_upload(city)
    app.run()
    assert "Data baru sudah terbit: 3 berkas, 2 baris diambil." in app.success[0].value
    text = shown(open_page("data", city, bagian=intake.FILES))
    assert "Budi Santoso" in text, "in the list of received files"
    assert "✕ Ditolak: 1" in text, "recorded, because that was asked for"
    assert not (loaded.path / "berkas").exists()
    with zipfile.ZipFile(io.BytesIO(answer_files.of_upload(loaded))) as archive:
        names = archive.namelist()
        book = openpyxl.load_workbook(io.BytesIO(archive.read("baik_temuan.xlsx")))
    assert sorted(names) == ["baik_temuan.xlsx", "rusak_temuan.xlsx", "tanpa unit_temuan.xlsx"]
    assert book.sheetnames[0] == "Temuan"
    app.button(key=f"tutup_{upload.id}").click().run()
    assert not upload.path.exists()
    assert "kiriman" not in app.query_params


def test_first_upload_of_a_city_is_told_while_the_sample_is_on_show(
    tmp_path: Path, sample_data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its files are in the archive and nothing is published yet: every page goes on."""
    (tmp_path / "contoh").symlink_to(sample_data_dir)
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "berkas").write_bytes(b"x")
    upload = uploads.start(tmp_path)
    upload.load_step.log.write_text("[ 40%] Menilai\n", encoding="utf-8")
    monkeypatch.setenv("PANTAU_DATA_DIR", str(tmp_path))
    app = AppTest.from_file(ROOT / "compliance" / "ui" / "shell.py", default_timeout=TIMEOUT).run()
    assert not app.exception
    assert not app.error
    assert "DATA CONTOH" in shown(app)
