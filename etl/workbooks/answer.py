"""The sender's own workbook back: bad cells coloured and explained, all findings listed on a first sheet."""

from __future__ import annotations

import io
import warnings
from typing import Any

import openpyxl
import pandas as pd

from etl.reading import UnreadableFileError, read_grids
from etl.staging import Staged
from etl.staging.stage import BULK_BYTES
from etl.workbooks import finding_sheet, grids, marks
from etl.workbooks.places import Located, locate
from etl.workbooks.results import restore_results

_NOT_OPENED = (
    "Berkas asli tidak dapat dibuka untuk diberi tanda, sehingga buku kerja ini hanya memuat daftar temuan."
)
_AS_TABLE = (
    "Berkas asli bukan buku kerja .xlsx; isinya disalin ke lembar di buku kerja ini supaya dapat ditandai."
)
_TOO_LARGE = (
    "Berkas asli terlalu besar untuk disalin dan ditandai di sini, sehingga buku kerja ini hanya memuat "
    "daftar temuan. Cari selnya pada berkas asli menurut lembar, baris, dan kolom."
)
# A library that holds every cell as an object needs a minute and a gigabyte for some two million cells.
MAX_CELLS = 600_000
_NO_MACROS = "Makro pada berkas asli tidak ikut disalin."


def answer_workbook(
    content: bytes,
    staged: Staged,
    findings: pd.DataFrame,
    summary: dict[str, Any],
    *,
    keep_macros: bool = False,
) -> bytes:
    """XLSX (or XLSM) bytes of one checked file.

    `content`: the file as it was received. `findings`: one row per finding (columns of staged.findings, more
    of other checks are welcome). `summary`: n_read, n_accepted, n_rejected, status, as `check` answers.
    An Excel workbook keeps its formats, formulas, widths and hidden sheets; any other table is laid out in
    new sheets cell by cell. Never raises for the content: what cannot be opened, or is too large, gives the
    list alone.
    """
    book, sheets, notes = _open(content, staged, keep_macros=keep_macros)
    try:
        saved = _complete(book, sheets, staged, findings, summary, notes)
        return restore_results(saved, content) if book is not None and grids.is_workbook(content) else saved
    except Exception:  # whatever a strange workbook does to the library, the sender gets the list of findings
        if book is None:
            raise
        return _complete(None, {}, staged, findings, summary, [_NOT_OPENED])


def _open(content: bytes, staged: Staged, *, keep_macros: bool) -> tuple[Any, dict[str, str], list[str]]:
    """The workbook to be marked (None if it cannot be opened), sheet of the file -> its sheet, and notes."""
    if (
        staged.sheets.empty
    ):  # refused before any sheet was read, for example because it unpacks into gigabytes
        return None, {}, [_NOT_OPENED]
    if len(content) >= BULK_BYTES and not grids.is_packed(content):
        return None, {}, [_TOO_LARGE]
    try:
        found = read_grids(content, staged.file_name)
    except UnreadableFileError:
        return None, {}, [_NOT_OPENED]
    if sum(len(grid.rows) * len(grid.rows[0]) for grid in found if grid.rows) > MAX_CELLS:
        return None, {}, [_TOO_LARGE]
    if not grids.is_workbook(content):
        return *grids.to_workbook(found), [_AS_TABLE]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the library names each part that it does not know
            book = openpyxl.load_workbook(io.BytesIO(content), keep_vba=keep_macros, rich_text=True)
    except Exception:  # the library raises whatever it trips over
        return None, {}, [_NOT_OPENED]
    notes = [] if keep_macros or not grids.has_macros(content) else [_NO_MACROS]
    return book, {title: title for title in book.sheetnames}, notes


def _complete(
    book: Any,
    sheets: dict[str, str],
    staged: Staged,
    findings: pd.DataFrame,
    summary: dict[str, Any],
    notes: list[str],
) -> bytes:
    located: list[Located]
    if book is None:
        book = openpyxl.Workbook()
        own = {book.active.title}
        located = locate(findings, staged, None, {})
        finding_sheet.write(book, located, staged.file_name, summary, notes)
        for title in own:
            del book[title]
    else:
        stale = finding_sheet.remove_earlier(book)
        marks.remove_earlier(book)
        told = findings[~findings["sheet"].isin(stale)]
        located = locate(told, staged, book, sheets)
        marks.mark(book, located)
        finding_sheet.write(book, located, staged.file_name, summary, notes)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
