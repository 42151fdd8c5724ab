"""Findings over the years and beside published values: each rule fires on its case and on nothing near it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from compliance import standards
from etl.score_findings import score_facts
from tests.pipeline.small_city import City, answer
from tests.vocabulary import UNSUR

CODES = (
    "LONJAKAN_NILAI",
    "NILAI_TIDAK_BERUBAH",
    "RESPONDEN_KURANG",
    "TERBIT_BERBEDA",
    "TERBIT_BOBOT_DIBULATKAN",
)


def recap(unit: str, year: int, mean: str, published: str) -> dict[str, Any]:
    return {
        "tahun": year,
        "unit": unit,
        "jumlah_responden": 100,
        **dict.fromkeys(UNSUR, mean),
        "ikm_terbit": published,
    }


@pytest.fixture
def found(city: City) -> pd.DataFrame:
    """The findings on scores of a city in which every rule has a case and a near miss."""
    city.write(
        "opini.csv",
        [
            *({"tahun": year, "unit": "PKM", "nilai": "60"} for year in (2022, 2023)),
            {"tahun": 2024, "unit": "PKM", "nilai": "75,01"},  # 15,01 points up
            {"tahun": 2025, "unit": "PKM", "nilai": "40"},  # another method: not comparable
            *({"tahun": year, "unit": "DKC", "nilai": "60"} for year in (2022, 2023)),
            {"tahun": 2024, "unit": "DKC", "nilai": "74,99"},
        ],
    )
    city.write(
        "rekap.csv",
        [
            *(recap("DKS", year, "3,2", "80") for year in (2019, 2020, 2021, 2022, 2023)),  # five years
            *(recap("PKM", year, "3,2", "80") for year in (2019, 2020, 2021)),
            recap("DKC", 2024, "3,6", "89,1"),  # 0,11 gives 89,10, 1/9 gives 90,00
            recap("DSO", 2024, "3,6", "85"),
            recap("PKM", 2024, "3,6", "90,01"),  # rounding
        ],
    )
    city.write("pengguna.csv", [{"tahun": 2019, "unit": unit, "jumlah": 10} for unit in ("DKC", "DSO")])
    city.write(
        "skm.csv",
        [answer("DKC", "2019-03-05", 3, number) for number in range(9)]
        + [answer("DSO", "2019-03-05", 3, number) for number in range(10)],
    )
    city.load(*sorted(city.inbox.glob("*.csv")))
    return city.read(f"SELECT * FROM mart_finding WHERE rule_code IN {CODES}")


def test_each_rule_fires_on_its_case_only(found: pd.DataFrame) -> None:
    told = found[["rule_code", "file_name", "row_number", "unit_id", "year", "value"]]
    assert sorted(told.astype(object).where(told.notna(), None).itertuples(index=False, name=None)) == [
        ("LONJAKAN_NILAI", "opini.csv", 4, "PKM", 2024, "75,01"),
        ("NILAI_TIDAK_BERUBAH", "rekap.csv", 6, "DKS", 2023, "80,00"),
        ("RESPONDEN_KURANG", "skm.csv", None, "DKC", 2019, "9"),
        ("TERBIT_BERBEDA", "rekap.csv", 11, "DSO", 2024, "85,00"),
        ("TERBIT_BOBOT_DIBULATKAN", "rekap.csv", 10, "DKC", 2024, "89,10"),
    ]

    messages = dict(zip(found["rule_code"], found["message"], strict=True))
    assert messages["LONJAKAN_NILAI"].startswith(
        "Ombudsman Puskesmas Soasio naik 15,01 poin, dari 60,00 pada 2023 menjadi 75,01 pada 2024."
    )
    assert "selama 5 tahun berturut-turut (2019 sampai 2023)" in messages["NILAI_TIDAK_BERUBAH"]
    assert (
        "diisi 9 responden, padahal untuk 10 pengguna layanan diperlukan sedikitnya 10"
        in (messages["RESPONDEN_KURANG"])
    )
    assert "bobot unsur 0,11, padahal bobot yang tepat 1/9" in messages["TERBIT_BOBOT_DIBULATKAN"]
    assert "diterbitkan 85,00, sedangkan hasil hitung dari datanya 90,00." in messages["TERBIT_BERBEDA"]


def test_the_limits_are_the_office_s() -> None:
    years = range(2022, 2025)
    scores = pd.DataFrame(
        {
            "instrument_id": "ombudsman",
            "unit_id": "DSO",
            "year": years,
            "value": [60.0, 60.0, 61.0],
            "previous_value": [None, 60.0, 60.0],
            "change": [None, 0.0, 1.0],
            "is_comparable": [False, True, True],
            "computed_value": [60.0, 60.0, 61.0],
            "published_value": [60.0, 60.0, 61.0],
            "is_below_minimum_sample": pd.array([None] * 3, dtype="boolean"),
        }
    )
    sources = scores[["instrument_id", "unit_id", "year"]].assign(
        kind="ombudsman", file_id="f", sheet="s", row_number=1, column_name="nilai"
    )
    indexes = standards.load().indexes
    strict = {"lonjakan_bagian_skala": 0.01, "tahun_nilai_sama": 2}
    loose = {"lonjakan_bagian_skala": 0.011, "tahun_nilai_sama": 3}
    told = score_facts(scores, sources, indexes, strict)
    assert [(one["rule_code"], one["year"]) for one in told] == [
        ("LONJAKAN_NILAI", 2024),
        ("NILAI_TIDAK_BERUBAH", 2023),
    ]
    assert score_facts(scores, sources, indexes, loose) == []
