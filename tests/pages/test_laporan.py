"""Laporan: what is chosen is shown before it is made, and what is issued is kept and can be had again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from compliance import warehouse
from compliance.charts import printing
from compliance.config import ConfigError
from compliance.output import Order, issued, produce
from compliance.ui import document_preview
from tests.pages.conftest import OpenPage, shown


@pytest.fixture
def folder(unit_list_dir: Path, tmp_path: Path) -> Path:
    """A copy to write into: a city that has sent nothing but its list of units."""
    return Path(shutil.copytree(unit_list_dir, tmp_path / "data"))


def press_issue(app: AppTest, name: str) -> AppTest:
    app.text_input[0].set_value(name).run()
    return next(button for button in app.button if button.label == "Terbitkan").click().run()


def test_issued_document_is_kept_and_can_be_had_again(open_page: OpenPage, folder: Path) -> None:
    app = open_page("laporan", folder, dokumen="laporan", format="docx", unit="A")
    assert not app.exception
    assert "Belum ada dokumen yang diterbitkan" in shown(app)
    press_issue(app, "  ")
    assert "Isi nama penerbit" in shown(app)
    assert issued.history(folder) == ([], [])
    press_issue(app, "Siti <b>")
    [made], broken = issued.history(folder)
    assert (made.by, made.scope, broken) == ("Siti <b>", "Dinas A", [])
    text = shown(app)
    assert "Siti <b>" in text and made.sha256[:12] in text
    order = Order("laporan", made.order.year, "docx", "A")
    assert issued.content(folder, made) == produce(warehouse.current(folder), order, folder)
    app.query_params["terbitan"] = made.id
    app.run()
    assert [button.label for button in app.get("download_button")] == ["Unduh dokumen", "Unduh lagi"]
    next(button for button in app.button if button.label.startswith("Susun ulang")).click().run()
    assert "sama persis" in shown(app)


def test_damage_is_told_and_the_rest_goes_on(open_page: OpenPage, folder: Path) -> None:
    (folder / "laporan").mkdir()
    (folder / "laporan" / "rusak.json").write_text("{", encoding="utf-8")
    (folder / "surat.yaml").write_text("hal: '{nama}'", encoding="utf-8")
    app = open_page("laporan", folder, dokumen="surat")
    assert not app.exception
    text = shown(app)
    assert "1 catatan penerbitan tidak dapat dibaca: rusak.json" in text
    assert "kunci hal: isian {nama} tidak dikenal" in text
    press_issue(app, "Siti")
    assert issued.history(folder) == ([], ["rusak.json"]), "what fails is not recorded"


def test_preview_shows_every_section_of_the_sample(open_page: OpenPage, sample_data_dir: Path) -> None:
    app = open_page("laporan", sample_data_dir, tahun="2025")
    assert not app.exception
    titles = [part.label for part in app.expander]
    assert any("Ringkasan untuk Sekretaris Daerah" in title for title in titles)
    assert len(titles) > 10
    assert "82,79" in shown(app) and "62,57" in shown(app)
    inside = "Hanya nilai dua tahun berurutan"
    assert inside not in shown(app), "a closed section is not made"
    app.session_state["isi_perubahan"] = True
    assert inside in shown(app.run())


def test_section_that_cannot_be_made_says_why(
    open_page: OpenPage, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ConfigError("pantau.toml tidak dapat dibaca.")

    monkeypatch.setattr(document_preview, "_blocks", fail)
    app = open_page("laporan", folder)
    assert not app.exception
    assert [box.value for box in app.error] == ["pantau.toml tidak dapat dibaca."]
    assert len(app.expander) > 10, "the other sections can still be opened"


def test_preview_of_letters_counts_what_each_asks_for(open_page: OpenPage, folder: Path) -> None:
    app = open_page("laporan", folder, dokumen="surat")
    assert "2 nota dinas, tertanggal" in shown(app)
    assert "belum ada" in shown(app)


def test_charts_without_a_browser_say_why(
    open_page: OpenPage, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "browser_path", lambda: None)
    app = open_page("laporan", folder, dokumen="grafik")
    assert "Chromium, Chrome, atau Edge tidak ditemukan" in shown(app)
    assert next(button for button in app.button if button.label == "Terbitkan").disabled
