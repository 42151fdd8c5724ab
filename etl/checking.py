"""`check`: read files as a load would, say what it would find, and store nothing."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from compliance import warehouse
from compliance.errors import PantauError
from compliance.formatting import tanggal
from compliance.storage import write_atomically
from etl import staging
from etl.accepted import UNIT, AcceptedNames
from etl.answers import records, worst
from etl.findings import nearest_names, word_finding
from etl.folder import DataFolder
from etl.names import unit_key
from etl.progress import Steps
from etl.receive import content_hash, find_files
from etl.resolve import DAYS, UnitNames, propose_units

FINDING_COLUMNS = [
    "file_id",
    "file_name",
    "sheet",
    "row_number",
    "column_name",
    "value",
    "rule_code",
    "severity",
    "message",
    "action",
]


PLACE_COLUMNS = ["sheet", "row_number", "unit_text", "unit_key", "year"]


def check(
    folder: DataFolder,
    paths: list[Path],
    steps: Steps,
    *,
    unit: str | None,
    year: int | None,
    workbook: Path | None = None,
    unit_lists: Iterable[Path] = (),
    most: int | None = None,
) -> dict[str, Any]:
    """Stage the files together: a unit list among them counts, and so do the units that are known already.

    `unit_lists`: files that are only read for the units they name.
    `most`: how many findings of a file the answer holds at most; its counts and the workbook are of all.
    `workbook`: where the one file is written back with its findings marked; an .xlsm keeps its macros.
    """
    files = find_files(paths)
    staged: list[staging.Staged] = []
    answers: list[AnswerPlaces] = []
    for number, path in enumerate(files):
        steps.report(number / len(files), f"Memeriksa {path.name}")
        places = AnswerPlaces()
        staged.append(staging.stage_path(path, content_hash(path), path.name, places, unit=unit, year=year))
        answers.append(places)
    lists = [staging.stage_file(path.read_bytes(), path.name) for path in unit_lists]
    accepted = AcceptedNames(folder.register).keys(UNIT)
    names = UnitNames(known_units(folder, [*staged, *lists]), accepted)
    answer: dict[str, Any] = {"files": [], "findings": []}
    for one, places in zip(staged, answers, strict=True):
        unknown, n_waiting = _unknown_units(one, places.rows(), names)
        findings = pd.concat([one.findings, unknown], ignore_index=True)
        findings["file_name"] = one.file_name
        answer["files"].append(_describe(one, findings, n_waiting))
        answer["findings"] += records(worst(findings[FINDING_COLUMNS], most))
        if workbook is not None:
            from etl.workbooks import answer_workbook  # large, and asked for seldom

            steps.report(0.5, f"Menandai {one.file_name}")
            content = answer_workbook(
                files[0].read_bytes(),
                one,
                findings,
                answer["files"][-1],
                keep_macros=workbook.suffix.lower() == ".xlsm",
            )
            write_for_sender(workbook, content)
            answer["workbook"] = str(workbook)
    return answer


def write_for_sender(path: Path, content: bytes) -> None:
    """Write a workbook that a person asked for. Raises PantauError, mostly because it is open in Excel."""
    try:
        write_atomically(path, content)
    except OSError as error:
        raise PantauError(
            f"Berkas '{path}' tidak dapat ditulis ({error.strerror or error}). Tutup berkas itu bila sedang "
            "terbuka, atau pilih nama atau folder lain."
        ) from error


def known_units(folder: DataFolder, staged: list[staging.Staged]) -> pd.DataFrame:
    """Units of the current snapshot and of the unit lists among the files."""
    columns = ["kode_unit", "nama_unit", "nama_lain", "berlaku_mulai", "berlaku_sampai"]
    frames = [one.tables["unit"][columns] for one in staged if "unit" in one.tables]
    try:
        snapshot = warehouse.current(folder.root)
        frames.append(
            warehouse.read(
                snapshot,
                "SELECT unit_id AS kode_unit, unit_name AS nama_unit,"
                " array_to_string(aliases, ';') AS nama_lain, valid_from AS berlaku_mulai,"
                " valid_to AS berlaku_sampai FROM mart_unit",
            )
        )
    except warehouse.WarehouseMissing:
        pass  # a first check, before anything was loaded
    if not frames:
        return pd.DataFrame(columns=columns, dtype="str")
    known = pd.concat(frames, ignore_index=True)
    # The list among the files comes first: a unit that it describes anew is not a second one.
    return known[~known["kode_unit"].map(unit_key).duplicated()].reset_index(drop=True)


def unit_list(folder: DataFolder) -> tuple[pd.DataFrame, str]:
    """Units of the current snapshot and, in words, of when they are; empty before the first load."""
    units = known_units(folder, [])
    if units.empty:
        return units, ""
    snapshot = warehouse.current(folder.root)
    is_sample = bool(warehouse.read(snapshot, "SELECT is_sample FROM mart_snapshot")["is_sample"].iloc[0])
    return units, ("DATA CONTOH" if is_sample else "data") + f" per {tanggal(snapshot.as_of)}"


class AnswerPlaces:
    """Of the sound rows of a large survey only where they stand and whose they are (a staging.Sink)."""

    def __init__(self) -> None:
        self._tables: list[pa.Table] = []

    def write(self, rows: pa.Table) -> None:
        """Keep what a finding about the unit needs: first and last row of each sheet, unit and day."""
        day = pc.floor_temporal(rows[DAYS[staging.SURVEY]], unit="day")
        told = rows.select(PLACE_COLUMNS).append_column("day", day)
        for place, name in enumerate(told.column_names):
            if pa.types.is_dictionary(told.schema.field(name).type):
                told = told.set_column(place, name, told[name].cast(pa.string()))
        keys = [name for name in told.column_names if name != "row_number"]
        counts = [("row_number", how) for how in ("min", "max", "count")]
        self._tables.append(told.group_by(keys).aggregate(counts))

    def restart(self) -> None:
        """Forget all."""
        self._tables.clear()

    def rows(self) -> pd.DataFrame:
        """PLACE_COLUMNS with the first row, day, last_row and n_rows."""
        names = {"row_number_min": "row_number", "row_number_max": "last_row", "row_number_count": "n_rows"}
        frames = [table.to_pandas().rename(columns=names) for table in self._tables]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def _unknown_units(
    staged: staging.Staged, answers: pd.DataFrame, names: UnitNames
) -> tuple[pd.DataFrame, int]:
    """Findings about rows whose unit nobody knows, and how many such rows there are.

    answers: rows of a large survey besides `staged`; of these, one finding per sheet, unit and year, as a
    load tells them.
    """
    rows = [
        frame[PLACE_COLUMNS].assign(
            kind=kind, day=frame[DAYS[kind]] if kind in DAYS else None, last_row=None, n_rows=1
        )
        for kind, frame in staged.tables.items()
        if kind != "unit"
    ]
    rows = [_unknown(frame, names) for frame in rows]
    if len(answers):
        waiting = _unknown(answers.assign(kind=staging.SURVEY), names)
        keys = ["kind", "sheet", "unit_text", "unit_key", "year"]
        how = {"row_number": "min", "last_row": "max", "n_rows": "sum", "day": "min"}
        rows.append(waiting.groupby(keys, dropna=False, sort=False, as_index=False).agg(how))
    told = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame()
    if told.empty:
        return staged.findings.iloc[0:0], 0
    unknown = told.to_dict("records")
    nearest = nearest_names(propose_units([row["unit_key"] for row in unknown], names))
    facts = [
        {
            **row,
            "file_id": staged.file_id,
            "column_name": "unit",
            "value": row["unit_text"],
            "rule_code": "NAMA_UNIT_GANDA" if names.owners(row["unit_key"]) else "UNIT_TIDAK_DIKENAL",
            "unit_name": None,
        }
        for row in unknown
    ]
    words = [word_finding(fact, nearest, instruments="", as_of="") for fact in facts]
    return pd.DataFrame(words, columns=staged.findings.columns), int(told["n_rows"].sum())


def _unknown(rows: pd.DataFrame, names: UnitNames) -> pd.DataFrame:
    """Those whose unit nobody knows on their day."""
    rows = rows.dropna(subset=["unit_text"])
    rows = rows[~rows["unit_key"].isin(names.always_known(rows["unit_key"]))]
    is_unknown = [names.find(row["unit_key"], _day(row)) is None for row in rows.to_dict("records")]
    return rows[pd.Series(is_unknown, index=rows.index, dtype="bool")]


def _day(row: dict[Hashable, Any]) -> date:
    """The day of a row, as a load takes it: its own, else the last day of its year that has come."""
    today = date.today()
    if not pd.isna(row["day"]):
        return pd.Timestamp(row["day"]).date()
    return today if pd.isna(row["year"]) else min(date(int(row["year"]), 12, 31), today)


def _describe(staged: staging.Staged, findings: pd.DataFrame, n_waiting: int) -> dict[str, Any]:
    sheets = staged.sheets
    n_typed, n_refused = int(sheets["n_accepted"].sum()), int(sheets["n_rejected"].sum())
    severities = findings["severity"].value_counts()
    if n_typed == 0:
        status = "ditolak"
    elif n_refused + n_waiting > 0 or "Galat" in severities:
        status = "diterima_sebagian"
    else:
        status = "diterima_dengan_catatan" if "Peringatan" in severities else "diterima"
    kinds = sorted(set(sheets["kind"].dropna()))
    return {
        "file_id": staged.file_id,
        "file_name": staged.file_name,
        "kind": ", ".join(kinds) or None,
        "n_read": int(sheets["n_read"].sum()),
        "n_accepted": n_typed - n_waiting,
        "n_rejected": n_refused + n_waiting,
        "n_waiting": n_waiting,
        "status": status,
        "n_error": int(severities.get("Galat", 0)),
        "n_warning": int(severities.get("Peringatan", 0)),
        "n_advice": int(severities.get("Saran", 0)),
        "lacks": sorted(staged.lacks),
    }
