"""The unit box where there are more units than a browser should be sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from compliance import queries, warehouse
from compliance.ui import unit_choice
from tests.pages.conftest import OpenPage


def test_of_many_units_some_are_offered_and_any_can_be_found(
    open_page: OpenPage, sample_data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unit_choice, "MOST", 5)
    names = queries.units(warehouse.current(sample_data_dir)).set_index("unit_id")["unit_name"]
    linked = names.index[-1]
    app = open_page("tindak_lanjut", sample_data_dir, unit=linked)
    box = app.selectbox(key="saring_unit")
    assert box.value == linked
    assert box.options == [names.iloc[-1], *names.iloc[:5]]
    assert any(f"5 dari {len(names)} unit" in note.value for note in app.caption)

    wanted = names[names.str.contains("Puskesmas")]
    app.text_input(key="cari_unit").set_value(f" {wanted.iloc[6].upper()} ").run()
    assert app.selectbox(key="saring_unit").options == [names.iloc[-1], wanted.iloc[6]]
    app.selectbox(key="saring_unit").set_value(wanted.index[6]).run()
    assert app.query_params["unit"] == wanted.index[6]

    app.text_input(key="cari_unit").set_value("tidak ada").run()
    assert app.selectbox(key="saring_unit").value == wanted.index[6]
    assert any("Tidak ada unit yang namanya memuat “tidak ada”" in note.value for note in app.caption)
