"""Chance files: whatever the bytes and cells, no exception, no lost row, and the counts agree."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl import staging
from etl.reading import UnreadableFileError, read_grids
from etl.staging.values import is_blank
from tests.intake.builders import (
    SCORES,
    STANDARD,
    SURVEY,
    USERS,
    answer,
    archive,
    ods,
    ods_row,
    sheets,
    text,
    xls,
)
from tests.intake.rows import counted, named_as_no_data

FUZZ = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))

PIECES = st.sampled_from(
    [b";", b",", b"\t", b'"', b'""', b"\n", b"\r\n", b"\r", b"\x00", b"\x1a", b"\xef\xbb\xbf", b"\xff\xfe",
         b"\xe9", b"\xc3\xa9",
     b"tahun", b"unit", b"nilai", b"2024", b"87,5", b"A", b"Jumlah", b"sep=;", b"  ", b";" * 40]
)  # fmt: skip
NOISE = st.lists(st.one_of(PIECES, st.binary(max_size=6)), max_size=80).map(b"".join)
TABLES = [
    [SURVEY, *[answer(day=f"{day}/01/2024") for day in range(1, 9)]],
    [SCORES, *[[2024, f"Unit {number}", f"{80 + number},5"] for number in range(8)]],
    [["Laporan"], [], USERS, *[[2024, f"U{number}", number] for number in range(8)], ["", "Jumlah", 28]],
    [STANDARD, *[["DINKES", f"Izin {number}", "12/01/2024", "draf"] for number in range(8)]],
]
STRANGE = st.one_of(
    st.sampled_from(["", " ", "-", "x", "Jumlah", "Total", "Contoh", "n/a", "#REF!", "5", "2,6", "unit",
         "tahun", "31/02/2024",
                     "0812-3456-7890", '"', ";", "\n", "\u202e", "(1)", 0, 1e300, -1.5, 45303.0]),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=8),
    st.floats(allow_nan=False, allow_infinity=False),
)  # fmt: skip


@st.composite
def messy(draw: st.DrawFn) -> list[list[Any]]:
    """A sound table in which cells are replaced, rows blanked, cut, doubled, and sometimes shuffled."""
    rows = [list(row) for row in draw(st.sampled_from(TABLES))]
    for _ in range(draw(st.integers(0, 12))):
        row = rows[draw(st.integers(0, len(rows) - 1))]
        what = draw(st.sampled_from(["cell", "cell", "cell", "blank", "cut", "longer", "double"]))
        if what == "cell" and row:
            row[draw(st.integers(0, len(row) - 1))] = draw(STRANGE)
        elif what == "blank":
            row[:] = [""] * len(row)
        elif what == "cut":
            del row[draw(st.integers(0, len(row))) :]
        elif what == "longer":
            row.append(draw(STRANGE))
        else:
            rows.insert(draw(st.integers(0, len(rows))), list(row))
    return draw(st.permutations(rows)) if draw(st.booleans()) else rows


def nothing_is_lost(content: bytes) -> None:
    """Every row with content is above a header or in it, accepted, rejected, or named as no data."""
    staged = staging.stage_file(content, "a.csv")
    counted(staged)
    try:
        grids = read_grids(content, "a.csv")
    except UnreadableFileError:
        return
    header_of = dict(zip(staged.sheets["sheet"], staged.sheets["header_row"], strict=True))
    for grid in grids:
        header_row = header_of.get(grid.name)
        if header_row is None or pd.isna(header_row):
            continue
        filled = {
            number
            for number, row in enumerate(grid.rows, start=1)
            if number > header_row and not all(map(is_blank, row))
        }
        taken = [
            row
            for table in staged.tables.values()
            for row in table.loc[table["sheet"] == grid.name, "row_number"]
        ]
        refused = list(staged.rejected.loc[staged.rejected["sheet"] == grid.name, "row_number"])
        assert len(taken) + len(refused) == len({*taken, *refused}), "a row is counted twice"
        assert filled <= {*taken, *refused} | named_as_no_data(staged, grid.name)


@given(NOISE)
@FUZZ
def test_any_text_is_answered(content: bytes):
    nothing_is_lost(content)


@given(NOISE, st.integers(0, 300))
@FUZZ
def test_noise_inside_a_sound_table_is_answered(noise: bytes, place: int):
    content = text(*TABLES[1])
    nothing_is_lost(content[:place] + noise + content[place:])


@given(messy(), st.sampled_from([";", ",", "\t"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
@FUZZ
def test_a_messy_text_table_loses_no_row(rows: list[list[Any]], separator: str, encoding: str):
    nothing_is_lost(text(*rows, sep=separator, encoding=encoding))


@given(messy(), messy())
@FUZZ
def test_a_messy_workbook_loses_no_row(first: list[list[Any]], second: list[list[Any]]):
    nothing_is_lost(sheets({"Satu": first, "Dua": second}))


SOUND = {"xlsx": sheets({"Data": TABLES[1]}), "ods": ods(b"".join(ods_row(row) for row in TABLES[1]))}
SOUND_XLS = xls(
    {(row, column): value for row, line in enumerate(TABLES[1]) for column, value in enumerate(line)}
)
XML = st.sampled_from(
    [b"", b"<", b">", b"/>", b'"', b"&", b"&#0;", b"</row>", b"<row>", b'<row r="1048576">', b'<c r="XFD1">',
         b"<v>", b"</v>",
     b"<c/>", b'<c r="A1" t="s"><v>999999</v></c>', b't="e"', b"<f>1</f>", b"\x00", b"99999999999",
     b"<!DOCTYPE x>", b"-1"]
)  # fmt: skip


def spoiled(content: bytes, spots: list[tuple[float, int, bytes]]) -> bytes:
    """The content with pieces written over it: (place as a share, how many bytes to take away, the piece)."""
    for share, length, piece in spots:
        start = int(share * len(content))
        content = content[:start] + piece + content[start + length :]
    return content


SPOTS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 12), st.one_of(XML, st.binary(max_size=4))), max_size=5
)


@given(st.sampled_from(sorted(SOUND)), SPOTS, st.floats(0, 0.999))
@FUZZ
def test_a_workbook_with_spoiled_parts_is_answered(kind: str, spots: list, which: float):
    with zipfile.ZipFile(io.BytesIO(SOUND[kind])) as packed:
        entries = {name: packed.read(name) for name in packed.namelist()}
    telling = [name for name in entries if name.startswith(("xl/w", "xl/s", "xl/_", "content"))]
    name = telling[int(which * len(telling))]
    entries[name] = spoiled(entries[name], spots)
    nothing_is_lost(archive(entries))


@given(st.sampled_from([*SOUND.values(), SOUND_XLS]), SPOTS)
@FUZZ
def test_spoiled_bytes_of_a_container_are_answered(content: bytes, spots: list):
    nothing_is_lost(spoiled(content, spots))


def test_the_check_notices_a_lost_row(monkeypatch):
    """The fuzz itself: a row that vanishes between reading and counting is seen."""
    real = staging.stage_file

    def forgetful(content: bytes, name: str) -> staging.Staged:
        staged = real(content, name)
        staged.tables["ombudsman"] = staged.tables["ombudsman"].iloc[1:]
        staged.sheets["n_read"] -= 1
        staged.sheets["n_accepted"] -= 1
        return staged

    monkeypatch.setattr(staging, "stage_file", forgetful)
    with pytest.raises(AssertionError):
        nothing_is_lost(SOUND["xlsx"])
