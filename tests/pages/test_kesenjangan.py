"""The page Kesenjangan measures distances honestly: no missing value is a 0, no threshold is its own."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from compliance import queries, standards, warehouse
from compliance.charts import gap, measures
from compliance.charts.style import Caption
from compliance.ui import gap_details, gaps, measure_gaps, next_category, session
from compliance.ui.filters import Selection
from tests.pages.conftest import ROOT, TIMEOUT, OpenPage, markup, shown

YEAR = 2025
CAPTION = Caption("Temuan")


@pytest.fixture
def in_sample(monkeypatch: pytest.MonkeyPatch, sample_data_dir: Path) -> pd.DataFrame:
    """Functions of compliance.ui answer from the sample city; gives all its scores."""
    snapshot = warehouse.current(sample_data_dir)
    monkeypatch.setattr(session, "frame", lambda query, **arguments: query(snapshot, **arguments))
    facts = queries.snapshot_info(snapshot).iloc[0].to_dict()
    monkeypatch.setattr(session, "facts", lambda: facts)
    return queries.scores(snapshot, year=YEAR, instrument_id="ikm")


def _selection(**choices: Any) -> Selection:
    return Selection(**{"year": YEAR, "instrument_id": "ikm"} | choices)


def test_sample_city_is_shown_without_a_mishap(open_page: OpenPage, sample_data_dir: Path) -> None:
    app = open_page("kesenjangan", sample_data_dir, instrumen="ikm", tahun=str(YEAR))
    assert not app.exception
    text = shown(app)
    for part in ("unit di bawah target IKM; terjauh ", "Paling dekat ke kategori berikutnya",
                 "Unsur terendah kota: ", "○ Belum melapor", "Tidak dihitung sebagai nol"):  # fmt: skip
        assert part in text
    assert "belum_melapor" not in text


@pytest.mark.parametrize("reference", gaps.REFERENCES)
@pytest.mark.parametrize(("instrument", "year"), [("ikm", 2019), ("ipp", 2025), ("ombudsman", 2022)])
def test_every_reference_and_instrument_works(
    open_page: OpenPage, sample_data_dir: Path, reference: str, instrument: str, year: int
) -> None:
    app = open_page(
        "kesenjangan", sample_data_dir, instrumen=instrument, tahun=str(year), acuan=reference, jumlah="semua"
    )
    assert not app.exception
    assert {box.label: box.value for box in app.selectbox}["Bandingkan dengan"] == reference
    assert len(app.get("plotly_chart")) >= (3 if instrument == "ikm" else 1)


def test_a_year_that_is_not_due_lists_states_and_draws_nothing(
    open_page: OpenPage, sample_data_dir: Path
) -> None:
    app = open_page("kesenjangan", sample_data_dir, instrumen="ikm", tahun="2026")
    assert not app.exception
    assert not app.get("plotly_chart")
    assert "◔ Belum jatuh tempo" in shown(app)


def test_too_narrow_a_filter_is_named(open_page: OpenPage, sample_data_dir: Path) -> None:
    app = open_page("kesenjangan", sample_data_dir, instrumen="ipp", tahun=str(YEAR), jenis="bagian")
    assert not app.exception
    assert "Saringan yang terlalu sempit: jenis unit." in shown(app)


def test_without_a_warehouse_the_page_says_what_to_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "berkas").write_bytes(b"x")
    monkeypatch.setenv("PANTAU_DATA_DIR", str(tmp_path))
    app = AppTest.from_file(ROOT / "compliance" / "ui" / "shell.py", default_timeout=TIMEOUT)
    app.switch_page("../../pages/kesenjangan.py").run()
    assert not app.exception
    text = shown(app)
    assert "datanya belum dibangun" in text
    assert "python -m etl " in text
    assert "pl-kepala" not in markup(app)  # the gate stands before the page


def test_city_with_only_a_unit_list(open_page: OpenPage, unit_list_dir: Path) -> None:
    app = open_page("kesenjangan", unit_list_dir)
    assert not app.exception
    assert gaps.NOTHING_LOADED in shown(app)


def test_units_without_a_value_have_no_gap_and_are_all_listed(in_sample: pd.DataFrame) -> None:
    for reference in gaps.REFERENCES:
        found = gaps.gaps(_selection(), reference, shows_all=True)
        assert found.compared["value"].notna().all()
        assert set(found.silent["unit_id"]) == set(in_sample.loc[in_sample["value"].isna(), "unit_id"])
        assert found.silent["gap"].isna().all()
        assert len(found.rows) == len(in_sample)


def test_gap_is_value_minus_reference_largest_shortfall_first(in_sample: pd.DataFrame) -> None:
    found = gaps.gaps(_selection(), gaps.TARGET)
    expected = (in_sample["value"] - in_sample["target_value"]).dropna().sort_values()
    assert found.drawn["gap"].tolist() == pytest.approx(expected.head(gaps.SHOWN).tolist())
    assert len(found.compared) == len(expected) > gaps.SHOWN


def test_best_of_the_same_kind_is_sought_in_the_whole_city(in_sample: pd.DataFrame) -> None:
    one = in_sample[(in_sample["unit_kind"] == "puskesmas") & in_sample["value"].notna()]
    worst = one.sort_values("value").iloc[0]
    row = gaps.gaps(_selection(unit_id=worst["unit_id"]), gaps.BEST).rows.iloc[0]
    assert row["reference"] == one["value"].max()
    assert row["gap"] == pytest.approx(worst["value"] - one["value"].max())


def test_a_unit_alone_of_its_kind_has_nobody_to_be_compared_with(in_sample: pd.DataFrame) -> None:
    rows = gaps.gaps(_selection(), gaps.BEST).rows
    counts = rows[rows["value"].notna()].groupby("unit_kind")["unit_id"].transform("size")
    alone = rows.loc[counts[counts == 1].index]
    assert len(alone)
    assert alone["gap"].isna().all()


def test_every_unit_below_the_highest_category_has_a_way_up(in_sample: pd.DataFrame) -> None:
    near = next_category.nearest(_selection())
    assert (near["n_near"] == len(near)).all()
    assert next_category.nearest(_selection(), 3).equals(near.head(3)), "the count is that of all"
    assert near["points_needed"].is_monotonic_increasing
    top = max(standards.load().indexes["ikm"].methods[-1].bands, key=lambda band: band.lower).category
    assert len(near) == in_sample["value"].notna().sum() - (in_sample["category"] == top).sum()
    assert next_category.title(near, "ikm").startswith(str(near["unit_name"].iloc[0]))


def test_list_for_coaching_says_who_is_not_on_it(open_page: OpenPage, sample_data_dir: Path) -> None:
    text = shown(open_page("kesenjangan", sample_data_dir, instrumen="ikm", tahun=str(YEAR)))
    rows = session.frame(queries.priorities, year=YEAR, instrument_id="ikm")
    silent = int(rows["score"].isna().sum())
    assert silent
    assert f"{silent} unit belum dapat diurutkan" in text
    assert "bukan berarti unit tersebut paling akhir" in text
    assert rows["sentence"].iloc[0] in text


def test_lowest_measures_keep_ties() -> None:
    rows = pd.DataFrame(
        {
            "unit_id": "A",
            "measure_label": list("pqrs"),
            "measure_order": range(4),
            "value": [3.0, 2.5, 3.0, 3.5],
        }
    )
    assert measures.with_lowest(rows)["is_lowest"].tolist() == [True, True, True, False]
    assert measures.lowest_text(rows) == "q (2,50), p (3,00), dan r (3,00)"
    assert measures.lowest_text(rows.assign(value=None)) == ""


def test_chart_keeps_the_order_and_marks_shortfalls_in_words() -> None:
    rows = pd.DataFrame(
        {
            "unit_name": ["A", "B", "C"],
            "value": [70.0, 80.0, 90.0],
            "gap": [-10.0, 0.0, 10.0],
            "reference": 80.0,
        }
    )
    figure = gap.distances(rows, CAPTION, reference_title="Target")
    bars, figures = figure.data[0], figure.data[1]
    assert list(bars.x) == [-10.0, 0.0, 10.0]
    assert list(bars.y) == sorted(bars.y)
    assert list(figures.text) == ["−10,00 ▼", "0,00", "+10,00"]


def test_long_names_are_wrapped_not_cut() -> None:
    name = "Dinas Pemberdayaan Perempuan, Perlindungan Anak dan Keluarga Berencana"
    rows = pd.DataFrame({"unit_name": [name], "value": [1.0], "gap": [-1.0], "reference": [2.0]})
    label = gap.distances(rows, CAPTION).layout.yaxis.ticktext[0]
    assert label.replace("<br>", " ") == name


def test_measures_without_a_value_are_left_out_of_the_bars() -> None:
    rows = pd.DataFrame(
        {
            "measure_label": ["p", "q"],
            "measure_order": [0, 1],
            "value": [3.0, None],
            "is_lowest": [True, False],
        }
    )
    figure = gap.measures(rows, CAPTION, scale=(1.0, 4.0))
    assert list(figure.data[0].x) == [2.0]
    assert list(figure.layout.yaxis.ticktext) == ["p"]


def test_gaps_are_told_for_each_unsur_and_component(open_page: OpenPage, sample_data_dir: Path) -> None:
    text = shown(open_page("kesenjangan", sample_data_dir, tahun="2025", instrumen="ikm"))
    assert "Selisih per unsur" in text and "Terjauh dari unit terbaik sejenis" in text
    assert "Selisih per komponen" in shown(open_page("standar", sample_data_dir, tahun="2025"))


@pytest.mark.parametrize("subject", ["ikm", "komponen"])
def test_gaps_of_measures_are_counted_as_they_are_written(in_sample: pd.DataFrame, subject: str) -> None:
    rows = session.frame(queries.measure_gaps, year=YEAR, subject_id=subject)
    counted = session.frame(queries.measure_gap_counts, year=YEAR, subject_id=subject)
    assert len(counted) == rows["measure_order"].nunique()
    for one in counted.itertuples():
        own = rows[rows["measure_order"] == one.measure_order]
        for column, n, below in (
            ("gap_to_target", one.n_target, one.n_below_target),
            ("gap_to_city", one.n_city, one.n_below_city),
        ):
            assert (n, below) == (own[column].notna().sum(), (own[column].round(2) < 0).sum())
        worst = own.sort_values(["gap_to_best", "unit_name"]).iloc[0]
        assert (one.unit_name, one.value, one.best_unit_name) == (
            worst["unit_name"], worst["value"], worst["best_unit_name"],
        )  # fmt: skip


def test_the_farthest_unit_is_told_with_the_best_of_its_kind() -> None:
    row = SimpleNamespace(unit_name="Dinas X", value=3.1, best_value=3.62, best_unit_name="Dinas Y")
    assert measure_gaps.farthest(row, is_share=False) == "Dinas X 3,10, sedangkan Dinas Y 3,62"
    assert measure_gaps.farthest(SimpleNamespace(unit_name=None), is_share=True) == "tidak ada"


def test_lowest_measures_are_counted_as_the_heatmap_marks_them(in_sample: pd.DataFrame) -> None:
    rows = session.frame(queries.score_details, year=YEAR, instrument_id="ikm")
    marked = measures.with_lowest(rows)
    expected = marked[marked["is_lowest"]].groupby("measure_id").size()
    counted = gap_details.lowest(_selection()).set_index("measure_id")
    assert counted["n_lowest"].to_dict() == expected.reindex(counted.index, fill_value=0).to_dict()
    assert counted["n_rows"].sum() == len(rows)
    assert (counted["n_units"] == rows.loc[rows["value"].notna(), "unit_id"].nunique()).all()
