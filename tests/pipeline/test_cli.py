"""The command line as a person and a script meet it: exit codes, JSON, sentences."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from etl import cli, loading
from etl.progress import Silent
from tests.pipeline.small_city import City, Fill, answer


@pytest.fixture
def run(city: City, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command in the city's data folder: (exit code, stdout, stderr)."""

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        code = cli.main(["--data-dir", str(city.folder.root), *map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def fill(city: City) -> None:
    """The list of units, as the command loads it."""
    loading.load(city.folder, [city.inbox / "unit.csv"], Silent())


@pytest.fixture
def listed(filled: Callable[[Fill], City]) -> City:
    """A city that has sent its list of units."""
    return filled(fill)


def test_status_of_an_empty_folder(run: Any) -> None:
    code, out, _ = run("status", "--json")
    assert code == 0
    assert json.loads(out)["snapshot"] is None
    assert "Belum ada data" in run("status")[1]


def test_load_says_what_became_of_each_file(run: Any, city: City) -> None:
    skm = city.write("skm.csv", [answer("DKC", "2024-03-05", 4, 1), answer("DKC", "2024-03-05", 8, 2)])
    code, out, err = run("load", city.inbox / "unit.csv", skm, "--json")
    document = json.loads(out)
    assert code == 0
    files = {file["file_name"]: file for file in document["files"]}
    assert files["unit.csv"]["status"] == "diterima"
    assert files["skm.csv"]["status"] == "diterima_sebagian"
    assert (files["skm.csv"]["n_read"], files["skm.csv"]["n_accepted"], files["skm.csv"]["n_rejected"]) == (
        2,
        1,
        1,
    )
    finding = next(one for one in document["findings"] if one["severity"] == "Galat")
    assert (finding["file_name"], finding["row_number"], finding["value"]) == ("skm.csv", 3, "8")
    assert "[100%] Selesai" in err


def test_the_data_folder_may_be_named_before_or_after_the_command(city: City, capsys: Any) -> None:
    folder = str(city.folder.root)
    for arguments in (
        ["--data-dir", folder, "status"],
        ["status", "--data-dir", folder],
        [f"--data-dir={folder}", "status"],
    ):
        assert cli.main([*arguments, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["data_dir"] == folder


def test_status_names_the_snapshot(run: Any, listed: City) -> None:
    document = json.loads(run("status", "--json")[1])
    assert Path(document["snapshot"]["path"]).is_file()
    assert document["snapshot"]["id"] in document["snapshot"]["path"]
    assert document["snapshot"]["as_of"] == document["as_of"]
    assert document["files"]["diterima"] == 1
    assert set(document["findings"]) == {"Galat", "Peringatan", "Saran"}


def test_a_refused_file_gives_3_and_the_rest_is_loaded(run: Any, city: City) -> None:
    (city.inbox / "acak.xlsx").write_bytes(b"\x00\x01 bukan excel")
    code, out, _ = run("load", city.inbox)
    assert code == 3
    assert "acak.xlsx: ditolak" in out
    assert "unit.csv: diterima" in out


def test_the_second_load_says_so(run: Any, listed: City) -> None:
    code, out, _ = run("load", listed.inbox / "unit.csv")
    assert code == 0
    assert "sudah pernah dimuat" in out


@pytest.mark.parametrize(
    "arguments", [["load"], ["hapus"], ["build", "--as-of", "kemarin"], ["load", "x", "--year", "19"]]
)
def test_wrong_usage_gives_2(run: Any, arguments: list[str]) -> None:
    code, _, err = run(*arguments)
    assert code == 2
    assert "Traceback" not in err


def test_failures_give_1_and_one_sentence(run: Any, city: City) -> None:
    code, _, err = run("load", city.inbox / "tidak ada.csv")
    assert code == 1
    assert "tidak ditemukan" in err
    assert run("build")[0] == 1
    assert run("rollback")[0] == 1


def test_a_wrong_setting_fails_and_the_earlier_snapshot_stays(run: Any, listed: City) -> None:
    before = json.loads(run("status", "--json")[1])
    (listed.folder.root / "pantau.toml").write_text("kota = \n", encoding="utf-8")
    code, _, err = run("build")
    assert code == 1
    assert "pantau.toml" in err
    assert json.loads(run("status", "--json")[1]) == before


def test_check_stores_nothing(run: Any, city: City) -> None:
    skm = city.write("skm.csv", [answer("DKC", "2024-03-05", 4, 1), answer("Dinas Anu", "2024-03-05", 4, 2)])
    code, out, _ = run("check", city.inbox / "unit.csv", skm, "--json")
    document = json.loads(out)
    assert code == 0
    assert [one["rule_code"] for one in document["findings"] if one["severity"] == "Galat"] == [
        "UNIT_TIDAK_DIKENAL"
    ]
    assert not city.folder.root.exists() or not list(city.folder.root.rglob("*.duckdb"))


def test_check_and_load_agree(run: Any, city: City) -> None:
    good, bad = answer("DKC", "2024-03-05", 4, 1), answer("Dinas Anu", "besok", 4, 2)
    city.write("skm.csv", [good, bad, bad | {"nomor_responden": 3}])
    keys = ["file_name", "kind", "n_read", "n_accepted", "n_rejected", "n_waiting", "n_error", "status"]
    told = [json.loads(run(verb, city.inbox, "--json", "--most", "1")[1]) for verb in ("check", "load")]
    checked, loaded = ([[file[key] for key in keys] for file in one["files"]] for one in told)
    assert checked == loaded
    assert checked[0][-2] == 2
    for one in told:
        worst = [(found["file_name"], found["severity"]) for found in one["findings"]]
        assert worst.count(("skm.csv", "Galat")) == 1
        assert len(worst) == len(set(worst))


def test_unit_and_year_stand_in_for_columns(run: Any, city: City) -> None:
    rows = [{key: value for key, value in answer("", "2024-03-05", 4, 1).items() if key != "unit"}]
    run("load", city.inbox / "unit.csv", city.write("skm.csv", rows), "--unit", "DKC")
    row = city.one(
        "SELECT value FROM mart_score WHERE unit_id = 'DKC' AND year = 2024 AND instrument_id = 'ikm'"
    )
    assert row == {"value": 100.0}


def test_build_as_of(run: Any, listed: City) -> None:
    assert run("build", "--as-of", "2024-12-31")[0] == 0
    assert json.loads(run("status", "--json")[1])["as_of"] == "2024-12-31"


def test_check_knows_the_units_of_a_list_that_comes_along(run: Any, city: City) -> None:
    skm = city.write("skm.csv", [answer("DKC", "2024-03-05", 4, 1)])
    alone = json.loads(run("check", skm, "--json")[1])
    together = json.loads(run("check", skm, "--units", city.inbox / "unit.csv", "--json")[1])
    assert [one["n_waiting"] for one in (alone["files"][0], together["files"][0])] == [1, 0]
    assert len(together["files"]) == 1
    assert together["findings"] == []
