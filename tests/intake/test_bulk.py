"""Large survey files are read another way than small ones: both must give the same, whatever they hold."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import checking
from etl.progress import Silent
from etl.reading import blocks
from etl.staging import Staged, arrow_schema, bulk, stage, stage_file
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
    n_sound = sum(map(len, sink.tables))
    if n_sound:
        schema = arrow_schema(SURVEY)
        sound = pd.concat([table.cast(schema).to_pandas() for table in sink.tables])
        sound = sound.assign(file_id=ordinary.file_id).astype(ordinary.tables[SURVEY].dtypes)
        large.tables[SURVEY] = pd.concat([sound, large.tables.get(SURVEY)], ignore_index=True)
    return ordinary, large, n_sound


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
    by = [name for name in ("row_number", "rule_code", "column_name", "message") if name in frame]
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
