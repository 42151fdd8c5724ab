"""Numbers that Excel shows in another way than it keeps them: 87,5 % is kept as 0.875, the code 007 as 7.

The reader of workbooks gives what is kept, an official sees what is shown. Most workbooks use neither format:
then only their list of formats is read.
"""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from typing import Any

from etl.reading.grid import ShownNumber
from etl.reading.sheet_xml import attributes, cell_place, sheet_paths

_PERCENT_BUILT_IN = {"9", "10"}
_FORMAT = re.compile(rb"<(?:\w{1,20}:)?numFmt\b([^<>]{0,4000})>")
_CELL_FORMATS = re.compile(rb"<(/?)(?:\w{1,20}:)?cellXfs\b")
_CELL_FORMAT = re.compile(rb"<(?:\w{1,20}:)?xf\b([^<>]{0,4000})>")
_PERCENT = re.compile(r'0(?:[.,]0+)?\s?"?%"?')
_ZEROS = re.compile(r"0{2,15}")
# The first style of the tag, looked ahead for once, so that a hostile tag is not tried in every way.
_CELL = re.compile(
    rb"<(?:\w{1,20}:)?c\b(?=[^<>]{0,400}?\ss=[\"']([0-9]{1,6})[\"'])([^<>]{0,400}+)>\s{0,99}"
    rb"(?:<(?:\w{1,20}:)?f\b[^<>]{0,400}>(?:[^<>]{0,9000}</(?:\w{1,20}:)?f>)?)?\s{0,99}"
    rb"<(?:\w{1,20}:)?v\b[^<>]{0,99}>([^<]{1,99})<"
)

Shown = dict[int, list[tuple[int, int, Any]]]


def scan(content: bytes) -> Shown:
    """Sheet number from 0 -> (row, column, cell as it is shown), counted from 0; empty for other formats.

    A share above 1 is left as it is: 87.5 in a cell for percent is a slip, and 8750 % was never meant.
    """
    found: Shown = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "xl/workbook.xml" not in archive.namelist() or "xl/styles.xml" not in archive.namelist():
            return found
        styles = _styles(archive.read("xl/styles.xml"))
        if not styles:
            return found
        for number, (_, path) in enumerate(sheet_paths(archive)):
            cells = [] if not path else _cells(archive.read(path), styles)
            if cells:
                found[number] = cells
    return found


def _styles(xml: bytes) -> dict[bytes, int]:
    """Cell format -> how many digits it shows at least; 0 for percent."""
    codes = {}
    for match in _FORMAT.finditer(xml):
        told = attributes(match.group(1))
        codes[told.get("numFmtId", "")] = unescape(told.get("formatCode", ""))
    styles: dict[bytes, int] = {}
    bounds = [match.start() for match in _CELL_FORMATS.finditer(xml)][:2]
    inside = xml[slice(*bounds)] if len(bounds) == 2 else b""
    for place, match in enumerate(_CELL_FORMAT.finditer(inside)):
        name = attributes(match.group(1)).get("numFmtId", "")
        code = codes.get(name, "")
        if name in _PERCENT_BUILT_IN or _PERCENT.fullmatch(code):
            styles[str(place).encode()] = 0
        elif _ZEROS.fullmatch(code):
            styles[str(place).encode()] = len(code)
    return styles


def _cells(xml: bytes, styles: dict[bytes, int]) -> list[tuple[int, int, Any]]:
    cells = []
    for match in _CELL.finditer(xml):
        style, start, text = match.groups()
        if style not in styles or b" t=" in start.replace(b' t="n"', b""):
            continue  # a text or an error is shown as it is
        place = cell_place(start)
        try:
            number = float(text)
        except ValueError:
            continue
        digits = styles[style]
        if place and not digits and 0 <= number <= 1:
            cells.append((*place, round(number * 100, 10)))
        elif place and digits and number >= 0 and number == int(number):
            cells.append((*place, ShownNumber(number, f"{int(number):0{digits}d}")))
    return cells
