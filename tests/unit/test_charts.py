"""What a chart may never do: join points across a method, bridge a missing year, draw nothing as 0."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest

from compliance.charts import bars, heatmap, progress, slope, states, style, trend
from compliance.charts.labels import Room
from compliance.charts.style import Caption
from compliance.output import natives

CAPTION = Caption("Temuan", "Kota · Tahun 2025", "Sumber: uji · Cuplikan s1", sample=True)


def _scores(values: dict[int, tuple[float | None, str | None]], **extra: object) -> pd.DataFrame:
    rows = [{"series": "Kota", "year": y, "value": v, "method_id": m} for y, (v, m) in values.items()]
    return pd.DataFrame(rows).assign(**extra)


OMBUDSMAN = _scores(
    {
        2020: (None, "a"),
        2021: (79.4, "a"),
        2022: (67.19, "b"),
        2023: (89.26, "b"),
        2024: (84.94, "b"),
        2025: (62.57, "c"),
    }
)


def _joined_years(figure: object) -> set[tuple[int, int]]:
    """Pairs of years that a line of the figure joins."""
    pairs = set()
    for trace in figure.data:
        if "lines" in (trace.mode or ""):
            assert trace.connectgaps is not True
            points = [(int(x), y) for x, y in zip(trace.x, trace.y, strict=True)]
            assert all(y is not None for _, y in points)
            pairs |= {(a[0], b[0]) for a, b in itertools.pairwise(points)}
    return pairs


def test_no_line_crosses_a_change_of_method():
    assert _joined_years(trend.trend(OMBUDSMAN, CAPTION)) == {(2022, 2023), (2023, 2024)}


def test_no_line_crosses_years_that_may_not_be_compared():
    """One method throughout, but in 2023 the unit was merged."""
    scores = _scores({year: (80.0 + year % 3, "a") for year in range(2021, 2026)})
    scores["is_comparable"] = [False, True, False, True, True]
    assert _joined_years(trend.trend(scores, CAPTION)) == {(2021, 2022), (2023, 2024), (2024, 2025)}
    drawn = natives.lines(scores, (0.0, 100.0), 2)
    assert [one.name for one in drawn.series] == ["Kota (2021–2022)", "Kota (2023–2025)"]


def test_no_line_crosses_a_missing_year():
    scores = _scores({2021: (80.0, "a"), 2022: (81.0, "a"), 2023: (None, "a"), 2024: (83.0, "a")})
    assert _joined_years(trend.trend(scores, CAPTION)) == {(2021, 2022)}


def test_a_year_without_a_row_is_missing_too():
    scores = _scores({2021: (80.0, "a"), 2023: (83.0, "a")})
    figure = trend.trend(scores, CAPTION)
    assert _joined_years(figure) == set()
    assert list(figure.layout.xaxis.categoryarray) == ["2021", "2022", "2023"]


def test_a_missing_value_is_not_drawn():
    figure = trend.trend(OMBUDSMAN, CAPTION)
    drawn = [(x, y) for trace in figure.data for x, y in zip(trace.x or (), trace.y or (), strict=True)]
    assert "2020" not in [x for x, _ in drawn]
    assert 0 not in [y for _, y in drawn]


def test_every_break_has_a_dashed_line_between_its_years_and_a_label():
    figure = trend.trend(OMBUDSMAN, CAPTION)
    dashed = [shape.x0 for shape in figure.layout.shapes if shape.line.dash == "dash"]
    assert dashed == [1.5, 4.5]  # years as places 0..5: between 2021 and 2022, between 2024 and 2025
    labels = [note.text for note in figure.layout.annotations]
    assert "≠ metode baru 2022" in labels
    assert "≠ metode baru 2025" in labels


def test_two_series_are_not_joined_with_each_other():
    two = pd.concat([OMBUDSMAN, OMBUDSMAN.assign(series="Unit A", value=OMBUDSMAN["value"] - 3)])
    figure = trend.trend(two, CAPTION, main="Kota")
    names = {trace.name for trace in figure.data}
    assert names == {"Kota", "Unit A"}
    assert _joined_years(figure) == {(2022, 2023), (2023, 2024)}


def test_bands_are_drawn_only_in_the_years_of_their_method():
    bands = pd.DataFrame(
        [("a", "H", "Hijau", 81.0, 100.0, "baik"), ("b", "A", "Tertinggi", 60.0, 100.0, "sangat_baik")],
        columns=["method_id", "category", "label", "lower", "upper", "tone"],
    )
    rects = [s for s in trend.trend(OMBUDSMAN, CAPTION, bands=bands).layout.shapes if s.type == "rect"]
    assert [(s.x0, s.x1) for s in rects] == [(-0.5, 1.5), (1.5, 4.5)]
    assert all(s.layer == "below" for s in rects)


def test_interval_target_and_small_sample_are_shown():
    scores = _scores(
        {2024: (80.0, "a"), 2025: (82.0, "a")},
        ci_low=[78.0, 81.0],
        ci_high=[82.0, 83.5],
        target_value=[None, 83.0],
        is_below_minimum_sample=pd.array([True, pd.NA], dtype="boolean"),
    )
    line, target, _ = trend.trend(scores, CAPTION).data
    assert list(line.error_y.arrayminus) == [2.0, 1.0]
    assert list(line.error_y.array) == [2.0, 1.5]
    assert list(line.marker.symbol) == ["circle-open", "circle"]
    assert (list(target.x), target.mode) == (["2025"], "markers")


def test_numbers_in_a_chart_have_a_decimal_comma():
    line, *_, numbers = trend.trend(OMBUDSMAN, CAPTION).data
    assert "79,40" in numbers.text
    assert "79,40" in line.hovertext[0]
    assert "%{" not in str(trend.trend(OMBUDSMAN, CAPTION).to_dict())
    assert style.TEMPLATE["layout"]["separators"] == ",."


UNITS = pd.DataFrame(
    {
        "unit_name": ["A", "B", "C"],
        "value": [80.0, None, 90.0],
        "target_value": [83.0, 83.0, 83.0],
        "gap_to_target": [-3.0, None, 7.0],
        "reporting_state": ["melapor", "ditolak", "melapor"],
    }
)


def test_ranking_lists_a_unit_without_value_with_its_reason_and_no_bar():
    figure = bars.ranking(UNITS, CAPTION, scale=(25.0, 100.0))
    assert list(figure.layout.yaxis.ticktext) == ["C", "A", "B"]
    bar = figure.data[0]
    assert bar.x[2] is None
    assert [bar.base + x for x in bar.x[:2]] == [90.0, 80.0]
    assert any("Laporan ditolak" in note.text for note in figure.layout.annotations)


def test_ranking_marks_a_value_below_target_with_a_sign_not_only_a_colour():
    figure = bars.ranking(UNITS, CAPTION, scale=(25.0, 100.0))
    (texts,) = [trace.text for trace in figure.data if trace.type == "scatter" and trace.mode == "text"]
    assert [("▼" in text) for text in texts] == [False, True]


def test_gap_of_nothing_is_nothing():
    figure = bars.gaps(UNITS, CAPTION)
    assert list(figure.data[0].x) == [-3.0, 7.0, None]
    assert list(figure.data[0].text) == ["−3,00", "+7,00", ""]


def test_verdict_bars_add_up_and_name_every_verdict():
    counts = pd.DataFrame(
        [("Maklumat", "patuh", 30), ("Maklumat", "tidak_patuh", 15), ("Publikasi", "tanpa_data", 45)],
        columns=["duty_label", "verdict", "n_units"],
    )
    figure = states.verdicts(counts, CAPTION)
    assert sum(sum(trace.x) for trace in figure.data) == 90
    assert {trace.name for trace in figure.data} == {"✓ Patuh", "✕ Tidak patuh", "? Tanpa data"}


def test_heatmap_cells_carry_text_and_nothing_is_not_a_number():
    details = pd.DataFrame(
        {
            "unit_name": ["A", "A"],
            "measure_label": ["Waktu", "Biaya"],
            "measure_order": [1, 2],
            "value": [3.1, None],
            "change": [0.2, None],
            "is_comparable": [True, False],
        }
    )
    cells = heatmap.measure_cells(details, limits=[(3.0, "baik"), (1.0, "buruk")])
    assert list(cells["text"]) == ["3,10", "–"]
    assert list(cells["tone"]) == ["baik", "kosong"]
    figure = heatmap.matrix(cells, CAPTION, legend=[("Baik", "baik")])
    written = [
        text
        for trace in figure.data
        if trace.type == "scatter" and trace.mode == "text"
        for text in trace.text
    ]
    assert sorted(written) == ["3,10", "–"]


def test_component_cells_tell_missing_from_unknown_and_not_applicable():
    def row(name: str, present: int, missing: int, not_applicable: int, no_data: int) -> dict[str, object]:
        total = present + missing + not_applicable + no_data
        counts = {"n_present": present, "n_missing": missing, "n_not_applicable": not_applicable}
        return {
            "unit_id": name,
            "unit_name": name,
            "component_id": "biaya_tarif",
            "component_label": "Biaya/tarif",
            "n_no_data": no_data,
            "n_services": total,
            **counts,
        }

    counts = pd.DataFrame(
        [
            row("a", 3, 0, 1, 0),
            row("b", 0, 3, 0, 0),
            row("c", 0, 0, 0, 2),
            row("d", 0, 0, 2, 0),
            row("e", 1, 2, 0, 0),
        ]
    )
    cells = heatmap.component_cells(counts, ["biaya_tarif"])
    assert list(cells["text"]) == ["✓", "✕", "?", "–", "1/3"]
    assert len(set(cells["tone"])) == 5


def test_slope_draws_only_what_may_be_compared():
    rows = pd.DataFrame(
        {
            "unit_name": ["A", "B", "C"],
            "first_value": [80.0, 70.0, None],
            "last_value": [82.0, 60.0, 90.0],
            "is_comparable": [True, False, True],
        }
    )
    figure = slope.slope(rows, CAPTION, first_year=2024, last_year=2025)
    (line,) = figure.data
    assert line.y == (80.0, 82.0, None)
    assert [text and text.partition("<br>")[0] for text in line.hovertext] == ["<b>A</b>", "<b>A</b>", None]


def test_a_slope_of_many_units_is_few_lines_to_draw_with_the_largest_changes_on_top():
    rows = pd.DataFrame(
        {"unit_name": list("ABCDEF"), "first_value": 70.0, "last_value": [70, 71, 66, 72, 69, 76]}
    )
    figure = slope.slope(rows, CAPTION, first_year=2024, last_year=2025, labelled=3)
    lines = [list(line.y[1::3]) for line in figure.data]
    assert lines == [[70, 69, 71], [72, 76], [66]]
    assert {line.y[2] for line in figure.data} == {None}


def test_labels_of_a_slope_do_not_overlap():
    places = slope.spread([1.0, 1.1, 1.2, 9.0], 1.0)
    assert min(b - a for a, b in itertools.pairwise(places)) > 0.95


@pytest.mark.parametrize(
    "figure",
    [
        trend.trend(OMBUDSMAN, CAPTION),
        trend.trend(OMBUDSMAN.assign(value=None), CAPTION),
        bars.ranking(UNITS, CAPTION),
        bars.gaps(UNITS, CAPTION),
    ],
)
def test_an_image_can_stand_alone(figure):
    assert "Temuan" in figure.layout.title.text
    assert "Kota · Tahun 2025" in figure.layout.title.text
    foot = figure.layout.annotations[0].text
    assert "DATA CONTOH" in foot
    assert "Cuplikan s1" in foot


def test_long_labels_get_the_room_they_need():
    name = "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu"
    figure = bars.ranking(UNITS.assign(unit_name=[name, "B", "C"]), CAPTION)
    lines = figure.layout.yaxis.ticktext[1].split("<br>")
    assert " ".join(lines) == name
    assert figure.layout.margin.l >= max(len(line) for line in lines) * 6


def test_a_number_avoids_lines_targets_and_other_numbers():
    room = Room(scale=10.0, low=0.0, height=360)
    room.line([(0, 10.0), (1, 20.0), (2, 10.0)])
    assert room.put(1, 20.0, 20.0)[1] == "top center"  # a peak: free above
    valley = Room(scale=10.0, low=0.0, height=360)
    valley.line([(0, 20.0), (1, 10.0), (2, 20.0)])
    assert valley.put(1, 10.0, 10.0)[1] == "bottom center"
    under_target = Room(scale=10.0, low=0.0, height=360)
    under_target.target(1, 21.0)
    assert under_target.put(1, 20.0, 20.0)[1] == "bottom center"


def test_categories_are_explained_in_words_and_a_guess_is_marked():
    bands = pd.DataFrame(
        [
            ("a", "Hijau", "Kepatuhan tinggi", 75.0, 100.0, "baik", False),
            ("c", "Cukup", "Kualitas cukup", 54.0, 77.99, "cukup", False),
            ("c", "Baik", "Kualitas baik", 78.0, 100.0, "baik", True),
        ],
        columns=["method_id", "category", "label", "lower", "upper", "tone", "is_unverified"],
    )
    figure = trend.trend(OMBUDSMAN, CAPTION, bands=bands)
    key = figure.layout.meta["key"]
    assert key == (
        "Kategori. Sejak 2020: Hijau · Kepatuhan tinggi. Sejak 2025: Kualitas baik*; Kualitas cukup "
        "(* belum diverifikasi)"
    )
    assert "Hijau · Kepatuhan tinggi" in figure.layout.annotations[0].text
    assert "<b>Baik*</b>" in [note.text for note in figure.layout.annotations]


def test_a_long_name_in_the_legend_is_broken_and_gets_its_room():
    name = "Dinas Pemberdayaan Perempuan, Perlindungan Anak dan Keluarga Berencana"
    two = pd.concat([OMBUDSMAN.assign(series=name), OMBUDSMAN])
    figure = trend.trend(two, CAPTION)
    legend = [trace.name for trace in figure.data if trace.showlegend]
    assert max(len(line) for text in legend for line in text.split("<br>")) <= style.LEGEND_CHARS
    assert figure.layout.margin.t - style.TITLE_SPACE >= 20 * sum(text.count("<br>") + 1 for text in legend)


def test_components_nobody_spoke_of_are_not_shown_as_missing():
    counts = pd.DataFrame(
        [("a", "RSUD", "biaya_tarif", "Biaya/tarif", 1, 0, 0, 25, 26)],
        columns=[
            "unit_id", "unit_name", "component_id", "component_label", "n_present", "n_missing",
            "n_not_applicable", "n_no_data", "n_services",
        ],
    )  # fmt: skip
    cell = heatmap.component_cells(counts, ["biaya_tarif"]).iloc[0]
    assert (cell["tone"], cell["text"]) == ("netral", "1/26 ?")


def test_a_long_note_in_an_image_ends_with_a_sign_that_it_goes_on():
    text = style.figure([], {}, Caption("Temuan", "kata " * 200), plot_height=100).layout.title.text
    assert text.removesuffix("</span>").endswith("…")


def test_a_share_nobody_knows_is_no_bar_but_a_word():
    rows = pd.DataFrame({"year": [2020], "n_active": [538], "n_set": [507], "n_complete": [None]})
    figure = progress.yearly_shares(rows, CAPTION, series={"n_set": "Ditetapkan", "n_complete": "Lengkap"})
    assert [list(trace.x) for trace in figure.data] == [[507 / 538], [None]]
    assert "? tanpa data" in [note.text for note in figure.layout.annotations]


def test_capital_letters_get_more_room():
    assert style.label_space(["DINAS PEKERJAAN UMUM DAN"]) >= 24 * 8.2 + 10
