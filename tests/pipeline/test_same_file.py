"""The same bytes again: other options, another name, replaced meanwhile. Said, and counted once."""

from __future__ import annotations

import json

import pytest

from etl import cli
from tests.pipeline.small_city import City, answer


def test_the_same_bytes_with_other_options_count_once_and_say_so(city: City) -> None:
    rows = [answer("x", "2024-03-05", 4, 1)]
    for row in rows:
        del row["unit"]
    file = city.write("skm.csv", rows)
    reported = "SELECT unit_id, value FROM mart_score WHERE instrument_id = 'ikm' AND value IS NOT NULL"
    found = "SELECT value FROM mart_finding WHERE rule_code = 'DIMUAT_DENGAN_PILIHAN_LAIN'"
    city.load(city.inbox / "unit.csv", file)
    city.load(file, unit="DKC")
    assert city.read(found).empty, "without the option nothing was counted, so nothing is replaced"
    city.load(file, unit="DSO", year=2023)
    assert list(city.read(reported + " AND unit_id IS NOT NULL")["unit_id"]) == ["DSO"]
    assert city.one(found) == {"value": "unit DKC → unit DSO, tahun 2023"}
    assert len(city.read("SELECT * FROM mart_file WHERE file_name = 'skm.csv'")) == 1


def test_a_copy_and_a_replaced_file_are_said(city: City, capsys: pytest.CaptureFixture[str]) -> None:
    first = city.write("lama.csv", [{"tahun": 2024, "unit": "DSO", "nilai": 70}])
    copy = city.write("salinan.csv", [{"tahun": 2024, "unit": "DSO", "nilai": 70}])
    city.load(city.inbox / "unit.csv", first)
    city.load(city.write("baru.csv", [{"tahun": 2024, "unit": "DSO", "nilai": 71}]))
    start = ["--data-dir", str(city.folder.root), "load", str(first), str(copy)]
    assert cli.main(start) == 0
    assert (
        "lama.csv: diterima (sudah pernah dimuat; isinya sama dengan salinan.csv dan dihitung satu kali; "
        "1 data di dalamnya sudah diganti kiriman yang lebih baru)."
    ) in capsys.readouterr().out
    assert cli.main([*start, "--json"]) == 0
    assert [one["sent_as"] for one in json.loads(capsys.readouterr().out)["files"]] == [
        ["lama.csv", "salinan.csv"]
    ]
