"""What lifts a category: worked out by hand for each instrument."""

from __future__ import annotations

import pandas as pd
import pytest

from compliance import standards
from compliance.rules import index as rules
from compliance.rules import lever
from compliance.standards import Index
from tests.spec.tables import coarse, plain
from tests.vocabulary import UNSUR

LAW = standards.load()
IKM, IPP, OMBUDSMAN = (LAW.indexes[name] for name in ("ikm", "ipp", "ombudsman"))
ASPECTS = [name for name, _ in IPP.measures]


def judged(index: Index, values: dict[str, float], **parts: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    keys = {"unit_id": ["U"], "year": [2024]}
    measures = pd.DataFrame(
        {"unit_id": "U", "year": 2024, "measure_id": list(values), "value": list(values.values())}
    )
    scores, details = rules.evaluate(
        pd.DataFrame(keys | {name: [value] for name, value in parts.items()}), measures, index
    )
    return scores, details.assign(measure_order=range(len(details)))


def found(index: Index, values: dict[str, float], **parts: float) -> pd.DataFrame:
    return lever.levers(*judged(index, values, **parts), index).set_index("measure_id", drop=False)


def test_the_lowest_unsur_takes_the_least_effort() -> None:
    # 8 x 3 + 2,4 = 26,4 of 27,58 that 76,61 needs; 25/9 points per point of an unsur
    rows = found(IKM, dict.fromkeys(UNSUR, 3.0) | {"waktu": 2.4})
    first = rows[rows["lever_rank"] == 1].iloc[0]
    assert first["measure_id"] == "waktu"
    assert (first["value"], first["category"], first["next_category"]) == (73.33, "C", "B")
    assert (first["points_needed"], first["needed_rise"]) == (3.28, 1.18)
    assert first["needed_value"] == pytest.approx(3.58)
    assert first["reached_value"] == 76.61
    assert first["effort"] == pytest.approx(1.18 / 1.6)
    assert first["is_reachable"]
    assert not rows.loc["biaya", "is_reachable"]  # 3,00 + 1,18 is above 4
    assert first["sentence"] == (
        "Naikkan Waktu penyelesaian 1,18 poin, dari 2,40 menjadi 3,58: IKM menjadi 76,61 dan kategorinya "
        "naik dari C ke B (Baik)."
    )


def test_where_no_unsur_is_enough_alone_all_are_told() -> None:
    rows = found(IKM, dict.fromkeys(UNSUR, 2.0))
    assert not rows["is_reachable"].any()
    assert set(rows["needed_rise_all"]) == {0.6}  # 65,00 / 25 = 2,60
    assert set(rows["sentence"]) == {
        "Tidak cukup menaikkan satu unsur: untuk kategori C (Kurang Baik), semua unsur perlu naik 0,60 atau "
        "setara dengan itu."
    }


def test_the_city_is_lifted_like_a_unit() -> None:
    scores, details = judged(IKM, dict.fromkeys(UNSUR, 2.0))
    of_city = lever.levers(scores.assign(unit_id=None), details.assign(unit_id=None), IKM)
    assert set(of_city["needed_rise_all"]) == {0.6}
    assert of_city["lever_rank"].tolist() == list(range(1, 10))


def test_an_aspect_counts_by_its_weight_and_by_the_share_of_the_evaluator() -> None:
    rows = found(IPP, dict.fromkeys(ASPECTS, 4.0), nilai_f03=4.0)
    assert rows.loc["profesionalisme_sdm", "effect_per_point"] == pytest.approx(0.75 * 0.25)
    assert rows.loc["profesionalisme_sdm", "needed_rise"] == 0.03  # 0,005 / 0,1875, rounded up
    assert rows.loc["inovasi", "needed_rise"] == 0.06
    assert rows["lever_rank"].idxmin() == "profesionalisme_sdm"


@pytest.mark.parametrize(
    ("index", "values", "parts"),
    [
        (IKM, dict.fromkeys(UNSUR, 4.0), {}),  # the highest category already
        (IKM, dict.fromkeys(UNSUR[:8], 3.0), {}),  # not computed
    ],
)
def test_without_a_higher_category_or_a_value_there_is_no_lever(
    index: Index, values: dict[str, float], parts: dict[str, float]
) -> None:
    assert found(index, values, **parts).empty


def test_a_published_value_says_what_it_lacks_and_no_measure() -> None:
    rows = found(OMBUDSMAN, {"input": 80.0}, published_value=80.0)
    assert rows["measure_id"].isna().all()
    assert rows["sentence"].tolist() == [
        "Kurang 8,00 poin untuk kategori A (Kualitas tertinggi); bagian mana yang mengangkatnya tidak dapat "
        "dihitung dari nilai yang ada."
    ]


@pytest.mark.parametrize("unit", ["U", None])
def test_a_measure_that_others_explain_or_that_weighs_nothing_is_no_lever(unit: str | None) -> None:
    scores, details = (frame.assign(unit_id=unit) for frame in judged(IKM, dict.fromkeys(UNSUR, 3.0)))
    details["parent_measure_id"] = details["measure_id"].map({"biaya": "waktu", "produk": "waktu"})
    details["weight"] = details["weight"].mask(details["measure_id"] == "sarpras", 0)
    found = lever.levers(scores, details, IKM)["measure_id"]
    assert set(UNSUR) - set(found) == {"waktu", "sarpras"}


def test_a_category_and_a_measure_without_a_name_of_their_own() -> None:
    method = IKM.methods[-1]
    bands = tuple(band.model_copy(update={"label": band.category}) for band in method.bands)
    changed = {"methods": (method.model_copy(update={"bands": bands}),), "measure_title": None}
    rows = found(IKM.model_copy(update=changed), dict.fromkeys(UNSUR, 2.0))
    assert rows["sentence"].iloc[0].startswith("Tidak cukup menaikkan satu bagian: untuk kategori C, semua ")


def test_parts_that_do_not_follow_from_measures_have_no_lever() -> None:
    method = IPP.methods[-1]
    assert method.parts_block is not None
    alone = method.model_copy(
        update={"parts_block": method.parts_block.model_copy(update={"from_measures": None})}
    )
    rows = found(
        IPP.model_copy(update={"methods": (alone,)}),
        dict.fromkeys(ASPECTS, 3.0),
        nilai_f02=3.0,
        nilai_f03=3.0,
    )
    assert rows["measure_id"].isna().all()
    assert rows["sentence"].item().startswith("Kurang 0,01 poin untuk kategori B- ")


def test_a_duty_undone_costs_points_of_the_evaluation_too() -> None:
    scores, _ = judged(IPP, dict.fromkeys(ASPECTS, 3.0), nilai_f03=3.0)
    duties = pd.DataFrame(
        [("komponen_lengkap", "tidak_patuh", 3), ("maklumat", "berisiko", 1)],
        columns=["duty_id", "verdict", "n_affected"],
    ).assign(unit_id="U", year=2024)
    rows = lever.duty_levers(scores, duties, IPP, LAW.duties)
    assert rows["duty_id"].tolist() == ["komponen_lengkap"]
    names = ("instrument_id", "method_id", "lever_kind", "measure_id", "measure_label", "n_affected", "value")
    assert [rows[name].iloc[0] for name in names] == [
        "ipp", "ipp_2022", "kewajiban", "kebijakan", "Kebijakan pelayanan", 3, 3.0,
    ]  # fmt: skip
    assert rows["points_at_most"].iloc[0] == pytest.approx(5 * 0.17 * 0.24 * 0.75)
    assert "pada 3 layanan: selain wajib, hal itu bernilai sampai 0,15 poin IPP" in rows["sentence"].iloc[0]


def test_every_column_of_a_lever() -> None:
    rows = found(IKM, dict.fromkeys(UNSUR, 3.0) | {"waktu": 2.4})
    assert plain(rows.loc["waktu"]) == {
        "unit_id": "U", "year": 2024, "instrument_id": "ikm", "method_id": "ikm_2017", "lever_kind": "ukuran",
        "lever_rank": 1, "value": 73.33, "category": "C", "next_category": "B", "next_category_label": "Baik",
        "next_lower": 76.61, "points_needed": 3.28, "measure_id": "waktu",
        "measure_label": "Waktu penyelesaian",
        "measure_value": 2.4, "measure_maximum": 4.0, "effect_per_point": pytest.approx(25 / 9),
        "needed_rise": 1.18, "needed_value": pytest.approx(3.58), "reached_value": 76.61,
        "effort": pytest.approx(1.18 / 1.6), "is_reachable": True, "needed_rise_all": 0.14,
        "sentence": rows.loc["waktu", "sentence"],
    }  # fmt: skip
    assert sorted(rows["lever_rank"]) == list(range(1, 10))
    assert rows["measure_id"].tolist() == ["waktu", *(name for name in UNSUR if name != "waktu")]


def test_a_measure_at_its_highest_comes_last_and_takes_no_effort_it_has() -> None:
    rows = found(IKM, dict.fromkeys(UNSUR, 3.0) | {"biaya": 4.0, "produk": 3.5})
    assert rows["lever_rank"].idxmax() == "biaya"
    assert pd.isna(rows.loc["biaya", "effort"]) and not rows.loc["biaya", "is_reachable"]
    assert rows.loc["produk", "effort"] == pytest.approx(3.29 / 0.5)  # 28,5 of the 31,79 that 88,31 needs


def test_a_published_value_has_every_column_that_can_be_known() -> None:
    [(_, row)] = found(OMBUDSMAN, {"input": 80.0}, published_value=80.0).iterrows()
    assert plain(row) == {
        "unit_id": "U", "year": 2024, "instrument_id": "ombudsman", "method_id": "ombudsman_2022",
        "lever_kind": "ukuran", "lever_rank": 1, "value": 80.0, "category": "B", "next_category": "A",
        "next_category_label": "Kualitas tertinggi", "next_lower": 88.0, "points_needed": 8.0,
        "sentence": row["sentence"],
    }  # fmt: skip


def test_a_lever_is_told_with_the_decimals_of_its_index() -> None:
    scores, details = judged(IKM, dict.fromkeys(UNSUR, 3.0) | {"waktu": 2.4})
    told = lever.levers(scores, details, coarse(IKM)).set_index("lever_rank").loc[1, "sentence"]
    assert told == (
        "Naikkan Waktu penyelesaian 1,18 poin, dari 2,40 menjadi 3,58: IKM menjadi 76,6 dan kategorinya naik "
        "dari C ke B (Baik)."
    )
    scores, details = judged(OMBUDSMAN, {"input": 80.0}, published_value=80.0)
    assert lever.levers(scores, details, coarse(OMBUDSMAN))["sentence"].iloc[0].startswith("Kurang 8,0 poin")


def test_a_duty_of_the_unit_names_no_services() -> None:
    scores, _ = judged(IPP, dict.fromkeys(ASPECTS, 3.0), nilai_f03=3.0)
    duties = pd.DataFrame(
        {"duty_id": ["skm_tahunan"], "verdict": "tidak_patuh", "n_affected": 0, "unit_id": "U", "year": 2024}
    )
    [row] = lever.duty_levers(scores, duties, coarse(IPP), LAW.duties)["sentence"]
    assert row == (
        "Penuhi kewajiban SKM tahunan: selain wajib, hal itu bernilai sampai 0,2 poin IPP melalui Kebijakan "
        "pelayanan."
    )


def test_duties_cost_points_only_of_the_unit_year_and_method_that_ask_for_them() -> None:
    keys = pd.DataFrame({"unit_id": ["U", "V", "U"], "year": [2024, 2024, 2021]})
    scores, _ = rules.evaluate(
        keys.assign(published_value=[3.0, None, 3.0]), judged(IPP, {})[1].iloc[:0], IPP
    )
    duties = pd.DataFrame(
        [("maklumat", unit, year, 1) for unit in "UVW" for year in (2021, 2024)],
        columns=["duty_id", "unit_id", "year", "n_affected"],
    ).assign(verdict="tidak_patuh")
    rows = lever.duty_levers(scores, duties, IPP, LAW.duties)
    assert rows[["unit_id", "year"]].values.tolist() == [["U", 2024]]
    assert lever.duty_levers(scores, duties, IKM, LAW.duties).empty
