"""Uploads in the data folder: hostile names, wrong files, processes that fail or are killed."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from compliance.ui import commands, uploads
from compliance.ui.commands import STOPPED, Outcome
from compliance.ui.uploads import Upload

# In place of the loader: the first letters of the file say what it does.
STAND_IN = """
import json, os, sys, time
name, path = sys.argv[3], sys.argv[4]
text = open(path, encoding="utf-8").read()
print("[ 40%] Memeriksa", os.path.basename(path), file=sys.stderr, flush=True)
if "mati" in text:
    os._exit(137)
if "tunggu" in text:
    time.sleep(0.5)
if "gagal" in text:
    print("Gagal: Ruang penyimpanan habis.", file=sys.stderr)
    print("Periksa ruang penyimpanan.", file=sys.stderr)
    sys.exit(1)
is_list = "daftar" in text
file = {"file_id": text, "file_name": path, "kind": "unit" if is_list else "skm_responden", "n_read": 2,
        "n_accepted": 2, "n_rejected": 0, "n_waiting": int(not is_list and "--units" not in sys.argv),
        "status": "ditolak" if "buruk" in text else "diterima"}
print(json.dumps({"files": [file], "findings": [], "asked": sys.argv[3:]}))
"""


@pytest.fixture
def send(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Upload]:
    """send(("a.csv", "text"), ...): an upload with these files, when all its checks have ended."""
    (tmp_path / "app" / "etl").mkdir(parents=True)
    (tmp_path / "app" / "etl" / "__main__.py").write_text(STAND_IN, encoding="utf-8")
    monkeypatch.setattr(commands, "ROOT", tmp_path / "app")

    def run(*files: tuple[str, str]) -> Upload:
        upload = uploads.start(tmp_path / "data", "Budi")
        for name, text in files:
            upload = uploads.add(upload, name, text.encode(), limit_mb=1)
        return ended(upload)

    return run


def ended(upload: Upload) -> Upload:
    deadline = time.monotonic() + 30
    while upload.is_active and time.monotonic() < deadline:
        time.sleep(0.02)
    found = uploads.find(upload.data_dir, upload.id)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("skm januari.csv", "skm januari.csv"),
        ("../../etc/passwd.csv", "passwd.csv"),
        (r"C:\\Users\\a\\..\\skm.xlsx", "skm.xlsx"),
        ("a\x00b\n\u202ec.csv", "a_b__c.csv"),
        ('<img src="x">|?*.csv', "_img src=_x_____.csv"),
        ("..", "_"),
        ("con.csv", "_con.csv"),
        ("a.csv. ", "a.csv"),
        ("x" * 300 + ".xlsx", "x" * 116 + ".xlsx"),
        ("-rf.csv", "-rf.csv"),
    ],
)
def test_name_is_only_a_name(sent: str, kept: str) -> None:
    assert uploads.safe_name(sent) == kept


def test_name_in_the_address_is_only_an_id(tmp_path: Path) -> None:
    upload = uploads.start(tmp_path)
    assert uploads.find(tmp_path, upload.id) == upload
    for name in (None, "", "..", f"../{uploads.FOLDER}/{upload.id}", f"{upload.id}/..", str(upload.path)):
        assert uploads.find(tmp_path, name) is None


def test_wrong_kind_and_size_are_told_and_not_stored(send: Callable[..., Upload]) -> None:
    upload = send(("foto.jpg", "x"), ("besar.csv", "x" * 1_100_000), ("baik.csv", "baik"))
    wrong, big, good = upload.files
    assert "Jenis berkas ini tidak dibaca" in str(wrong.problem)
    assert "lebih besar dari 1 MB" in str(big.problem)
    assert [path.name for path in upload.path.rglob("*") if path.suffix in (".jpg", ".csv")] == ["baik.csv"]
    assert list(upload.checks()) == [good.number]


def test_check_that_fails_or_is_killed_says_so(send: Callable[..., Upload]) -> None:
    checks = send(("a.csv", "gagal"), ("b.csv", "mati"), ("c.csv", "baik")).checks()
    assert checks[1] == Outcome("gagal", error="Ruang penyimpanan habis. Periksa ruang penyimpanan.")
    assert checks[2] == Outcome("gagal", error=STOPPED)
    assert checks[3].state == "selesai"


def test_another_server_finds_the_upload_as_it_is(
    send: Callable[..., Upload], monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = send(("a.csv", "tunggu"))
    assert [one.id for one in uploads.all_uploads(upload.data_dir)] == [upload.id]
    uploads.load(upload, "Budi")
    assert upload.load_step.outcome().state == "berjalan"
    running = set(commands._active)
    monkeypatch.setattr(commands, "_active", set())  # a server that was started anew runs nothing
    assert upload.load_step.outcome() == Outcome("gagal", error=STOPPED)
    monkeypatch.setattr(commands, "_active", running)
    assert ended(upload).load_step.outcome().state == "selesai"


def test_files_go_when_they_are_loaded_and_stay_when_that_failed(send: Callable[..., Upload]) -> None:
    upload = send(("a.csv", "baik"), ("b.csv", "buruk"))
    assert [file.name for file in uploads.loadable(upload)] == ["a.csv"]
    upload.stored(upload.files[0]).write_text("mati", encoding="utf-8")
    failed = ended(uploads.load(upload, "Ani"))
    assert failed.load_step.outcome() == Outcome("gagal", error=STOPPED)
    assert failed.by == "Ani"
    assert failed.stored(failed.files[0]).exists()
    upload.stored(upload.files[0]).write_text("baik", encoding="utf-8")
    loaded = ended(uploads.load(upload, "Ani"))
    asked = loaded.load_step.outcome().answer["asked"]
    assert asked[asked.index("--by") + 1] == "Ani"
    assert not any("b.csv" in part for part in asked), "a refused file is not received"
    assert not (loaded.path / "berkas").exists()
    uploads.close(loaded)
    assert not loaded.path.exists()


def test_unit_list_that_comes_along_is_known_to_the_other_files(send: Callable[..., Upload]) -> None:
    for order in (["a", "daftar tunggu"], ["a tunggu", "daftar"]):
        upload = send(*((f"{number}.csv", text) for number, text in enumerate(order)))
        told = [uploads.summary(one) for one in upload.checks().values()]
        assert [one and one["n_waiting"] for one in told] == [0, 0], order


def test_unit_and_year_of_a_file_go_along(send: Callable[..., Upload]) -> None:
    upload = ended(uploads.check_again(send(("a.csv", "baik")), 1, "DKC", 2024))
    asked = upload.checks()[1].answer["asked"]
    assert asked[-4:] == ["--unit", "DKC", "--year", "2024"]
    uploads.load(upload, "Budi")
    given = json.loads((upload.path / "isian.json").read_text(encoding="utf-8"))
    assert given == {str(upload.stored(upload.files[0])): {"unit": "DKC", "year": 2024}}
    ended(upload)


def test_uploads_left_behind_are_cleared_away(
    send: Callable[..., Upload], monkeypatch: pytest.MonkeyPatch
) -> None:
    old = send(("a.csv", "baik"))
    later = time.time() + uploads.KEPT_SECONDS + 60
    monkeypatch.setattr(uploads.time, "time", lambda: later)
    assert uploads.start(old.data_dir).path.exists()
    assert not old.path.exists()


def test_program_that_cannot_start_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "tidak-ada"))
    assert commands.run(tmp_path, "status").state == "gagal"
    upload = uploads.add(uploads.start(tmp_path), "a.csv", b"x", limit_mb=1)
    assert ended(upload).checks()[1] == Outcome("gagal", error=STOPPED)
