"""What was sent and not taken makes a unit `ditolak`, for the most plausible year where none can be read."""

from __future__ import annotations

import pytest

from tests.pipeline.small_city import AS_OF, City, answer, standard


@pytest.fixture
def city_with_faults(city: City) -> City:
    """Faulty rows, each without a readable year but for one reason or another of some year."""
    told = city.write("standar.csv", [standard("DKS", "Izin praktik", "besok", "draf")])
    city.load(
        city.inbox / "unit.csv",
        city.write("opini.csv", [{"tahun": 2024, "unit": "DSO", "nilai": 70}]),
        # The other rows of the file are of 2023.
        city.write(
            "skm.csv",
            [answer("DSO", f"2023-03-0{day}", 4, day) for day in (1, 2)]
            + [answer("DSO", "2024-03-01", 4, 3), answer("DKC", "kemarin", 4, 4)],
        ),
        # The other rows are of two years, as many of each: of the later one.
        city.write(
            "skm lain.csv",
            [answer("DSO", f"{year}-05-01", 4, year) for year in (2023, 2024)] + [answer("PKM", "?", 4, 4)],
        ),
        city.write("ombudsman lain.csv", [{"tahun": 2024, "unit": "PKM", "nilai": "8O,5"}]),
        city.write("kota.csv", [{"tahun": 2025, "unit": "", "nilai": "tujuh", "kategori_terbit": "x"}]),
        city.write(
            "indeks.csv",
            [
                {"tahun": 2024, "unit": "DKS", "instrumen": "ipp", "nilai": "tiga"},
                {"tahun": 2024, "unit": "DKC", "instrumen": "ipp", "nilai": "6"},  # off its scale of 0-5
            ],
        ),
        told,
        # Nothing but the day of receipt tells the year.
        city.write("standar lain.csv", [standard("DKC", "KTP", "lusa", "draf")]),
        stand_ins={str(told): {"year": 2024}},
    )
    return city


def test_refused_rows_without_a_year_are_of_the_most_plausible_one(city_with_faults: City) -> None:
    scores = city_with_faults.read(
        "SELECT unit_id, year, instrument_id FROM mart_score WHERE reporting_state = 'ditolak' ORDER BY ALL"
    )
    assert scores.astype(object).where(scores.notna(), None).to_numpy().tolist() == [
        ["DKC", 2023, "ikm"],
        ["DKC", 2024, "ipp"],
        ["DKS", 2024, "ipp"],
        ["PKM", 2024, "ikm"],
        ["PKM", 2024, "ombudsman"],
        [None, 2025, "ombudsman"],
    ]
    services = city_with_faults.read(
        "SELECT unit_id, year FROM mart_unit_compliance WHERE reporting_state = 'ditolak' ORDER BY ALL"
    )
    received = city_with_faults.one("SELECT year(max(received_at)) AS year FROM mart_file")["year"]
    assert services.to_numpy().tolist() == [["DKC", min(received, AS_OF.year)], ["DKS", 2024]]
