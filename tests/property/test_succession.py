"""Whatever happens to units: a year belongs to one of them, and nothing is compared across a break."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from compliance import standards
from compliance.rules.comparability import compare
from compliance.rules.succession import Succession
from etl.service_line import link_services

IKM = standards.load().indexes["ikm"]
IDS = ["A", "B", "C", "D", "E"]
DAY = st.dates(date(2019, 1, 1), date(2024, 12, 31))
AS_OF = date(2025, 6, 30)
YEARS = pd.DataFrame({"year": range(2018, 2026)})
YEARS["reference_date"] = [min(date(year, 12, 31), AS_OF) for year in YEARS["year"]]

one_unit = st.tuples(
    st.none() | DAY, st.none() | DAY, st.lists(st.sampled_from(IDS), max_size=3, unique=True)
)
lists_of_units = st.lists(one_unit, min_size=1, max_size=len(IDS)).map(
    lambda rows: pd.DataFrame(
        [(IDS[place], f"Unit {IDS[place]}", *row) for place, row in enumerate(rows)],
        columns=["unit_id", "unit_name", "valid_from", "valid_to", "successor_unit_ids"],
    )
)
# Chains as offices write them: the next unit begins the day after, so that lines and mergers do happen.
chains = st.lists(st.tuples(DAY, st.booleans()), min_size=1, max_size=4).map(
    lambda steps: pd.DataFrame(
        [
            (
                IDS[place],
                f"Unit {IDS[place]}",
                sorted(steps)[place - 1][0] if place else None,
                sorted(steps)[place][0] - timedelta(days=1) if place < len(steps) else None,
                [IDS[place + 1], "E"]
                if place < len(steps) and sorted(steps)[place][1]
                else IDS[place + 1 :][:1],
            )
            for place in range(len(steps) + 1)
        ],
        columns=["unit_id", "unit_name", "valid_from", "valid_to", "successor_unit_ids"],
    )
)
units = lists_of_units | chains


@given(units)
def test_a_year_belongs_to_one_unit_that_lives(frame: pd.DataFrame) -> None:
    succession = Succession(frame, AS_OF)
    holders = succession.holders(YEARS)
    days = dict(zip(YEARS["year"], YEARS["reference_date"], strict=True))
    assert not holders.duplicated(["unit_id", "year"]).any()
    for row in holders.itertuples():
        assert not succession.units[row.unit_id].lives(days[row.year])
        for holder in (row.holder_id, row.line_holder_id, row.service_holder_id):
            assert pd.isna(holder) or succession.units[holder].lives(days[row.year])


@given(units)
def test_a_series_has_one_unit_a_year(frame: pd.DataFrame) -> None:
    succession = Succession(frame, AS_OF)
    days = dict(zip(YEARS["year"], YEARS["reference_date"], strict=True))
    series = succession.series(YEARS)
    alive = series[[succession.units[row.unit_id].lives(days[row.year]) for row in series.itertuples()]]
    assert not alive.duplicated(["series_id", "year"]).any()
    assert not series.duplicated(["unit_id", "year"]).any()


@given(units, st.data())
def test_no_change_across_a_break_and_none_lost_within_a_line(
    frame: pd.DataFrame, data: st.DataObject
) -> None:
    succession = Succession(frame, AS_OF)
    days = dict(zip(YEARS["year"], YEARS["reference_date"], strict=True))
    series = succession.series(YEARS)
    series = series[[succession.units[row.unit_id].lives(days[row.year]) for row in series.itertuples()]]
    values = data.draw(st.lists(st.integers(25, 100), min_size=len(series), max_size=len(series)))
    scores = compare(series.assign(value=values, method_id="ikm_2017"), IKM)
    known = {(row.series_id, row.year): row.value for row in scores.itertuples()}
    for row in scores.itertuples():
        before = known.get((row.series_id, row.year - 1))
        assert row.is_comparable == (before is not None)
        assert (pd.isna(row.change) and before is None) or row.change == row.value - before
        if pd.notna(row.series_break):
            assert not row.is_comparable
            assert row.break_reason == row.series_break


services = st.lists(
    st.tuples(st.sampled_from(IDS), st.sampled_from([None, "K1", "K2"]), st.sampled_from("xyz"), DAY, DAY),
    max_size=8,
    unique_by=lambda row: (row[0], row[1] or row[2]),
)


@given(units, services)
def test_a_service_has_one_place_at_a_time(
    frame: pd.DataFrame, rows: list[tuple[str, str | None, str, date, date]]
) -> None:
    known = set(frame["unit_id"])
    filed = pd.DataFrame(
        [
            (f"{unit}/{code or name}", unit, "dinas", code, [name], min(days), max(days))
            for unit, code, name, *days in rows
            if unit in known
        ],
        columns=["service_id", "unit_id", "unit_kind", "service_code", "names", "first_day", "last_active"],
    )
    linked = link_services(filed, Succession(frame, AS_OF)).merge(
        filed, left_on="own_service_id", right_on="service_id", suffixes=("", "_own")
    )
    assert len(linked) == len(filed)
    for _, line in linked.groupby("service_id"):
        # Each filing ends where the next one begins; only the last is open.
        line = line.sort_values("first_day")
        assert line["taken_from"].isna().tolist() == [False] * (len(line) - 1) + [True]
        assert (line["last_active"].iloc[:-1].to_numpy() < line["first_day"].iloc[1:].to_numpy()).all()
        assert max(Counter(line["unit_id"]).values()) == 1
