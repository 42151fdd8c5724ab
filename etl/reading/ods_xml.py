"""How far the sheets of an OpenDocument workbook reach: one cell may say that it stands a million times."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from html import unescape

from etl.reading.grid import UnreadableFileError
from etl.reading.limits import MAX_CELLS

_TAG = re.compile(rb"<table:(table-row|table-cell|covered-table-cell|table)\b([^<>]{0,4000})>")
_NAME = re.compile(rb"table:name\s{0,9}=\s{0,9}[\"']([^\"'<>]{0,300})")
_TIMES = re.compile(rb"table:number-(?:rows|columns)-repeated\s{0,9}=\s{0,9}[\"']([0-9]{1,9})[\"']")


@dataclass
class _Reach:
    """The rows and columns of one sheet so far; those that are only coloured do not count."""

    name: str = ""
    rows: int = 0
    last_row: int = 0
    last_column: int = 0
    columns: int = 0

    @property
    def area(self) -> int:
        return self.last_row * self.last_column


def check_area(content: bytes) -> None:
    """Raises UnreadableFileError if the rectangles of the sheets have too many cells together."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("content.xml") if "content.xml" in archive.namelist() else b""
    sheets = [_Reach()]
    for match in _TAG.finditer(xml):
        tag, attributes = match.groups()
        repeated = _TIMES.search(attributes)
        times = int(repeated.group(1)) if repeated else 1
        sheet = sheets[-1]
        if tag == b"table":
            name = _NAME.search(attributes)
            sheets.append(_Reach(unescape(name.group(1).decode("utf-8", "replace")) if name else ""))
        elif tag == b"table-row":
            sheet.rows += times
            sheet.columns = 0
        else:
            sheet.columns += times
            if b"value" in attributes or not attributes.rstrip().endswith(b"/"):
                sheet.last_row = sheet.rows
                sheet.last_column = max(sheet.last_column, sheet.columns)
    if sum(sheet.area for sheet in sheets) > MAX_CELLS:
        widest = max(sheets, key=lambda sheet: sheet.area)
        raise UnreadableFileError("BERKAS_TERLALU_LUAS", sheet=widest.name)
