"""Every file in data/standards: complete, with legal basis and evidence, and refused where it is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from compliance import paths, standards
from compliance.rules.comparability import compare
from compliance.rules.duty import judge_services, judge_units
from compliance.rules.index import city_mean, evaluate
from compliance.rules.service_duties import RULES
from compliance.standards import StandardError

FILES = sorted(paths.STANDARDS_DIR.glob("*.yaml"))
LOADED = standards.load()
GRADES = {"S", "S2", "D", "M"}
SANCTION = re.compile(r"sanksi|teguran|pembebasan|denda|pidana|hukuman|pemecatan|penjara", re.IGNORECASE)
# Keys whose number is a name or an order, not a number of a regulation.
NOT_LEGAL = {"order", "decimals"}


def raw(path: Path) -> dict[str, Any]:
    loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def numbers_without_evidence(node: Any, path: str = "", covered: bool = False) -> Iterator[str]:
    """Paths of numbers that stand in no block with an evidence grade."""
    if isinstance(node, dict):
        covered = covered or any(key == "evidence" or str(key).endswith("_evidence") for key in node)
        for key, value in node.items():
            if key not in NOT_LEGAL:
                yield from numbers_without_evidence(value, f"{path}.{key}", covered)
    elif isinstance(node, list):
        for place, value in enumerate(node):
            yield from numbers_without_evidence(value, f"{path}[{place}]", covered)
    elif isinstance(node, int | float) and not isinstance(node, bool) and not covered:
        yield path


def blocks(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    for value in node.values() if isinstance(node, dict) else node if isinstance(node, list) else []:
        yield from blocks(value)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_is_named_by_its_id_and_every_number_has_evidence(path: Path) -> None:
    content = raw(path)
    assert content["id"] == path.stem
    assert list(numbers_without_evidence(content)) == []
    grades = {block[key] for block in blocks(content) for key in block if str(key).endswith("evidence")}
    assert grades and grades <= GRADES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_legal_basis_is_named_with_its_source(path: Path) -> None:
    content = raw(path)
    owners = content["methods"] if content["kind"] == "index" else [content]
    if content["kind"] in ("reviews", "respondents"):  # no law asks for them
        owners = []
    for owner in owners:
        assert owner["legal_basis"]
        for basis in owner["legal_basis"]:
            assert basis["title"] and basis["source"] and basis["evidence"] in GRADES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_word_of_a_sanction_anywhere(path: Path) -> None:
    assert SANCTION.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_number_from_memory_is_marked_unverified(path: Path) -> None:
    content = raw(path)
    owners = [*content.get("methods", []), content.get("city", {})]
    inside = {id(block) for owner in owners for block in blocks(owner)}
    for owner in owners:
        from_memory = any(block.get("evidence") == "M" for block in blocks(owner))
        assert owner.get("unverified", False) == from_memory
    for block in blocks(content):
        if id(block) not in inside:
            assert "M" not in {value for key, value in block.items() if str(key).endswith("evidence")}


def test_unverified_is_told_by_method_and_index() -> None:
    found = {method.id: method.unverified for index in LOADED.indexes.values() for method in index.methods}
    assert found == {
        "ikm_2017": False,
        "ipp_2017": True,
        "ipp_2022": False,
        "ombudsman_2013": False,
        "ombudsman_2022": False,
        "ombudsman_2025": True,
    }
    assert {index.id: index.unverified for index in LOADED.indexes.values()} == {
        "ikm": False,
        "ipp": True,
        "ombudsman": True,
    }


def test_ids_are_unique_over_standards_and_methods() -> None:
    lists = [one.id for one in (LOADED.component_list, LOADED.review_list, LOADED.respondents) if one]
    ids = [*LOADED.indexes, *LOADED.duties, *lists]
    assert len(ids) == len(set(ids)) == len(FILES)
    methods = [(index.id, method.id) for index in LOADED.indexes.values() for method in index.methods]
    assert len({method for _, method in methods}) == len(methods)
    assert all(method.startswith(f"{index}_") for index, method in methods)


def test_order_of_instruments_and_duties() -> None:
    assert list(LOADED.indexes) == ["ikm", "ipp", "ombudsman"]
    assert list(LOADED.duties) == [
        "standar_tersedia",
        "standar_ditetapkan",
        "komponen_lengkap",
        "maklumat",
        "publikasi",
        "tinjau_ulang",
        "skm_tahunan",
    ]


def test_fourteen_components_in_the_order_of_the_law_six_and_eight() -> None:
    order = [
        "dasar_hukum persyaratan prosedur jangka_waktu biaya_tarif produk sarana_prasarana",
        "kompetensi_pelaksana pengawasan_internal pengaduan jumlah_pelaksana jaminan_pelayanan",
        "jaminan_keamanan evaluasi_kinerja",
    ]
    assert " ".join(component.id for component in LOADED.components) == " ".join(order)
    delivery = [component.id for component in LOADED.components if component.group == "service_delivery"]
    assert delivery == ["persyaratan", "prosedur", "jangka_waktu", "biaya_tarif", "produk", "pengaduan"]
    assert {component.group_label for component in LOADED.components} == {
        "Penyampaian pelayanan",
        "Pengelolaan pelayanan",
    }


def test_duties_on_paper_and_duties_in_code_are_the_same() -> None:
    assert set(RULES) == {duty.id for duty in LOADED.duties.values() if duty.level == "service"}
    assert [duty.id for duty in LOADED.duties.values() if duty.level == "unit"] == ["skm_tahunan"]


def test_when_results_are_due() -> None:
    due = {one.id: (one.due_day, one.due_month, one.due_year_offset) for one in LOADED.indexes.values()}
    assert due == {"ikm": (31, 12, 0), "ipp": (31, 3, 1), "ombudsman": (31, 3, 1)}
    assert {one.id for one in LOADED.indexes.values() if one.expected_of == "every_unit"} == {"ikm"}
    assert not any(duty.unverified for duty in LOADED.duties.values())
    assert LOADED.duties["skm_tahunan"].label == "SKM tahunan"


def test_every_method_but_the_first_says_why_it_is_not_comparable() -> None:
    for index in LOADED.indexes.values():
        assert index.comparison.bridge.startswith("Tidak ada"), "decision 0025"
        for first, method in enumerate(index.methods):
            assert bool(method.break_reason) == (first > 0)
            if method.break_reason:
                assert str(method.from_year) in method.break_reason and method.break_reason.endswith(".")


def test_sample_table_is_the_published_one_with_its_doubtful_rows() -> None:
    table = LOADED.indexes["ikm"].sample_table
    assert table and table.unverified_rows == (140, 210, 75000, 100000)
    assert (len(table.rows), table.rows[10], table.rows[500], table.rows[100000]) == (89, 10, 217, 384)


def test_every_value_carries_its_legal_basis_and_the_weakest_evidence_behind_it() -> None:
    """Of formula, weights, parts and the band it fell into; a mean over units also of that choice."""
    none = pd.DataFrame(columns=["unit_id", "year", "measure_id", "value"])
    found = {}
    for name, year, value in [
        ("ikm", 2024, 80.0), ("ipp", 2021, 3.0), ("ipp", 2024, 3.0), ("ombudsman", 2021, 60.0),
        ("ombudsman", 2024, 60.0), ("ombudsman", 2025, 60.0), ("ombudsman", 2025, 90.0), ("ikm", 2016, 80.0),
    ]:  # fmt: skip
        index = LOADED.indexes[name]
        given = pd.DataFrame({"unit_id": ["a"], "year": [year], "published_value": [value]})
        row = evaluate(given, none, index)[0].iloc[0]
        found[name, year, value] = None if row["evidence_grade"] is None else row["evidence_grade"]
        method = index.method_for(year)
        titles = "; ".join(basis.title for basis in method.legal_basis) if method else None
        assert row["legal_basis"] == titles
    assert list(found.values()) == ["D", "M", "S2", "S2", "S2", "D", "M", None]
    means = {}
    for name, value in (("ikm", 80.0), ("ipp", 4.0)):
        units = pd.DataFrame({"unit_id": ["a"], "year": [2024], "published_value": [value]})
        scores, _ = evaluate(units, none, LOADED.indexes[name])
        means[name] = city_mean(scores, LOADED.indexes[name])["evidence_grade"].item()
    assert means == {"ikm": "D", "ipp": "M"}
    grades = {duty.id: duty.evidence_grade for duty in LOADED.duties.values()}
    assert grades == {
        "standar_tersedia": "S", "standar_ditetapkan": "S2", "komponen_lengkap": "S2", "maklumat": "S2",
        "publikasi": "S2", "tinjau_ulang": "D", "skm_tahunan": "S",
    }  # fmt: skip


def test_sample_table_follows_the_formula_of_its_authors() -> None:
    """n = X2 N P (1 - P) / (d2 (N - 1) + X2 P (1 - P)) with X2 = 3,841, P = 0,5 and d = 0,05.

    Only the last row, which is marked as doubtful, is printed one higher.
    """
    table = LOADED.indexes["ikm"].sample_table
    assert table
    by_formula = {n: round(3.841 * n * 0.25 / (0.0025 * (n - 1) + 3.841 * 0.25)) for n in table.rows}
    assert {n: (table.rows[n], by_formula[n]) for n in table.rows if table.rows[n] != by_formula[n]} == {
        100_000: (384, 383)
    }


# A new index and a new method are data: no line of code knows them.

NEW_INDEX = """
id: spm
kind: index
order: 40
title: Indeks Standar Pelayanan Minimal
short_title: SPM
description: Capaian standar pelayanan minimal.
scale: {minimum: 0, maximum: 100, decimals: 1, evidence: S2}
measure_title: Bidang
measures: {pendidikan: Pendidikan, kesehatan: Kesehatan}
city: {value: published, evidence: S2, note: Nilai terbit.}
expected_of: assessed
due: {month: 6, day: 30, year_offset: 1, evidence: D}
methods:
  - id: spm_2020
    label: Indeks SPM
    from_year: 2020
    to_year: null
    years_evidence: D
    formula: {kind: weighted_mean, text: rata-rata tertimbang, evidence: D}
    weights: {evidence: D, values: {pendidikan: 0.4, kesehatan: 0.6}}
    bands:
      - {category: Tuntas, label: Tuntas, lower: 90.0, upper: 100.0, tone: baik, evidence: D}
      - {category: Belum, label: Belum tuntas, lower: 0.0, upper: 89.9, tone: kurang, evidence: D}
    legal_basis: [{title: Contoh, evidence: D, source: contoh}]
    break_reason: null
"""


def folder_with(tmp_path: Path, **files: str) -> Path:
    (tmp_path / "komponen.yaml").write_bytes((paths.STANDARDS_DIR / "komponen.yaml").read_bytes())
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_new_index_is_one_file(tmp_path: Path) -> None:
    index = standards.read(folder_with(tmp_path, spm=NEW_INDEX)).indexes["spm"]
    observations = pd.DataFrame(
        {"unit_id": [None, None, "a"], "year": [2023, 2024, 2024], "published_value": [75.37, 92.0, None]}
    )
    measures = pd.DataFrame(
        [("a", 2024, "pendidikan", 80.0), ("a", 2024, "kesehatan", 96.5)],
        columns=["unit_id", "year", "measure_id", "value"],
    )
    scores, details = evaluate(observations, measures, index)
    assert scores["value"].tolist() == [75.4, 92.0, 89.9]
    assert scores["category"].tolist() == ["Belum", "Tuntas", "Belum"]
    assert details["weight"].tolist() == [0.4, 0.6]
    assert compare(scores, index)["change"].dropna().tolist() == [16.6]


WRONG = [
    ("lower: 90.0", "lower: 90.1", "bercelah atau tumpang tindih"),
    ("lower: 90.0", "lower: 89.9", "bercelah atau tumpang tindih"),
    ("lower: 0.0", "lower: 1.0", "tidak menutup seluruh skala"),
    ("upper: 89.9", "upper: 89.95", "tidak sesuai dengan jumlah desimal"),
    (
        "weights: {",
        "also_asks: {evidence: D, source: x, values: {guru: {}}}\n    weights: {",
        "tanpa bobot: guru",
    ),
    ("kind: weighted_mean", "kind: geometric", "isi 'geometric' tidak dikenal"),
    ("evidence: D, values", "evidence: M, values", "`unverified` harus true"),
    ("    years_evidence: D", "    years_evidence: D\n    unverified: true", "`unverified` harus true"),
    ("order: 40", "order: empat", "kunci order: isi 'empat' harus berupa bilangan"),
    ("month: 6", "month: 13", "paling besar 12"),
    ("id: spm\n", "id: komponen\n", "'komponen' sudah dipakai oleh komponen.yaml"),
    (
        "    break_reason: null",
        "    published_variants: {weights: [0.3], evidence: D}\n    break_reason: null",
        "bobot yang sama",
    ),
    (
        "methods:",
        "minimum_sample: {title: T, rows: {10: 9, 20: 8}, evidence: D, source: x}\nmethods:",
        "harus naik",
    ),
    (
        "methods:",
        "minimum_sample: {title: T, rows: {10: 9}, evidence: D, source: x, unverified_rows: [10]}\nmethods:",
        "`unverified_rows` diisi",
    ),
    (
        "methods:",
        "minimum_sample: {title: T, rows: {10: 9}, evidence: D, source: x, unverified: true, "
        "unverified_rows: [5]}\nmethods:",
        "tidak ada dalam tabel",
    ),
]


@pytest.mark.parametrize(("old", "new", "message"), WRONG, ids=lambda part: part[:40])
def test_wrong_file_is_refused_with_file_key_and_problem(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in NEW_INDEX
    with pytest.raises(StandardError, match=re.escape(message)) as caught:
        standards.read(folder_with(tmp_path, spm=NEW_INDEX.replace(old, new, 1)))
    assert str(caught.value).startswith("spm.yaml")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("title: Indeks", "title: [Indeks", ", baris 6: bukan YAML yang sah. Perbaiki penulisan berkas itu."),
        (
            "scale: {minimum: 0, maximum: 100, decimals: 1, evidence: S2}",
            "",
            ": isian 'scale' tidak ada atau salah bentuk. Bandingkan dengan berkas lain yang sejenis.",
        ),
        (
            "kind: index",
            "kind: indeks",
            ", kunci kind: harus salah satu dari index, duty, components, reviews, respondents.",
        ),
        (
            "    break_reason: null",
            "    colour: red\nshade: blue",
            ", kunci methods.0.break_reason: wajib diisi; kunci methods.0.colour: kunci tidak dikenal; hapus "
            "atau perbaiki ejaannya; kunci shade: kunci tidak dikenal; hapus atau perbaiki ejaannya",
        ),
        (
            "lower: 90.0",
            "lower: tinggi",
            ", kunci methods.0.bands.0.lower: isi 'tinggi' harus berupa bilangan",
        ),
        ("{pendidikan: Pendidikan, kesehatan: Kesehatan}", "5", ", kunci measures: isi '5' salah bentuk"),
        (
            "expected_of: assessed",
            "expected_of: all",
            ", kunci expected_of: isi 'all' tidak dikenal; pilih 'every_unit' atau 'assessed'",
        ),
        ("kesehatan: 0.6", "kesehatan: 0.7", ", kunci seluruh berkas: jumlah bobot spm_2020 bukan 1"),
        (
            "kesehatan: 0.6",
            "sekolah: 0.3, guru: 0.3",
            ", kunci seluruh berkas: bobot spm_2020 memuat nama yang tidak dikenal: guru, sekolah",
        ),
        (
            "kind: weighted_mean",
            "kind: weighted_parts",
            ", kunci seluruh berkas: rumus weighted_parts pada spm_2020 memerlukan bobot",
        ),
        (
            "    weights: {evidence: D, values: {pendidikan: 0.4, kesehatan: 0.6}}",
            "",
            ", kunci seluruh berkas: rumus weighted_mean pada spm_2020 memerlukan bobot",
        ),
        (
            "    weights:",
            "    parts: {evidence: D, values: {satu: 0.5}}\n    weights:",
            ", kunci seluruh berkas: jumlah bagian spm_2020 bukan 1",
        ),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    with pytest.raises(StandardError) as caught:
        standards.read(folder_with(tmp_path, spm=NEW_INDEX.replace(old, new, 1)))
    assert str(caught.value) == f"spm.yaml{sentence}"


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    folder_with(tmp_path)
    (tmp_path / "spm.yaml").write_bytes(b"kind: \xff")
    with pytest.raises(StandardError) as caught:
        standards.read(tmp_path)
    assert str(caught.value) == "spm.yaml: bukan YAML yang sah. Perbaiki penulisan berkas itu."


def test_a_band_may_hold_one_value(tmp_path: Path) -> None:
    text = NEW_INDEX.replace("lower: 90.0,", "lower: 100.0,").replace("upper: 89.9,", "upper: 99.9,")
    assert standards.read(folder_with(tmp_path, spm=text)).indexes["spm"].methods[0].classify(100.0)


def test_index_of_weighted_parts_needs_no_measures(tmp_path: Path) -> None:
    text = NEW_INDEX.replace("kind: weighted_mean", "kind: weighted_parts")
    text = text.replace(
        "    weights:", "    parts: {evidence: D, values: {satu: 0.5, dua: 0.5}}\n    weights:"
    )
    index = standards.read(folder_with(tmp_path, spm=text)).indexes["spm"]
    observations = pd.DataFrame(
        {"unit_id": ["a", "b"], "year": 2024, "satu": [80.0, 80.0], "dua": [91.0, None]}
    )
    scores, _ = evaluate(
        observations, pd.DataFrame(columns=["unit_id", "year", "measure_id", "value"]), index
    )
    assert scores["value"].fillna(-1).tolist() == [85.5, -1]


def test_yearly_duty_needs_a_due_date() -> None:
    duty = LOADED.duties["skm_tahunan"].model_copy(update={"due": None})
    columns = [
        "unit_id",
        "year",
        "is_exempt_survey",
        "n_respondents",
        "is_below_minimum_sample",
        "duty_id",
        "verdict",
    ]
    nothing = pd.DataFrame(columns=columns)
    with pytest.raises(ValueError, match="skm_tahunan needs a `due` block"):
        judge_units(nothing, nothing, nothing, {duty.id: duty}, date(2025, 1, 1))


def test_methods_may_not_overlap_and_need_a_break_reason(tmp_path: Path) -> None:
    content = yaml.safe_load(NEW_INDEX)
    [method] = content["methods"]
    content["methods"] = [method, method | {"id": "spm_2024", "from_year": 2024}]
    with pytest.raises(StandardError, match="tumpang tindih.*break_reason"):
        standards.read(folder_with(tmp_path, spm=yaml.safe_dump(content)))


def test_own_folder_takes_instruments_only(tmp_path: Path) -> None:
    duty = paths.STANDARDS_DIR / "maklumat.yaml"
    with pytest.raises(StandardError, match="maklumat.yaml, kunci kind: .* hanya untuk instrumen baru"):
        standards.read(folder_with(tmp_path), ((duty, 0),))


def test_folder_without_components_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StandardError, match="ditemukan 0 berkas"):
        standards.read(tmp_path)


def test_sentences_of_duties_name_only_what_the_rules_give() -> None:
    given = {"n", "total", "year", "months", "missing", "n_missing", "n_components"}
    for duty in LOADED.duties.values():
        for text in [*duty.service_reasons.values(), *duty.unit_reasons.values()]:
            assert set(re.findall(r"{(\w+)}", text)) <= given | set(duty.limits), text
            assert text.endswith(".")


def test_rules_judge_nothing_where_there_is_nothing() -> None:
    """Empty frames in, empty frames out: the first start of an installation has no data at all."""
    columns = [
        "service_id",
        "unit_id",
        "year",
        "status",
        "n_present",
        "n_missing",
        "n_not_applicable",
        "n_no_data",
    ]
    services = pd.DataFrame(columns=columns)
    verdicts = judge_services(services, LOADED.components, LOADED.duties, None, date(2025, 1, 1))
    unit_years = pd.DataFrame(columns=["unit_id", "year", "is_exempt_survey"])
    surveys = pd.DataFrame(columns=["unit_id", "year", "n_respondents", "is_below_minimum_sample"])
    assert len(verdicts) == 0
    assert len(judge_units(verdicts, unit_years, surveys, LOADED.duties, date(2025, 1, 1))) == 0
    for index in LOADED.indexes.values():
        scores, details = evaluate(
            unit_years[["unit_id", "year"]],
            pd.DataFrame(columns=["unit_id", "year", "measure_id", "value"]),
            index,
        )
        assert len(compare(scores, index)) == len(details) == 0
