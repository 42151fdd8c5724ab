"""Which unit a name means: codes, names, aliases, accepted names, and names that several units bore."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.resolve import FIRST_DAY, LAST_DAY, UnitNames, match_units, propose_units

UNITS = pd.DataFrame({
    "kode_unit": ["D.1", "D.2", "D.3"],
    "nama_unit": ["Dinas Kesehatan", "Dinas Sosial", "Dinas Sosial"],
    "nama_lain": ["Dinkes; Kesehatan", None, ""],
})  # fmt: skip
TODAY = date(2026, 11, 24)


def test_units_match_by_code_name_or_alias_and_never_by_likeness() -> None:
    keys = pd.Series(["d 1", "dinas kesehatan", "dinkes", "dinas kesehatn", "dinas sosial", None, "d 1"])
    names = UnitNames(UNITS)
    found = match_units(keys, names).set_index("unit_key")
    assert found["how"].to_dict() == {"d 1": "code", "dinas kesehatan": "name", "dinkes": "alias"}
    assert set(found["unit_id"]) == {"D.1"}
    near = propose_units(["dinas kesehatn"], names)
    assert (near["unit_name"].iloc[0], near["score"].iloc[0] > 90) == ("Dinas Kesehatan", True)
    assert propose_units(["dinas sosial"], names)["unit_id"].tolist()[:2] == ["D.2", "D.3"]


def test_an_accepted_name_counts_only_where_the_list_leaves_it_open() -> None:
    names = UnitNames(UNITS, {"dinsos": "D.2", "dinas sosial": "D.3", "dinkes": "D.3", "bapak": "HILANG"})
    assert names.find("dinsos", TODAY) == "D.2"
    assert names.find("dinas sosial", TODAY) == "D.3"  # ambiguous without a person's word
    assert names.find("dinkes", TODAY) == "D.1"  # the unit list stands before it
    assert names.find("bapak", TODAY) is None  # accepted for a unit that is not in the list


LIVES = pd.DataFrame({
    "kode_unit": ["A", "B", "C"],
    "nama_unit": ["Dinas Pasar", "Dinas Pasar", "Dinas Perdagangan"],
    "nama_lain": [None, None, "Dinas Pasar"],
    "berlaku_mulai": [pd.NaT, pd.Timestamp("2021-07-01"), pd.NaT],
    "berlaku_sampai": [pd.Timestamp("2020-12-31"), pd.NaT, pd.NaT],
})  # fmt: skip


@pytest.mark.parametrize(
    ("day", "unit"),
    [
        ("2019-05-01", "A"),
        ("2020-12-31", "A"),
        ("2021-03-01", "C"),  # between the two only the alias is left
        ("2021-07-01", "B"),
        ("2026-01-01", "B"),
    ],
)
def test_one_name_in_different_years_is_the_unit_of_the_day(day: str, unit: str) -> None:
    assert UnitNames(LIVES).find("dinas pasar", date.fromisoformat(day)) == unit


def test_a_code_means_its_unit_whatever_the_day() -> None:
    assert UnitNames(LIVES).find("a", TODAY) == "A"
    assert UnitNames(LIVES).spans("a") == [(FIRST_DAY, LAST_DAY, "A", "code")]


DAYS = st.one_of(st.none(), st.dates(date(2018, 1, 1), date(2024, 12, 31)))


@given(
    lives=st.lists(st.tuples(DAYS, DAYS), min_size=1, max_size=5),
    day=st.dates(date(2017, 1, 1), date(2025, 12, 31)),
)
def test_spans_are_disjoint_and_say_what_find_says(
    lives: list[tuple[date | None, date | None]], day: date
) -> None:
    units = pd.DataFrame(
        [(f"U{place}", "Dinas", *life) for place, life in enumerate(lives)],
        columns=["kode_unit", "nama_unit", "berlaku_mulai", "berlaku_sampai"],
    )
    names = UnitNames(units)
    spans = names.spans("dinas")
    assert all(
        before[1] + timedelta(days=1) <= after[0] for before, after in zip(spans, spans[1:], strict=False)
    )
    inside = [unit for first, last, unit, _ in spans if first <= day <= last]
    assert inside == ([found] if (found := names.find("dinas", day)) else [])
    alive = [
        f"U{place}"
        for place, (first, last) in enumerate(lives)
        if (first or FIRST_DAY) <= day <= (last or LAST_DAY)
    ]
    assert inside == alive or len(alive) != 1
