"""Count survey answers so that a load costs what its files cost: what was counted before is kept.

lake/_counted/<version>/blocks/<file_id>.<staged_as>.parquet   where answers of a unit, year and service stand
lake/_counted/<version>/parts/<number>.parquet                 what answers of a unit on some days add up to

A part is a span of days of one unit that no block reaches beyond. Only parts with a new, changed or withdrawn
file among theirs are counted again. The tables are the same as if the models had run over all answers, which
a test holds; the folder may be removed at any time.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

import pandas as pd

from compliance.warehouse import Connection
from etl import lake, lake_views, models
from etl.folder import DataFolder
from etl.staging import SURVEY

BATCH_ROWS = 2_000_000  # answers that are counted together: what takes the most memory
MOST_FILES = 32  # of counted parts, before they are written anew as one

Run = Callable[[Connection, list[str]], None]


class Counting:
    """Gives the tables of models.ANSWER_NAMES and models.ANSWERS; only what is not kept yet is counted."""

    def __init__(self, folder: DataFolder, receipts: pd.DataFrame, run: Run) -> None:
        self._folder = folder
        self._receipts = receipts[receipts["withdrawn_at"].isna()]
        self._run = run
        self._kept = folder.lake / "_counted" / _version()

    def run(self, connection: Connection, names: list[str]) -> None:
        """Run models over the answers."""
        if names == models.ANSWER_NAMES:
            self._open_blocks(connection)
            self._run(connection, names)
        else:
            self._part_mixed_blocks(connection)
            self._count_parts(connection)

    def _open_blocks(self, connection: Connection) -> None:
        """`skm_block`: the blocks of all files that count; those of new files are gathered first."""
        staged = {
            file_id: lake.staged_as(self._folder, file_id)
            for file_id in self._receipts["file_id"]
            if lake.has_rows(self._folder, SURVEY, file_id)
        }
        files = {
            file_id: self._kept / "blocks" / f"{file_id}.{staged_as}.parquet"
            for file_id, staged_as in staged.items()
        }
        self._forget(set(files.values()))
        every = "SELECT *, NULL AS piece FROM parquet_skm_responden"
        for file_id, path in files.items():
            if not lake.is_whole(path):
                self._gather_from(connection, [file_id], every)
                _write(connection, models.read_sql("counting/skm_block"), path)
        frame = pd.DataFrame(staged.items(), columns=["file_id", "staged_as"], dtype="str")
        connection.register("_staged", frame)
        _create(connection, "staged_answer", "SELECT * FROM _staged")
        connection.unregister("_staged")
        self._gather_from(connection, [], every)
        _create(connection, "skm_block", models.read_sql("counting/skm_block"))
        if files:
            connection.execute(f"INSERT INTO skm_block SELECT * FROM {_parquet(files.values())}")
        _view(connection, "raw_skm_block", lake_views.raw_blocks("skm_block"))

    def _part_mixed_blocks(self, connection: Connection) -> None:
        """Blocks that mean several units, or lie before and after the as-of date, are parted by day."""
        _create(connection, "skm_mixed", models.read_sql("counting/skm_mixed"))
        mixed = [row[0] for row in connection.execute("SELECT DISTINCT file_id FROM skm_mixed").fetchall()]
        if mixed:
            same = " AND ".join(
                f"answer.{name} IS NOT DISTINCT FROM mixed.{name}"
                for name in ("file_id", "sheet_number", "unit_key", "year")
            )
            answers = "SELECT answer.*, answer.tanggal AS piece FROM parquet_skm_responden AS answer"
            self._gather_from(connection, mixed, f"{answers} SEMI JOIN skm_mixed AS mixed ON {same}")
            connection.execute(f"DELETE FROM skm_block AS answer USING skm_mixed AS mixed WHERE {same}")
            connection.execute(f"INSERT INTO skm_block {models.read_sql('counting/skm_block')}")
        _view(connection, "lake_skm_block", lake_views.lake_rows(SURVEY, "raw_skm_block"))

    def _count_parts(self, connection: Connection) -> None:
        """int_skm_sheet from the blocks; int_skm_sum and int_skm_copy from the parts."""
        _create(connection, "skm_part", models.read_sql("counting/skm_part"))
        parts = self._kept / "parts"
        for path in _files(parts):
            if not lake.is_whole(path):
                path.unlink()
        known = f"SELECT part_key FROM {_parquet(_files(parts))}" if _files(parts) else "SELECT ''"
        missing = connection.execute(f"""
            SELECT part_key, n_rows, file_ids FROM skm_part WHERE part_key NOT IN ({known})
            ORDER BY list_min(file_ids), part_key
        """).df()
        for batch in _batches(missing):
            self._count(connection, batch, parts)
        if not _files(parts):  # nothing that counts for a unit
            self._run(connection, models.ANSWERS)
            return
        # Twice the same part, after a kill between writing and removing, counts once.
        _create(
            connection,
            "skm_kept",
            f"""
            SELECT DISTINCT ON (part_key) * FROM {_parquet(_files(parts))} SEMI JOIN skm_part USING (part_key)
        """,
        )
        _create(connection, "int_skm_sum", models.read_sql("counting/skm_sum_of_parts"))
        _create(connection, "int_skm_copy", models.read_sql("counting/skm_copy_of_parts"))
        _create(connection, "int_skm_group", models.read_sql("counting/skm_group_of_parts"))
        self._run(connection, [one for one in models.ANSWERS if one not in models.ADDED_ANSWERS])
        if len(_files(parts)) > MOST_FILES:
            earlier = _files(parts)
            _write(connection, "SELECT * FROM skm_kept", _next(parts))
            for path in earlier:
                path.unlink()

    def _count(self, connection: Connection, batch: pd.DataFrame, parts: Path) -> None:
        """Run the models over the answers of some parts, each in the place of a unit; keep what they give."""
        connection.register("_wanted", batch[["part_key"]])
        _create(connection, "skm_wanted", "SELECT * FROM skm_part SEMI JOIN _wanted USING (part_key)")
        connection.unregister("_wanted")
        files = {file_id for file_ids in batch["file_ids"] for file_id in file_ids}
        lake_views.open_parquet(connection, self._folder, SURVEY, self._of(files))
        _view(
            connection,
            "lake_skm_responden",
            f"""
            SELECT answer.* REPLACE (part.part_key AS unit_id)
            FROM ({lake_views.lake_rows(SURVEY)}) AS answer
            INNER JOIN skm_wanted AS part ON answer.unit_id = part.unit_id AND answer.year = part.year
                AND coalesce(answer.tanggal, make_date(answer.year, 1, 1))
                    BETWEEN part.first_day AND part.last_day
        """,
        )
        self._run(connection, models.ADDED_ANSWERS)
        _write(connection, models.read_sql("counting/skm_counted"), _next(parts))
        for model in models.ADDED_ANSWERS:
            connection.execute(f"DROP TABLE {models.table_name(model)}")

    def _gather_from(self, connection: Connection, file_ids: Collection[str], answers: str) -> None:
        """Let skm_block.sql read these answers."""
        lake_views.open_parquet(connection, self._folder, SURVEY, self._of(file_ids))
        _view(connection, "gathered_answer", answers)

    def _of(self, file_ids: Collection[str]) -> pd.DataFrame:
        return self._receipts[self._receipts["file_id"].isin(file_ids)]

    def _forget(self, wanted: set[Path]) -> None:
        """Remove what belongs to files as they were before, and to earlier versions of the models."""
        for folder in self._kept.parent.glob("*"):
            if folder != self._kept:
                shutil.rmtree(folder, ignore_errors=True)
        for path in (self._kept / "blocks").glob("*"):
            if path not in wanted:
                path.unlink(missing_ok=True)


def _version() -> str:
    """Changes with everything that is kept counts depend on besides the rows of the lake."""
    names = ["counting/skm_block", "counting/skm_part", "counting/skm_counted", *models.ADDED_ANSWERS]
    return hashlib.sha256("\n".join(map(models.read_sql, names)).encode()).hexdigest()[:16]


def _batches(missing: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Parts in the order of their files, so many that their answers fit into memory."""
    numbers = (missing["n_rows"].cumsum() - 1) // BATCH_ROWS
    for _, batch in missing.groupby(numbers):
        yield batch


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.parquet"))


def _next(parts: Path) -> Path:
    return parts / f"{int(_files(parts)[-1].stem) + 1 if _files(parts) else 0:08}.parquet"


def _parquet(paths: Iterable[Path]) -> str:
    return f"read_parquet([{', '.join(map(_quoted, paths))}], hive_partitioning = false)"


def _quoted(path: Path) -> str:
    return "'" + path.as_posix().replace("'", "''") + "'"


def _create(connection: Connection, name: str, sql: str) -> None:
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")


def _view(connection: Connection, name: str, sql: str) -> None:
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {sql}")


def _write(connection: Connection, sql: str, path: Path) -> None:
    """Rows as a Parquet file that is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    connection.execute(f"COPY ({sql}) TO {_quoted(part)} (FORMAT parquet)")
    with part.open("rb+") as handle:
        os.fsync(handle.fileno())
    part.replace(path)
