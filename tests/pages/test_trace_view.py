"""*Dari mana angka ini?*: the sentences of the command line, within three clicks of every figure."""

from __future__ import annotations

from pathlib import Path

import pytest

from compliance import warehouse
from compliance.output.trace_index import explain_index
from tests.pages.conftest import OpenPage, shown


def test_profile_says_what_the_command_says(open_page: OpenPage, sample_data_dir: Path) -> None:
    page = open_page("profil_unit", sample_data_dir, unit="DINSOS", tahun="2024")
    page.button(key="asal_ikm").click().run()
    assert not page.exception
    snapshot = warehouse.current(sample_data_dir)
    found = explain_index(snapshot, instrument_id="ikm", year=2024, unit_id="DINSOS")
    assert found is not None
    told = shown(page)
    assert [line for section in found.all_sections() for line in section.lines if line not in told] == []
    assert "Peninjauan ulang standar pelayanan" in page.selectbox(key="asal_angka").options


@pytest.mark.parametrize(
    "name", ["ringkasan", "tren", "kesenjangan", "standar", "perbandingan", "tindak_lanjut", "data"]
)
def test_three_clicks_from_a_page_lead_to_the_rows_of_a_unit(
    open_page: OpenPage, sample_data_dir: Path, name: str
) -> None:
    page = open_page(name, sample_data_dir, tahun="2024")
    (key,) = [button.key for button in page.button if str(button.key).startswith("asal_")]
    page.button(key=key).click().run()  # 1
    assert "Baris sumber" in shown(page)
    assert "lembar " in shown(page)
    assert ("Setiap tindak lanjut" in shown(page)) == (name == "tindak_lanjut")
    assert "Dinas Sosial" in page.selectbox(key="asal_unit").options  # 2: open the list, 3: choose
