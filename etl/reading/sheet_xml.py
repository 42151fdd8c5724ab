"""What must be known from the XML of an .xlsx: how far its sheets reach, and its error cells.

The reader lays a sheet out as a full rectangle, so that a stray cell in the last row and column would take
all memory; and it turns error cells (#DIV/0!, #REF!, ...) into empty ones.
"""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from pathlib import PurePosixPath

from etl.reading.grid import UnreadableFileError

_SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^>]*?)/?>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*?)/?>")
_ROW = re.compile(rb"<(?:\w+:)?row\b(?:[^>]*?\sr=[\"']([0-9]{1,7}))?")
_FAR_COLUMN = re.compile(rb"\sr=[\"']([A-Z]{2,3})[0-9]")
_FILLED = re.compile(rb"<(?:\w+:)?c\b[^>]*?\sr=[\"']([A-Z]{1,3})([0-9]{1,7})[\"'](?:[^>]*[^/>])?>")
_ATTRIBUTE = re.compile(rb'([\w:]+)\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')
_ERROR = re.compile(
    rb"<(?:\w+:)?c\b([^>]*\bt=[\"']e[\"'][^>]*)>.*?<(?:\w+:)?v>([^<]*)</(?:\w+:)?v>", re.DOTALL
)
_REFERENCE = re.compile(r"^([A-Z]{1,3})([0-9]{1,7})$")


def scan(content: bytes, max_cells: int) -> dict[str, list[tuple[int, int, str]]]:
    """Error cells of an .xlsx: sheet name -> (row, column, error text), counted from 0; else empty.

    Raises UnreadableFileError for a sheet whose rectangle has more than `max_cells` cells.
    """
    found: dict[str, list[tuple[int, int, str]]] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            return {}
        for name, path in _sheet_paths(archive).items():
            xml = archive.read(path)
            if _area(xml) > max_cells and _filled_area(xml) > max_cells:
                raise UnreadableFileError("BERKAS_TERLALU_LUAS", sheet=name)
            cells = _errors_in(xml)
            if cells:
                found[name] = cells
    return found


def _sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    names = set(archive.namelist())
    relations = "xl/_rels/workbook.xml.rels"
    if relations not in names:
        return {}
    targets = {}
    for match in _RELATION.finditer(archive.read(relations)):
        attributes = _attributes(match.group(1))
        targets[attributes.get("Id", "")] = attributes.get("Target", "")
    paths = {}
    for match in _SHEET.finditer(archive.read("xl/workbook.xml")):
        attributes = _attributes(match.group(1))
        target = targets.get(attributes.get("r:id", attributes.get("id", "")), "")
        path = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
        if path in names:
            paths[attributes.get("name", "")] = path
    return paths


def _area(xml: bytes) -> int:
    """Cells in the rectangle from A1 to the last row and column."""
    rows = _ROW.findall(xml)
    n_rows = max(len(rows), max(map(int, filter(None, rows)), default=0))
    # Columns beyond Z are rare, so only those are collected.
    n_columns = max(map(_column_number, set(_FAR_COLUMN.findall(xml))), default=26)
    return n_rows * n_columns


def _filled_area(xml: bytes) -> int:
    """The same rectangle, of the cells with content only: rows may be coloured down to the last."""
    rows, columns = {0}, {0}
    for letters, digits in _FILLED.findall(xml):
        rows.add(int(digits))
        columns.add(_column_number(letters))
    return max(rows) * max(columns)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _attributes(text: bytes) -> dict[str, str]:
    return {
        key.decode("ascii", "replace"): unescape((double or single).decode("utf-8", "replace"))
        for key, double, single in _ATTRIBUTE.findall(text)
    }


def _errors_in(xml: bytes) -> list[tuple[int, int, str]]:
    if b't="e"' not in xml and b"t='e'" not in xml:
        return []
    cells = []
    for match in _ERROR.finditer(xml):
        reference = _REFERENCE.match(_attributes(match.group(1)).get("r", ""))
        if reference:
            column = _column_number(reference.group(1).encode())
            cells.append(
                (int(reference.group(2)) - 1, column - 1, unescape(match.group(2).decode("utf-8", "replace")))
            )
    return cells
