"""What changed between two years: nothing is compared that may not be, and nothing is silent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from compliance import queries, warehouse
from compliance.output import changes

SCORE: dict[str, Any] = {
    "unit_id": "U", "unit_name": "Dinas U", "instrument_id": "ikm", "method_id": "ikm_2017", "value": None,
    "category": None, "previous_value": None, "is_comparable": False, "is_change_significant": None,
    "break_reason": None, "reporting_state": "melapor", "change": None, "n_compared": None,
}  # fmt: skip
DUTY = {"unit_id": "U", "unit_name": "Dinas U", "duty_id": "maklumat", "duty_label": "Maklumat"}
SERVICE = {"unit_id": "U", "unit_name": "Dinas U"}


def found(
    scores: list[dict[str, Any]] = (),  # type: ignore[assignment]
    duties: tuple[str, str] | None = None,
    services: list[dict[str, Any]] = (),  # type: ignore[assignment]
    first: int = 2023,
    last: int = 2024,
) -> pd.DataFrame:
    pairs = zip((first, last), duties or ("patuh", "patuh"), strict=True)
    verdicts = [DUTY | {"year": year, "verdict": verdict} for year, verdict in pairs]
    own = [*SERVICE, "service_id", "service_name", "year", "status"]
    return changes.between(
        pd.DataFrame([SCORE | row for row in scores], columns=[*SCORE, "year"]),
        pd.DataFrame(verdicts),
        pd.DataFrame([SERVICE | row for row in services], columns=own),
        first,
        last,
    )


def year(number: int, value: float | None, category: str | None = "B", **more: Any) -> dict[str, Any]:
    return {"year": number, "value": value, "category": category, **more}


SAME = {"previous_value": 80.0, "is_comparable": True}
BREAK = {"previous_value": 80.0, "is_comparable": False, "break_reason": "Unit ini gabungan."}


@pytest.mark.parametrize(
    ("rows", "development", "sentence"),
    [
        ([year(2023, 80.0), year(2024, 82.5, **SAME)], "membaik",
         "IKM Dinas U naik 2,50 poin, dari 80,00 menjadi 82,50."),
        ([year(2023, 80.0), year(2024, 76.0, "C", **SAME, is_change_significant=True)], "memburuk",
         "IKM Dinas U turun 4,00 poin, dari 80,00 menjadi 76,00 (perubahan nyata); kategorinya berubah "
         "dari B menjadi C."),
        ([year(2023, 80.0), year(2024, 79.0, **SAME, is_change_significant=False)], "tidak_pasti",
         "IKM Dinas U turun 1,00 poin, dari 80,00 menjadi 79,00 (dalam rentang ketidakpastian)."),
        ([year(2023, 80.0), year(2024, 82.5, **BREAK)], "tidak_dapat_dibandingkan",
         "IKM Dinas U 80,00 (B) pada 2023 dan 82,50 (B) pada 2024 tidak dapat dibandingkan. Unit "
         "ini gabungan."),
        ([year(2023, 80.0), year(2024, None, None, reporting_state="belum_melapor")], "memburuk",
         "IKM Dinas U ada pada 2023 (80,00), tetapi pada 2024 belum melapor."),
        ([year(2024, 80.0)], "membaik", "IKM Dinas U ada pada 2024 (80,00), sedangkan pada 2023 tidak ada."),
    ],
)  # fmt: skip
def test_a_value_is_told_in_one_sentence(rows: list[dict[str, Any]], development: str, sentence: str) -> None:
    lines = found(rows)
    assert lines["sentence"].tolist() == [sentence]
    assert lines["development"].tolist() == [development]


MEAN = {"unit_id": None, "unit_name": "Kota K"}


def test_a_mean_changes_by_what_the_same_units_changed_by() -> None:
    """80,00 to 81,00, but the units of both years rose by 1,40; over more years nothing is said."""
    same = {"previous_value": 80.0, "is_comparable": True, "change": 1.4, "n_compared": 28}
    rows = [MEAN | year(2022, 79.0), MEAN | year(2023, 80.0, **same), MEAN | year(2024, 81.0, **same)]
    assert found(rows)["sentence"].tolist() == [
        "IKM Kota K naik 1,40 poin, dari 80,00 menjadi 81,00, dihitung dari 28 unit yang dapat dibandingkan "
        "pada kedua tahun."
    ]
    lines = found(rows, first=2022)
    assert lines["development"].tolist() == ["tidak_dapat_dibandingkan"]
    assert "tahun yang berurutan" in lines["sentence"].iloc[0]


def test_a_break_in_between_stops_the_comparison_of_its_ends() -> None:
    rows = [year(2022, 80.0), year(2023, 81.0, **BREAK), year(2024, 82.0, **SAME)]
    assert found(rows, first=2022)["development"].tolist() == ["tidak_dapat_dibandingkan"]
    other = [year(2021, 3.0, instrument_id="ipp", method_id="ipp_2017"),
             year(2024, 4.0, instrument_id="ipp", method_id="ipp_2022")]  # fmt: skip
    lines = found(other, first=2021)
    assert lines["development"].tolist() == ["tidak_dapat_dibandingkan"]
    assert "Sejak tahun 2022 PEKPPP" in lines["sentence"].iloc[0]


def test_what_stayed_the_same_or_never_was_is_not_told() -> None:
    assert found([year(2023, 80.0), year(2024, 80.0, **SAME)]).empty
    assert found([year(2023, None, None), year(2024, None, None)]).empty
    assert found(duties=("tidak_berlaku", "patuh")).empty


@pytest.mark.parametrize(
    ("verdicts", "development"),
    [(("patuh", "tidak_patuh"), "memburuk"), (("berisiko", "patuh"), "membaik"),
     (("tanpa_data", "patuh"), "tidak_dapat_dibandingkan")],
)  # fmt: skip
def test_a_duty_got_better_or_worse_unless_it_was_not_known(
    verdicts: tuple[str, str], development: str
) -> None:
    lines = found(duties=verdicts)
    assert lines["development"].tolist() == [development]
    assert lines["sentence"].iloc[0].startswith("Kewajiban “Maklumat” pada Dinas U berubah dari ")


def test_standards_set_and_lost_are_named_and_a_loss_stands_above() -> None:
    states = {"a": ("draf", "ditetapkan"), "b": ("ditetapkan", "dicabut"), "c": ("ditetapkan", "ditetapkan")}
    rows = [
        {"service_id": key, "service_name": key.upper(), "year": 2023 + place, "status": status}
        for key, pair in states.items()
        for place, status in enumerate(pair)
    ]
    lines = found(
        services=[*rows, {"service_id": "d", "service_name": "D", "year": 2024, "status": "ditetapkan"}]
    )
    assert lines["sentence"].tolist() == [
        "Dinas U tidak lagi menetapkan standar 1 layanan: B.",
        "Dinas U menetapkan standar 2 layanan: A dan D.",
    ]
    assert lines["importance"].tolist() == [1, 2]


def test_no_sentence_of_the_sample_compares_across_a_change_of_method(sample_data_dir: Path) -> None:
    snapshot = warehouse.current(sample_data_dir)
    scores = pd.concat([queries.city_scores(snapshot), queries.scores(snapshot)])
    nothing = queries.duties(snapshot, year=1900), queries.services(snapshot, year=1900)
    lines = changes.between(scores[scores["year"].between(2021, 2025)], *nothing, 2021, 2025)
    told = lines[(lines["change_kind"] == "nilai") & lines["subject"].isin(["IPP", "Ombudsman"])]
    assert len(told)
    assert set(told["development"]) == {"tidak_dapat_dibandingkan"}


@pytest.mark.parametrize(("first", "last"), [(2024, 2025), (2020, 2022), (2019, 2025)])
@pytest.mark.parametrize("scope", [{}, {"unit_kind": "puskesmas"}])
def test_what_the_page_asks_for_leaves_no_change_out(
    sample_data_dir: Path, first: int, last: int, scope: dict[str, str]
) -> None:
    """The same as from all rows of the marts; the page asks for less, and words only what it shows."""
    snapshot = warehouse.current(sample_data_dir)
    scores = [queries.scores(snapshot, **scope)] + ([] if scope else [queries.city_scores(snapshot)])
    duties, services = (
        pd.concat([query(snapshot, year=year, **scope) for year in (first, last)])
        for query in (queries.duties, queries.services)
    )
    whole = pd.concat(scores)
    whole = changes.between(whole[whole["year"].between(first, last)], duties, services, first, last)
    asked = (queries.changing_scores, queries.changed_duties, queries.changed_services)
    changed, *rest = (query(snapshot, first=first, last=last, **scope) for query in asked)
    found = changes.find(changed, rest[0], rest[1], first, last)
    pd.testing.assert_frame_equal(changes.word(found, first, last), whole)
    shown = changes.word(found.iloc[3:5], first, last)
    assert shown["sentence"].tolist() == whole["sentence"].tolist()[3:5]
