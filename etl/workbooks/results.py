"""The results of formulas, which openpyxl drops when it saves a workbook.

Without them a preview, a phone and the protected view of Excel (every file from an email) show empty cells.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import NamedTuple

from openpyxl.reader.excel import ExcelReader

_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^/])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_RESULT = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)<")
_PLACE = re.compile(rb"\br=[\"']([A-Z]+[0-9]+)[\"']")
_TYPE = re.compile(rb"\bt=[\"'](\w+)[\"']")
_EMPTY = re.compile(rb'<c r="([A-Z]+[0-9]+)"([^>]*)>(<f\b(?:[^>]*/>|.*?</f>))<v ?(?:/>|></v>)</c>', re.DOTALL)


class _Result(NamedTuple):
    kind: bytes  # of the cell: str, b, e, or empty for a number
    value: bytes  # as it stands in the XML


def restore_results(saved: bytes, original: bytes) -> bytes:
    """The saved workbook with the results that the formulas had in the original, sheet by sheet."""
    with zipfile.ZipFile(io.BytesIO(original)) as archive:
        results = {
            name: found for name, path in _sheets(original).items() if (found := _results(archive.read(path)))
        }
    if not results:
        return saved
    by_path = {path: results[name] for name, path in _sheets(saved).items() if name in results}
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(saved)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename in by_path:
                content = _filled(content, by_path[entry.filename])
            target.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _sheets(content: bytes) -> dict[str, str]:
    """Name of each sheet -> its part of the archive."""
    reader = ExcelReader(io.BytesIO(content), keep_links=False)
    reader.read_manifest()
    reader.read_workbook()
    parts = set(reader.archive.namelist())
    return {
        sheet.name: relation.target
        for sheet, relation in reader.parser.find_sheets()
        if relation.target in parts
    }


def _results(xml: bytes) -> dict[bytes, _Result]:
    """Cell -> result, of the cells with a formula that was computed."""
    found: dict[bytes, _Result] = {}
    if not _FORMULA.search(xml):
        return found
    for attributes, inside in _CELL.findall(xml):
        place, value = _PLACE.search(attributes), _RESULT.search(inside)
        if place and value and _FORMULA.search(inside):
            kind = _TYPE.search(attributes)
            found[place.group(1)] = _Result(kind.group(1) if kind else b"", value.group(1))
    return found


def _filled(xml: bytes, results: dict[bytes, _Result]) -> bytes:
    def fill(match: re.Match[bytes]) -> bytes:
        place, attributes, formula = match.groups()
        result = results.get(place)
        if result is None:
            return match.group(0)
        kind = b' t="' + result.kind + b'"' if result.kind else b""
        attributes = _TYPE.sub(b"", attributes).rstrip() + kind
        return b'<c r="%s"%s>%s<v>%s</v></c>' % (place, attributes, formula, result.value)

    return _EMPTY.sub(fill, xml)
