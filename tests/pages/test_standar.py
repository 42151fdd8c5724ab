"""The page Standar counts what the marts hold, names what a service lacks, and calls silence no gap."""

from __future__ import annotations

import json
import re
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from compliance import queries, service_gaps, warehouse
from compliance.charts import progress
from compliance.charts.style import Caption
from compliance.ui import session, standards_charts, standards_list, standards_page
from compliance.ui.elements import Card
from compliance.ui.filters import Selection
from tests.pages.conftest import ROOT, TIMEOUT, OpenPage, markup, shown

YEAR = "2024"
GAPS = {
    "Belum ada standar": "verdict_standar_tersedia = 'tidak_patuh'",
    "Tanpa SK": "verdict_standar_ditetapkan IN ('tidak_patuh', 'berisiko')",
    "Komponen belum lengkap": "n_missing > 0",
    "Tanpa maklumat": "NOT has_maklumat",
    "Belum dipublikasikan": "NOT is_published",
    "Tinjau ulang terlambat": "verdict_tinjau_ulang = 'tidak_patuh'",
}


def ask(data_dir: Path, sql: str) -> list[tuple]:
    pointer = json.loads((data_dir / "warehouse" / "current.json").read_text(encoding="utf-8"))
    with duckdb.connect(str(data_dir / "warehouse" / pointer["file"]), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def options(app: AppTest, label: str) -> list[str]:
    return next(list(box.options) for box in app.selectbox if box.label.startswith(label))


def plain(app: AppTest) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<style.*?</style>|<[^>]+>", " ", shown(app), flags=re.DOTALL))


def test_full_city_shows_the_counts_of_the_marts(open_page: OpenPage, sample_data_dir: Path) -> None:
    app = open_page("standar", sample_data_dir, tahun=YEAR)
    assert not app.exception
    text = plain(app)
    active, decreed, complete = ask(
        sample_data_dir,
        f"""
        SELECT count(*), count(*) FILTER (status = 'ditetapkan' AND has_decree),
               count(*) FILTER (verdict_komponen_lengkap = 'patuh')
        FROM mart_service_standard WHERE year = {YEAR} AND status <> 'dicabut'
        """,
    )[0]
    assert f"{active} layanan aktif." in text
    assert f"{decreed} dari {active} layanan" in text
    assert f"{complete} dari {active} layanan" in text
    silent = ask(
        sample_data_dir,
        f"SELECT unit_name FROM mart_unit_compliance WHERE year = {YEAR} "
        "AND reporting_state = 'belum_melapor'",
    )
    assert silent, "the sample city has units that never reported"
    assert all(name in text for (name,) in silent)


def test_every_kind_of_gap_counts_active_services_only(open_page: OpenPage, sample_data_dir: Path) -> None:
    app = open_page("standar", sample_data_dir, tahun=YEAR)
    told = options(app, "Jenis kekurangan")
    for name, condition in GAPS.items():
        where = f"year = {YEAR} AND status <> 'dicabut' AND {condition}"
        n = ask(sample_data_dir, f"SELECT count(*) FROM mart_service_standard WHERE {where}")[0][0]
        assert f"{name} ({n})" in told


def test_chosen_gap_comes_from_the_address_and_names_the_missing_components(
    open_page: OpenPage, sample_data_dir: Path
) -> None:
    app = open_page("standar", sample_data_dir, tahun=YEAR, kekurangan="belum_lengkap", jenis="puskesmas")
    assert not app.exception
    listed = markup(app).split("Selisih per komponen")[-1].split("</table>", 1)[1]
    rows = re.findall(r"<tr>.*?</tr>", listed, flags=re.DOTALL)
    rows = [row for row in rows if "<td" in row]
    assert rows
    assert all("Belum ada: " in row and "Puskesmas" in row for row in rows)


def test_matrix_draws_few_units_first_and_all_on_demand(open_page: OpenPage, sample_data_dir: Path) -> None:
    few = plain(open_page("standar", sample_data_dir, tahun=YEAR))
    assert f"Digambar {standards_charts.SHOWN} dari " in few
    every = open_page("standar", sample_data_dir, tahun=YEAR, baris="semua")
    assert not every.exception
    assert "Digambar" not in plain(every)


def test_parts_of_the_table_of_components_are_the_whole(sample_data_dir: Path) -> None:
    snapshot = warehouse.current(sample_data_dir)
    whole = queries.component_counts(snapshot, year=int(YEAR))
    missing = whole.groupby("unit_id", sort=False)["n_missing"].sum()
    assert missing.is_monotonic_decreasing
    parts = [
        queries.component_counts(snapshot, year=int(YEAR), limit=30, offset=n) for n in range(0, 120, 30)
    ]
    pd.testing.assert_frame_equal(pd.concat(parts, ignore_index=True), whole)
    compliance = queries.unit_compliance(snapshot, year=int(YEAR))
    assert len(missing) == (compliance["n_active"] > 0).sum()
    totals = queries.component_totals(snapshot, year=int(YEAR)).set_index("component_label")
    by_component = whole.groupby("component_label")[["n_missing", "n_services"]].sum()
    assert totals[["n_missing", "n_services"]].sort_index().astype(int).equals(by_component.astype(int))


def test_too_narrow_filter_is_named(open_page: OpenPage, sample_data_dir: Path) -> None:
    app = open_page("standar", sample_data_dir, tahun=YEAR, jenis="bumd", kecamatan="Oba")
    assert not app.exception
    assert "Saringan yang terlalu sempit: kecamatan atau jenis unit" in plain(app)


def test_unit_list_alone_is_neither_zero_nor_breach(open_page: OpenPage, unit_list_dir: Path) -> None:
    app = open_page("standar", unit_list_dir)
    assert not app.exception
    text = plain(app)
    assert "Layanan aktif –" in text
    assert "0 dari 2 unit melapor" in text
    assert "Belum melapor (2 unit): Dinas A dan Dinas B." in text
    assert "dimuat pada halaman Data" in text
    assert "Tanpa maklumat" not in text
    assert "Pilih tahun lain" not in text, "no year has any service"
    (table,) = app.dataframe
    assert table.value["Status laporan"].tolist() == ["○ Belum melapor"] * 2
    assert "Layanan aktif" not in table.value, "counts of units without a report stay empty"


def test_without_warehouse_the_gate_says_what_to_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    (archive / "berkas").write_bytes(b"x")
    monkeypatch.setenv("PANTAU_DATA_DIR", str(tmp_path))
    script = "from compliance.ui.first_start import open_gate\nimport runpy\nopen_gate()\n"
    page = ROOT / "pages" / "standar.py"
    app = AppTest.from_string(f"{script}runpy.run_path({str(page)!r})\n", default_timeout=TIMEOUT).run()
    assert not app.exception
    assert "build" in app.code[0].value


def _service(**changes: object) -> dict[str, object]:
    met = dict.fromkeys([column for column, _ in service_gaps._GAPS.values()], "patuh")
    row: dict[str, object] = {"service_id": "x", "service_name": "Layanan", "unit_id": "A", "unit_name": "A"}
    return row | met | {"year": 2024, "status": "ditetapkan", "n_missing": 0, "n_no_data": 0} | changes


def test_late_reviews_are_sorted_by_age(services) -> None:
    rows = services(
        *(
            _service(service_name=f"{age}", verdict_tinjau_ulang="tidak_patuh", review_age_months=age)
            for age in (30, 90, 60)
        )
    )
    found = standards_list.chase(rows, "tinjau_terlambat")
    assert found["service_name"].tolist() == ["90", "60", "30"]


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch):
    def judge(*rows: dict[str, object]) -> pd.DataFrame:
        monkeypatch.setattr(session, "frame", lambda *_, **__: pd.DataFrame(rows))
        return standards_page.services(Selection(year=2024))

    return judge


def test_most_urgent_service_comes_first(services) -> None:
    rows = services(
        _service(service_name="lengkap"),
        _service(service_name="usang", verdict_tinjau_ulang="tidak_patuh"),
        _service(service_name="kurang 1", verdict_komponen_lengkap="tidak_patuh", n_missing=1),
        _service(service_name="kurang 3", verdict_komponen_lengkap="tidak_patuh", n_missing=3),
        _service(service_name="draf", verdict_standar_ditetapkan="tidak_patuh",
                 verdict_tinjau_ulang="tidak_berlaku"),
        _service(service_name="kosong", verdict_standar_tersedia="tidak_patuh",
                 verdict_standar_ditetapkan="tidak_patuh"),
    )  # fmt: skip
    assert rows["service_name"].tolist() == ["kosong", "draf", "kurang 3", "kurang 1", "usang", "lengkap"]
    told = service_gaps.flagged(rows)["gap_text"]
    assert told.iloc[0] == "Belum ada standar"
    assert told.isna().iloc[-1]
    assert len(standards_list.chase(rows, None)) == 5
    assert standards_list.chase(rows, "tanpa_sk")["service_name"].tolist() == ["kosong", "draf"]


def test_what_is_not_reported_is_no_gap_of_its_kind(services) -> None:
    rows = services(
        _service(verdict_maklumat="tanpa_data", verdict_publikasi="tanpa_data"),
        _service(verdict_komponen_lengkap="tanpa_data", n_no_data=2),
    )
    assert not rows["tanpa_maklumat"].any()
    assert not rows["belum_publikasi"].any()
    assert not rows["belum_lengkap"].any()
    assert rows["tanpa_data"].all()
    assert set(service_gaps.flagged(rows)["gap_text"]) == {
        "Tanpa data: maklumat, publikasi",
        "Tanpa data: 2 komponen",
    }


def test_card_of_a_duty_nobody_reported_has_no_figure(services, monkeypatch: pytest.MonkeyPatch) -> None:
    # The card that is shared with Ringkasan asks the city's totals, which these rows are not.
    monkeypatch.setattr(standards_page, "_set_card", lambda *_: Card("Standar ditetapkan", "–"))
    earlier = pd.DataFrame({"year": [2023], "complete_share": [0.5]})
    monkeypatch.setattr(standards_page, "totals", lambda _: earlier)
    rows = services(_service(verdict_publikasi="tanpa_data"), _service(verdict_publikasi="tanpa_data"))
    units = pd.DataFrame({"reporting_state": ["melapor"]})
    cards = {card.name: card for card in standards_page.cards(Selection(year=2024), rows, units)}
    assert cards["Belum dipublikasikan"].value == "–"
    assert cards["Belum dipublikasikan"].tone == "netral"
    assert (cards["Tanpa maklumat"].value, cards["Tanpa maklumat"].tone) == ("0", "baik")
    assert "50 poin persen" in cards["Komponen lengkap"].change, "all complete, after half of them"


def test_year_without_services_has_no_bar() -> None:
    rows = pd.DataFrame({"year": [2023, 2024], "n_active": [0, 4], "n_set": [0, 3]})
    figure = progress.yearly_shares(rows, Caption("Judul"), series={"n_set": "Ditetapkan"})
    assert list(figure.data[0].x) == [None, 0.75]
    assert figure.data[0].text[1] == "<b>75%</b> (3/4)"
    assert any(note.text == "belum ada laporan" for note in figure.layout.annotations)
