"""What must be known from the XML of a workbook: how far its sheets reach, and its faulty cells.

The reader lays a sheet out as a full rectangle, so that a stray cell in the last row and column would take
all memory; and it turns error cells (#DIV/0!, #REF!, ...) and formulas without a result into empty ones.
No pattern here may run past the next "<": a hostile file would make it try every start against every end.
"""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from pathlib import PurePosixPath

import pyarrow as pa
import pyarrow.compute as pc

from etl.reading.grid import UNCOMPUTED, UnreadableFileError
from etl.reading.limits import MAX_CELLS

Faults = dict[int, list[tuple[int, int, str]]]

_SHEET = re.compile(rb"<(?:\w{1,20}:)?sheet\b([^<>]{0,4000})>")
_RELATION = re.compile(rb"<(?:\w{1,20}:)?Relationship\b([^<>]{0,4000})>")
_ROW = re.compile(rb"<(?:\w{1,20}:)?row\b(?:[^<>]{0,400}?\sr=[\"']([0-9]{1,7}))?")
# Of cells and rows alike, in whatever tag: a cell may stand in another row than the row around it.
_REFERENCED = r"\sr\s{0,9}=\s{0,9}[\"']"
_COLUMN = re.compile(_REFERENCED.encode() + rb"([A-Za-z]{1,3})[0-9]")
_SAMPLE_BYTES = 100_000
# A cell that does not say where it stands: the next column, however far that is.
_UNPLACED = r"<(?:\w{1,20}:)?c(?:\s+(?:[^r\s=<>/][\w:]*|r[\w:]+)\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*\s*/?>"
_MAY_BE_FAULTY = "<[\\w:]*f|t=[\"']e[\"']"
# A whole tag, also with a ">" inside a value.
_ROW_OR_CELL = re.compile(rb"<(?:\w{1,20}:)?(row|c)(?=[\s/>])((?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>")
_PLACE = re.compile(rb"\sr\s{0,9}=\s{0,9}[\"']([A-Za-z]{0,3})([0-9]{1,9})")
_ATTRIBUTE = re.compile(rb'([\w:]{1,60})\s{0,9}=\s{0,9}(?:"([^"]*)"|\'([^\']*)\')')
# A cell: its attributes, its formula if it has one, its value.
_CELL = re.compile(
    rb"<(?:\w{1,20}:)?c\b([^<>]{0,400})>\s{0,99}"
    rb"(<(?:\w{1,20}:)?f\b[^<>]{0,400}>(?:[^<>]{0,9000}</(?:\w{1,20}:)?f>)?)?\s{0,99}"
    rb"(?:<(?:\w{1,20}:)?v\b[^<>]{0,99}>([^<]{0,99}))?"
)
_REFERENCE = re.compile(r"^([A-Z]{1,3})([0-9]{1,7})$")


def scan(content: bytes) -> Faults:
    """Faulty cells of an .xlsx: sheet number from 0 -> (row, column, text), counted from 0; else empty.

    The text is the error, or UNCOMPUTED for a formula that no program has calculated yet. Raises
    UnreadableFileError if the rectangles of the sheets have too many cells.
    """
    found: Faults = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            return {}
        paths = sheet_paths(archive)
        n_cells = 0
        for number, (_, path) in enumerate(paths):
            xml = archive.read(path) if path else b""
            n_cells += _area(xml)
            cells = _faults_in(xml)
            if cells:
                found[number] = cells
        # The reader may find a sheet that a damaged list of sheets hides from here.
        known = {path for _, path in paths}
        hidden = [(name, name) for name in archive.namelist() if name not in known]
        for _, name in hidden:
            xml = archive.read(name)
            n_cells += _area(xml) if b"sheetData" in xml else 0
        if n_cells > MAX_CELLS:
            _check_filled(archive, paths + hidden)
    return found


def _check_filled(archive: zipfile.ZipFile, paths: list[tuple[str, str]]) -> None:
    """Count again, cells with content only: rows may be coloured down to the last."""
    n_cells = 0
    for name, path in paths:
        n_cells += _filled_area(archive.read(path)) if path else 0
        if n_cells > MAX_CELLS:
            raise UnreadableFileError("BERKAS_TERLALU_LUAS", sheet=name)


def sheet_paths(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """(name, path in the archive) of every sheet in the order of the workbook; no path if it is missing."""
    names = set(archive.namelist())
    relations = "xl/_rels/workbook.xml.rels"
    if relations not in names:
        return []
    targets = {}
    for match in _RELATION.finditer(archive.read(relations)):
        told = attributes(match.group(1))
        targets[told.get("Id", "")] = told.get("Target", "")
    paths = []
    for match in _SHEET.finditer(archive.read("xl/workbook.xml")):
        told = attributes(match.group(1))
        target = targets.get(told.get("r:id", told.get("id", "")), "")
        path = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
        paths.append((told.get("name", ""), path if path in names else ""))
    return paths


def _area(xml: bytes) -> int:
    """At least the cells in the rectangle from A1 to the last row and column; above MAX_CELLS if unknown.

    The first and last rows tell how far the sheet reaches, and one search proves that no cell lies beyond.
    """
    sample = xml[:_SAMPLE_BYTES] + xml[-_SAMPLE_BYTES:]
    n_tags = xml.count(b"<row") + xml.count(b":row")
    n_rows = max(n_tags, *map(int, filter(None, _ROW.findall(sample))), 1)
    last = max(_COLUMN.findall(sample), key=_column_number, default=b"A").decode().upper()
    for row, column in ((n_rows, last), (10 ** len(str(n_rows)) - 1, "Z" * len(last))):
        beyond = f"(?:{_beyond(column, 'Z')})[0-9]|[A-Z]{{0,3}}(?:{_beyond(str(row), '9')})"
        if not _holds(xml, f"(?i){_REFERENCED}(?:{beyond})|{_UNPLACED}"):
            return row * _column_number(column.encode())
    return MAX_CELLS + 1


def _beyond(last: str, highest: str) -> str:
    """Pattern of what comes after a number (9) or the letters of a column (Z): longer, or larger."""
    one = "[0-9]" if highest == "9" else "[A-Z]"
    larger = [
        f"{last[:place]}[{chr(ord(mark) + 1)}-{highest}]{one}{{{len(last) - place - 1}}}"
        for place, mark in enumerate(last)
        if mark != highest
    ]
    return "|".join([f"{one}{{{len(last) + 1},9}}", *larger])


def _holds(xml: bytes, pattern: str) -> bool:
    """Whether a pattern (RE2, in linear time) is found; some ten times as fast as `re` in a large sheet."""
    found = pc.match_substring_regex(pa.array([xml], pa.large_binary()), pattern)
    return bool(found[0].as_py())


def _filled_area(xml: bytes) -> int:
    """The same rectangle, of the cells with content only."""
    last_row = last_column = row = column = 0
    for tag, told in _ROW_OR_CELL.findall(xml):
        place = _PLACE.search(told)
        if tag == b"row":
            row, column = int(place.group(2)) if place else row + 1, 0
            continue
        column = _column_number(place.group(1)) if place else column + 1
        if not told.endswith(b"/"):
            last_row = max(last_row, int(place.group(2)) if place else row)
            last_column = max(last_column, column)
    return last_row * last_column


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def attributes(text: bytes) -> dict[str, str]:
    """Attributes of an element, from the text of its tag."""
    return {
        key.decode("ascii", "replace"): unescape((double or single).decode("utf-8", "replace"))
        for key, double, single in _ATTRIBUTE.findall(text)
    }


def _faults_in(xml: bytes) -> list[tuple[int, int, str]]:
    if not _holds(xml, _MAY_BE_FAULTY):
        return []
    cells = []
    for match in _CELL.finditer(xml):
        start, formula, value = match.groups()
        if start.endswith(b"/"):
            continue
        is_error = b't="e"' in start or b"t='e'" in start
        # A formula whose result is an empty text says so with t="str"; a number must have a value.
        is_uncomputed = formula is not None and not value and b"t=" not in start
        if not (is_error and value) and not is_uncomputed:
            continue
        place = cell_place(start)
        if place:
            text = unescape(value.decode("utf-8", "replace")) if is_error else UNCOMPUTED
            cells.append((*place, text))
    return cells


def cell_place(start: bytes) -> tuple[int, int] | None:
    """Row and column of a cell, counted from 0, from the attributes of its tag."""
    reference = _REFERENCE.match(attributes(start).get("r", ""))
    if reference is None:
        return None
    return int(reference.group(2)) - 1, _column_number(reference.group(1).encode()) - 1
