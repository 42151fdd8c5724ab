"""Whom to coach first: every term by hand, and what a unit without data is told."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from compliance import standards
from compliance.config import Priority
from compliance.rules import priority
from tests.spec.tables import coarse

IKM = standards.load().indexes["ikm"]
EQUAL = Priority()


def scores(*rows: tuple[object, ...]) -> pd.DataFrame:
    columns = ["unit_id", "value", "target_value", "city_value", "n_population", "change"]
    frame = pd.DataFrame(list(rows), columns=columns)
    return frame.assign(
        year=2024,
        reporting_state=np.where(frame["value"].isna(), "belum_melapor", "melapor"),
        is_comparable=frame["change"].notna(),
    )


def duties(**unmet: tuple[int, int]) -> pd.DataFrame:
    rows = [
        (unit, "tidak_patuh" if n < bad else "patuh")
        for unit, (bad, total) in unmet.items()
        for n in range(total)
    ]
    return pd.DataFrame(rows, columns=["unit_id", "verdict"]).assign(year=2024)


def found(rows: pd.DataFrame, verdicts: pd.DataFrame, weights: Priority = EQUAL) -> pd.DataFrame:
    return priority.priorities(rows, verdicts, IKM, weights).set_index("unit_id")


def test_every_term_is_its_share_of_the_largest_of_the_year() -> None:
    rows = found(
        scores(
            ("A", 70.0, 80.0, 85.0, 99, -4.0),
            ("B", 75.0, 80.0, 85.0, 9, 1.0),
            ("C", 90.0, 80.0, 85.0, 0, None),
        ),
        duties(A=(2, 4), B=(0, 4), C=(4, 4)),
    )
    a, b, c = rows.loc["A"], rows.loc["B"], rows.loc["C"]
    assert (a["shortfall"], a["reference"], b["shortfall"], c["shortfall"]) == (10.0, "target", 5.0, 0.0)
    assert (a["gap_term"], b["gap_term"], c["gap_term"]) == pytest.approx((1.0, 0.1 + 0.9 / 2, 0.1))
    assert (a["people_term"], b["people_term"], c["people_term"]) == pytest.approx((1.0, 0.1 + 0.9 / 2, 0.1))
    assert (a["trend_term"], b["trend_term"]) == pytest.approx((1.0, 0.1))  # a rise is no fall
    assert np.isnan(c["trend_term"])  # unknown, and not the same as no fall
    assert (a["duty_term"], b["duty_term"], c["duty_term"]) == pytest.approx((0.55, 0.1, 1.0))
    assert a["score"] == pytest.approx(100 * 0.55 ** (1 / 4), abs=0.05)
    assert c["score"] == pytest.approx(100 * (0.1 * 0.1 * 1) ** (1 / 3), abs=0.05)
    assert rows["priority_rank"].to_dict() == {"A": 1, "B": 2, "C": 3}
    assert "Tidak diketahui: perubahan yang dapat dibandingkan." in c["sentence"]
    assert a["sentence"] == (
        "IKM 10,00 poin di bawah target, turun 4,00 poin, 2 dari 4 kewajiban tidak dipenuhi, "
        "melayani 99 orang."
    )
    assert b["sentence"] == "IKM 5,00 poin di bawah target, melayani 9 orang."
    assert c["sentence"] == (
        "IKM tidak di bawah target, 4 dari 4 kewajiban tidak dipenuhi, melayani 0 orang. "
        "Tidak diketahui: perubahan yang dapat dibandingkan."
    )
    assert rows["n_terms"].to_dict() == {"A": 4, "B": 4, "C": 3}
    assert (a["instrument_id"], a["reference_value"], a["fall"], b["fall"]) == ("ikm", 80.0, 4.0, 0.0)
    assert (a["score"], b["score"], c["score"]) == (86.1, 23.5, 21.5)


def test_without_target_the_city_is_the_aim_and_without_value_there_is_no_rank() -> None:
    rows = found(
        scores(
            ("A", 70.0, None, 85.0, 10, None),
            ("B", None, 80.0, 85.0, 9, None),
            ("C", 70.0, None, None, 9, None),
        ),
        duties(A=(1, 2)),
    )
    assert (rows.loc["A", "reference"], rows.loc["A", "shortfall"]) == ("kota", 15.0)
    assert rows.loc["A", "sentence"].startswith(
        "IKM 15,00 poin di bawah nilai kota, 1 dari 2 kewajiban tidak"
    )
    assert rows.loc["B", "sentence"] == (
        "Belum dapat diprioritaskan karena nilai IKM tidak ada; bukan berarti tidak perlu dibina."
    )
    assert rows.loc["C", "sentence"] == (
        "Belum dapat diprioritaskan karena target dan nilai kota IKM tidak ada."
    )
    for unit in ("B", "C"):
        assert np.isnan(rows.loc[unit, "score"])
        assert rows.loc[unit, "priority_rank"] is pd.NA
        assert rows.loc[unit, "sentence"].startswith("Belum dapat diprioritaskan karena ")
    assert rows["n_prioritised"].unique().tolist() == [1]


def test_what_is_not_known_is_named() -> None:
    told = found(scores(("A", 70.0, 80.0, 85.0, None, None)), duties())
    assert told.loc["A", "sentence"] == (
        "IKM 10,00 poin di bawah target. "
        "Tidak diketahui: jumlah pengguna, perubahan yang dapat dibandingkan, dan kesimpulan kewajiban."
    )


def test_what_is_half_met_is_judged_and_not_unmet_and_small_numbers_count() -> None:
    verdicts = pd.DataFrame(
        [
            ("A", "berisiko"),
            ("A", "tidak_patuh"),
            ("A", "tanpa_data"),
            ("B", "tidak_patuh"),
            ("C", "tanpa_data"),
        ],
        columns=["unit_id", "verdict"],
    ).assign(year=2024)
    rows = found(
        scores(
            ("A", 79.5, 80.0, 85.0, 1, -0.5),
            ("B", 79.0, 80.0, 85.0, 1, -1.0),
            ("C", 80.0, 80.0, 85.0, 0, 0.0),
        ),
        verdicts,
    )
    assert rows[["n_duties_unmet", "n_duties_judged"]].iloc[:2].values.tolist() == [[1, 2], [1, 1]]
    assert rows["duty_term"].tolist()[:2] == [0.55, 1.0] and np.isnan(rows.loc["C", "duty_term"])
    assert (rows.loc["A", "gap_term"], rows.loc["A", "trend_term"]) == pytest.approx((0.55, 0.55))
    assert rows.loc["A", "sentence"] == (
        "IKM 0,50 poin di bawah target, turun 0,50 poin, 1 dari 2 kewajiban tidak dipenuhi, melayani 1 orang."
    )
    assert rows.loc["C", "sentence"] == (
        "IKM tidak di bawah target, melayani 0 orang. Tidak diketahui: kesimpulan kewajiban."
    )
    told = priority.priorities(scores(("A", 70.0, 80.0, None, 5, -2.0)), verdicts, coarse(IKM), EQUAL)
    assert told["sentence"].iloc[0].startswith("IKM 10,0 poin di bawah target, turun 2,0 poin")


def test_where_nobody_is_below_the_aim_the_gap_is_the_floor_for_all() -> None:
    rows = found(scores(("A", 90.0, 80.0, 85.0, 0, 1.0), ("B", 81.0, 80.0, 85.0, 0, 0.0)), duties(A=(0, 1)))
    for name in ("gap_term", "people_term", "trend_term"):
        assert rows[name].tolist() == [0.1, 0.1]
    assert rows["score"].tolist() == [10.0, 10.0] and rows["priority_rank"].tolist() == [1, 1]


def test_weights_of_the_city_decide_and_what_does_not_apply_is_left_out() -> None:
    rows = scores(
        ("A", 70.0, 80.0, 85.0, 0, None), ("B", 79.0, 80.0, 85.0, 999, None), ("C", 1.0, 80.0, 85.0, 1, None)
    )
    rows.loc[2, "reporting_state"] = "tidak_berlaku"
    only = {"bobot_tren": 0, "bobot_kewajiban": 0}
    by_gap = found(rows, duties(), Priority(bobot_pengguna=0, **only))
    by_people = found(rows, duties(), Priority(bobot_selisih=0, **only))
    assert by_gap["priority_rank"].to_dict() == {"A": 1, "B": 2}
    assert by_people["priority_rank"].to_dict() == {"A": 2, "B": 1}
    assert by_gap["gap_weight"].tolist() == [1, 1] and by_gap["people_weight"].tolist() == [0, 0]
