"""Contradictions that must be looked at: both sides of every limit."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from compliance import standards
from compliance.rules import review
from tests.spec.tables import coarse

LAW = standards.load()
PLAIN: dict[str, Any] = {
    "unit_id": "U", "year": 2024, "instrument_id": "ikm", "value": 80.0, "category_label": "Baik",
    "category_tone": "baik", "change": None, "is_comparable": False, "is_change_significant": None,
    "n_respondents": 200, "minimum_sample": 100, "published_value": None, "computed_value": 80.0,
}  # fmt: skip


def found(*rows: dict[str, Any], complete: tuple[int, int] = (2, 3)) -> dict[str, str]:
    scores = pd.DataFrame([PLAIN | row for row in rows])
    services = pd.DataFrame(
        {"unit_id": ["U"], "year": [2024], "n_complete": complete[0], "n_active": complete[1]}
    )
    listed = review.reviews(scores, services, LAW.indexes, LAW.reviews)
    return dict(zip(listed["review_id"], listed["sentence"], strict=True))


FALL = {"change": -1.0, "is_comparable": True}
RISE = {"change": 1.0, "is_comparable": True}
IPP = {"instrument_id": "ipp", "value": 4.0, "computed_value": 4.0}
ORI = {"instrument_id": "ombudsman", "value": 90.0, "computed_value": None}


@pytest.mark.parametrize(
    ("rows", "complete", "expected"),
    [
        ([FALL], (3, 3), {"lengkap_tetapi_turun"}),
        ([FALL | {"is_change_significant": True}], (3, 3), {"lengkap_tetapi_turun"}),
        ([FALL | {"is_change_significant": False}], (3, 3), set()),
        ([FALL | {"change": -0.99}], (3, 3), set()),
        ([FALL | {"is_comparable": False}], (3, 3), set()),
        ([FALL], (2, 3), set()),
        ([FALL], (0, 0), set()),
        ([{"n_respondents": 99}], (2, 3), {"tinggi_responden_sedikit"}),
        ([{"n_respondents": 100}], (2, 3), set()),
        ([{"n_respondents": 29, "minimum_sample": None}], (2, 3), {"tinggi_responden_sedikit"}),
        ([{"n_respondents": 30, "minimum_sample": None}], (2, 3), set()),
        ([{"n_respondents": 5, "category_tone": "kurang"}], (2, 3), set()),
        ([{"n_respondents": None}], (2, 3), set()),
        ([{"published_value": 80.02}], (2, 3), {"terbit_beda_hitung"}),
        ([{"published_value": 80.01}], (2, 3), set()),  # rounding
        ([IPP | {"published_value": 3.97}], (2, 3), {"terbit_beda_hitung"}),
        ([IPP | {"published_value": 4.0}], (2, 3), set()),
        ([IPP | RISE | {"change": 0.05}, ORI | FALL], (2, 3), {"berlawanan"}),
        ([IPP | RISE | {"change": 0.04}, ORI | FALL], (2, 3), set()),
        ([IPP | RISE, ORI | FALL | {"change": -0.99}], (2, 3), set()),
        ([IPP | RISE, ORI | RISE], (2, 3), set()),
        ([IPP | RISE, ORI | FALL | {"is_comparable": False}], (2, 3), set()),
        ([IPP, ORI | {"category_tone": "kurang"}], (2, 3), {"berlawanan"}),
        ([IPP, ORI | {"category_tone": "cukup"}], (2, 3), set()),
        ([IPP | RISE, ORI | FALL | {"year": 2023}], (2, 3), set()),
    ],
)
def test_both_sides_of_every_limit(
    rows: list[dict[str, Any]], complete: tuple[int, int], expected: set[str]
) -> None:
    assert set(found(*rows, complete=complete)) == expected


def test_a_review_names_the_instruments_it_is_about() -> None:
    scores = pd.DataFrame([PLAIN | IPP | RISE | {"published_value": 3.97}, PLAIN | ORI | FALL])
    services = pd.DataFrame(columns=["unit_id", "year", "n_complete", "n_active"])
    listed = review.reviews(scores, services, LAW.indexes, LAW.reviews)
    assert dict(zip(listed["review_id"], listed["instrument_ids"], strict=True)) == {
        "terbit_beda_hitung": "ipp",
        "berlawanan": "ipp, ombudsman",
    }


def test_the_sentence_gives_the_figures() -> None:
    told = found(FALL | {"n_respondents": 40}, IPP | RISE, ORI | FALL, complete=(3, 3))
    assert told == {
        "lengkap_tetapi_turun": (
            "Semua 3 layanan lengkap komponennya, tetapi IKM turun 1,00 poin menjadi 80,00."
        ),
        "tinggi_responden_sedikit": "IKM 80,00 (Baik) hanya berasal dari 40 responden; sampel minimum 100.",
        "berlawanan": ("IPP 4,00 (Baik) naik 1,00 poin, sedangkan Ombudsman 90,00 (Baik) turun 1,00 poin."),
    }


def listed(*rows: dict[str, Any], law: dict[str, Any] | None = None) -> pd.DataFrame:
    services = pd.DataFrame({"unit_id": ["U"], "year": [2024], "n_complete": 1, "n_active": 1})
    return review.reviews(
        pd.DataFrame([PLAIN | row for row in rows]), services, law or LAW.indexes, LAW.reviews
    )


def test_every_row_names_its_unit_year_and_instruments() -> None:
    few = {"n_respondents": 29, "minimum_sample": None}
    rows = listed(FALL | few, IPP | RISE, ORI | FALL, FALL | few | {"unit_id": None})
    assert rows.columns.tolist() == ["unit_id", "year", "review_id", "instrument_ids", "sentence"]
    assert rows.drop(columns="sentence").values.tolist() == [
        ["U", 2024, "lengkap_tetapi_turun", "ikm"],  # one service is enough; the city has no services
        ["U", 2024, "tinggi_responden_sedikit", "ikm"],  # nor is it a survey of few people
        ["U", 2024, "berlawanan", "ipp, ombudsman"],
    ]
    assert rows["sentence"].iloc[1] == "IKM 80,00 (Baik) hanya berasal dari 29 responden."


def test_an_index_that_is_not_surveyed_is_not_asked_for_respondents() -> None:
    assert listed(IPP | {"n_respondents": 5}).empty


def test_both_high_or_both_low_is_no_contradiction() -> None:
    low = {"category_tone": "buruk"}
    assert listed(IPP | low, ORI | low).empty
    assert listed(IPP, ORI).empty
    assert len(listed(IPP | low, ORI)) == len(listed(IPP, ORI | low)) == 1


def test_what_nobody_may_compare_does_not_move() -> None:
    unknown = {"change": -1.0, "is_comparable": None}
    assert listed(IPP | RISE, ORI | unknown).empty
    assert listed(IPP | unknown, ORI | RISE).empty
    assert listed(IPP | unknown, ORI | FALL).empty


def test_figures_have_the_decimals_of_their_index() -> None:
    law = LAW.indexes | {name: coarse(index) for name, index in LAW.indexes.items()}
    rows = listed(FALL, IPP | RISE, ORI | FALL, law=law)
    assert rows["sentence"].tolist() == [
        "Semua 1 layanan lengkap komponennya, tetapi IKM turun 1,0 poin menjadi 80,0.",
        "IPP 4,0 (Baik) naik 1,0 poin, sedangkan Ombudsman 90,0 (Baik) turun 1,0 poin.",
    ]


def test_a_movement_is_told_only_where_years_may_be_compared() -> None:
    low = ORI | {"category_tone": "buruk", "category_label": "Rendah"}
    still = found(IPP | {"change": 0.0, "is_comparable": True}, low)["berlawanan"]
    assert still == (
        "IPP 4,00 (Baik) tetap, sedangkan Ombudsman 90,00 (Rendah) tidak dapat dibandingkan dengan tahun "
        "sebelumnya."
    )


def test_a_published_value_is_told_with_what_explains_it() -> None:
    assert found({"published_value": 79.2}) == {  # 0,99 of the value, as a weight of 0,11 gives
        "terbit_beda_hitung": (
            "IKM terbit 79,20, sedangkan hasil hitung 80,00; selisihnya sesuai dengan bobot 0,11."
        )
    }


def test_equal_values_are_no_contradiction_and_each_row_has_its_own_explanation() -> None:
    alone, equal = {"published_value": None}, {"published_value": 80.0}
    assert found(alone, equal | {"year": 2023}, {"published_value": 79.2, "year": 2022}) == {
        "terbit_beda_hitung": (
            "IKM terbit 79,20, sedangkan hasil hitung 80,00; selisihnya sesuai dengan bobot 0,11."
        )
    }
    ipp = [IPP | {"published_value": 4.0}, IPP | {"published_value": 3.0, "year": 2023}]
    assert found(*ipp)["terbit_beda_hitung"].startswith("IPP terbit 3,00")


def test_a_difference_that_no_weight_explains_has_no_cause() -> None:
    assert found({"published_value": 85.0}) == {
        "terbit_beda_hitung": "IKM terbit 85,00, sedangkan hasil hitung 80,00."
    }


def test_the_sentence_never_tells_a_change_that_may_not_be_compared() -> None:
    low = ORI | {"category_tone": "buruk", "change": -5.0, "is_comparable": False}
    assert found(IPP | RISE, low)["berlawanan"].endswith("tidak dapat dibandingkan dengan tahun sebelumnya.")


def test_every_case_has_a_rule() -> None:
    assert set(LAW.reviews) == set(review.RULES)
