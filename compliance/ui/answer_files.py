"""Files for a reader to take away: answer workbooks, templates, and what was received as it was."""

from __future__ import annotations

import hashlib
import io
import tempfile
import zipfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import streamlit as st

from compliance.errors import PantauError
from compliance.ui import commands, elements
from compliance.ui.first_start import active_data_dir
from compliance.ui.uploads import File, Upload, summary
from compliance.words import group

_LOST = "Berkas asli {name} hilang dari arsip atau rusak. Pulihkan folder archive dari cadangan."
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def button(file_name: str, content: Callable[[], bytes], key: str) -> None:
    """The download of one answer workbook, made when it is pressed."""
    st.download_button(
        "Unduh buku kerja jawaban",
        content,
        file_name=answer_name(file_name),
        mime=XLSX,
        on_click="ignore",
        key=key,
    )


def original_button(file_name: str, file_id: str) -> None:
    """The download of a received file; says so where the archive lost it."""
    path = active_data_dir() / "archive" / file_id
    # Looked at before the button is drawn: of a download that fails the browser says nothing.
    if not path.is_file() or _hash(path, path.stat().st_mtime_ns) != file_id:
        elements.remarks([_LOST.format(name=file_name)])
        return
    st.download_button(
        "Unduh berkas asli",
        path.read_bytes,
        file_name=file_name,
        mime="application/octet-stream",
        on_click="ignore",
        key=f"asli_{file_id}",
    )


@lru_cache(maxsize=100)
def _hash(path: Path, _stamp: int) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def template_choice() -> None:
    """A kind of data and the download of its empty template."""
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    kinds = {entry.id: entry.label for entry in group("kind")}
    kind = left.selectbox("Jenis data", list(kinds), format_func=kinds.__getitem__, key="templat_jenis")
    right.download_button(
        "Unduh templat",
        lambda: template(kind),
        file_name=f"templat_{kind}.xlsx",
        mime=XLSX,
        on_click="ignore",
        key="templat",
        width="stretch",
    )


def answer_name(file_name: str) -> str:
    """'skm.csv' -> 'skm_temuan.xlsx'."""
    return f"{Path(file_name).stem}_temuan.xlsx"


def of_received(*file_ids: str) -> bytes:
    """The answer workbook of one received file, or a ZIP with those of several."""
    return _written("x.zip" if len(file_ids) > 1 else "x.xlsx", "answer", *file_ids)


def of_file(upload: Upload, file: File, file_id: str | None) -> bytes:
    """The answer workbook of a file of an upload: of the check, or of the archive once it is loaded there."""
    return upload.marked(file).read_bytes() if file_id is None else of_received(file_id)


def of_upload(upload: Upload) -> bytes:
    """A ZIP with the answer workbooks of all files of an upload."""
    in_load = {one["file_id"] for one in upload.load_step.outcome().answer.get("files", [])}
    buffer = io.BytesIO()
    checks = upload.checks()
    if in_load:
        buffer.write(_written("x.zip", "answer", *sorted(in_load)))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        for file in upload.files:
            told = summary(checks[file.number]) if file.number in checks else None
            if told and told["file_id"] not in in_load and upload.marked(file).exists():
                archive.writestr(
                    _free(answer_name(file.name), archive.namelist()), upload.marked(file).read_bytes()
                )
    return buffer.getvalue()


def template(kind: str) -> bytes:
    """An empty template, with the units of the data on show."""
    return _written(f"{kind}.xlsx", "template", kind)


def _written(name: str, *command: str) -> bytes:
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / name
        outcome = commands.run(active_data_dir(), *command, "-o", str(path))
        if not path.exists():
            raise PantauError(outcome.error)
        return path.read_bytes()


def _free(name: str, taken: list[str]) -> str:
    stem = name.removesuffix(".xlsx")
    number = 1 + sum(one.startswith(stem) for one in taken)
    return name if number == 1 else f"{stem} ({number}).xlsx"
