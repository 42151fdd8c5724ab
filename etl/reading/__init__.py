"""Bytes of a received file -> grids of cells with the row numbers that Excel shows."""

from __future__ import annotations

from pathlib import Path

from etl.reading.delimited import check_size, read_delimited
from etl.reading.grid import UNCOMPUTED, ErrorCell, Grid, RowProblem, ShownNumber, UnreadableFileError
from etl.reading.spreadsheet import read_spreadsheet
from etl.reading.zip_safety import check_archive

__all__ = [
    "UNCOMPUTED",
    "ErrorCell",
    "Grid",
    "RowProblem",
    "ShownNumber",
    "UnreadableFileError",
    "read_grids",
    "read_path",
]

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The name of the stream that holds an encrypted workbook, as the container's directory spells it.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# Many applications offer a web page as "Excel".
_MARKUP = (
    b"<!doctype",
    b"<!--",
    b"<html",
    b"<head",
    b"<meta",
    b"<style",
    b"<body",
    b"<div",
    b"<table",
    b"<?xml",
)


def read_path(path: Path, file_name: str) -> list[Grid]:
    """Read a file of any size: a text that no grid could hold is refused before it is read whole."""
    with path.open("rb") as handle:
        is_text = not handle.read(8).startswith((_ZIP, _OLE))
    if is_text:
        check_size(path)
    return read_grids(path.read_bytes(), file_name)


def read_grids(content: bytes, file_name: str) -> list[Grid]:
    """Read every sheet of a file; a CSV file is one sheet named after the file.

    The format is told from the bytes, since a wrong extension is common. Macros are never run.
    Raises UnreadableFileError (code of a general rule, plus a reason in Indonesian).
    """
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise UnreadableFileError("BERKAS_KOSONG")
    if content[:4] == _ZIP:
        check_archive(content)
        return read_spreadsheet(content)
    if content[:8] == _OLE:
        if _ENCRYPTED in content:
            raise UnreadableFileError("BERKAS_TERKUNCI")
        return read_spreadsheet(content)
    head = content[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith(b"%pdf"):
        raise UnreadableFileError("BERKAS_TAK_TERBACA", reason="isinya PDF, bukan tabel")
    if head.startswith(_MARKUP):
        raise UnreadableFileError(
            "BERKAS_TAK_TERBACA", reason="isinya halaman web (HTML/XML), bukan Excel atau CSV"
        )
    return [read_delimited(content, file_name)]
