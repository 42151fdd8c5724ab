"""What a person decides on the page Data, with the real commands: names, withdrawals, the way back."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path

import pytest
from filelock import FileLock
from streamlit.testing.v1 import AppTest

from compliance import queries, warehouse
from compliance.ui import changes, intake, uploads
from etl import loading
from etl.folder import DataFolder
from etl.progress import Silent
from tests.pages.conftest import OpenPage, shown, wait
from tests.vocabulary import UNSUR

HEADER, ANSWER = f"unit;tanggal;{';'.join(UNSUR)}", ";".join("4" * len(UNSUR))
TARGET = "tahun;instrumen;target\n2025;ikm;{}\n"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two units, answers of a misspelt one, a target that was sent twice; read only."""
    folder = tmp_path_factory.mktemp("kota")
    contents = (
        {"unit.csv": "kode_unit;nama_unit;jenis_unit\nA;Dinas Sosial;dinas\nB;Dinas Pasar;dinas\n",
         "skm.csv": f"{HEADER}\nDinas Sosail;12/01/2025;{ANSWER}\nA;12/01/2025;{ANSWER}\n",
         "target.csv": TARGET.format(80)},
        {"target baru.csv": TARGET.format(85)},
    )  # fmt: skip
    for number, files in enumerate(contents):
        inbox = folder / str(number)
        inbox.mkdir()
        for name, text in files.items():
            (inbox / name).write_text(text, encoding="utf-8")
        loading.load(DataFolder(folder / "data"), [inbox], Silent())
    return folder / "data"


@pytest.fixture
def city(filled: Path, tmp_path: Path, in_this_process: None) -> Path:
    return Path(shutil.copytree(filled, tmp_path / "data"))


def settled(app: AppTest) -> AppTest:
    """The page after everything that was started has ended."""
    deadline = time.monotonic() + 60
    while any(one.step.is_active for one in changes._all) and time.monotonic() < deadline:
        time.sleep(0.02)
    app.run()
    assert not app.exception
    return app


def press(app: AppTest, key: str) -> str:
    """Press a button; what the page then says, which ends with the snapshot that is now the current one."""
    settled(app.button(key=key).click().run())
    assert not app.error
    told = app.success[0].value.replace("\\", "")
    shown_now = re.search(r"Cuplikan (\S+)\.$", told)
    assert shown_now is not None
    assert shown_now[1] == warehouse.current(app_folder(app)).id
    return told


def app_folder(app: AppTest) -> Path:
    return Path(app.session_state["folder_uji"])


def opened(open_page: OpenPage, city: Path, part: str, **address: str) -> AppTest:
    app = open_page("data", city, bagian=part, **address)
    app.session_state["folder_uji"] = str(city)
    app.text_input(key="w_nama").set_value("Budi Santoso").run()
    return app


def rows(city: Path) -> int:
    return int(queries.files(warehouse.current(city)).set_index("file_name").loc["skm.csv", "n_accepted"])


def test_a_name_is_accepted_by_a_person_and_taken_back(open_page: OpenPage, city: Path) -> None:
    app = open_page("data", city, bagian=intake.NAMES)
    app.button(key="terima_Dinas Sosail_A").click().run()
    assert "Isi nama Anda" in app.error[0].value

    app = opened(open_page, city, intake.NAMES)
    assert "Tertulis di skm.csv." in shown(app)
    told = press(app, "terima_Dinas Sosail_A")
    assert told.startswith("“Dinas Sosail” diterima sebagai nama Dinas Sosial; 1 baris ikut dihitung.")
    assert rows(city) == 2
    assert "oleh Budi Santoso" in shown(app)
    assert press(app, "cabut_unit_Dinas Sosail").startswith("“Dinas Sosail” tidak lagi diterima")
    assert rows(city) == 1

    assert app.button(key="terima_lain_Dinas Sosail").disabled
    app.selectbox(key="lain_Dinas Sosail").set_value("B").run()
    assert not app.button(key="terima_lain_Dinas Sosail").disabled


def test_a_file_is_withdrawn_with_a_reason_and_restored(open_page: OpenPage, city: Path) -> None:
    files = queries.files(warehouse.current(city)).set_index("file_name")
    choice = files.loc["skm.csv", "file_id"][:12]
    app = opened(open_page, city, intake.FILES, berkas=choice)
    app.button(key=f"tarik_{choice}").click().run()
    assert "Isi alasannya" in app.error[0].value
    app.text_input(key=f"alasan_{choice}_Tarik").set_value("salah unit").run()
    told = press(app, f"tarik_{choice}")
    assert told.startswith("Berkas skm.csv ditarik dan tidak lagi dihitung. Alasan: salah unit. Cuplikan")
    assert "oleh Budi Santoso: salah unit" in shown(app)
    app.text_input(key=f"alasan_{choice}_Pulihkan").set_value("ternyata benar").run()
    assert press(app, f"tarik_{choice}").startswith("Berkas skm.csv kembali dihitung.")
    assert rows(city) == 1


def test_versions_are_shown_and_an_earlier_snapshot_is_put_back(open_page: OpenPage, city: Path) -> None:
    app = opened(open_page, city, intake.VERSIONS)
    assert "Target: 80 → 85" in shown(app)
    assert "2 dari 2, berlaku" in shown(app)
    app = opened(open_page, city, intake.SNAPSHOTS)
    assert app.button(key="cuplikan_kembali").disabled, "not before it was confirmed"
    earlier = app.selectbox(key="cuplikan_lain").value
    app.checkbox(key="cuplikan_yakin").check().run()
    assert press(app, "cuplikan_kembali").endswith(f"Cuplikan {earlier}.")


def test_one_decides_while_another_loads_and_both_are_served(
    open_page: OpenPage, filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both wait for the lock in processes of their own, and are told who holds it."""
    city = Path(shutil.copytree(filled, tmp_path / "data"))
    app = opened(open_page, city, intake.NAMES)
    with monkeypatch.context() as patch:
        patch.setattr(uploads, "check", lambda upload, file: None)
        content = f"{HEADER}\nA;14/01/2025;{ANSWER}\n".encode()
        upload = uploads.add(uploads.start(city), "skm lain.csv", content, limit_mb=1)
    (city / "pantau.lock.txt").write_text("Citra sejak 24/11/2026 08.19", encoding="utf-8")
    with FileLock(city / "pantau.lock"):
        uploads.load(upload, "Ani", with_refused=True)
        app.button(key="terima_Dinas Sosail_A").click().run()
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            told = [upload.load_step.outcome().text, progress(app.run())]
            if all("Citra" in one for one in told):
                break
        assert all("Menunggu pemuatan lain selesai (Citra sejak 24/11/2026 08.19)" in one for one in told)
        other = open_page("data", city)
        assert "Menerima “Dinas Sosail”" in progress(other), "whoever opens the page now is told, too"
    wait(upload)
    for page in (app, other):
        assert "1 baris ikut dihitung" in settled(page).success[0].value
    files = queries.files(warehouse.current(city)).set_index("file_name")
    assert files.loc[["skm.csv", "skm lain.csv"], "n_accepted"].tolist() == [2, 1]
    assert files.loc["skm lain.csv", "received_by"] == "Ani"


def progress(app: AppTest) -> str:
    return " ".join(one.proto.text for one in app.get("progress")).replace("\\", "")
