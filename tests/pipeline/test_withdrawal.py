"""A withdrawn file is kept and named, and counts nowhere; undone it counts as before."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from compliance.errors import PantauError
from etl import cli, loading, publish
from etl.progress import Silent
from etl.register import Register
from etl.withdrawal import withdraw
from tests.pipeline.small_city import AS_OF, City, Fill, answer
from tests.pipeline.test_load import same_marts

IKM = "SELECT value, n_respondents, reporting_state FROM mart_score WHERE unit_id = 'DKC' AND year = 2024"


def fill(city: City) -> None:
    """A unit list and two surveys of one unit; the second has a row that is refused."""
    first = city.write("benar.csv", [answer("DKC", "2024-03-05", 4, 1)])
    second = city.write("salah.csv", [answer("DKC", "2024-03-06", 2, 1), answer("DKC", "2024-03-06", 9, 2)])
    city.load(city.inbox / "unit.csv", first, second)


@pytest.fixture
def loaded(filled: Callable[[Fill], City]) -> City:
    return filled(fill)


def take_back(city: City, name: str, **options: Any) -> None:
    withdraw(city.folder, name, Silent(), reason="unit salah", by="Rina", as_of=AS_OF, **options)


def test_a_withdrawn_file_counts_nowhere_and_says_why(loaded: City) -> None:
    before = loaded.marts()
    take_back(loaded, "SALAH.csv")
    assert loaded.one(IKM)["value"] == 100.0
    for mart in ("mart_lineage", "mart_finding"):
        assert loaded.read(f"SELECT * FROM {mart} WHERE file_name = 'salah.csv'").empty
    file = loaded.one("SELECT * FROM mart_file WHERE file_name = 'salah.csv'")
    assert (file["withdrawn_by"], file["withdrawn_reason"]) == ("Rina", "unit salah")
    assert (file["n_read"], file["n_accepted"], file["n_rejected"], file["n_error"]) == (2, 1, 1, 9)
    assert file["status"] == "diterima_sebagian"
    assert loaded.one("SELECT n_files FROM mart_snapshot") == {"n_files": 2}

    withdrawn = loaded.marts()
    assert not loaded.load(loaded.inbox / "salah.csv").is_new_snapshot, "sent again it stays withdrawn"
    for path in loaded.folder.lake.rglob("*.*"):
        path.unlink()
    loading.rebuild(loaded.folder, Silent(), as_of=AS_OF)
    same_marts(withdrawn, loaded.marts())

    take_back(loaded, "salah.csv", is_undo=True)
    same_marts(before, loaded.marts())


def test_the_only_file_can_be_withdrawn(city: City) -> None:
    city.load(city.inbox / "unit.csv")
    take_back(city, "unit.csv")
    assert city.read("SELECT * FROM mart_unit").empty
    assert len(city.read("SELECT * FROM mart_file")) == 1


def test_a_killed_withdrawal_changes_nothing(loaded: City) -> None:
    before = loaded.marts()
    code = """
import os, sys
from unittest import mock
from etl import cli
with mock.patch("etl.publish.publish", side_effect=lambda *a, **k: os._exit(9)):
    cli.main(["--data-dir", sys.argv[1], "withdraw", "salah.csv", "--reason", "x"])
"""
    killed = subprocess.run(
        [sys.executable, "-c", code, loaded.folder.root], timeout=120, capture_output=True
    )
    assert killed.returncode == 9
    loaded.load(loaded.inbox / "benar.csv")
    same_marts(before, loaded.marts())
    assert Register(loaded.folder.register).effective()["withdrawn_at"].isna().all()


def test_a_name_that_fits_no_file_or_two_is_said(loaded: City) -> None:
    pointer = publish.read_pointer(loaded.folder)
    with pytest.raises(PantauError, match="tidak ada di antara berkas"):
        take_back(loaded, "lain.csv")
    with pytest.raises(PantauError, match="tidak sedang ditarik"):
        take_back(loaded, "salah.csv", is_undo=True)
    assert publish.read_pointer(loaded.folder) == pointer
    loaded.load(loaded.write("salah.csv", [answer("DKC", "2024-03-07", 1, 1)]))
    with pytest.raises(PantauError, match="Ada 2 berkas bernama 'salah.csv'"):
        take_back(loaded, "salah.csv")
    newest = loaded.read("SELECT file_id FROM mart_file ORDER BY load_id DESC")["file_id"].iloc[0]
    take_back(loaded, newest[:12])
    with pytest.raises(PantauError, match="sudah ditarik pada .* oleh Rina: unit salah"):
        take_back(loaded, newest)


def test_the_command_says_what_it_did(loaded: City, capsys: Any) -> None:
    start = ["--data-dir", str(loaded.folder.root), "withdraw", "salah.csv"]
    assert cli.main(start) == 2
    assert cli.main([*start, "--reason", "unit salah", "--by", "Rina", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [file["withdrawn_reason"] for file in answer["files"]] == ["unit salah"]
    assert answer["n_withdrawn"] == 1
    assert cli.main(["--data-dir", str(loaded.folder.root), "load", str(loaded.inbox / "salah.csv")]) == 0
    assert "salah.csv: tidak dihitung, karena ditarik" in capsys.readouterr().out
    assert cli.main([*start, "--undo", "--reason", "keliru"]) == 0
    assert "salah.csv: kembali dihitung." in capsys.readouterr().out


def test_two_snapshots_side_by_side_say_what_the_withdrawal_revised(
    loaded: City, capsys: pytest.CaptureFixture[str]
) -> None:
    def told(*more: str) -> tuple[int, str, str]:
        code = cli.main(["--data-dir", str(loaded.folder.root), "changes", *more])
        return code, *capsys.readouterr()

    code, _, problem = told()
    assert code == 1 and "tidak ada data terbit sebelum" in problem
    take_back(loaded, "salah.csv")
    code, out, _ = told()
    assert code == 0
    name = "IKM Dinas Kependudukan dan Pencatatan Sipil 2024"
    assert f"\n{name} direvisi dari 75,00 (C) menjadi 100,00 (A); kategorinya berubah." in out
    answer = json.loads(told("--json")[1])
    back = json.loads(told("--from", answer["to"], "--to", answer["from"], "--json")[1])
    assert len(back["changes"]) == len(answer["changes"])
    code, _, problem = told("--from", "tidak-ada")
    assert code == 1 and "data terbit 'tidak-ada' tidak ada. Yang tersimpan" in problem
