"""The slides: a message each, charts to edit, nothing beyond the edge."""

from __future__ import annotations

import io
from dataclasses import replace

import pandas as pd
import pytest
from pptx import Presentation
from pptx.util import Emu

from compliance.reports import write
from compliance.reports.document import Chart, Column, Table
from compliance.words import tone
from tests.reports.example import NAMES, report, scores


@pytest.fixture(scope="module")
def deck(files):
    return Presentation(io.BytesIO(files["pptx"]))


def test_slides_are_wide_and_each_has_one_message_and_its_source(deck):
    assert deck.slide_width * 9 == pytest.approx(deck.slide_height * 16, rel=0.001)
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert all(titles)
    assert titles[1] == "Kepuasan naik, tetapi 9 dari 60 unit belum melapor"
    assert not any("Matriks" in title or "Komponen per layanan" in title for title in titles), "no annexes"
    for slide in deck.slides:
        assert "Cuplikan 20260115-abc123" in slide.notes_slide.notes_text_frame.text


def test_nothing_lies_beyond_the_edge_of_a_slide(deck):
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width, shape.name
            assert shape.top + shape.height <= deck.slide_height, shape.name


def test_charts_are_native_and_charts_and_tables_are_told_in_words(deck):
    frames = [s for slide in deck.slides for s in slide.shapes if s.has_chart or s.has_table]
    assert sum(frame.has_chart for frame in frames) == 6
    assert all(frame._element.nvGraphicFramePr.cNvPr.get("descr") for frame in frames)
    trend = next(frame.chart for frame in frames if frame.has_chart)
    assert [list(line.values) for line in trend.plots[0].series] == [
        [71.2, 72.4, 74.0, None, None, None, None],
        [None, None, None, 61.5, 60.25, 64.0, 66.75],
    ]


def test_long_table_goes_on_with_its_header_and_loses_no_row(deck):
    parts = [
        shape.table
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_table and "(bagian" in slide.shapes.title.text_frame.text
    ]
    assert len(parts) > 1
    assert {part.cell(0, 0).text for part in parts} == {"Unit"}
    names = [part.cell(row, 0).text for part in parts for row in range(1, len(part.rows))]
    assert len(names) == len(set(names)) == 60


def test_table_too_long_for_slides_says_what_is_left_out():
    example = report(1, 1)
    section = replace(example.sections[0], blocks=(scores(NAMES * 5),))
    deck = Presentation(io.BytesIO(write(replace(example, sections=(section,)), "pptx")))
    shown = [shape for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert len(shown) == 1
    told = " ".join(s.text_frame.text for slide in deck.slides for s in slide.shapes if s.has_text_frame)
    assert f"Ditampilkan {len(shown[0].table.rows) - 1} dari 300 baris dan 7 dari 7 kolom" in told


def test_matrix_is_one_slide_with_its_colours_and_nothing_runs_over_the_foot():
    rows = pd.DataFrame({"unit": NAMES, **{f"k{i}": ["4/5"] * len(NAMES) for i in range(14)}})
    heads = [Column(f"k{i}", "Penanganan pengaduan, saran, dan masukan") for i in range(14)]
    tones = {f"k{i}": ("buruk",) * len(NAMES) for i in range(14)}
    table = Table("t", "Matriks", rows, (Column("unit", "Unit"), *heads), wide=True, tones=tones)
    example = report(1, 1)
    section = replace(example.sections[0], blocks=(Chart("t", "Matriks", lambda: None, "alt", table),))
    deck = Presentation(io.BytesIO(write(replace(example, sections=(section,)), "pptx")))
    (shown,) = (shape for slide in deck.slides for shape in slide.shapes if shape.has_table)
    assert tone("buruk").fill.lstrip("#") in shown.table.cell(1, 1)._tc.xml
    assert len(shown.table.cell(0, 1).text_frame.paragraphs) > 1, "a turned header stands in several lines"
    assert Emu(shown.top + sum(row.height for row in shown.table.rows)).mm < 170
