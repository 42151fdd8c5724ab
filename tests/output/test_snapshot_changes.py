"""What a snapshot changed of an earlier one: revisions, told as such and never as a rise or a fall."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from compliance.output import snapshot_changes
from compliance.output.snapshot_changes import State

SCORE: dict[str, Any] = {
    "unit_id": "U", "unit_name": "Dinas U", "year": 2024, "instrument_id": "ikm", "method_id": "ikm_2017",
    "value": 80.0, "category": "B", "reporting_state": "melapor",
}  # fmt: skip
NOTHING = {"value": None, "category": None, "reporting_state": "belum_melapor"}
REFUSED = NOTHING | {"reporting_state": "ditolak"}
DUTY = {"unit_id": "U", "unit_name": "Dinas U", "year": 2024, "duty_id": "maklumat", "duty_label": "Maklumat"}
SERVICE = {"unit_id": "U", "unit_name": "Dinas U", "year": 2024}


def state(
    *scores: dict[str, Any], verdict: str | None = None, services: dict[str, str] | None = None
) -> State:
    verdicts = [] if verdict is None else [DUTY | {"verdict": verdict}]
    own = [
        SERVICE | {"service_id": name, "service_name": name.upper(), "status": status}
        for name, status in (services or {}).items()
    ]
    return State(
        pd.DataFrame([SCORE | row for row in scores], columns=list(SCORE)),
        pd.DataFrame(verdicts, columns=[*DUTY, "verdict"]),
        pd.DataFrame(own, columns=[*SERVICE, "service_id", "service_name", "status"]),
    )


@pytest.mark.parametrize(
    ("before", "after", "development", "sentence"),
    [
        ({}, {"value": 79.5}, "direvisi", "IKM Dinas U 2024 direvisi dari 80,00 (B) menjadi 79,50 (B)."),
        ({}, {"value": 76.0, "category": "C"}, "direvisi",
         "IKM Dinas U 2024 direvisi dari 80,00 (B) menjadi 76,00 (C); kategorinya berubah."),
        ({}, {"value": 81.0, "method_id": "ikm_2030"}, "tidak_dapat_dibandingkan",
         "IKM Dinas U 2024 kini dihitung dengan metode lain: 81,00 (B); nilai sebelumnya 80,00 (B)."),
        (NOTHING, {}, "bertambah", "IKM Dinas U 2024 kini ada: 80,00 (B). Sebelumnya belum melapor."),
        ({}, REFUSED, "hilang",
         "IKM Dinas U 2024 tidak ada lagi; kini laporan ditolak, sedangkan sebelumnya 80,00 (B)."),
        (NOTHING, REFUSED, "direvisi",
         "Laporan IKM Dinas U 2024 berubah dari belum melapor menjadi laporan ditolak."),
        ({"unit_id": None, "unit_name": "Kota K"}, {"unit_id": None, "unit_name": "Kota K", "value": 81.0},
         "direvisi", "IKM Kota K 2024 direvisi dari 80,00 (B) menjadi 81,00 (B)."),
    ],
)  # fmt: skip
def test_a_figure_is_told_in_one_sentence(
    before: dict[str, Any], after: dict[str, Any], development: str, sentence: str
) -> None:
    lines = snapshot_changes.between(state(before), state(after))
    assert lines["sentence"].tolist() == [sentence]
    assert lines["development"].tolist() == [development]


def test_the_most_important_comes_first_and_what_is_the_same_is_not_told() -> None:
    other = {"instrument_id": "ipp", "method_id": "ipp_2022", "value": 3.2, "category": "B-"}
    before = state({}, other, verdict="patuh", services={"a": "ditetapkan", "b": "draf", "c": "ditetapkan"})
    after = state(
        {"value": 80.5}, other | {"value": 2.9, "category": "C"}, verdict="tidak_patuh",
        services={"a": "ditetapkan", "b": "ditetapkan", "c": "dicabut", "d": "ditetapkan"},
    )  # fmt: skip
    assert snapshot_changes.between(before, after)["sentence"].tolist() == [
        "IPP Dinas U 2024 direvisi dari 3,20 (B-) menjadi 2,90 (C); kategorinya berubah.",
        "Standar 1 layanan Dinas U tidak lagi tercatat ditetapkan pada 2024: C.",
        "Kewajiban “Maklumat” pada Dinas U 2024 direvisi dari patuh menjadi tidak patuh.",
        "IKM Dinas U 2024 direvisi dari 80,00 (B) menjadi 80,50 (B).",
        "Standar 2 layanan Dinas U kini tercatat ditetapkan pada 2024: B dan D.",
    ]
    assert snapshot_changes.between(after, after).empty
