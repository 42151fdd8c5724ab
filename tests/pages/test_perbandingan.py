"""Perbandingan: two chosen years side by side, in sentences."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.pages.conftest import OpenPage, shown


def test_changes_between_two_chosen_years_are_told(open_page: OpenPage, sample_data_dir: Path) -> None:
    app = open_page("perbandingan", sample_data_dir, tahun="2025", pembanding="2024", perubahan="nilai")
    assert not app.exception
    text = shown(app)
    assert "Yang berubah dari 2024 ke 2025" in text
    assert "; kategorinya berubah dari B menjadi C." in text
    assert "Kewajiban “" not in text, "only changes of values were asked for"
    unit = shown(open_page("perbandingan", sample_data_dir, tahun="2025", unit="DLH", pembanding="2024"))
    assert "IKM Dinas Lingkungan Hidup turun 4,01 poin, dari 76,92 menjadi 72,91 (perubahan nyata)" in unit


def test_the_first_year_has_nothing_to_be_compared_with(open_page: OpenPage, unit_list_dir: Path) -> None:
    app = open_page("perbandingan", unit_list_dir)
    assert not app.exception
    assert "Perbandingan memerlukan dua tahun" in shown(app)


def test_two_snapshots_are_told_as_revisions(
    open_page: OpenPage, sample_data_dir: Path, tmp_path: Path
) -> None:
    """The same snapshot twice, one of them under an earlier id: nothing was revised."""
    folder = Path(shutil.copytree(sample_data_dir / "warehouse", tmp_path / "warehouse"))
    current = json.loads((folder / "current.json").read_text(encoding="utf-8"))
    earlier = "20200101-000000000000-aaaaaa"
    shutil.copy(folder / current["file"], folder / f"{earlier}.duckdb")
    pointer = current | {"snapshot_id": earlier, "file": f"{earlier}.duckdb"}
    (folder / f"{earlier}.json").write_text(json.dumps(pointer), encoding="utf-8")
    app = open_page("perbandingan", tmp_path, tahun="2025", cuplikan=earlier)
    assert not app.exception
    assert f"Yang berubah pada 2025 sejak cuplikan {earlier}" in shown(app)
    assert "Tidak ada perubahan pada pilihan ini." in shown(app)
