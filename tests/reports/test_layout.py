"""Columns, rows and bars find room: nothing runs off a page, nothing is left out."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from compliance.reports import cells, layout
from compliance.reports.document import Column, Heading, NativeChart, Paragraph, Section, Series, Table
from tests.reports.example import NAMES, matrix, scores

PAGES = {"portrait": 165.0, "landscape": 252.0}


def _wide(count: int) -> Table:
    rows = pd.DataFrame({"nama": NAMES} | {f"k{i}": [1234567.891] * len(NAMES) for i in range(count)})
    columns = [Column("nama", "Unit"), *(Column(f"k{i}", f"Kolom ke-{i}", "angka") for i in range(count))]
    return Table("lebar", "Lebar", rows, tuple(columns))


def _fit(table: Table) -> layout.Fit:
    return layout.fit(table, cells.grid(table), **PAGES)


@pytest.mark.parametrize("table", [scores(NAMES), matrix(60), _wide(5), _wide(12), _wide(40)])
def test_table_stays_on_the_page_and_keeps_every_column(table):
    fit = _fit(table)
    width = PAGES["landscape" if fit.landscape else "portrait"]
    assert all(sum(piece.widths) <= width + 0.5 for piece in fit.pieces)
    assert {index for piece in fit.pieces for index in piece.columns} == set(range(len(table.columns)))
    assert all(piece.columns[0] == 0 for piece in fit.pieces), "each piece names its rows"


def test_page_turns_and_headers_stand_only_when_they_must():
    assert not _fit(scores(NAMES)).landscape
    assert _fit(_wide(12)).landscape
    assert len(_fit(_wide(40)).pieces) > 1
    assert _fit(matrix(3)).pieces[0].upright
    assert _fit(replace(matrix(3), wide=False)).landscape is False


def test_matrix_shows_symbols_and_a_key_that_explains_them():
    table = matrix(10)
    printed = cells.grid(table)
    assert {cell.text for row in printed for cell in row[1:]} == {"✓", "✕", "?", "–"}
    assert cells.matrix_key(table) == "Keterangan: ✓ Ada · ✕ Belum ada · – Tidak berlaku · ? Tanpa data"
    assert cells.grid(scores(NAMES[:4]))[3][5].text == "○\u00a0Belum melapor"
    assert cells.grid(scores(NAMES[:4]))[3][1].text == "–", "no value is not a number"


def test_number_takes_the_colours_of_the_first_limit_it_reaches():
    rows = pd.DataFrame({"nrr": [3.6, 3.06, 1.0, None]})
    column = Column("nrr", "NRR", "angka", limits=((3.53, "baik"), (3.06, "cukup"), (1.0, "buruk")))
    cells_of = [row[0] for row in cells.grid(Table("t", "T", rows, (column,)))]
    assert [cell.text for cell in cells_of] == ["3,60", "3,06", "1,00", "–"]
    assert [cell.tone.id if cell.tone else None for cell in cells_of] == ["baik", "cukup", "buruk", None]


def test_long_charts_are_drawn_in_pieces_on_one_scale():
    values = tuple(float(i) for i in range(60))
    chart = NativeChart("batang_mendatar", NAMES, (Series("IKM", values, ("netral",) * 60),))
    drawn = layout.pieces(chart, 25)
    assert [len(part.categories) for part in drawn] == [20, 20, 20]
    assert tuple(name for part in drawn for name in part.categories) == NAMES
    assert [value for part in drawn for value in part.series[0].values] == list(values)
    assert {layout.scale(part) for part in drawn} == {(0.0, 60.0)}


@pytest.mark.parametrize(
    ("kind", "values", "ends"),
    [
        ("garis", (61.5, 74.0), (60.0, 75.0)),
        ("batang", (61.5, 74.0), (0.0, 80.0)),
        ("batang_mendatar", (-12.4, -3.0), (-15.0, 0.0)),
        ("batang", (None, None), (0.0, 1.0)),
        ("garis", (80.0, 80.0), (75.0, 85.0)),
    ],
)
def test_axis_begins_and_ends_at_round_values_around_all_points(kind, values, ends):
    low, high = layout.scale(NativeChart(kind, ("a", "b"), (Series("s", values),)))
    assert (low, high) == ends
    assert all(low <= tick <= high for tick in layout.ticks(low, high))


def test_heading_goes_with_its_wide_table_and_text_after_it_turns_back():
    table = matrix(3)
    heading, intro, small = Heading("H"), Paragraph("Pengantar"), Paragraph("Kecil", "catatan")
    after = Paragraph("Sesudah")
    section = Section("s", "S", (Paragraph("Awal"), heading, intro, table, small, after))
    runs = layout.flow(section, lambda block: isinstance(block, Table))
    assert runs == [
        (False, [section.blocks[0]]),
        (True, [heading, intro, table, small]),
        (False, [after]),
    ]
