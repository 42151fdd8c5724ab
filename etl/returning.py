"""Answer workbooks of received files: made from the archive, with the findings of the current snapshot."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd

from compliance import warehouse
from compliance.errors import PantauError
from etl import staging
from etl.answers import records
from etl.checking import AnswerPlaces, write_for_sender
from etl.folder import DataFolder
from etl.progress import Steps
from etl.receive import archived_path


def answer(folder: DataFolder, file_ids: list[str], output: Path, steps: Steps) -> list[str]:
    """Write the answer workbook of one received file, or a ZIP with those of several.

    `file_ids`: whole ids or their first letters. Returns the names of the files. Raises PantauError for an
    unknown id. A file that the archive lost still gets its list of findings.
    """
    received = _find(folder, file_ids)
    made: dict[str, bytes] = {}
    for number, file in enumerate(received):
        steps.report(number / len(received), f"Menandai {file['file_name']}")
        content = _workbook(folder, file)
        made[_free_name(file["file_name"], list(made))] = content
    write_for_sender(output, made.popitem()[1] if output.suffix.lower() == ".xlsx" else _zipped(made))
    return [file["file_name"] for file in received]


def _find(folder: DataFolder, file_ids: list[str]) -> list[dict[str, Any]]:
    try:
        snapshot = warehouse.current(folder.root)
    except warehouse.WarehouseMissing:
        raise PantauError(
            f"Belum ada data di {folder.root}. Muat berkas dengan: python -m etl load BERKAS..."
        ) from None
    files = warehouse.read(
        snapshot,
        "SELECT file_id, file_name, n_read, n_accepted, n_rejected, n_waiting, status, option_unit,"
        " option_year, withdrawn_at FROM mart_file ORDER BY received_at DESC",
    )
    found: list[dict[str, Any]] = []
    for wanted in file_ids:
        hits = files[files["file_id"].str.startswith(wanted)]
        if hits["file_id"].nunique() != 1:
            raise PantauError(
                f"Berkas dengan kode '{wanted}' {'lebih dari satu' if len(hits) else 'tidak ada'}. "
                "Kode berkas tertulis pada keluaran: python -m etl load BERKAS... --json"
            )
        found += records(hits.head(1))
    return found


def _workbook(folder: DataFolder, file: dict[str, Any]) -> bytes:
    from etl.workbooks import answer_workbook  # large, and needed by this command only

    path, year = archived_path(folder, file["file_id"]), file["option_year"]
    content = path.read_bytes() if path else b""
    options = {"unit": file["option_unit"], "year": None if year is None else int(year)}
    staged = (
        staging.stage_path(path, file["file_id"], file["file_name"], AnswerPlaces(), **options)
        if path
        else staging.stage_file(content, file["file_name"], **options)
    )
    if file["withdrawn_at"] is not None:  # what does not count has no findings in the snapshot
        return answer_workbook(content, staged, staged.findings, file)
    findings: pd.DataFrame = warehouse.read(
        warehouse.current(folder.root),
        "SELECT * FROM mart_finding WHERE file_id = $file_id",
        {"file_id": file["file_id"]},
    )
    return answer_workbook(content, staged, findings, file)


def _zipped(made: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in made.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _free_name(file_name: str, taken: list[str]) -> str:
    """'skm_temuan.xlsx'; a second file of that name is 'skm_temuan (2).xlsx'."""
    stem = f"{Path(file_name).stem}_temuan"
    number = 1 + sum(name.startswith(stem) for name in taken)
    return f"{stem}.xlsx" if number == 1 else f"{stem} ({number}).xlsx"
