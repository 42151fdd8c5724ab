"""What staging promises for any content: it never raises, loses no row, and row order changes nothing."""

from __future__ import annotations

import datetime as dt
import io
import random
from csv import writer

import pandas as pd
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl import staging
from etl.names import header_keys, unit_key
from etl.reading import read_grids
from etl.staging.cells import reader_for

RELAXED = settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))

TEXTS = st.text(st.characters(blacklist_categories=("Cs",)), max_size=12)
LIKELY = st.sampled_from([
    "1", "2", "3", "4", "5", "3,5", "87,5 %", "1.234,5", "", " ", "-", "Ada", "belum", "x", "n/a",
    "Jumlah", "12/01/2024",
    "12 Januari 2024", "12-1-24", "2024", "DINKES", "Dinas Kesehatan", "ditetapkan", "ikm", "\u00a0Izin ",
    "Rp 25.000,-",
])  # fmt: skip
# Files full of control characters are refused as no text at all; line breaks in cells are ordinary.
CSV_TEXTS = st.text(st.one_of(st.characters(blacklist_categories=("Cs", "Cc")), st.just("\n")), max_size=12)
DATES = st.datetimes(dt.datetime(1950, 1, 1), dt.datetime(2150, 1, 1))
CELLS = st.one_of(
    LIKELY, TEXTS, st.floats(), st.integers(), st.booleans(), DATES, st.times(), st.none(), st.timedeltas()
)
CONTRACT = staging.load_contract()
KINDS = st.sampled_from(staging.KINDS)


def as_csv(rows: list[list[str]]) -> bytes:
    stream = io.StringIO()
    writer(stream, delimiter=";").writerows(rows)
    return stream.getvalue().encode()


@st.composite
def tables(draw):
    """A sheet of some kind with the right headers and cells that are likely, but in no order."""
    kind = draw(KINDS)
    headers = list(CONTRACT.kinds[kind].columns)
    n_rows = draw(st.integers(0, 8))
    rows = [
        draw(st.lists(st.one_of(LIKELY, CSV_TEXTS), min_size=len(headers), max_size=len(headers)))
        for _ in range(n_rows)
    ]
    return kind, headers, rows


def counted(staged: staging.Staged) -> None:
    sheets = staged.sheets
    assert (sheets["n_read"] == sheets["n_accepted"] + sheets["n_rejected"]).all()
    assert sheets["n_accepted"].sum() == sum(len(table) for table in staged.tables.values())
    assert sheets["n_rejected"].sum() == len(staged.rejected)
    for kind, table in staged.tables.items():
        assert len(table), kind
        assert list(table.columns) == staging.arrow_schema(kind).names


@given(tables())
@RELAXED
def test_every_row_below_the_header_is_accepted_rejected_or_named_as_no_data(table):
    kind, headers, rows = table
    staged = staging.stage_file(as_csv([headers, *rows]), "a.csv")
    counted(staged)
    assert staged.sheets["kind"].tolist() == [kind]
    n_rows = len(staged_rows(headers, rows))
    assert staged.sheets["n_read"].iloc[0] + staged.sheets["n_not_data"].iloc[0] == n_rows
    rejected = set(staged.rejected["row_number"])
    accepted = {number for frame in staged.tables.values() for number in frame["row_number"]}
    assert not rejected & accepted
    galat = staged.findings[staged.findings["severity"] == "Galat"]
    if galat["row_number"].notna().all():
        assert set(galat["row_number"].dropna()) == rejected


def staged_rows(headers: list[str], rows: list[list[str]]) -> list:
    """The lines that the file has below its header; blank lines at its end are none."""
    return read_grids(as_csv([headers, *rows]), "a.csv")[0].rows[1:]


@given(KINDS, st.data())
@RELAXED
def test_no_cell_makes_a_reader_raise(kind, data):
    cell = data.draw(CELLS)
    for name, column in CONTRACT.kinds[kind].columns.items():
        for has_amounts in (False, True):
            read = reader_for(column, CONTRACT.general.words, has_amounts=has_amounts)(cell)
            assert read.code is None or CONTRACT.rule(read.code, kind), name


@given(st.binary(max_size=400))
@RELAXED
def test_any_bytes_give_a_sentence_instead_of_an_exception(content):
    staged = staging.stage_file(content, "a.xlsx")
    counted(staged)
    assert staged.tables or "Galat" in set(staged.findings["severity"])


EXCEL_CELLS = st.one_of(LIKELY, TEXTS, st.floats(allow_nan=False, allow_infinity=False), DATES)


@given(st.lists(st.lists(EXCEL_CELLS, max_size=14), max_size=12), KINDS)
@RELAXED
def test_random_cells_in_a_workbook_never_raise(rows, kind):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        date_format = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        sheet.write_row(0, 0, list(CONTRACT.kinds[kind].columns))
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, dt.datetime):
                    sheet.write_datetime(number, column, cell, date_format)
                else:
                    sheet.write(number, column, cell)
    counted(staging.stage_file(stream.getvalue(), "a.xlsx", unit="DINKES", year=2024))


@given(tables(), st.randoms())
@RELAXED
def test_the_order_of_rows_does_not_change_what_is_accepted(table, chance: random.Random):
    kind, headers, rows = table
    shuffled = chance.sample(rows, len(rows))
    first, second = (staging.stage_file(as_csv([headers, *order]), "a.csv") for order in (rows, shuffled))
    names = [name for name in staging.arrow_schema(kind).names if name not in ("file_id", "row_number")]
    contents = [sorted(map(str, staged.tables.get(kind, staging.empty_table(kind))[names].values.tolist()))
                for staged in (first, second)]  # fmt: skip
    assert contents[0] == contents[1]


@given(tables())
@RELAXED
def test_staging_twice_gives_the_same(table):
    _, headers, rows = table
    content = as_csv([headers, *rows])
    first, second = staging.stage_file(content, "a.csv"), staging.stage_file(content, "a.csv")
    pd.testing.assert_frame_equal(first.findings, second.findings)
    pd.testing.assert_frame_equal(first.rejected, second.rejected)


@given(TEXTS)
def test_keys_are_stable(text):
    key = unit_key(text)
    assert key is None or unit_key(key) == key
    assert all(key and key == key.strip() for key in header_keys(text))
