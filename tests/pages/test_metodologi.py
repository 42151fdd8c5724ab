"""The page Metodologi is rendered from data/standards: what stands there appears, by itself."""

from __future__ import annotations

import shutil
from datetime import date
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
import yaml

from compliance import standards
from compliance.paths import STANDARDS_DIR
from compliance.reports import methodology
from compliance.rules import duty as duty_rules
from compliance.verdict import ReportingState, Verdict
from compliance.words import group, label
from tests.pages.conftest import OpenPage, markup, shown

NEW_INDEX = {
    "id": "spbe",
    "kind": "index",
    "order": 40,
    "title": "Indeks <SPBE> *Baru*",
    "short_title": "SPBE",
    "description": "Nilai pemerintahan berbasis elektronik.",
    "scale": {"minimum": 1, "maximum": 5, "decimals": 2, "evidence": "S2"},
    "measure_title": "Domain",
    "measures": {"kebijakan": "Kebijakan internal", "layanan": "Layanan digital"},
    "city": {"value": "published", "evidence": "S2", "note": "Nilai kota diterbitkan kementerian."},
    "expected_of": "assessed",
    "due": {"month": 2, "day": 28, "year_offset": 1, "evidence": "D", "note": "Batas kerja."},
    "methods": [
        {
            "id": "spbe_2020",
            "label": "Evaluasi SPBE",
            "from_year": 2020,
            "to_year": None,
            "years_evidence": "M",
            "unverified": True,
            "formula": {"kind": "weighted_mean", "text": "SPBE menurut domain", "evidence": "D"},
            "weights": {"values": {"kebijakan": "0.4", "layanan": "0.60"}, "evidence": "D"},
            "bands": [
                {
                    "category": "Baik",
                    "label": "Baik",
                    "lower": 3,
                    "upper": 5,
                    "tone": "baik",
                    "evidence": "S",
                },
                {
                    "category": "Kurang",
                    "label": "Kurang",
                    "lower": 1,
                    "upper": 2.99,
                    "tone": "kurang",
                    "evidence": "S",
                },
            ],
            "legal_basis": [{"title": "Pedoman evaluasi", "evidence": "S2", "source": "laman kementerian"}],
            "break_reason": None,
        }
    ],
}


def test_everything_of_the_standards_is_on_the_page(open_page: OpenPage, sample_data_dir: Path) -> None:
    app = open_page("metodologi", sample_data_dir)
    assert not app.exception
    text = shown(app)
    law = standards.load()
    expected = [component.label for component in law.components]
    for index in law.indexes.values():
        expected += [index.title, index.description, index.city.note, index.due.note]
        for method in index.methods:
            expected += [
                method.label,
                method.formula_block.text,
                *([method.break_reason] if method.break_reason else []),
            ]
            expected += [basis.title for basis in method.legal_basis] + [
                basis.source for basis in method.legal_basis
            ]
            expected += [
                methodology.band_range(band.lower, band.upper, index.decimals) for band in method.bands
            ]
    for duty in law.duties.values():
        expected += [duty.title, duty.description, *(basis.title for basis in duty.legal_basis)]
    assert [part for part in expected if part not in text] == []
    for raw in ("nilai_f02", "weighted_mean", "every_unit", "patuh_bulan", "ombudsman_2022", "{n"):
        assert raw not in text


def test_all_states_have_symbol_word_and_meaning(open_page: OpenPage, sample_data_dir: Path) -> None:
    text = shown(open_page("metodologi", sample_data_dir))
    assert {entry.id for entry in group("verdict")} == {verdict.value for verdict in Verdict}
    assert {entry.id for entry in group("reporting_state")} == {state.value for state in ReportingState}
    entries = [*group("verdict"), *group("reporting_state"), *group("evidence")]
    assert [entry.id for entry in entries if entry.text not in text or entry.description not in text] == []


@pytest.mark.parametrize("folder", ["sample_data_dir", "unit_list_dir"])
def test_a_new_index_appears_by_itself(
    open_page: OpenPage,
    folder: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    data_dir = request.getfixturevalue(folder)
    assert "SPBE" not in shown(open_page("metodologi", data_dir))
    copy = Path(shutil.copytree(STANDARDS_DIR, tmp_path / "standards"))
    (copy / "spbe.yaml").write_text(yaml.safe_dump(NEW_INDEX), encoding="utf-8")
    monkeypatch.setattr(standards, "DIRECTORY", copy)
    app = open_page("metodologi", data_dir)
    assert not app.exception
    text = shown(app)
    for part in (
        "Indeks <SPBE> *Baru* (SPBE)",
        "SPBE = 0,4 × Kebijakan internal + 0,6 × Layanan digital",
        "28 Februari tahun berikutnya",
        "Metode sejak 2020: Evaluasi SPBE · ▲ Belum diverifikasi",
        "1,00–2,99",
        "laman kementerian",
    ):
        assert part in text
    assert "<SPBE>" not in markup(app)


def test_numbers_from_memory_are_marked(open_page: OpenPage, sample_data_dir: Path) -> None:
    labels = [expander.label for expander in open_page("metodologi", sample_data_dir).expander]
    marked = {name for name in labels if name.endswith("Belum diverifikasi")}
    law = standards.load().indexes.values()
    methods = {f"{methodology.years(m)}: {m.label}": m.unverified for index in law for m in index.methods}
    assert any(methods.values())
    assert not all(methods.values())
    for name, unverified in methods.items():
        assert any(name in one for one in marked) is unverified
    assert any("Sampel minimum" in name for name in marked)


def test_limits_of_the_city_are_shown_with_their_origin(open_page: OpenPage, sample_data_copy: Path) -> None:
    assert "Patuh sampai 12 bulan (nilai bawaan)" in shown(open_page("metodologi", sample_data_copy))
    (sample_data_copy / "pantau.toml").write_text(
        "[tinjau_ulang]\npatuh_bulan = 7\nberisiko_bulan = 19\n", encoding="utf-8"
    )
    text = shown(open_page("metodologi", sample_data_copy))
    assert "Patuh sampai 7 bulan (pantau.toml, bawaan 12)" in text
    assert "melewati 19 bulan." in text


def test_dictionary_can_be_searched(open_page: OpenPage, unit_list_dir: Path) -> None:
    app = open_page("metodologi", unit_list_dir)
    app.text_input(key="cari_kamus").set_value("mart_score sampel minimum").run()
    assert not app.exception
    found = methodology.search(methodology.dictionary(), "mart_score sampel minimum")
    assert "minimum_sample" in set(found["column"])
    assert f"{len(found)} dari " in shown(app)
    app.text_input(key="cari_kamus").set_value("zzzz").run()
    assert "Tidak ada yang cocok" in shown(app)


def test_every_case_of_a_duty_has_the_verdict_that_the_rule_gives() -> None:
    law = standards.load()
    survey = law.duties["skm_tahunan"]
    years = pd.DataFrame({"unit_id": list("abc"), "year": [2024, 2024, 2026], "is_exempt_survey": False})
    surveys = pd.DataFrame(
        {"unit_id": ["a"], "year": [2024], "n_respondents": [30], "is_below_minimum_sample": [pd.NA]}
    )
    no_services = pd.DataFrame(columns=duty_rules.SERVICE_COLUMNS)
    judged = duty_rules.judge_units(no_services, years, surveys, law.duties, date(2026, 6, 1))
    mine = judged[judged["duty_id"] == survey.id].set_index("unit_id")["verdict"].to_dict()
    assert mine["a"] == methodology.UNIT_CASES["sample_unknown"]
    assert mine["c"] == methodology.UNIT_CASES["not_due"]
    others = judged[(judged["duty_id"] != survey.id)]["verdict"]
    assert set(others) == {methodology.UNIT_CASES["empty"]}
    for duty in law.duties.values():
        cases = methodology.duty_cases(duty, law.components, None)
        assert {verdict for verdict, _ in cases} <= {verdict.value for verdict in Verdict}
        assert cases[0][0] == "patuh"


def test_weights_are_written_exactly() -> None:
    assert methodology.exact(Fraction(1, 9)) == "1/9"
    assert methodology.weights_text({"a": Fraction("0.1"), "b": Fraction("0.24")}) == {
        "a": "0,10",
        "b": "0,24",
    }
    ikm = standards.load().indexes["ikm"]
    assert methodology.formulas(ikm, ikm.methods[-1])[0].startswith("IKM = 25 × 1/9 × (Persyaratan + ")
    assert (
        label("measure_part", "nilai_f02")
        in methodology.formulas((ipp := standards.load().indexes["ipp"]), ipp.methods[-1])[1]
    )
