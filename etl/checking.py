"""`check`: read files as a load would, say what it would find, and store nothing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from compliance import warehouse
from compliance.errors import PantauError
from compliance.formatting import tanggal
from etl import resolve, staging
from etl.answers import records
from etl.findings import word_finding
from etl.folder import DataFolder, write_atomically
from etl.names import unit_key
from etl.progress import Steps
from etl.receive import find_files
from etl.workbooks import answer_workbook

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


def check(
    folder: DataFolder,
    paths: list[Path],
    steps: Steps,
    *,
    unit: str | None,
    year: int | None,
    workbook: Path | None = None,
    unit_lists: Iterable[Path] = (),
) -> dict[str, Any]:
    """Stage the files together: a unit list among them counts, and so do the units that are known already.

    `unit_lists`: files that are only read for the units they name.
    `workbook`: where the one file is written back with its findings marked; an .xlsm keeps its macros.
    """
    files = find_files(paths)
    staged = []
    for number, path in enumerate(files):
        steps.report(number / len(files), f"Memeriksa {path.name}")
        staged.append(staging.stage_file(path.read_bytes(), path.name, unit=unit, year=year))
    lists = [staging.stage_file(path.read_bytes(), path.name) for path in unit_lists]
    units = known_units(folder, [*staged, *lists])
    answer: dict[str, Any] = {"files": [], "findings": []}
    for one in staged:
        findings = pd.concat([one.findings, _unknown_units(one, units)], ignore_index=True)
        findings["file_name"] = one.file_name
        n_waiting = int(findings["rule_code"].eq("UNIT_TIDAK_DIKENAL").sum())
        answer["files"].append(_describe(one, findings, n_waiting))
        answer["findings"] += records(findings[FINDING_COLUMNS])
        if workbook is not None:
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
    columns = ["kode_unit", "nama_unit", "nama_lain"]
    frames = [one.tables["unit"][columns] for one in staged if "unit" in one.tables]
    try:
        snapshot = warehouse.current(folder.root)
        frames.append(
            warehouse.read(
                snapshot,
                "SELECT unit_id AS kode_unit, unit_name AS nama_unit,"
                " array_to_string(aliases, ';') AS nama_lain FROM mart_unit",
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


def _unknown_units(staged: staging.Staged, units: pd.DataFrame) -> pd.DataFrame:
    """A finding for each row whose unit nobody knows."""
    rows = [
        frame[["file_id", "sheet", "row_number", "unit_text", "unit_key", "year"]].assign(kind=kind)
        for kind, frame in staged.tables.items()
        if kind != "unit"
    ]
    if not rows:
        return staged.findings.iloc[0:0]
    told = pd.concat(rows, ignore_index=True).dropna(subset=["unit_text"])
    matched = resolve.match_units(told["unit_key"].drop_duplicates(), units).set_index("unit_key")
    unknown = told[~told["unit_key"].isin(matched.index[matched["unit_id"].notna()])]
    facts = [
        {
            **row,
            "column_name": "unit",
            "value": row["unit_text"],
            "rule_code": "UNIT_TIDAK_DIKENAL",
            "unit_name": None,
            "n_rows": 1,
            "last_row": None,
        }
        for row in unknown.to_dict("records")
    ]
    words = [word_finding(fact, matched["nearest"].to_dict(), instruments="", as_of="") for fact in facts]
    return pd.DataFrame(words, columns=staged.findings.columns)


def _describe(staged: staging.Staged, findings: pd.DataFrame, n_waiting: int) -> dict[str, Any]:
    sheets = staged.sheets
    n_typed, n_refused = int(sheets["n_accepted"].sum()), int(sheets["n_rejected"].sum())
    severities = set(findings["severity"])
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
    }
