"""The lake: the typed rows of every file as Parquet. A pure function of archive, options and `data/sources`.

lake/<kind>/<file_id>.parquet      accepted rows
lake/_finding | _rejected | _sheet/<file_id>.parquet
lake/_staged/<file_id>.json        contract version and options it was staged with
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from compliance.storage import write_atomically, writing_atomically
from etl import staging
from etl.folder import DataFolder
from etl.progress import Steps
from etl.receive import archived_path

SIDE_TABLES = {"_finding": "findings", "_rejected": "rejected", "_sheet": "sheets"}
# Columns whose values nearly all differ: a dictionary of them costs time and saves nothing.
_NO_DICTIONARY = {"row_number", "nomor_responden"}


def bring_up_to_date(
    folder: DataFolder, receipts: pd.DataFrame, steps: Steps, span: tuple[float, float]
) -> list[str]:
    """Stage every file that is not staged yet with today's contract and its own options.

    Returns the file_ids whose archived bytes are missing or damaged: their staged rows, if any, stay in use.
    """
    damaged: list[str] = []
    version = staging.contract_version()
    for number, receipt in enumerate(receipts.to_dict("records")):
        file_id: str = receipt["file_id"]
        options = _options(receipt, version)
        mark = folder.lake / "_staged" / f"{file_id}.json"
        if _is_staged(folder, file_id, mark, options):
            continue
        start, end = span
        steps.report(start + (end - start) * number / len(receipts), f"Membaca {receipt['file_name']}")
        archived = archived_path(folder, file_id)
        if archived is None:
            damaged.append(file_id)
            continue
        mark.unlink(missing_ok=True)  # a kill from here on leaves the file unstaged, never wrongly marked
        answers = AnswerFile(_path(folder, staging.SURVEY, file_id), file_id)
        try:
            staged = staging.stage_path(
                archived, file_id, receipt["file_name"], answers, unit=options["unit"], year=options["year"]
            )
            written = write_staged(folder, staged, answers)
        finally:
            answers.restart()
        write_atomically(mark, json.dumps({**options, "tables": written}).encode())
    return damaged


def _is_staged(folder: DataFolder, file_id: str, mark: Path, options: dict[str, Any]) -> bool:
    """Whether every table of the file is in the lake, staged with these options."""
    try:
        marked = json.loads(mark.read_text(encoding="utf-8"))
        tables = marked.pop("tables")
    except (FileNotFoundError, ValueError, KeyError, AttributeError):
        return False
    return marked == options and all(is_whole(_path(folder, table, file_id)) for table in tables)


def staged_as(folder: DataFolder, file_id: str) -> str:
    """Changes when the rows of a staged file may have changed: with the contract and the file's options."""
    mark = folder.lake / "_staged" / f"{file_id}.json"
    content = mark.read_bytes() if mark.exists() else b""
    return hashlib.sha256(content).hexdigest()[:16]


def has_rows(folder: DataFolder, table: str, file_id: str) -> bool:
    """Whether the file gave rows of this table."""
    return _path(folder, table, file_id).exists()


def is_whole(path: Path) -> bool:
    """A Parquet file ends with the mark it begins with."""
    try:
        with path.open("rb") as handle:
            handle.seek(-4, 2)
            return handle.read() == b"PAR1"
    except OSError:
        return False


def _options(receipt: dict[Hashable, Any], version: str) -> dict[str, Any]:
    unit, year = receipt["unit"], receipt["year"]
    return {
        "contract": version,
        "unit": None if pd.isna(unit) else unit,
        "year": None if pd.isna(year) else int(year),
        "file_name": receipt["file_name"],
    }


class AnswerFile:
    """The lake file of a large survey, written block by block (a staging.Sink)."""

    def __init__(self, path: Path, file_id: str) -> None:
        self._path = path
        self._part = path.with_name(path.name + ".part")
        self._file_id = file_id
        self._writer: pq.ParquetWriter | None = None

    @property
    def has_rows(self) -> bool:
        return self._writer is not None

    def write(self, rows: pa.Table) -> None:
        """Add rows with the columns of the lake; the file's id is filled in."""
        if self._writer is None:
            self._part.parent.mkdir(parents=True, exist_ok=True)
            self._writer = pq.ParquetWriter(
                self._part,
                rows.schema,
                use_dictionary=[name for name in rows.schema.names if name not in _NO_DICTIONARY],
                column_encoding={"row_number": "DELTA_BINARY_PACKED"},  # they rise
                # A range of texts helps no query.
                write_statistics=[one.name for one in rows.schema if not pa.types.is_dictionary(one.type)],
            )
        place = rows.schema.get_field_index("file_id")
        codes = pa.array(np.zeros(len(rows), np.int32))
        file_ids = pa.DictionaryArray.from_arrays(codes, pa.array([self._file_id]))
        self._writer.write_table(rows.set_column(place, rows.schema.field(place), file_ids))

    def finish(self, frame: pd.DataFrame | None) -> None:
        """Add the rows that were read one by one, and let the file be seen."""
        if self._writer is None:
            raise ValueError("no rows were written")
        schema = self._writer.schema
        if frame is not None:
            plain = pa.Table.from_pandas(
                frame, schema=staging.arrow_schema(staging.SURVEY), preserve_index=False
            )
            self.write(plain.cast(schema))
        self._writer.close()
        self._writer = None
        with self._part.open("rb+") as handle:
            os.fsync(handle.fileno())
        self._part.replace(self._path)

    def restart(self) -> None:
        """Forget what was written but not finished."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        self._part.unlink(missing_ok=True)


def write_staged(folder: DataFolder, staged: staging.Staged, answers: AnswerFile) -> list[str]:
    """Write what one file gave; name the tables. Kinds it no longer gives (an improved rule) are removed."""
    kinds = set(staged.tables)
    for kind in staging.load_contract().kinds:
        path = _path(folder, kind, staged.file_id)
        if kind == staging.SURVEY and answers.has_rows:
            answers.finish(staged.tables.get(kind))
            kinds.add(kind)
        elif kind in staged.tables:
            _write(path, staged.tables[kind], staging.arrow_schema(kind))
        else:
            path.unlink(missing_ok=True)
    for name, attribute in SIDE_TABLES.items():
        _write(_path(folder, name, staged.file_id), getattr(staged, attribute), staging.arrow_schema(name))
    return [*sorted(kinds), *SIDE_TABLES]


def parquet_files(folder: DataFolder, table: str, receipts: pd.DataFrame) -> list[str]:
    """The Parquet files of one lake table that belong to files that count."""
    paths = (_path(folder, table, file_id) for file_id in receipts["file_id"])
    return [path.as_posix() for path in paths if path.exists()]


def _path(folder: DataFolder, table: str, file_id: str) -> Path:
    return folder.lake / table / f"{file_id}.parquet"


def _write(path: Path, frame: pd.DataFrame, schema: pa.Schema) -> None:
    with writing_atomically(path) as handle:
        pq.write_table(pa.Table.from_pandas(frame, schema=schema, preserve_index=False), handle)
