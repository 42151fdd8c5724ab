"""What a new snapshot revises, and whether files, rules or the date are the cause."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from compliance import queries, sentences, standards, warehouse
from compliance.paths import STANDARDS_DIR
from etl import answers, cli, loading, publish
from etl.progress import Silent
from tests.pipeline.small_city import AS_OF, City, Fill, answer


def fill(city: City) -> None:
    """A unit list and an IKM of 83 (category B)."""
    nine = [4, 4, 4, 3, 3, 3, 3, 3, 3]
    city.load(city.inbox / "unit.csv", city.write("skm.csv", [answer("DKC", "2024-03-05", nine, 1)]))


@pytest.fixture
def loaded(filled: Callable[[Fill], City]) -> City:
    return filled(fill)


def revised(city: City, **wanted: Any) -> pd.DataFrame:
    """Revisions of the current snapshot that are about the unit DKC."""
    frame = queries.revisions(warehouse.current(city.folder.root))
    frame = frame[frame["unit_id"] == "DKC"]
    for column, value in wanted.items():
        frame = frame[frame[column] == value]
    return frame


@pytest.fixture
def stricter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Change the law: from then on an IKM below 84 is C."""

    def change() -> None:
        changed = shutil.copytree(STANDARDS_DIR, tmp_path / "standards")
        text = (changed / "ikm.yaml").read_text(encoding="utf-8")
        text = text.replace("lower: 76.61", "lower: 84.00").replace("upper: 76.60", "upper: 83.99")
        (changed / "ikm.yaml").write_text(text, encoding="utf-8")
        monkeypatch.setattr(loading.standards, "load", lambda: standards.read(changed))
        monkeypatch.setattr(loading, "STANDARDS_DIR", changed)

    return change


def test_files_revise_values_and_the_list_of_snapshots_says_how_many(loaded: City) -> None:
    assert revised(loaded).empty, "there was nothing before the first snapshot"
    loaded.load(loaded.write("lagi.csv", [answer("DKC", "2024-04-05", 1, 2)]))
    assert set(revised(loaded)["cause"]) == {"data"}
    changed = revised(loaded, subject="nilai", year=2024)
    assert changed[["before", "after"]].to_numpy().tolist() == [["83,33", "54,17"]]
    assert revised(loaded, subject="kategori")[["before", "after"]].to_numpy().tolist() == [["B", "D"]]
    listed = queries.snapshots(warehouse.current(loaded.folder.root))
    assert list(listed["is_current"]) == [True, False]
    assert list(listed["n_files"]) == [3, 2]
    assert "berubah karena data." in listed["what_changed"].iloc[0]
    loading.rebuild(loaded.folder, Silent(), as_of=AS_OF)
    assert revised(loaded).empty, "the same files and rules revise nothing"
    loading.rebuild(loaded.folder, Silent(), as_of=date(2027, 1, 2))
    late = revised(loaded, subject="status_laporan", subject_id="ikm", year=2026)
    assert late[["before", "after", "cause"]].to_numpy().tolist() == [
        ["belum_jatuh_tempo", "belum_melapor", "tanggal"]
    ]


def test_a_rule_that_changed_is_told_apart_from_new_files(
    loaded: City, stricter: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> None:
    stricter()
    loaded.load(loaded.write("lagi.csv", [answer("DKC", "2024-04-05", 1, 2)]))
    assert not list(loaded.folder.warehouse.glob("*.part"))
    by_rule, by_data = revised(loaded, cause="aturan"), revised(loaded, cause="data")
    assert by_rule[["subject", "before", "after"]].to_numpy().tolist() == [["kategori", "B", "C"]]
    assert by_data[by_data["subject"] == "nilai"]["after"].tolist() == ["54,17"]
    assert by_data[by_data["subject"] == "kategori"][["before", "after"]].to_numpy().tolist() == [["C", "D"]]
    assert cli.main(["--data-dir", str(loaded.folder.root), "status"]) == 0
    said = capsys.readouterr().out
    assert "Dibandingkan dengan data terbit sebelumnya: 2 kategori berubah karena aturan penilaian;" in said
    earlier = answers.status(loaded.folder)["snapshots"][1]
    assert f"  {earlier['id']}: disusun" in said


def test_a_damaged_or_older_snapshot_does_not_stop_a_build(loaded: City) -> None:
    pointer = publish.read_pointer(loaded.folder)
    assert pointer is not None
    warehouse.close_all()
    (loaded.folder.warehouse / pointer.file).write_bytes(b"rusak")
    raw = {**pointer.__dict__}
    for name in ("data_key", "rule_key", "n_files", "previous_id", "revised"):
        del raw[name]
    (loaded.folder.warehouse / "current.json").write_text(json.dumps(raw), encoding="utf-8")
    loaded.load(loaded.write("lagi.csv", [answer("DKC", "2024-04-05", 1, 2)]))
    assert revised(loaded).empty


def test_the_sentence_of_what_changed() -> None:
    assert sentences.berubah({}) == "Tidak ada nilai atau kesimpulan yang berubah."
    counts = {
        "data": {"nilai": 1200, "kategori": 3, "kesimpulan": 1},
        "aturan dan tanggal": {"kategori": 2},
    }
    assert sentences.berubah(counts) == (
        "1.200 nilai, 3 kategori dan 1 kesimpulan berubah karena data; "
        "2 kategori berubah karena aturan penilaian dan tanggal acuan."
    )
