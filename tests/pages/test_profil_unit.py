"""The page Profil unit: one unit from all sources, and a fix list that says what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from compliance import queries, standards, warehouse
from compliance.ui import fix_list, profile, profile_components, profile_view, session
from compliance.ui.filters import Selection
from compliance.warehouse import Snapshot
from tests.pages.conftest import ROOT, TIMEOUT, OpenPage, markup, shown

YEAR = 2025


@pytest.fixture
def sample(monkeypatch: pytest.MonkeyPatch, sample_data_dir: Path) -> Snapshot:
    """Functions of compliance.ui answer from the sample city."""
    snapshot = warehouse.current(sample_data_dir)
    monkeypatch.setattr(session, "frame", lambda query, **arguments: query(snapshot, **arguments))
    facts = queries.snapshot_info(snapshot).iloc[0].to_dict()
    monkeypatch.setattr(session, "facts", lambda: facts)
    return snapshot


def _selection(snapshot: Snapshot, unit_id: str, **choices: Any) -> Selection:
    units = queries.units(snapshot)
    name = units.loc[units["unit_id"] == unit_id, "unit_name"].iloc[0]
    return Selection(**{"year": YEAR, "unit_id": unit_id, "unit_name": name} | choices)


def test_first_visit_is_not_empty_and_says_why_this_unit(open_page: OpenPage, sample_data_dir: Path) -> None:
    app = open_page("profil_unit", sample_data_dir)
    assert not app.exception
    counts = queries.duties(warehouse.current(sample_data_dir), year=YEAR)
    counts = counts[counts["verdict"] == "tidak_patuh"].groupby("unit_name").size()
    chosen = {box.label: box for box in app.selectbox}["Unit"].value
    units = queries.units(warehouse.current(sample_data_dir)).set_index("unit_id")["unit_name"]
    assert counts[units[chosen]] == counts.max()
    assert "Belum ada unit yang dipilih" in shown(app)


def test_every_kind_of_unit_has_a_profile(open_page: OpenPage, sample_data_dir: Path) -> None:
    units = queries.units(warehouse.current(sample_data_dir))
    for unit_id in units.drop_duplicates("unit_kind")["unit_id"]:
        app = open_page("profil_unit", sample_data_dir, unit=unit_id, tahun=str(YEAR))
        assert not app.exception, unit_id
        text = shown(app)
        for part in ("Daftar perbaikan", "Kewajiban", "Tindak lanjut", "Berkas sumber"):
            assert part in text, (unit_id, part)
        for raw in ("tidak_patuh", "belum_melapor", "skm_responden", "standar_pelayanan", "puskesmas"):
            assert raw not in text.replace("Puskesmas", ""), (unit_id, raw)
        assert "Belum ada unit yang dipilih" not in text


def test_without_a_warehouse_the_page_says_what_to_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "berkas").write_bytes(b"x")
    monkeypatch.setenv("PANTAU_DATA_DIR", str(tmp_path))
    app = AppTest.from_file(ROOT / "compliance" / "ui" / "shell.py", default_timeout=TIMEOUT)
    app.switch_page("../../pages/profil_unit.py").run()
    assert not app.exception
    text = shown(app)
    assert "datanya belum dibangun" in text
    assert "python -m etl " in text
    assert "pl-kepala" not in markup(app)  # the gate stands before the page


def test_city_with_only_a_unit_list(open_page: OpenPage, unit_list_dir: Path) -> None:
    app = open_page("profil_unit", unit_list_dir)
    assert not app.exception
    text = shown(app)
    assert "datanya belum lengkap" in text
    assert "✓ Patuh" not in text
    assert text.count("Lengkapi data: belum ada layanan yang dilaporkan.") == 1


def test_a_unit_that_ended_leads_to_its_successor(open_page: OpenPage, sample_data_dir: Path) -> None:
    app = open_page("profil_unit", sample_data_dir, unit="BAPPEDA", tahun=str(YEAR))
    assert not app.exception
    assert "diteruskan oleh Badan Perencanaan Pembangunan, Riset dan Inovasi Daerah" in shown(app)
    next(button for button in app.button if button.label.startswith("Buka ")).click().run()
    assert not app.exception
    text = shown(app)
    assert "Meneruskan Badan Perencanaan Pembangunan Daerah sejak 1 Januari 2024" in text
    assert "Daftar perbaikan" in text


def test_a_renamed_unit_has_one_line_that_says_so(sample: Snapshot) -> None:
    selection = _selection(sample, "BAPPERIDA", instrument_id="ikm")
    rows = profile.lines(selection, profile.unit(selection))
    own = rows[rows["series"] == selection.unit_name]
    assert own["year"].is_unique
    assert set(own.loc[own["value"].notna() & (own["year"] < 2024), "unit_id"]) == {"BAPPEDA"}
    assert own.loc[own["year"] == 2024, "is_comparable"].all()
    assert set(profile.legend_names(rows, selection).values()) == {"Unit ini", "Kota"}
    assert "Meneruskan Badan Perencanaan Pembangunan Daerah" in profile.history_note(rows, selection)


def test_cards_have_a_state_where_a_value_is_missing(sample: Snapshot) -> None:
    scores = queries.scores(sample, year=YEAR, instrument_id="ikm")
    silent = scores[scores["value"].isna()].iloc[0]
    cards = {card.name: card for card in profile.cards(_selection(sample, silent["unit_id"]))}
    assert len(cards) == 1 + len(standards.load().indexes)
    assert cards["IKM"].value == "–"
    assert cards["IKM"].category == "○ Belum melapor"
    assert cards["Ombudsman"].value == "–"
    assert "Nilai kota: " in cards["Ombudsman"].note


def test_fix_list_is_sorted_and_has_one_line_per_missing_component(sample: Snapshot) -> None:
    order = ["tidak_patuh", "ditolak", "terlambat", "berisiko", "tanpa_data", "Saran"]
    n_components = 0
    for unit_id in queries.unit_compliance(sample, year=YEAR)["unit_id"].iloc[::4]:
        found = fix_list.items(_selection(sample, unit_id))
        places = [order.index(item.state) for item in found]
        groups = [0 if place < 2 else place for place in places]  # a refused survey is a duty not met
        assert groups == sorted(groups), unit_id
        sentences = [item.sentence for item in found]
        assert len(sentences) == len(set(sentences))
        assert all(sentence.endswith(".") for sentence in sentences)
        states = queries.components(sample, year=YEAR, unit_id=unit_id)
        active = queries.standard_gaps(sample, year=YEAR, unit_id=unit_id)["service_id"]
        missing = states[(states["state"] == "belum") & states["service_id"].isin(active)]
        told = [sentence for sentence in sentences if sentence.startswith("Lengkapi komponen ")]
        duties = queries.duties(sample, year=YEAR, unit_id=unit_id).set_index("duty_id")["verdict"]
        if duties["komponen_lengkap"] == "tidak_patuh" and len(missing):
            assert len(told) == missing["component_id"].nunique(), unit_id
            n_components += len(told)
    assert n_components > 0


def test_fix_list_names_the_services_that_lack_a_decree(sample: Snapshot) -> None:
    duties = queries.duties(sample, year=YEAR)
    breach = duties[(duties["duty_id"] == "standar_ditetapkan") & (duties["verdict"] == "tidak_patuh")]
    unit_id = breach.sort_values("n_affected").iloc[0]["unit_id"]
    services = queries.standard_gaps(sample, year=YEAR, unit_id=unit_id)
    lacking = services.loc[services["verdict_standar_ditetapkan"] == "tidak_patuh", "service_name"]
    item = next(
        item
        for item in fix_list.items(_selection(sample, unit_id))
        if item.sentence.startswith("Tetapkan standar dengan SK")
    )
    assert lacking.iloc[0] in item.where


def test_a_refused_survey_is_to_be_repaired_not_repeated(sample: Snapshot) -> None:
    scores = queries.scores(sample, instrument_id="ikm")
    refused = scores[scores["reporting_state"] == "ditolak"].iloc[0]
    found = fix_list.items(_selection(sample, refused["unit_id"], year=int(refused["year"])))
    sentences = " ".join(item.sentence for item in found)
    assert "Perbaiki berkas survei yang ditolak" in sentences
    assert "Laksanakan survei" not in sentences


def test_services_with_the_same_name_stay_two_rows(monkeypatch: pytest.MonkeyPatch, sample: Snapshot) -> None:
    rows = queries.components(sample, year=YEAR, unit_id="DISDUKCAPIL")
    twins = rows["service_id"].drop_duplicates().head(2)
    same = rows[rows["service_id"].isin(twins)].assign(service_name="Akta")
    active = pd.DataFrame({"service_id": twins})
    answers = {queries.components: same, queries.standard_gaps: active}
    monkeypatch.setattr(session, "frame", lambda query, **arguments: answers[query])
    found = profile_components.components(Selection(year=YEAR, unit_id="DISDUKCAPIL"))
    assert set(found["service_name"]) == {"Akta", "Akta (2)"}
    assert len(profile_components.component_cells(found)) == 2 * len(standards.load().components)


def test_source_files_include_standards_submitted_in_an_earlier_year(sample: Snapshot) -> None:
    services = queries.services(sample, year=YEAR)
    old = services[services["submitted_at"].map(lambda day: day.year) < YEAR].iloc[0]
    selection = _selection(sample, old["unit_id"])
    rows = queries.lineage(sample, unit_id=selection.unit_id)
    used = rows[profile_view.used(rows, selection)]
    at = (used["file_id"] == old["file_id"]) & (used["sheet"] == old["sheet"])
    assert (at & (used["first_row"] == old["row_number"])).any()
    assert not (
        (used["kind"] != "standar_pelayanan") & (used["year"] < YEAR) & (used["kind"] != "tindak_lanjut")
    ).any()
