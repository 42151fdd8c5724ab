"""Answers that are counted file by file and kept add up to what counting all of them at once gives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from compliance import warehouse
from compliance.warehouse import Connection
from etl import build, counting, lake_views, models
from etl.folder import DataFolder
from etl.lake_views import open_parquet
from etl.staging import SURVEY, arrow_schema
from tests.vocabulary import UNSUR

TABLES = ["int_skm_name", "int_skm_sheet", "int_skm_sum", "int_skm_copy", "int_skm_group"]
DAYS = [date(2023, 12, 31), date(2024, 1, 1), date(2024, 3, 1), date(2024, 3, 2), date(2024, 7, 9), None]
FOR_EVER = (date.min, date.max)
# What unit texts mean: one unit, another by day (with a gap), or nothing; and which unit has whose year.
MEANINGS: list[tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]] = [
    ([("a", *FOR_EVER, "U1"), ("b", *FOR_EVER, "U1"), ("c", *FOR_EVER, "U2")], []),
    (
        [
            ("a", *FOR_EVER, "U1"),
            ("b", date.min, date(2024, 1, 1), "U1"),
            ("b", date(2024, 3, 2), date.max, "U2"),
        ],
        [("U2", 2024, "U1")],
    ),
]

answers = st.fixed_dictionaries(
    {
        "unit_key": st.sampled_from("abc"),
        "tanggal": st.sampled_from(DAYS),
        "layanan": st.sampled_from([None, "Akta", "akta!"]),
        "nomor_responden": st.sampled_from([None, "1", "2"]),
        "waktu_pengisian": st.sampled_from([None, datetime(2024, 3, 1, 10)]),
        "jenis_kelamin": st.sampled_from([None, "perempuan", "laki_laki"]),
        "score": st.integers(3, 4),
    }
)
files = st.lists(st.tuples(answers, st.integers(1, 3)), max_size=8)
states = st.fixed_dictionaries(
    {
        # Per file: whether it was received, in which load, whether withdrawn, and as what it was staged.
        "files": st.lists(
            st.tuples(st.booleans(), st.integers(1, 3), st.booleans(), st.integers(0, 1)),
            min_size=3,
            max_size=3,
        ),
        "as_of": st.sampled_from([date(2023, 12, 31), date(2024, 3, 1), date(2025, 1, 1)]),
        "meaning": st.integers(0, len(MEANINGS) - 1),
    }
)


@pytest.fixture(autouse=True, scope="module")
def small_is_large() -> Iterator[None]:
    """Every few answers a batch, every few batches written anew as one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "BATCH_ROWS", 6)
        patch.setattr(counting, "MOST_FILES", 2)
        yield


@settings(max_examples=8)
@given(st.lists(files, min_size=6, max_size=6), st.lists(states, min_size=2, max_size=3))
def test_what_is_kept_adds_up_to_the_whole(contents: list[Any], history: list[dict[str, Any]]) -> None:
    with TemporaryDirectory() as name:
        folder = DataFolder(Path(name)).create()
        staged: dict[int, int] = {}
        for state in history:
            for number, (is_received, _, _, version) in enumerate(state["files"]):
                if is_received and staged.get(number) != version:
                    stage(folder, number, version, contents[2 * number + version])
                    staged[number] = version
            kept, whole = counted(folder, state, is_kept=True), counted(folder, state, is_kept=False)
            for table in TABLES:
                pd.testing.assert_frame_equal(kept[table], whole[table], obj=table)
            event(f"copies: {len(whole['int_skm_copy']) > 0}")


def test_only_answers_of_the_same_days_are_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = DataFolder(tmp_path).create()
    answer = {"unit_key": "a", "layanan": None, "nomor_responden": "1", "score": 4}
    for number, day in enumerate([DAYS[1], DAYS[4], DAYS[4]]):
        stage(folder, number, 0, [({**answer, "tanggal": day}, 1)])
    state: dict[str, Any] = {"as_of": date(2025, 1, 1), "meaning": 0}
    two = [(True, 1, False, 0)] * 2
    counted(folder, {**state, "files": two}, is_kept=True)
    read: list[set[str]] = []

    def opened(connection: Connection, folder: DataFolder, table: str, receipts: pd.DataFrame) -> None:
        read.append(set(receipts["file_id"]))
        open_parquet(connection, folder, table, receipts)

    monkeypatch.setattr(lake_views, "open_parquet", opened)
    counted(folder, {**state, "files": two}, is_kept=True)
    assert set.union(*read) == set()
    tables = counted(folder, {**state, "files": [*two, (True, 2, False, 0)]}, is_kept=True)
    assert set.union(*read) == {"f1", "f2"}
    assert tables["int_skm_sum"]["n_answers"].sum() == 2


def stage(folder: DataFolder, number: int, version: int, content: list[tuple[dict[str, Any], int]]) -> None:
    """Put the answers of a file into the lake, some of them several times."""
    records = []
    for row, times in content:
        for _ in range(times):
            day = row["tanggal"]
            records.append(
                {
                    **{key: value for key, value in row.items() if key != "score"},
                    **dict.fromkeys(UNSUR, row["score"]),
                    "file_id": f"f{number}",
                    "sheet": f"Lembar {number}",
                    "sheet_number": 1,
                    "row_number": len(records) + 2,
                    "unit_text": row["unit_key"].upper(),
                    "year": day.year if day else 2024,
                }
            )
    schema = arrow_schema(SURVEY)
    path = folder.lake / SURVEY / f"f{number}.parquet"
    path.parent.mkdir(exist_ok=True)
    columns = {name: [record.get(name) for record in records] for name in schema.names}
    pq.write_table(pa.table(columns, schema=schema), path)
    mark = folder.lake / "_staged" / f"f{number}.json"
    mark.parent.mkdir(exist_ok=True)
    mark.write_text(json.dumps({"version": version}))


def counted(folder: DataFolder, state: dict[str, Any], *, is_kept: bool) -> dict[str, pd.DataFrame]:
    """The tables that counting gives, with what is kept or all at once."""
    receipts = pd.DataFrame(
        [
            (f"f{number}", load, f"{number}.csv", datetime(2025, 1, 1) if is_withdrawn else None)
            for number, (is_received, load, is_withdrawn, _) in enumerate(state["files"])
            if is_received
        ],
        columns=["file_id", "load_id", "file_name", "withdrawn_at"],
    ).astype({"file_id": "str", "load_id": "int64", "file_name": "str", "withdrawn_at": "datetime64[us]"})
    with closing(warehouse.create(Path(":memory:"))) as connection:
        connection.register("receipt", receipts)
        connection.execute(
            "CREATE TEMP TABLE build_context AS SELECT $day::DATE AS as_of, year($day::DATE) AS current_year",
            {"day": state["as_of"]},
        )
        connection.execute(
            "CREATE TEMP TABLE unit_match (unit_key VARCHAR, first_day DATE, last_day DATE, unit_id VARCHAR)"
        )
        connection.execute("CREATE TEMP TABLE unit_holder (unit_id VARCHAR, year BIGINT, holder_id VARCHAR)")
        matches, holders = MEANINGS[state["meaning"]]
        for row in matches:
            connection.execute("INSERT INTO unit_match VALUES (?, ?, ?, ?)", row)
        for row in holders:
            connection.execute("INSERT INTO unit_holder VALUES (?, ?, ?)", row)
        open_parquet(connection, folder, SURVEY, receipts)
        for name, rows in {
            f"raw_{SURVEY}": lake_views.raw_rows(SURVEY),
            f"lake_{SURVEY}": lake_views.lake_rows(SURVEY),
            "raw_skm_block": lake_views.single_blocks("raw"),
            "lake_skm_block": lake_views.single_blocks("lake"),
        }.items():
            connection.execute(f"CREATE TEMP VIEW {name} AS {rows}")
        run = counting.Counting(folder, receipts, build._run).run if is_kept else build._run
        run(connection, models.ANSWER_NAMES)
        run(connection, models.ANSWERS)
        return {name: connection.execute(f"SELECT * FROM {name} ORDER BY ALL").df() for name in TABLES}
