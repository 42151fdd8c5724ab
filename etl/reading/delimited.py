"""CSV text -> one grid: encoding, separator and quotes, without ever losing a line."""

from __future__ import annotations

import csv
import re
from collections import Counter

from etl.reading.grid import Grid, RowProblem, UnreadableFileError

SEPARATORS = (";", ",", "\t")
SAMPLE_LINES = 60
# A quoted cell may hold line breaks. One that runs on for longer than this is a quote somebody forgot.
MAX_LINES_PER_CELL = 300

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_SEPARATOR_HINT = re.compile(r"^sep=(.)\s*$", re.IGNORECASE)


def read_delimited(content: bytes, file_name: str) -> Grid:
    """Read a text table. Rows are numbered as in Excel, blank lines counted. Raises UnreadableFileError."""
    text, is_damaged = _decode(content)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    if not lines:
        raise UnreadableFileError("BERKAS_KOSONG")
    separator = _separator(lines)
    if _SEPARATOR_HINT.match(lines[0]):
        lines[0] = ""
    rows, problems = _split(lines, separator)
    widths = [len(row) for row in rows]
    width = max(widths)
    for row in rows:
        row.extend([""] * (width - len(row)))
    damage = [RowProblem("KARAKTER_RUSAK")] if is_damaged else []
    return Grid(file_name, 1, rows, widths=widths, row_problems=problems, sheet_problems=damage)


def _decode(content: bytes) -> tuple[str, bool]:
    """Text, and whether some characters could not be read."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text, damaged = content.decode("utf-16", "replace"), False
    else:
        text, damaged = _decode_bytes(content)
    # Real tables have no control characters; a photo or an executable has hundreds.
    if len(_CONTROL.findall(text[:20_000])) > 5 + len(text[:20_000]) // 200:
        raise UnreadableFileError(
            "BERKAS_TAK_TERBACA", reason="isinya bukan tabel teks dan bukan buku kerja Excel"
        )
    return text.lstrip("\ufeff"), damaged or "\ufffd" in text


def _decode_bytes(content: bytes) -> tuple[str, bool]:
    try:
        return content.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252"), False
    except UnicodeDecodeError:
        return content.decode("utf-8", "replace"), True


def _separator(lines: list[str]) -> str:
    """The separator that cuts most lines into the same, large number of cells."""
    hint = _SEPARATOR_HINT.match(lines[0])
    if hint and hint.group(1) in SEPARATORS:
        return hint.group(1)
    sample = [line for line in lines if line.strip()][:SAMPLE_LINES]
    scores = {}
    for separator in SEPARATORS:
        counts = Counter(len(_cells(line, separator)) for line in sample)
        counts.pop(1, None)
        scores[separator] = max((size * times for size, times in counts.items()), default=0)
    return max(SEPARATORS, key=lambda separator: scores[separator])


def _cells(line: str, separator: str) -> list[str]:
    """Cells of one line by the ordinary quoting rules; quotes stay where the rules do not fit."""
    if '"' not in line:
        return line.split(separator)
    return _record(line, separator) or line.split(separator)


def _record(text: str, separator: str) -> list[str]:
    """Cells of exactly one record; empty if the text is none or several."""
    try:
        rows = list(csv.reader([text], delimiter=separator))
    except csv.Error:
        return []
    return rows[0] if len(rows) == 1 else []


def _split(lines: list[str], separator: str) -> tuple[list[list[str]], dict[int, list[RowProblem]]]:
    rows: list[list[str]] = []
    problems: dict[int, list[RowProblem]] = {}
    width = _usual_width(lines, separator)
    position = 0
    while position < len(lines):
        line = lines[position]
        taken = 1
        if not line.strip():
            cells = [""]
        elif '"' not in line:
            cells = line.split(separator)
        elif not _is_open(line, separator):
            cells = _cells(line, separator)
        else:
            cells, taken = _joined(lines, position, separator, width)
            if taken == 0:
                # An unclosed quote is a fault of this line only: the lines after it are read as usual.
                cells, taken = line.split(separator), 1
                problems[len(rows) + 1] = [RowProblem("KUTIP_TIDAK_DITUTUP")]
        rows.append(cells)
        position += taken
    return rows, problems


def _usual_width(lines: list[str], separator: str) -> int | None:
    """Cells of most records, read by the ordinary rules: a forgotten quote spoils few of them."""
    try:
        widths = Counter(map(len, csv.reader((line + "\n" for line in lines), delimiter=separator)))
    except csv.Error:
        widths = Counter(len(_cells(line, separator)) for line in lines)
    wide = [(count, width) for width, count in widths.items() if width > 1]
    return max(wide)[1] if wide else None


def _is_open(text: str, separator: str) -> bool:
    """Whether the text ends inside a quoted cell. A quote inside a cell, as in 5" pipe, opens nothing."""
    if text.count('"') % 2 == 0:
        return False
    inside = False
    at_start = True
    index = 0
    while index < len(text):
        character = text[index]
        if inside:
            if character == '"':
                if text[index + 1 : index + 2] == '"':
                    index += 1
                else:
                    inside = False
        elif character == '"' and at_start:
            inside = True
        at_start = character == separator and not inside
        index += 1
    return inside


def _joined(lines: list[str], position: int, separator: str, width: int | None) -> tuple[list[str], int]:
    """Cells of a record that runs over several lines, and how many; 0 lines if no sound record is found.

    The record must close its quote, have the usual number of cells and swallow no line that is a record by
    itself. Otherwise the quote of a later line would close this one, and the lines between would vanish into
    one cell.
    """
    text = lines[position]
    for taken in range(2, MAX_LINES_PER_CELL + 1):
        if position + taken > len(lines):
            break
        line = lines[position + taken - 1]
        if width is not None and _is_whole(line, separator, width):
            break
        text += "\n" + line
        if not _is_open(text, separator):
            cells = _record(text, separator)
            return (cells, taken) if cells and width in (None, len(cells)) else ([], 0)
    return [], 0


def _is_whole(line: str, separator: str, width: int) -> bool:
    """Whether a line is a complete record: the usual number of cells, and quotes only around whole cells."""
    if width < 2 or line.count(separator) < width - 1:
        return False
    mark = re.escape(separator)
    cell = f'(?:[^"{mark}]*|"(?:[^"]|"")*")'
    return bool(re.fullmatch(f"{cell}(?:{mark}{cell})*", line)) and len(_cells(line, separator)) == width
