"""Names that wait, are accepted, remembered and revoked; and one name of two units in different years."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from etl import cli, comparing, loading, naming
from etl.build import BuildError
from etl.progress import Silent
from tests.pipeline.small_city import AS_OF, UNITS, City, Fill, answer, standard

PROPOSAL = {"id": "DSO", "name": "Dinas Sosial"}


@pytest.fixture
def run(city: City, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command in the city's data folder: (exit code, JSON document or text, stderr)."""

    def call(*arguments: str | Path) -> tuple[int, Any, str]:
        code = cli.main(["--data-dir", str(city.folder.root), *map(str, arguments)])
        said = capsys.readouterr()
        return code, json.loads(said.out) if "--json" in arguments and code == 0 else said.out, said.err

    return call


def fill(city: City) -> None:
    """A city in which rows of a misspelt unit wait."""
    city.write("skm.csv", [answer("Dinas Sosail", "2024-03-05", 4, n) for n in range(2)])
    city.load(*sorted(city.inbox.glob("*.csv")))


@pytest.fixture
def waiting(filled: Callable[[Fill], City]) -> City:
    return filled(fill)


def value(city: City, unit: str = "DSO", year: int = 2024) -> float | None:
    """The IKM of a unit; None where there is none."""
    rows = city.read(
        f"SELECT value FROM mart_score WHERE unit_id = '{unit}' AND year = {year} AND instrument_id = 'ikm'"
    )
    return None if rows["value"].isna().all() else float(rows["value"].iloc[0])


def test_a_name_waits_is_accepted_and_revoked_without_sending_the_file_again(waiting: City, run: Any) -> None:
    _, document, _ = run("names", "--json")
    (name,) = document["waiting"]
    assert (name["text"], name["n_rows"], name["n_files"], name["rule_code"]) == (
        "Dinas Sosail",
        2,
        1,
        "UNIT_TIDAK_DIKENAL",
    )
    assert {key: name["proposals"][0][key] for key in PROPOSAL} == PROPOSAL
    assert name["proposals"][0]["score"] > 80
    assert len(name["proposals"]) <= 3
    assert value(waiting) is None

    code, document, _ = run("names", "accept", "  dinas SOSAIL ", "DSO", "--by", "Ani", "--json")
    assert code == 0
    assert document["waiting"] == []
    (name,) = document["accepted"]
    assert (name["kind"], name["text"], name["unit_id"], name["n_rows"], name["accepted_by"]) == (
        "unit",
        "dinas SOSAIL",
        "DSO",
        2,
        "Ani",
    )
    assert document["snapshot"] == waiting.one("SELECT snapshot_id FROM mart_snapshot")["snapshot_id"]
    assert value(waiting) == 100.0
    assert waiting.one("SELECT n_waiting FROM mart_file WHERE file_name = 'skm.csv'") == {"n_waiting": 0}

    later = waiting.write("nanti.csv", [answer("DINAS SOSAIL", "2025-03-05", 3, 1)])
    _, checked, _ = run("check", later, "--json")
    assert checked["files"][0]["n_waiting"] == 0
    waiting.load(later)
    assert value(waiting, year=2025) == 75.0

    assert run("names", "revoke", "Dinas Sosail")[0] == 0
    assert value(waiting) is None
    assert {one["n_rows"] for one in run("names", "--json")[1]["waiting"]} == {3}


def test_an_accepted_name_survives_a_rebuild_and_a_lost_lake(waiting: City) -> None:
    naming.accept(waiting.folder, "Dinas Sosail", "Dinas Sosial", Silent(), by="Ani")
    before = waiting.marts()
    for path in waiting.folder.lake.rglob("*.*"):
        path.unlink()
    loading.rebuild(waiting.folder, Silent())
    after = waiting.marts()
    assert all(before[name].equals(after[name]) for name in before)
    assert len(before["mart_name"]) == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("accept", "Dinas Sosail", "XYZ"), "tidak ada dalam daftar perangkat daerah"),
        (("accept", "Dukcapil", "DSO"), "sudah tertulis dalam daftar perangkat daerah"),
        (("accept", " - ", "DSO"), "masih kosong"),
        (("revoke", "Dinas Sosail"), "bukan nama yang diterima"),
    ],
)
def test_what_cannot_be_accepted_is_said(
    waiting: City, run: Any, arguments: tuple[str, ...], told: str
) -> None:
    code, _, err = run("names", *arguments)
    assert (code, told in err) == (1, True)
    assert run("names", "--json")[1]["accepted"] == []


def test_a_name_belongs_to_one_unit_until_it_is_revoked(waiting: City, run: Any) -> None:
    run("names", "accept", "Dinas Sosail", "DSO")
    snapshot = waiting.one("SELECT snapshot_id FROM mart_snapshot")
    assert run("names", "accept", "dinas sosail", "DSO")[0] == 0
    assert waiting.one("SELECT snapshot_id FROM mart_snapshot") == snapshot
    code, _, err = run("names", "accept", "dinas sosail", "DKS")
    assert (code, "sudah diterima sebagai nama unit DSO" in err) == (1, True)


def test_a_name_whose_build_fails_is_not_remembered(waiting: City, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise BuildError("gagal")

    monkeypatch.setattr(comparing, "build", fail)
    with pytest.raises(BuildError):
        naming.accept(waiting.folder, "Dinas Sosail", "DSO", Silent())
    monkeypatch.undo()
    waiting.load(waiting.write("lain.csv", [answer("DKC", "2024-03-05", 4, 1)]))
    assert value(waiting) is None
    assert naming.listing(waiting.folder)["accepted"] == []


def test_one_name_of_two_units_is_the_unit_of_the_year(city: City) -> None:
    """The code changed and the name was kept: the year of the row decides; within one life only, it waits."""
    market = {"nama_unit": "Dinas Niaga", "jenis_unit": "dinas"}
    city.write(
        "unit.csv",
        [
            *UNITS[:3],
            {**market, "kode_unit": "N1", "berlaku_sampai": "2022-12-31"},
            {**market, "kode_unit": "N2", "berlaku_mulai": "2023-01-01"},
            {"kode_unit": "K1", "nama_unit": "UPT Kembar", "jenis_unit": "upt"},
            {"kode_unit": "K2", "nama_unit": "UPT Kembar", "jenis_unit": "upt"},
        ],
    )
    city.write(
        "skm.csv",
        [
            answer("Dinas Niaga", "2022-12-31", 3, 1),
            answer("Dinas Niaga", "2023-01-01", 4, 2),
            answer("UPT Kembar", "2023-01-01", 4, 3),
        ],
    )
    city.write(
        "ombudsman.csv", [{"tahun": year, "unit": "Dinas Niaga", "nilai": 80} for year in (2022, 2024)]
    )
    city.load(*sorted(city.inbox.glob("*.csv")), as_of=AS_OF)
    scores = city.read("""
        SELECT unit_id, year, instrument_id, value FROM mart_score
        WHERE unit_id IN ('N1', 'N2', 'K1', 'K2') AND value IS NOT NULL ORDER BY instrument_id, year
    """)
    assert list(scores.itertuples(index=False, name=None)) == [
        ("N1", 2022, "ikm", 75.0),
        ("N2", 2023, "ikm", 100.0),
        ("N1", 2022, "ombudsman", 80.0),
        ("N2", 2024, "ombudsman", 80.0),
    ]
    finding = city.one("SELECT rule_code, message FROM mart_finding WHERE severity = 'Galat'")
    assert finding["rule_code"] == "NAMA_UNIT_GANDA"
    assert "UPT Kembar (K1); UPT Kembar (K2)" in finding["message"]
    naming.accept(city.folder, "UPT Kembar", "K2", Silent())
    assert value(city, "K2", 2023) == 100.0


def fill_services(city: City) -> None:
    """A service that was filed again under a slip of the pen, and pairs that are no slip."""
    first, later = ("2023-01-10", "draf"), ("2024-01-10", "ditetapkan")
    twins = ["Izin Usaha Mikro", "Izin Usaha Mikra"]  # in one file: two services
    city.write(
        "lama.csv",
        [
            standard("DSO", "Bantuan Sosial Tunai", *first, kode_layanan="B-1"),
            standard("DSO", "Pelatihan Kerja Tahap 1", *first),
            *[standard("DSO", name, *first) for name in twins],
            standard("DKS", "Bantuan Sosial Tunay", *first),
        ],
    )
    city.write(
        "baru.csv",
        [
            standard("DSO", "Bantuan Sosial Tunay", *later),
            standard("DSO", "Pelatihan Kerja Tahap 2", *later),
            standard("DSO", "Bantuan Sosial Tunaj", *later, kode_layanan="B-9"),
        ],
    )
    city.load(*sorted(city.inbox.glob("*.csv")))


def test_like_services_are_proposed_and_one_only_when_a_person_says_so(
    filled: Callable[[Fill], City], run: Any
) -> None:
    city = filled(fill_services)

    def services() -> list[str]:
        rows = city.read("SELECT service_id FROM mart_service_standard WHERE year = 2024 AND unit_id = 'DSO'")
        return sorted(row for row in rows["service_id"] if "unay" in row or "B-1" in row)

    apart, one = ["DSO/B-1", "DSO/bantuan sosial tunay"], ["DSO/B-1"]
    _, document, _ = run("names", "--json")
    (name,) = document["proposed"]
    assert (name["text"], name["unit_id"], name["n_rows"]) == ("Bantuan Sosial Tunay", "DSO", 1)
    assert [(near["id"], near["score"] >= 90) for near in name["proposals"]] == [("B-1", True)]
    assert document["waiting"] == []
    told = city.one("SELECT file_name, message FROM mart_finding WHERE rule_code = 'LAYANAN_MIRIP'")
    assert (told["file_name"], "Bantuan Sosial Tunai (B-1)" in told["message"]) == ("baru.csv", True)
    assert services() == apart  # nothing is merged by likeness

    code, _, err = run("names", "accept", "Bantuan Sosial Tunay", "DSO", "--service", "Bantuan Apa")
    assert (code, "tidak mempunyai layanan 'Bantuan Apa'. Yang mirip: Bantuan" in err) == (1, True)
    accept = ("names", "accept", "bantuan sosial tunay", "DSO", "--service", "B-1", "--json")
    _, document, _ = run(*accept)
    assert document["proposed"] == []
    (name,) = document["accepted"]
    assert (name["kind"], name["service_name"], name["n_rows"]) == ("layanan", "Bantuan Sosial Tunai", 1)
    assert services() == one
    row = city.one("SELECT status FROM mart_service_standard WHERE year = 2024 AND service_id = 'DSO/B-1'")
    assert row == {"status": "ditetapkan"}  # what the later file says is the state of the one service
    snapshot = city.one("SELECT snapshot_id FROM mart_snapshot")
    assert run(*accept)[0] == 0
    assert city.one("SELECT snapshot_id FROM mart_snapshot") == snapshot

    assert run("names", "revoke", "Bantuan Sosial Tunay", "--unit", "DSO")[0] == 0
    assert services() == apart
