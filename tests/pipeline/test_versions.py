"""What was sent again stays visible: every version, which one counts, and what changed between two."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from compliance import queries, warehouse
from tests.pipeline.small_city import City, Fill, standard


def fill(city: City) -> None:
    """A value and a service that were sent three times, and a value that was sent once."""
    once = city.write("sekali.csv", [{"tahun": 2024, "unit": "PKM", "nilai": 70}])
    rounds = [
        ("70,5", "2023-01-10", {"status": "draf", "components": None, "biaya_tarif": "Belum"}),
        ("70,5", "2024-02-10", {"status": "ditetapkan", "nomor_sk": "1/2024", "tanggal_sk": "2024-02-01"}),
        ("71,25", "2024-02-10", {"status": "dicabut"}),
    ]
    for number, (value, day, more) in enumerate(rounds, start=1):
        city.load(
            *([city.inbox / "unit.csv", once] if number == 1 else []),
            city.write(
                f"opini {number}.csv",
                [{"tahun": 2024, "unit": unit, "nilai": value} for unit in ("DSO", "DKC")[:number]],
            ),
            city.write(f"standar {number}.csv", [standard("DSO", "Bantuan", day, **more)]),
        )


@pytest.fixture
def sent(filled: Callable[[Fill], City]) -> City:
    return filled(fill)


def test_versions_say_what_changed_and_which_one_counts(sent: City) -> None:
    versions = queries.versions(warehouse.current(sent.folder.root), kind="ombudsman", unit_id="DSO")
    assert list(versions["file_name"]) == ["opini 1.csv", "opini 2.csv", "opini 3.csv"]
    assert list(versions["is_current"]) == [False, False, True]
    assert list(versions["n_changes"].fillna(-1)) == [-1, 0, 1]
    assert versions["changes"].iloc[-1] == "Nilai: 70,5 → 71,25"

    services = sent.read("SELECT * FROM mart_version WHERE kind = 'standar_pelayanan'")
    assert list(services["record_label"]) == ["Bantuan"] * 3
    first_change = services["changes"].iloc[1]
    assert first_change.startswith("Tanggal pengajuan: 10/01/2023 → 10/02/2024; Status: draf → ditetapkan; ")
    assert "Biaya/tarif: belum → ada" in first_change
    assert first_change.endswith("Nomor SK: (kosong) → 1/2024; Tanggal SK: (kosong) → 01/02/2024")
    # The version that is said to count is the one that the marts were made from.
    used = sent.one("SELECT file_id FROM mart_service_standard WHERE year = 2024")
    assert list(services["is_current"]) == [False, False, True]
    assert services["file_id"].iloc[-1] == used["file_id"]


def test_what_was_sent_once_has_no_versions(sent: City) -> None:
    assert not sent.read("SELECT * FROM mart_lineage WHERE unit_id = 'PKM'").empty
    assert sent.read("SELECT * FROM mart_version WHERE unit_id = 'PKM'").empty
