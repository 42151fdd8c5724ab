"""Ringkasan: what is not known is neither a breach nor a compliance, and its figures are those of Standar."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
from streamlit.testing.v1 import AppTest

from compliance.sentences import judul_kewajiban
from tests.pages.conftest import OpenPage, shown


def plain(app: object) -> str:
    """The texts without markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown(app)))  # type: ignore[arg-type]


def buttons(app: AppTest) -> set[str | None]:
    return {button.key for button in app.get("download_button")}


def counts(*rows: tuple[str, int]) -> pd.DataFrame:
    return pd.DataFrame([("m", "Maklumat", *row) for row in rows],
                        columns=["duty_id", "duty_label", "verdict", "n_units"])  # fmt: skip


def test_unit_list_alone_is_no_compliance(open_page: OpenPage, unit_list_dir: Path) -> None:
    app = open_page("ringkasan", unit_list_dir)
    assert not app.exception
    text = plain(app)
    assert "Belum ada data untuk menilai kewajiban" in text
    assert "Belum ada tindak lanjut yang dimuat" in text
    assert "tidak patuh" not in text.lower()
    assert "Dari 0" not in text


def test_title_of_the_duties_says_what_is_unknown() -> None:
    assert judul_kewajiban(counts(("tanpa_data", 3))) == "Belum ada data untuk menilai kewajiban"
    assert judul_kewajiban(counts(("patuh", 3), ("tanpa_data", 1))).endswith("sebagian belum ada datanya")
    assert judul_kewajiban(counts(("patuh", 3))) == "Tidak ada kewajiban yang dinyatakan tidak patuh"
    assert "2 dari 5 unit tidak patuh" in judul_kewajiban(counts(("patuh", 3), ("tidak_patuh", 2)))


def test_standards_set_are_the_same_on_ringkasan_and_standar(
    open_page: OpenPage, sample_data_dir: Path
) -> None:
    pattern = r"Standar ditetapkan (\d+%)"
    here = re.search(pattern, plain(open_page("ringkasan", sample_data_dir, tahun="2025")))
    there = re.search(pattern, plain(open_page("standar", sample_data_dir, tahun="2025")))
    assert here and there and here[1] == there[1]


def test_tren_without_any_value_names_no_other_year(open_page: OpenPage, unit_list_dir: Path) -> None:
    text = plain(open_page("tren", unit_list_dir))
    assert "Pilih tahun lain" not in text
    assert "Belum ada nilai yang dimuat" in text


def test_a_mean_of_few_units_is_marked(open_page: OpenPage, sample_data_copy: Path) -> None:
    """20 of 99 units have a value in 2020: 20,2 %, on both sides of cakupan_minimum."""
    told = "IKM: rata-rata kota hanya dari 20 unit di antara 99 (20%), di bawah cakupan minimum 50%"
    assert told in plain(open_page("ringkasan", sample_data_copy, tahun="2020"))
    assert told in plain(open_page("tren", sample_data_copy, tahun="2020", instrumen="ikm"))
    (sample_data_copy / "pantau.toml").write_text("[penyajian]\ncakupan_minimum = 0.2\n", encoding="utf-8")
    assert "cakupan minimum" not in plain(open_page("ringkasan", sample_data_copy, tahun="2020"))


def test_a_folded_table_sends_nothing_and_the_format_of_the_image_outlives_it(
    open_page: OpenPage, sample_data_dir: Path
) -> None:
    app = open_page("ringkasan", sample_data_dir)
    assert "csv_kewajiban" not in buttons(app)
    app.session_state["tabel_kewajiban"] = True
    app.session_state["gambar_kewajiban"] = "SVG"
    app.run()
    assert "csv_kewajiban" in buttons(app)
    app.session_state["tabel_kewajiban"] = False
    app.run().run()
    assert "csv_kewajiban" not in buttons(app)
    assert '"format": "svg"' in app.get("plotly_chart")[0].proto.config
