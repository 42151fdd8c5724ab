"""Large survey files are read another way than small ones: both must give the same, whatever they hold."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pyarrow as pa
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import checking
from etl.progress import Silent
from etl.reading import UNCOMPUTED, ErrorCell, Grid, RowProblem, ShownNumber, blocks
from etl.staging import Staged, arrow_schema, bulk, bulk_grid, stage, stage_file
from etl.staging.findings import SURVEY
from tests.pipeline.small_city import UNITS, City
from tests.vocabulary import UNSUR

HEADERS = ["unit", "layanan", "tanggal", *UNSUR, "nomor_responden", "usia", "jenis_kelamin"]
SOUND = ["DKC", "KTP", "12/01/2024", *"434343434", "7", "34", "L"]
# Cells of every kind of trouble, by column.
CELLS = {
    "unit": ["DKC", "Dinas Sosial", "", " DSO ", "Jumlah", "unit", 'Pos 5" lama', '"DKC"', '"a;b"'],
    "layanan": ["KTP", "KK ", "", "contoh", "Layanan 3", '"Surat\nPindah"', '"terbuka'],
    "tanggal": ["12/01/2024", "13 Januari 2024", "2023-02-01", "02/25/2024", "", "31/02/2024", "01/01/24",
                "05/06/2024 10:15:00", "45000", "-"],
    "unsur": ["1", "2", "3", "4", " 4", "4,0", "2.6", "5", "0", "", "NaN", "1e0", "baik", "#DIV/0!"],
    "nomor_responden": ["1", "2", "007", "7", "", "R-1", "12345678", "081234567890", "1234567890123456", "-"],
    "usia": ["34", "", "25-34", "=1+1", "budi@contoh.id"],
    "jenis_kelamin": ["L", "P", "perempuan", "", "x"],
}  # fmt: skip


class Kept:
    """A sink that holds what it is given."""

    def __init__(self) -> None:
        self.tables: list[pa.Table] = []

    def write(self, rows: pa.Table) -> None:
        self.tables.append(rows)

    def restart(self) -> None:
        self.tables.clear()


@pytest.fixture(autouse=True, scope="module")
def small_is_large() -> object:
    """Every file is large, and every few lines a block: so that all borders are met."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stage, "BULK_BYTES", 0)
        patch.setattr(bulk_grid, "BULK_ROWS", 0)
        patch.setattr(bulk, "HEAD_LINES", 3)
        patch.setattr(bulk, "QUOTED_SHARE", 2)
        patch.setattr(blocks, "BLOCK_BYTES", 160)
        yield


def text_of(rows: list[list[str]], headers: list[str] = HEADERS) -> bytes:
    return "\n".join(";".join(row) for row in [headers, *rows]).encode()


def both_ways(content: bytes, folder: Path, name: str = "skm 2024.csv") -> tuple[Staged, Staged, int]:
    path = folder / "file"
    path.write_bytes(content)
    sink = Kept()
    ordinary = stage_file(content, name)
    large = stage.stage_path(path, ordinary.file_id, name, sink, unit=None, year=None)
    return ordinary, large, with_sound(large, sink, ordinary)


def with_sound(large: Staged, sink: Kept, ordinary: Staged) -> int:
    """Put the rows of the sink beside the others; how many there are."""
    n_sound = sum(map(len, sink.tables))
    if n_sound:
        schema = arrow_schema(SURVEY)
        sound = pd.concat([table.cast(schema).to_pandas() for table in sink.tables])
        sound = sound.assign(file_id=ordinary.file_id).astype(ordinary.tables[SURVEY].dtypes)
        large.tables[SURVEY] = pd.concat([sound, large.tables.get(SURVEY)], ignore_index=True)
    return n_sound


def assert_same(ordinary: Staged, large: Staged) -> None:
    assert large.tables.keys() == ordinary.tables.keys()
    for name, frame in ordinary.tables.items():
        pd.testing.assert_frame_equal(in_order(large.tables[name], frame), in_order(frame, frame))
    pd.testing.assert_frame_equal(large.sheets, ordinary.sheets)
    pd.testing.assert_frame_equal(large.columns, ordinary.columns)
    pd.testing.assert_frame_equal(in_order(large.rejected), in_order(ordinary.rejected))
    pd.testing.assert_frame_equal(in_order(large.findings), in_order(ordinary.findings))


def in_order(frame: pd.DataFrame, like: pd.DataFrame | None = None) -> pd.DataFrame:
    if like is not None:
        frame = frame[like.columns].astype(like.dtypes)
    by = [
        name
        for name in ("sheet_number", "sheet", "row_number", "rule_code", "column_name", "message")
        if name in frame
    ]
    return frame.sort_values(by, ignore_index=True)


@st.composite
def surveys(draw: st.DrawFn) -> bytes:
    """A survey of mostly sound answers with troubled cells, lines of other lengths and odd line ends."""
    chance = draw(st.randoms())
    troubled = draw(st.sampled_from([0.0, 0.01, 0.05, 0.3]))
    lines = [";".join(HEADERS)]
    for number in range(draw(st.integers(1, 40))):
        cells = list(SOUND)
        cells[12] = str(number % 11)
        for place, name in enumerate(HEADERS):
            if chance.random() < troubled:
                cells[place] = chance.choice(CELLS["unsur" if name in UNSUR else name])
        if chance.random() < troubled / 3:
            cells = chance.choice(
                [cells[:5], [*cells, "lebih"], [*cells, "", ""], [""], ["  "], [""] * 15, HEADERS]
            )
        lines.append(";".join(cells))
    lines += draw(
        st.lists(st.sampled_from(["", ";;", "Mengetahui,;;", "Kepala Dinas", "Jumlah;;;36"]), max_size=4)
    )
    text = draw(st.sampled_from(["\n", "\r\n"])).join(lines) + draw(st.sampled_from(["", "\n", "\n\n\n"]))
    text = draw(st.sampled_from(["", "Laporan Survei\n\n", "\ufeff"])) + text
    if draw(st.booleans()):
        text = text.replace(
            "KTP", draw(st.sampled_from(["Pelayanan KTP – é", "KTP\x07", "K\x0bTP", "KTP\xa0"]))
        )
    return text.encode(draw(st.sampled_from(["utf-8", "utf-8", "cp1252"])), "replace")


@settings(max_examples=60, deadline=None)
@given(surveys())
def test_a_large_survey_gives_the_same_as_a_small_one(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        ordinary, large, _ = both_ways(content, Path(folder))
    assert_same(ordinary, large)


# What cells of a workbook hold besides texts.
TYPED = {
    "unit": [101.0, 101, True, ErrorCell("#REF!")],
    "layanan": [7.0, ShownNumber(7, "007"), ErrorCell("#N/A"), datetime(2024, 1, 2)],
    "tanggal": [datetime(2024, 3, 1), datetime(2024, 2, 29, 9, 30), 45000.0, 45000.25, time(9),
                ErrorCell("#N/A")],
    "unsur": [1.0, 2, 3.0, 4.0, 0.04, 2.5, 5.0, True, False, ErrorCell(UNCOMPUTED), ErrorCell("#DIV/0!")],
    "nomor_responden": [1.0, 7.0, ShownNumber(7, "007"), ShownNumber(7, "07"), 0, 12345678, 81234567890.0,
                        -3.0, 2.5, True, datetime(2024, 1, 2), ErrorCell("#N/A"), ErrorCell(UNCOMPUTED)],
    "usia": [34.0, 34, ShownNumber(34, "034")],
    "jenis_kelamin": [1.0, False],
}  # fmt: skip


@st.composite
def books(draw: st.DrawFn) -> list[Grid]:
    """Sheets of answers with cells of all types, and one that a text may be read as."""
    chance = draw(st.randoms())
    grids = []
    for sheet in range(draw(st.integers(1, 2))):
        troubled = draw(st.sampled_from([0.0, 0.01, 0.05, 0.3]))
        title = draw(st.sampled_from([[], [["Survei"] + [""] * 14, [""] * 15]]))
        head = [*title, list(HEADERS)]
        head += draw(st.sampled_from([[], [[f"({number})" for number in range(1, 16)]]]))
        rows = []
        for number in range(draw(st.integers(1, 40))):
            cells = [
                SOUND[0],
                SOUND[1],
                datetime(2024, 1, 12),
                *[4.0, 3.0, 4] * 3,
                float(number % 11),
                "34",
                "L",
            ]
            for place, name in enumerate(HEADERS):
                if chance.random() < troubled:
                    name = "unsur" if name in UNSUR else name
                    cells[place] = chance.choice(CELLS[name] + TYPED[name])
            rows.append(cells)
        rows += draw(st.lists(st.sampled_from([[""] * 15, ["Jumlah", *[""] * 14], HEADERS]), max_size=3))
        grid = Grid(f"Lembar{sheet}", sheet + 1, [*head, *map(list, rows)])
        if draw(st.booleans()):
            grid.widths = [chance.choice([15, 15, 15, 14, 16]) for _ in grid.rows]
            grid.widths[len(title)] = 15
            grid.row_problems = {len(grid.rows): [RowProblem("KUTIP_TIDAK_DITUTUP")]}
        grids.append(grid)
    return grids


@settings(max_examples=15, deadline=None)
@given(books(), st.sampled_from([(None, None), ("DSO", 2024)]))
def test_a_large_sheet_gives_the_same_as_a_small_one(
    grids: list[Grid], said: tuple[str | None, int | None]
) -> None:
    same_sheets(grids, *said)


def same_sheets(grids: list[Grid], unit: str | None, year: int | None) -> tuple[Staged, int]:
    sink = Kept()
    ordinary = stage._staged("x", "skm 2024.xlsx", lambda: grids, unit, year)
    large = stage._staged("x", "skm 2024.xlsx", lambda: grids, unit, year, sink)
    n_sound = with_sound(large, sink, ordinary)
    assert_same(ordinary, large)
    return large, n_sound


def typed_rows() -> list[list]:
    return [list(HEADERS), *([*SOUND[:12], float(row), *SOUND[13:]] for row in range(50))]


def test_rows_of_a_sheet_that_need_a_closer_look_get_it() -> None:
    rows = typed_rows()
    rows[10][0] = "Jumlah"
    for row in (1, 15, 30):  # the sound rows have a unit and a date: what the sender said is not asked
        rows[row][0] = rows[row][2] = ""
    rows[20][12], rows[21][12] = ShownNumber(7, "007"), ShownNumber(7, "07")
    rows[25][12], rows[26][1] = True, ErrorCell(UNCOMPUTED)
    problems = {31: [RowProblem("KUTIP_TIDAK_DITUTUP")]}
    large, n_sound = same_sheets([Grid("a", 1, rows, widths=[15] * 51, row_problems=problems)], "DSO", 2024)
    assert n_sound == 45
    assert large.rejected["row_number"].tolist() == [2, 16, 27, 31]


def test_a_refused_sheet_leaves_no_sound_rows() -> None:
    rows = typed_rows()
    for row in rows[30:]:
        row[3], row[13] = 5.0, "budi@contoh.id"
    large, n_sound = same_sheets([Grid("a", 1, rows), Grid("b", 2, typed_rows())], None, None)
    assert n_sound == 49  # of the other sheet
    assert large.sheets["n_rejected"].tolist() == [50, 0]


def test_sound_rows_of_a_workbook_are_not_read_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "buku.xlsx"
    with xlsxwriter.Workbook(path) as book:
        day, code = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "000"})
        for sheet in (book.add_worksheet("Satu"), book.add_worksheet("Dua")):
            sheet.write_row(0, 0, HEADERS)
            for row in range(1, 51):
                sheet.write_row(row, 0, [*SOUND[:3], *map(int, SOUND[3:12])])
                sheet.write_datetime(row, 2, datetime(2024, 1, 12), day)
                sheet.write_number(row, 12, row, code)
            sheet.write_formula(40, 5, "=1/0", None, "#DIV/0!")
    ordinary, large, n_sound = both_ways(path.read_bytes(), tmp_path, path.name)
    assert n_sound == 2 * 48  # not the first row, not the faulty one
    assert_same(ordinary, large)
    assert large.rejected["row_number"].tolist() == [41, 41]
    assert "007" in set(large.tables[SURVEY]["nomor_responden"])


@pytest.mark.parametrize("content", [
    "\n".join(";".join(f'"{cell}"' for cell in row) for row in [HEADERS, *[SOUND] * 50]).encode(),
    text_of([SOUND] * 50).decode().encode("utf-16"),
], ids=["quotes everywhere", "UTF-16"])  # fmt: skip
def test_a_text_that_is_read_whole_is_typed_column_by_column(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "QUOTED_SHARE", 0.2)
    ordinary, large, n_sound = both_ways(content, tmp_path)
    assert n_sound >= 40
    assert_same(ordinary, large)


def test_sound_rows_are_not_read_one_by_one(tmp_path: Path) -> None:
    """Otherwise the comparison above would compare the ordinary way with itself."""
    rows = [[*SOUND[:12], str(number), *SOUND[13:]] for number in range(50)]
    ordinary, large, n_sound = both_ways(text_of(rows), tmp_path)
    assert n_sound >= 40
    assert_same(ordinary, large)


@pytest.mark.parametrize("place, cell", [(12, "081234567890"), (13, "budi@contoh.id"), (12, "Budi Santoso")])
def test_personal_data_found_late_is_dropped_from_the_first_row_on(
    tmp_path: Path, place: int, cell: str
) -> None:
    rows = [[*SOUND[:12], str(number), *SOUND[13:]] for number in range(50)]
    rows[44][place] = cell
    ordinary, large, n_sound = both_ways(text_of(rows), tmp_path)
    assert n_sound >= 40
    assert_same(ordinary, large)
    assert large.tables["skm_responden"][HEADERS[place]].isna().all()


def test_a_line_longer_than_the_header_is_refused_however_early_it_comes(tmp_path: Path) -> None:
    rows = [[*SOUND[:12], str(number), *SOUND[13:]] for number in range(50)]
    rows[1].append("lebih")
    rows[30].append("lebih")
    ordinary, large, n_sound = both_ways(text_of(rows), tmp_path)
    assert n_sound >= 40
    assert_same(ordinary, large)
    assert large.rejected["row_number"].tolist() == [3, 32]


@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
@pytest.mark.parametrize("n_rows", [10, 11, 12, 13])
def test_a_last_line_with_quotes_counts(tmp_path: Path, n_rows: int, end: str) -> None:
    """In a block of its own, or after sound rows; with the end of its line and without."""
    rows = [[*SOUND[:12], str(number), *SOUND[13:]] for number in range(n_rows)]
    rows[-1][1] = '"Surat\nPindah"'
    ordinary, large, _ = both_ways(text_of(rows) + end.encode(), tmp_path)
    assert_same(ordinary, large)


def test_numbers_given_twice_are_found_between_all_rows(tmp_path: Path) -> None:
    rows = [[*SOUND[:12], str(number % 30), *SOUND[13:]] for number in range(50)]
    rows[5][3] = "9"  # rejected, and the first of its number all the same
    ordinary, large, _ = both_ways(text_of(rows), tmp_path)
    assert_same(ordinary, large)
    assert (large.findings["rule_code"] == "RESPONDEN_GANDA").sum() == 20


def test_untitled_and_unknown_columns_are_told_once(tmp_path: Path) -> None:
    rows = [[*SOUND, "", "catatan"] for _ in range(50)]
    rows[40][15] = "isi"
    ordinary, large, _ = both_ways(text_of(rows, [*HEADERS, "", "keterangan"]), tmp_path)
    assert_same(ordinary, large)
    assert {"KOLOM_TANPA_JUDUL", "KOLOM_TAK_DIKENAL"} <= set(large.findings["rule_code"])


def test_loaded_and_checked_like_a_small_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the file to the marts; one unit of it is not known yet."""
    rows = [[*SOUND[:12], str(number), *SOUND[13:]] for number in range(60)]
    rows[10][3] = "9"
    rows[50][0] = "Dinas Anu"
    told = []
    for size in (0, 10**9):
        monkeypatch.setattr(stage, "BULK_BYTES", size)
        city = City(tmp_path / str(size))
        city.write("unit.csv", UNITS)
        (city.inbox / "skm.csv").write_bytes(text_of(rows))
        checked = checking.check(
            city.folder, [city.inbox / "unit.csv", city.inbox / "skm.csv"], Silent(), unit=None, year=None
        )
        city.load(city.inbox / "unit.csv", city.inbox / "skm.csv")
        assert city.read("SELECT n_accepted FROM mart_file WHERE kind = 'skm_responden'")[
            "n_accepted"
        ].tolist() == [58]
        told.append((checked, city.marts()))
    assert told[0][0] == told[1][0]
    for name, frame in told[0][1].items():
        if name != "mart_file":  # it says when the file came
            pd.testing.assert_frame_equal(in_order(frame), in_order(told[1][1][name]))


def test_waiting_rows_of_a_large_file_are_told_once_per_unit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a load tells them: a million rows of one misspelt name are one sentence, not a million."""
    monkeypatch.setattr(stage, "BULK_BYTES", 0)
    rows = [[*SOUND[:12], str(number), *SOUND[13:]] for number in range(60)]
    for place in (5, 7, 50):
        rows[place][0] = "Dinas Anu"
    city = City(tmp_path)
    path = city.write("unit.csv", UNITS).with_name("skm.csv")
    path.write_bytes(text_of(rows))
    checked = checking.check(
        city.folder, [path], Silent(), unit=None, year=None, unit_lists=[city.inbox / "unit.csv"]
    )
    assert [one["n_waiting"] for one in checked["files"]] == [3]
    (waiting,) = [one for one in checked["findings"] if one["rule_code"] == "UNIT_TIDAK_DIKENAL"]
    assert "3 baris (baris 7 sampai 52)" in waiting["message"] + waiting["action"]
