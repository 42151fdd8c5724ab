"""CSV text -> one grid: encoding, separator and quotes, without ever losing a line."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from etl.reading.grid import Grid, RowProblem, UnreadableFileError
from etl.reading.limits import MAX_CELLS, MAX_TEXT_BYTES

SEPARATORS = (";", ",", "\t")
SAMPLE_LINES = 60
# A quoted cell may hold line breaks. One that runs on for longer than this is a quote somebody forgot.
MAX_LINES_PER_CELL = 300

# Empty cells at the end of a line do not count towards the width of the table beyond this many.
PLAUSIBLE_WIDTH = 1_000
SAMPLE_CHARACTERS = 20_000
PIECE_BYTES = 4 * 1024 * 1024
BINARY_SHARE = 0.02

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_DROP_CONTROL = dict.fromkeys((*range(9), *range(14, 32))) | {11: " ", 12: " "}
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd]")
# A line with two words and a separator between them, as the header of every table is.
_HEADER_LINE = re.compile(r"[^\W\d_]{2}[^\r\n]*?[;,\t][^\r\n]*?[^\W\d_]{2}|[^\W\d_]{2}[^\r\n]*?[;,\t]\"?u\d")
SEPARATOR_HINT = re.compile(r"^sep=(.)\s*$", re.IGNORECASE)


def read_delimited(content: bytes, file_name: str) -> Grid:
    """Read a text table. Rows are numbered as in Excel, blank lines counted. Raises UnreadableFileError."""
    text, problems_of_text = _decode(content)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    if not lines:
        raise UnreadableFileError("BERKAS_KOSONG")
    separator = find_separator(lines)
    if SEPARATOR_HINT.match(lines[0]):
        lines[0] = ""
    rows, problems = _split(lines, separator)
    widths = [len(row) for row in rows]
    for row in rows:
        while len(row) > PLAUSIBLE_WIDTH and not row[-1].strip():
            row.pop()
    width = max(map(len, rows))
    if width * len(rows) > MAX_CELLS:
        raise UnreadableFileError("BERKAS_TERLALU_LUAS", sheet=file_name)
    for row in rows:
        row.extend([""] * (width - len(row)))
    return Grid(file_name, 1, rows, widths=widths, row_problems=problems, sheet_problems=problems_of_text)


def check_size(path: Path) -> None:
    """Refuse a text with more cells than a grid may have, piece by piece. Raises UnreadableFileError."""
    n_cells = 0
    separator = b""
    with path.open("rb") as handle:
        while piece := handle.read(PIECE_BYTES):
            if not separator:
                lines = piece[:SAMPLE_CHARACTERS].decode("utf-8", "replace").splitlines()
                separator = find_separator(lines or [""]).encode()
            n_cells += piece.count(separator) + max(piece.count(b"\n"), piece.count(b"\r"))
            if n_cells > MAX_CELLS or handle.tell() > MAX_TEXT_BYTES:
                raise UnreadableFileError("TEKS_TERLALU_BESAR", limit=f"{MAX_CELLS // 1_000_000} juta")


def _decode(content: bytes) -> tuple[str, list[RowProblem]]:
    """Text without control characters, and what was wrong with it. Raises UnreadableFileError for no text."""
    text, is_damaged = _decode_bytes(content)
    sample = text[:SAMPLE_CHARACTERS]
    if len(_NO_TEXT.findall(sample)) > 5 + BINARY_SHARE * len(sample) and not _has_header(sample):
        raise UnreadableFileError(
            "BERKAS_TAK_TERBACA", reason="isinya bukan tabel teks dan bukan buku kerja Excel"
        )
    problems = [RowProblem("KARAKTER_RUSAK")] if is_damaged or "\ufffd" in text else []
    # Control characters mean nothing in a table: old applications leave them behind in single cells. They go
    # before anything else sees them, because neither Excel nor a report can show them.
    n_control = len(_CONTROL.findall(text))
    if n_control:
        problems.append(RowProblem("KARAKTER_KENDALI", {"count": n_control}))
    return text.translate(_DROP_CONTROL).lstrip("\ufeff"), problems


def _has_header(sample: str) -> bool:
    """Whether one of the first lines is clean and looks like a header; a photo or a program has none."""
    lines = re.split("[\r\n]+", sample, maxsplit=SAMPLE_LINES)[:SAMPLE_LINES]
    return any(_HEADER_LINE.search(line.lower()) for line in lines if not _NO_TEXT.search(line))


def _decode_bytes(content: bytes) -> tuple[str, bool]:
    """Text, and whether some of its letters could not be read."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace"), False
    # Two bytes a letter and no mark in front: every other byte of Latin letters is zero.
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if content[first:400:2].strip(b"\0") == b"" and content[1 - first : 400 : 2].count(0) == 0:
            return content.decode(encoding, "replace"), False
    try:
        return content.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252"), False
    except UnicodeDecodeError:
        return content.decode("utf-8", "replace"), True


def find_separator(lines: list[str]) -> str:
    """The separator that cuts most lines into the same, large number of cells."""
    hint = SEPARATOR_HINT.match(lines[0])
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
    width = usual_width(lines, separator)
    position = 0
    while position < len(lines):
        cells, taken, problem = record_at(lines, position, separator, width)
        rows.append(cells)
        if problem:
            problems[len(rows)] = [problem]
        position += taken
    return rows, problems


def record_at(
    lines: Sequence[str], position: int, separator: str, width: int | None
) -> tuple[list[str], int, RowProblem | None]:
    """The record that begins at a line: its cells, the lines it takes, and what is wrong with it."""
    line = lines[position]
    if not line.strip():
        return [""], 1, None
    if '"' not in line:
        return line.split(separator), 1, None
    if not _is_open(line, separator):
        return _cells(line, separator), 1, None
    cells, taken = _joined(lines, position, separator, width)
    if taken:
        return cells, taken, None
    # An unclosed quote is a fault of this line only: the lines after it are read as usual.
    return line.split(separator), 1, RowProblem("KUTIP_TIDAK_DITUTUP")


def usual_width(lines: Sequence[str], separator: str) -> int | None:
    """Cells of most records, read by the ordinary rules: a forgotten quote spoils few of them."""
    try:
        widths = Counter(map(len, csv.reader((line + "\n" for line in lines), delimiter=separator)))
    except csv.Error:
        widths = Counter(len(_cells(line, separator)) for line in lines)
    wide = [(count, width) for width, count in widths.items() if width > 1]
    return max(wide)[1] if wide else None


def _is_open(text: str, separator: str, *, inside: bool = False) -> bool:
    """Whether the text ends inside a quoted cell. A quote inside a cell, as in 5" pipe, opens nothing.

    `inside`: the text goes on with a quoted cell of the line before.
    """
    if not inside and text.count('"') % 2 == 0:
        return False
    at_start = not inside
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


def _joined(lines: Sequence[str], position: int, separator: str, width: int | None) -> tuple[list[str], int]:
    """Cells of a record that runs over several lines, and how many; 0 lines if no sound record is found.

    The record must close its quote, have the usual number of cells and swallow no line that is a record by
    itself. Otherwise the quote of a later line would close this one, and the lines between would vanish into
    one cell.
    """
    for taken in range(2, MAX_LINES_PER_CELL + 1):
        if position + taken > len(lines):
            break
        line = lines[position + taken - 1]
        if width is not None and _is_whole(line, separator, width):
            break
        # Only the new line is looked at: the text before it ended inside the quotes.
        if '"' in line and not _is_open(line, separator, inside=True):
            cells = _record("\n".join(lines[position : position + taken]), separator)
            return (cells, taken) if cells and width in (None, len(cells)) else ([], 0)
    return [], 0


def _is_whole(line: str, separator: str, width: int) -> bool:
    """Whether a line is a complete record: the usual number of cells, and quotes only around whole cells."""
    if width < 2 or line.count(separator) < width - 1:
        return False
    mark = re.escape(separator)
    cell = f'(?:[^"{mark}]*|"(?:[^"]|"")*")'
    return bool(re.fullmatch(f"{cell}(?:{mark}{cell})*", line)) and len(_cells(line, separator)) == width
