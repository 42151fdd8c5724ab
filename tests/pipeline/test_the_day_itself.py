"""What counts on a day: built for the last day of a year, and for the day after it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from compliance import warehouse
from etl import loading
from etl.progress import Silent
from tests.pipeline.small_city import UNITS, City, answer, standard

LAST, FIRST = date(2024, 12, 31), date(2025, 1, 1)
Days = dict[date, dict[str, Any]]


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Days:
    """Both days with what the marts said on them."""
    city = City(tmp_path_factory.mktemp("hari"))
    city.write("unit.csv", [*UNITS[:2], {**UNITS[2], "berlaku_sampai": "2024-12-31"}])
    city.write("skm.csv", [answer("DKC", "2023-12-31", 3, 1)])
    decree = {"nomor_sk": "1", "tanggal_sk": "2025-01-01", "tanggal_tinjau_ulang": "2025-01-01"}
    city.write(
        "standar.csv",
        [
            standard("DSO", "Lama", "2016-05-01", "ditetapkan", nomor_sk="9", tanggal_sk="2024-12-31"),
            standard("DSO", "Hari ini", "2024-12-31", "diajukan"),
            standard("DSO", "Besok", "2024-06-01", "ditetapkan", **decree),
        ],
    )
    action = {"unit": "DSO", "rencana": "Perbaiki", "tenggat": "2024-12-31"}
    city.write(
        "tindak lanjut.csv",
        [
            {**action, "temuan": "A", "status": "belum", "tanggal_selesai": ""},
            {**action, "temuan": "B", "status": "selesai", "tanggal_selesai": "2025-01-01"},
            {**action, "temuan": "C", "status": "selesai", "tanggal_selesai": "2024-12-31"},
        ],
    )
    city.load(*sorted(city.inbox.glob("*.csv")), as_of=LAST)
    found = {LAST: seen(city)}
    loading.rebuild(city.folder, Silent(), as_of=FIRST)
    found[FIRST] = seen(city)
    warehouse.close_all()
    return found


def seen(city: City) -> dict[str, Any]:
    scores = told(city.read("SELECT unit_id, instrument_id, year, reporting_state FROM mart_score"))
    services = "SELECT service_name, status, decree_number, review_age_months FROM mart_service_standard"
    units = city.read("SELECT unit_id FROM mart_unit_compliance WHERE year = 2024")
    return {
        "state": {row[:3]: row[3] for row in scores},
        "services": told(city.read(f"{services} WHERE year = 2024")),
        "actions": told(
            city.read(
                "SELECT finding, status, is_overdue, days_overdue, finished_date::VARCHAR FROM mart_follow_up"
            )
        ),
        "units": set(units["unit_id"]),
    }


def told(frame: pd.DataFrame) -> set[tuple[Any, ...]]:
    return set(frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None))


@pytest.mark.parametrize("unit", ["DSO", None])
def test_a_report_is_late_only_after_its_due_date(days: Days, unit: str | None) -> None:
    states = [days[day]["state"][unit, "ikm", 2024] for day in (LAST, FIRST)]
    assert states == ["belum_jatuh_tempo", "belum_melapor"]


def test_nothing_is_expected_before_there_was_a_method(days: Days) -> None:
    assert days[LAST]["state"]["DSO", "ikm", 2017] == "belum_melapor"
    assert ("DSO", "ikm", 2016) not in days[LAST]["state"]


def test_a_unit_has_the_year_on_whose_last_day_it_ends(days: Days) -> None:
    assert days[LAST]["units"] == {"DKC", "DSO", "DKS"}


def test_a_standard_of_today_counts_and_a_decree_or_review_of_tomorrow_does_not(days: Days) -> None:
    assert days[LAST]["services"] == {
        ("Lama", "ditetapkan", "9", 0),
        ("Hari ini", "diajukan", None, None),
        ("Besok", "diajukan", None, None),
    }


def test_an_action_is_overdue_the_day_after_and_finished_on_its_day(days: Days) -> None:
    done = ("C", "selesai", False, None, "2024-12-31")
    assert days[LAST]["actions"] == {
        ("A", "belum", False, None, None),
        ("B", "berjalan", False, None, None),
        done,
    }
    assert days[FIRST]["actions"] == {
        ("A", "belum", True, 1, None),
        ("B", "selesai", False, None, "2025-01-01"),
        done,
    }
