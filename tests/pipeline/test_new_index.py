"""A new index is one YAML file: its values are loaded, judged, compared and ranked without a line of code."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from compliance import paths, standards
from tests.pipeline.small_city import City

SPM = """
id: spm
kind: index
order: 40
title: Indeks Standar Pelayanan Minimal
short_title: SPM
description: Capaian standar pelayanan minimal.
scale: {minimum: 0, maximum: 100, decimals: 1, evidence: S2}
city: {value: published, evidence: S2, note: Nilai terbit.}
expected_of: assessed
due: {month: 6, day: 30, year_offset: 1, evidence: D}
methods:
  - id: spm_2020
    label: Indeks SPM
    from_year: 2020
    to_year: 2023
    years_evidence: D
    formula: {kind: published, text: nilai terbit, evidence: D}
    bands:
      - {category: Tuntas, label: Tuntas, lower: 90.0, upper: 100.0, tone: baik, evidence: D}
      - {category: Belum, label: Belum tuntas, lower: 0.0, upper: 89.9, tone: kurang, evidence: D}
    legal_basis: [{title: Contoh, evidence: D, source: contoh}]
    break_reason: null
  - id: spm_2024
    label: Indeks SPM baru
    from_year: 2024
    to_year: null
    years_evidence: D
    formula: {kind: published, text: nilai terbit, evidence: D}
    bands:
      - {category: Baik, label: Baik, lower: 70.0, upper: 100.0, tone: baik, evidence: D}
      - {category: Kurang, label: Kurang, lower: 0.0, upper: 69.9, tone: kurang, evidence: D}
    legal_basis: [{title: Contoh, evidence: D, source: contoh}]
    break_reason: Rumus tahun 2024 berbeda.
"""


@pytest.fixture
def with_spm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "standards"
    shutil.copytree(paths.STANDARDS_DIR, folder)
    (folder / "spm.yaml").write_text(SPM, encoding="utf-8")
    read = standards.read(folder)
    monkeypatch.setattr(standards, "load", lambda: read)


@pytest.mark.usefixtures("with_spm")
def test_a_new_index_needs_only_its_yaml_and_a_file(city: City) -> None:
    city.write("spm.csv", [
        {"tahun": 2022, "unit": "", "instrumen": "spm", "nilai": "70,1"},
        {"tahun": 2023, "unit": "", "instrumen": "spm", "nilai": "75,4"},
        {"tahun": 2024, "unit": "", "instrumen": "spm", "nilai": "75,4"},
        {"tahun": 2024, "unit": "DSO", "instrumen": "SPM", "nilai": "60"},
        {"tahun": 2024, "unit": "DKC", "instrumen": "spm", "nilai": "80"},
    ])  # fmt: skip
    city.write("target.csv", [{"tahun": 2024, "unit": "", "instrumen": "spm", "target": "80"}])
    city.load(*sorted(city.inbox.glob("*.csv")))
    rows = city.read("SELECT * FROM mart_score WHERE instrument_id = 'spm' AND value IS NOT NULL")
    town = rows[rows["unit_id"].isna()].set_index("year")
    assert town["category"].to_dict() == {2022: "Belum", 2023: "Belum", 2024: "Baik"}
    assert town.loc[2023, "change"] == 5.3
    assert not town.loc[2024, "is_comparable"]
    assert town.loc[2024, "break_reason"] == "Rumus tahun 2024 berbeda."
    assert (town.loc[2024, "gap_to_target"], town.loc[2024, "unit_mean_value"]) == (-4.6, 70.0)
    units = rows[rows["unit_id"].notna()].set_index("unit_id")
    assert units["rank"].to_dict() == {"DKC": 1, "DSO": 2}
