"""What a load promises: whole or nothing, twice the same, nothing lost, nothing counted twice."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from compliance import warehouse
from compliance.errors import PantauError
from etl import build, loading, models, publish
from etl.folder import DataFolder
from etl.progress import Silent
from etl.register import Register
from tests.pipeline.small_city import AS_OF, UNITS, City, Fill, answer, standard


def same_marts(left: dict[str, pd.DataFrame], right: dict[str, pd.DataFrame]) -> None:
    """Row for row, type for type."""
    assert left.keys() == right.keys()
    for name in left:
        pd.testing.assert_frame_equal(left[name], right[name], obj=name)


def fill(city: City) -> None:
    """Units, six answers and two services."""
    city.write(
        "skm.csv",
        [answer("DKC", "2024-03-05", value, number) for number, value in enumerate([4, 4, 3, 3, 2, 4])],
    )
    city.write(
        "standar.csv",
        [
            standard(
                "Disdukcapil",
                "KTP elektronik",
                "2024-01-10",
                "ditetapkan",
                nomor_sk="1/2024",
                tanggal_sk="2024-01-05",
                maklumat="Ada",
                media_publikasi="papan informasi",
            ),
            standard(
                "DSO",
                "Rekomendasi bantuan",
                "2024-02-10",
                "draf",
                components=None,
                dasar_hukum="Ada",
                produk="Belum",
            ),
        ],
    )
    city.load(*sorted(city.inbox.glob("*.csv")))


@pytest.fixture
def loaded(filled: Callable[[Fill], City]) -> City:
    return filled(fill)


def test_the_same_file_twice_changes_nothing(loaded: City) -> None:
    before, pointer = loaded.marts(), publish.read_pointer(loaded.folder)
    result = loaded.load(*sorted(loaded.inbox.glob("*.csv")))
    assert not result.is_new_snapshot
    assert publish.read_pointer(loaded.folder) == pointer
    same_marts(before, loaded.marts())


def test_a_rebuild_from_the_archive_gives_the_same_marts(loaded: City) -> None:
    before = loaded.marts()
    for path in loaded.folder.lake.rglob("*.*"):
        path.unlink()
    loading.rebuild(loaded.folder, Silent(), as_of=AS_OF)
    same_marts(before, loaded.marts())


def test_the_order_of_files_and_loads_does_not_matter(tmp_path: Path) -> None:
    states = []
    for number, loads in enumerate([[("unit", "skm", "skm2")], [("skm2",), ("skm",), ("unit",)]]):
        city = City(tmp_path / str(number))
        city.write("unit.csv", UNITS)
        city.write("skm.csv", [answer("DKC", "2024-03-05", 4, 1), answer("Dukcapil", "2024-03-05", 2, 2)])
        city.write("skm2.csv", [answer("DKC", "2024-04-05", 3, 1)])
        for names in loads:
            city.load(*(city.inbox / f"{name}.csv" for name in names))
        states.append(city.read("SELECT * EXCLUDE source_note FROM mart_score"))
    pd.testing.assert_frame_equal(*states)


@pytest.fixture(scope="module")
def two_loads(
    filled_homes: Callable[[Fill], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[City, pd.DataFrame]]:
    """A city after two more loads, each of several files, and what was found after the first of them."""
    city = City(shutil.copytree(filled_homes(fill), tmp_path_factory.mktemp("dua_muatan") / "kota"))
    january = [answer("DSO", f"2024-01-0{day}", 3, day) for day in range(1, 6)]
    man, woman = (answer("DKS", "2024-01-01", 3, jenis_kelamin=one) for one in "LP")
    first = {
        "jan": january,
        "a": [man, woman] * 6,
        "b": [man, woman] * 2 + [answer("DKS", "2024-01-01", 4, jenis_kelamin="L")],
        "o1": [{"tahun": 2024, "unit": "DSO", "nilai": "70,5"}],
        "tunggu": [answer("Dinas Anu", "2024-05-01", 4, 52)],
        "campur": [
            answer("PKM", "2024-05-01", 4, 50),
            answer("PKM", "2024-05-01", 7, 51),
            answer("Dinas Itu", "2024-05-01", 4, 52),
        ],
    }
    second = {
        "jan-feb": [*january, answer("DSO", "2024-02-01", 3, 1)],
        "o2": [{"tahun": 2024, "unit": "DSO", "nilai": "71,5"}],
        "unit baru": [{"kode_unit": "ANU", "nama_unit": "Dinas Anu", "jenis_unit": "dinas"}],
    }
    city.load(*(city.write(f"{name}.csv", rows) for name, rows in first.items()))
    found = city.read("SELECT * FROM mart_finding WHERE file_name = 'tunggu.csv'")
    city.load(*(city.write(f"{name}.csv", rows) for name, rows in second.items()))
    yield city, found
    warehouse.close_all()


def score(city: City, unit: str, instrument: str = "ikm") -> dict[str, Any]:
    return city.one(
        "SELECT value, n_respondents FROM mart_score"
        f" WHERE unit_id = '{unit}' AND year = 2024 AND instrument_id = '{instrument}'"
    )


def test_every_row_is_taken_refused_or_waiting(two_loads: tuple[City, pd.DataFrame]) -> None:
    file = two_loads[0].one("SELECT * FROM mart_file WHERE file_name = 'campur.csv'")
    assert (file["n_read"], file["n_accepted"], file["n_rejected"], file["n_waiting"]) == (3, 1, 2, 1)
    assert file["status"] == "diterima_sebagian"


def test_waiting_rows_are_taken_when_the_unit_becomes_known(two_loads: tuple[City, pd.DataFrame]) -> None:
    city, found = two_loads
    (waited,) = found.query("rule_code == 'UNIT_TIDAK_DIKENAL'").to_dict("records")
    assert waited["severity"] == "Galat"
    assert "Dinas Anu" in waited["message"]
    assert score(city, "ANU")["value"] == 100.0
    assert city.read(
        "SELECT * FROM mart_finding WHERE rule_code = 'UNIT_TIDAK_DIKENAL' AND file_name = 'tunggu.csv'"
    ).empty


def test_a_cumulative_export_adds_only_what_is_new(two_loads: tuple[City, pd.DataFrame]) -> None:
    assert score(two_loads[0], "DSO")["n_respondents"] == 6


def test_equal_answers_without_number_or_time_count_as_often_as_in_one_file(
    two_loads: tuple[City, pd.DataFrame],
) -> None:
    assert score(two_loads[0], "DKS")["n_respondents"] == 13
    groups = two_loads[0].read(
        "SELECT group_id, n_respondents, value FROM mart_respondent WHERE unit_id = 'DKS' ORDER BY group_id"
    )
    assert groups.to_dict("list") == {
        "group_id": ["laki_laki", "perempuan"], "n_respondents": [7, 6], "value": [78.57, 75.0],
    }  # fmt: skip


def test_the_newest_record_of_a_score_counts(two_loads: tuple[City, pd.DataFrame]) -> None:
    assert score(two_loads[0], "DSO", "ombudsman")["value"] == 71.5
    assert len(two_loads[0].read("SELECT * FROM mart_lineage WHERE kind = 'ombudsman'")) == 2


def test_a_failed_check_publishes_nothing(loaded: City, monkeypatch: pytest.MonkeyPatch) -> None:
    pointer, before = publish.read_pointer(loaded.folder), loaded.marts()
    loaded.write("lagi.csv", [answer("DSO", "2024-01-01", 3)])
    monkeypatch.setattr(
        models, "CHECKS", [*models.CHECKS, "marts/mart_unit"]
    )  # returns rows, as a failed check does
    with pytest.raises(build.BuildError):
        loaded.load(loaded.inbox / "lagi.csv")
    assert publish.read_pointer(loaded.folder) == pointer
    same_marts(before, loaded.marts())
    monkeypatch.undo()
    assert loaded.load(loaded.inbox / "lagi.csv").is_new_snapshot
    assert loaded.one("SELECT n_respondents FROM mart_score WHERE unit_id = 'DSO' AND year = 2024") == {
        "n_respondents": 1
    }


@pytest.mark.parametrize(
    "moment",
    [
        "etl.comparing.build",
        "etl.publish.publish",
        "etl.publish.write_atomically",
        "etl.register.Register.finish_load",
        "etl.lake.write_staged",
    ],
)
def test_killed_at_any_step_the_snapshot_is_whole_and_the_load_can_be_repeated(
    loaded: City, moment: str
) -> None:
    before = loaded.marts()
    file = loaded.write("lagi.csv", [answer("DSO", "2024-01-01", 3)])
    code = f"""
import os, sys
from datetime import date
from pathlib import Path
from unittest import mock
from etl import loading
from etl.folder import DataFolder
from etl.progress import Silent
with mock.patch({moment!r}, side_effect=lambda *a, **k: os._exit(9)):
    loading.load(DataFolder(Path(sys.argv[1])), [Path(sys.argv[2])], Silent(), as_of=date(2026, 11, 24))
"""
    killed = subprocess.run(
        [sys.executable, "-c", code, loaded.folder.root, file], capture_output=True, timeout=120
    )
    assert killed.returncode == 9, killed.stderr.decode()
    if moment != "etl.register.Register.finish_load":  # by then the new snapshot is published
        same_marts(before, loaded.marts())
    loaded.load(file)
    assert loaded.one("SELECT n_respondents FROM mart_score WHERE unit_id = 'DSO' AND year = 2024") == {
        "n_respondents": 1
    }
    assert not list(loaded.folder.warehouse.glob("*.part*"))


def test_the_dashboard_reads_while_a_load_runs(loaded: City) -> None:
    file = loaded.write("banyak.csv", [answer("DSO", "2024-01-01", 3, number) for number in range(5000)])
    command = [sys.executable, "-m", "etl", "--data-dir", loaded.folder.root, "load", file]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    n_read, seen = 0, set()
    while process.poll() is None or n_read == 0:
        snapshot = warehouse.current(loaded.folder.root)
        rows = warehouse.read(
            snapshot, "SELECT count(*) AS n, max(snapshot_id) AS id FROM mart_score, mart_snapshot"
        )
        assert rows["id"].iloc[0] == snapshot.id
        seen.add(snapshot.id)
        n_read += 1
        time.sleep(0.01)
    assert process.returncode == 0
    assert warehouse.current(loaded.folder.root).id not in seen or len(seen) > 1


def test_two_loads_at_once_are_both_served(loaded: City) -> None:
    files = [loaded.write(f"serentak {n}.csv", [answer("DSO", f"2024-06-0{n}", 3, n)]) for n in (1, 2)]
    commands = [
        [sys.executable, "-m", "etl", "--data-dir", loaded.folder.root, "load", file] for file in files
    ]
    processes = [subprocess.Popen(c, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for c in commands]
    for process in processes:
        _, error = process.communicate(timeout=120)
        assert process.returncode == 0, error.decode()
    assert loaded.one("SELECT n_respondents FROM mart_score WHERE unit_id = 'DSO' AND year = 2024") == {
        "n_respondents": 2
    }


def test_a_damaged_archive_file_is_named_and_the_rest_goes_on(loaded: City) -> None:
    receipt = Register(loaded.folder.register).effective().query("file_name == 'skm.csv'").iloc[0]
    (loaded.folder.archive / receipt["file_id"]).write_bytes(b"rusak")
    for path in loaded.folder.lake.rglob("*.*"):
        path.unlink()
    result = loading.rebuild(loaded.folder, Silent(), as_of=AS_OF)
    assert result.damaged == [receipt["file_id"]]
    assert not loaded.read("SELECT * FROM mart_service_standard").empty


def test_rollback_shows_the_earlier_state_again(loaded: City) -> None:
    before = loaded.marts()
    loaded.write("lagi.csv", [answer("DSO", "2024-01-01", 3)])
    loaded.load(loaded.inbox / "lagi.csv")
    publish.roll_back(loaded.folder, None)
    same_marts(before, loaded.marts())


def test_nothing_to_roll_back_to_is_said(city: City) -> None:
    with pytest.raises(PantauError, match="Tidak ada snapshot"):
        publish.roll_back(DataFolder(city.folder.root).create(), None)


def test_as_of_shows_an_older_state(loaded: City) -> None:
    loading.rebuild(loaded.folder, Silent(), as_of=pd.Timestamp("2023-12-31").date())
    assert loaded.read("SELECT * FROM mart_service_standard").empty
    assert loaded.read("SELECT * FROM mart_score WHERE value IS NOT NULL").empty
    assert not loaded.read("SELECT * FROM mart_finding WHERE rule_code = 'SETELAH_TANGGAL_ACUAN'").empty


def test_sample_and_real_data_never_mix(loaded: City) -> None:
    with pytest.raises(PantauError, match="bukan data contoh"):
        loading.load_sample(loaded.folder, Silent())


def test_the_pointer_names_a_file_that_windows_allows(loaded: City) -> None:
    pointer = json.loads((loaded.folder.warehouse / "current.json").read_text(encoding="utf-8"))
    assert not set(pointer["file"]) & set('<>:"/\\|?*')


def test_a_broken_pointer_is_said_and_a_build_mends_it(loaded: City) -> None:
    before = loaded.marts()
    for content in ("", "{", "{}", "[]", '{"snapshot_id": 1}'):
        (loaded.folder.warehouse / "current.json").write_text(content, encoding="utf-8")
        with pytest.raises(warehouse.WarehouseUnreadable, match="python -m etl build"):
            warehouse.current(loaded.folder.root)
    loading.rebuild(loaded.folder, Silent(), as_of=AS_OF)
    same_marts(before, loaded.marts())
