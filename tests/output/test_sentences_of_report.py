"""Sentences that write themselves: every number in them is read back and looked for in the marts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest

from compliance import instruments, output, warehouse
from compliance.formatting import round_half_up
from compliance.reports.document import Chart, KeyFigures, Paragraph, Report, Section, Table
from compliance.warehouse import Snapshot

MARTS = (
    "mart_score", "mart_score_detail", "mart_service_standard", "mart_service_component",
    "mart_unit_compliance", "mart_duty", "mart_follow_up", "mart_file", "mart_finding",
    "mart_priority", "mart_lever", "mart_review",
)  # fmt: skip
CATEGORIES = (
    "instrument_id", "reporting_state", "verdict", "status", "state", "duty_id", "component_id", "severity",
    "measure_id", "unit_id", "unit_kind", "is_comparable", "is_change_significant", "is_overdue", "rises",
    "below_target", "is_below_minimum_sample", "is_lowest", "is_active",
)  # fmt: skip
NUMBER = re.compile(r"(?<![\w/.,])[−+]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?(?![\w/])")
SHARE = re.compile(r"([\d.]+) dari ([\d.]+) \w+ \((\d+)%\)")


@pytest.fixture(scope="module")
def snapshot(sample_data_dir: Path) -> Snapshot:
    return warehouse.current(sample_data_dir)


def sentences(sections: tuple[Section, ...]) -> Iterator[str]:
    """Everything worded in a report: paragraphs, messages, large figures, titles of charts and tables."""
    for section in sections:
        yield section.message
        for block in section.blocks:
            if isinstance(block, Paragraph):
                yield block.text
            elif isinstance(block, KeyFigures):
                yield from (f"{item.value} {item.note}" for item in block.items)
            elif isinstance(block, Chart):
                yield from (block.title, block.subtitle, block.alt)
            elif isinstance(block, Table):
                yield from (block.title, block.note)


@cache
def mart(snapshot: Snapshot, name: str) -> pd.DataFrame:
    rows = warehouse.read(snapshot, f"SELECT * FROM {name}")
    if name == "mart_score":
        rows["rises"] = rows["change"].round(2).gt(0).where(rows["change"].notna())
        rows["below_target"] = rows["gap_to_target"].round(2).lt(0).where(rows["gap_to_target"].notna())
    if name == "mart_service_standard":
        rows["is_active"] = rows["status"].ne("dicabut")
    if name == "mart_score_detail":
        place = rows.groupby(["unit_id", "year", "instrument_id"], dropna=False)["value"].rank(method="min")
        rows["is_lowest"] = place <= 2
    return rows


class Known:
    """The numbers a report may hold: values, counts of rows by their states, numbers inside texts."""

    def __init__(self, snapshot: Snapshot, year: int, unit_id: str | None) -> None:
        self.values: set[str] = set()
        self.counts: set[int] = set()
        for name in MARTS:
            rows = mart(snapshot, name)
            if unit_id is not None and "unit_id" in rows:
                rows = rows[rows["unit_id"].eq(unit_id) | rows["unit_id"].isna()]
            if "year" in rows and name != "mart_follow_up":
                rows = rows[rows["year"].between(year - 1, year) | rows["year"].isna()]
            for _, of_year in rows.groupby("year", dropna=False) if "year" in rows else [(None, rows)]:
                self.read(of_year)
                self.count(of_year)

    def read(self, rows: pd.DataFrame) -> None:
        for column in rows.columns:
            found = rows[column].dropna()
            if pd.api.types.is_bool_dtype(found):
                continue
            if pd.api.types.is_numeric_dtype(found):
                self.values |= {f"{round_half_up(abs(value), 2)}" for value in found.astype(float).unique()}
                self.counts |= {int(found.sum())} if column.startswith("n_") else set()
            else:
                for text in found.astype(str).unique():
                    self.values |= {
                        one.replace(".", "").replace(",", ".") for one in re.findall(r"[\d.,]+", text)
                    }

    def count(self, rows: pd.DataFrame) -> None:
        """How many rows, and how many units and services, have each state and each pair of states."""
        columns = [name for name in rows if name in CATEGORIES or name.startswith("verdict_")]
        for keys in [*combinations(columns, 1), *combinations(columns, 2)]:
            groups = rows.groupby(list(keys), dropna=False, observed=True)
            self.counts |= set(groups.size())
            for who in ("unit_id", "service_id"):
                if who in rows:
                    self.counts |= set(groups[who].nunique())
        self.counts.add(len(rows))

    def has(self, written: str) -> bool:
        plain = written.lstrip("−+").replace(".", "").replace(",", ".")
        number = float(plain)
        if "." not in plain and int(number) in self.counts:
            return True
        return f"{number:.2f}" in self.values or plain in self.values


def unknown_numbers(report: Report, known: Known, *, of: str) -> list[str]:
    """Numbers that no mart has. Years, dates and shares of two known numbers are left to other checks."""
    found = []
    for text in sentences(tuple(one for one in report.sections if one.id != "metode")):
        for n, total, percent in SHARE.findall(text):
            share = int(n.replace(".", "")) / int(total.replace(".", "")) * 100
            assert abs(share - int(percent)) <= 0.5, text
        told = re.sub(r"\d+%|\d{1,2} (?:Jan|Feb|Mar|Apr|Mei|Jun|Jul|Agu|Sep|Okt|Nov|Des)\w* \d{4}", "", text)
        told = re.sub(r"\b(?:19|20)\d\d\b|\d+ poin persen", "", told.replace(of, ""))
        found += [f"{number} in: {text}" for number in NUMBER.findall(told) if not known.has(number)]
    return found


@pytest.mark.parametrize("year", [2021, 2025])
def test_every_number_of_the_city_is_in_the_marts(
    snapshot: Snapshot, sample_data_dir: Path, year: int
) -> None:
    report = output.report(snapshot, year, data_dir=sample_data_dir)
    assert unknown_numbers(report, Known(snapshot, year, None), of=report.snapshot_id) == []


def test_every_number_of_units_is_in_the_marts(snapshot: Snapshot, sample_data_dir: Path) -> None:
    units = mart(snapshot, "mart_unit_compliance")["unit_id"].drop_duplicates()
    wrong = []
    for unit in units.iloc[::40]:
        report = output.report(snapshot, 2024, unit_id=unit, data_dir=sample_data_dir)
        wrong += unknown_numbers(report, Known(snapshot, 2024, unit), of=report.snapshot_id)
    assert wrong == []


def test_counts_are_those_of_plain_questions_to_the_marts(snapshot: Snapshot, sample_data_dir: Path) -> None:
    chosen = ["ringkasan", "ikm", "perubahan"]
    told = " ".join(
        sentences(output.report(snapshot, 2025, sections=chosen, data_dir=sample_data_dir).sections)
    )

    def one(what: str, where: str = "true") -> int:
        units = "instrument_id = 'ikm' AND year = 2025 AND unit_id IS NOT NULL"
        sql = f"SELECT {what} AS n FROM mart_score WHERE {units} AND {where}"
        return int(warehouse.read(snapshot, sql)["n"].iloc[0])

    reported, expected = one("count(value)"), one("count(*)", "reporting_state <> 'tidak_berlaku'")
    up, down = one("count(*)", "round(change, 2) > 0"), one("count(*)", "round(change, 2) < 0")
    sure, unsure, untested = (
        one("count(*)", f"is_change_significant IS NOT DISTINCT FROM {word} AND round(change, 2) <> 0")
        for word in ("true", "false", "NULL")
    )
    below = one("count(*)", "round(gap_to_target, 2) < 0")
    assert f"{reported} dari {expected} unit melapor" in told
    assert f"{up} unit naik, {down} turun" in told
    assert (
        f"dari {up + down} perubahan itu {sure} nyata, {unsure} dalam rentang ketidakpastian, dan {untested} "
        "tidak dapat diuji"
    ) in told
    assert f"{below} dari {one('count(gap_to_target)')} unit di bawah target IKM" in told


def test_nothing_rises_or_falls_where_it_may_not_be_compared(
    snapshot: Snapshot, sample_data_dir: Path
) -> None:
    scores = mart(snapshot, "mart_score")
    broken = scores[scores["unit_id"].isna() & scores["value"].notna() & ~scores["is_comparable"]]
    assert set(broken["instrument_id"]) == {"ikm", "ipp", "ombudsman"}
    for row in broken.itertuples():
        short = instruments.title(str(row.instrument_id))
        report = output.report(
            snapshot, int(row.year), sections=["ringkasan", row.instrument_id], data_dir=sample_data_dir
        )
        told = [text for text in sentences(report.sections) if f"{short} kota" in text]
        assert told
        for text in told:
            own = text.split(". ")[0]  # what follows speaks of units
            assert not re.search(r"\b(naik|turun|tetap)\b", own), text
        if row.year > scores["year"].min():
            assert any(f"tidak dapat dibandingkan dengan {row.year - 1}" in text for text in told)


def test_reading_back_notices_a_wrong_number(snapshot: Snapshot, sample_data_dir: Path) -> None:
    report = output.report(snapshot, 2025, sections=["ringkasan"], data_dir=sample_data_dir)
    known = Known(snapshot, 2025, None)
    assert known.has("82,79") and not known.has("99,87") and not known.has("9.999")
    assert unknown_numbers(report, Known(snapshot, 2019, None), of=report.snapshot_id) != []
