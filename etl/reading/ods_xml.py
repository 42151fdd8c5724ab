"""What must be known from the XML of an OpenDocument workbook: how far its sheets reach, its faulty cells.

One cell may say that it stands a million times; and the reader turns error cells (#DIV/0!) into empty ones.
No pattern here may run past the next "<": a hostile file would make it try every start against every end.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from html import unescape

from etl.reading.grid import UnreadableFileError
from etl.reading.limits import MAX_CELLS
from etl.reading.sheet_xml import Faults

_TAG = re.compile(rb"<table:(table-row|table-cell|covered-table-cell|table)(?![-\w])([^<>]{0,4000})>")
_NAME = re.compile(rb"table:name\s{0,9}=\s{0,9}[\"']([^\"'<>]{0,300})")
_TIMES = re.compile(rb"table:number-(?:rows|columns)-repeated\s{0,9}=\s{0,9}[\"']([0-9]{1,9})[\"']")
# The text of an error: LibreOffice has numbers of its own beside the names that Excel knows.
_ERROR = re.compile(rb"\s{0,99}<text:p\b[^<>]{0,400}>(#[A-Z0-9/!?]{2,10}|Err:[0-9]{3})</text:p>")


@dataclass
class _Reach:
    """The rows and columns of one sheet so far; those that are only coloured do not count."""

    name: str = ""
    rows: int = 0
    repeated: int = 1  # how often the current row stands
    last_row: int = 0
    last_column: int = 0
    columns: int = 0

    @property
    def area(self) -> int:
        return self.last_row * self.last_column


def scan(content: bytes) -> Faults:
    """Faulty cells of an .ods: sheet number from 0 -> (row, column, text of the error), counted from 0.

    Raises UnreadableFileError if the rectangles of the sheets have too many cells together.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("content.xml") if "content.xml" in archive.namelist() else b""
    sheets = [_Reach()]
    errors: list[tuple[int, range, range, str]] = []
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
            sheet.repeated = times
            sheet.columns = 0
        else:
            sheet.columns += times
            if b"value" in attributes or not attributes.rstrip().endswith(b"/"):
                sheet.last_row = sheet.rows
                sheet.last_column = max(sheet.last_column, sheet.columns)
                # A text may look like an error; only a formula has one.
                is_computed = b"table:formula" in attributes or b'value-type="error"' in attributes
                if is_computed and (error := _ERROR.match(xml, match.end())):
                    rows = range(sheet.rows - sheet.repeated, sheet.rows)
                    columns = range(sheet.columns - times, sheet.columns)
                    errors.append((len(sheets) - 2, rows, columns, error.group(1).decode()))
    if sum(sheet.area for sheet in sheets) > MAX_CELLS:
        widest = max(sheets, key=lambda sheet: sheet.area)
        raise UnreadableFileError("BERKAS_TERLALU_LUAS", sheet=widest.name)
    faults: Faults = {}
    for number, rows, columns, text in errors:
        faults.setdefault(number, []).extend((row, column, text) for row in rows for column in columns)
    return faults
