"""What must be known of an old .xls before it is read: how far its sheets reach, a password, error cells.

The file is a small file system (OLE) with one stream of records (BIFF). The reader lays out every sheet in
full as it opens the file, so that sixty cells in sixty far corners would take all memory.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from etl.reading.grid import UnreadableFileError
from etl.reading.limits import MAX_CELLS
from etl.reading.sheet_xml import Faults

MAX_SHEETS = 1_000
_END, _DIFAT_IN_HEADER = 0xFFFFFFFA, 109  # from _END on, sector numbers have a special meaning
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!",
           0x2A: "#N/A"}  # fmt: skip
_BOUNDSHEET, _FILEPASS, _EOF, _FORMULA, _BOOLERR, _MULRK = 0x85, 0x2F, 0x0A, 0x06, 0x205, 0xBD
_CELLS = {_FORMULA, _BOOLERR, _MULRK, 0x203, 0x204, 0xFD, 0x27E, 0xD6, 0x02, 0x03, 0x04, 0x05}


@dataclass
class _Sheet:
    n_rows: int = 0
    n_columns: int = 0
    errors: list[tuple[int, int, str]] = field(default_factory=list)


def scan(content: bytes) -> Faults:
    """Error cells of an .xls: sheet number from 0 -> (row, column, text), counted from 0.

    Raises UnreadableFileError for a password, for sheets that reach too far and for a damaged container.
    """
    try:
        return _scan(_workbook_stream(content))
    except (struct.error, IndexError) as error:
        raise UnreadableFileError("BERKAS_TAK_TERBACA", reason="berkas Excel rusak atau terpotong") from error


def _scan(stream: bytes) -> Faults:
    offsets, names = [], []
    for record, body in _records(stream, 0):
        if record == _FILEPASS:
            raise UnreadableFileError("BERKAS_TERKUNCI")
        if record == _BOUNDSHEET:
            offsets.append(struct.unpack_from("<I", body)[0])
            names.append(body[8:].decode("utf-16-le" if body[7] & 1 else "latin-1", "replace"))
    if len(offsets) > MAX_SHEETS:
        raise UnreadableFileError("BERKAS_TERLALU_LUAS", sheet=names[MAX_SHEETS])
    read: dict[int, _Sheet] = {}
    found: Faults = {}
    n_cells = 0
    for number, offset in enumerate(offsets):
        sheet = read.get(offset) or read.setdefault(offset, _read_sheet(stream, offset))
        n_cells += sheet.n_rows * sheet.n_columns
        if n_cells > MAX_CELLS:
            raise UnreadableFileError("BERKAS_TERLALU_LUAS", sheet=names[number])
        if sheet.errors:
            found[number] = sheet.errors
    return found


def _read_sheet(stream: bytes, offset: int) -> _Sheet:
    sheet = _Sheet()
    for record, body in _records(stream, offset):
        if record not in _CELLS or len(body) < 6:
            continue
        row, column = struct.unpack_from("<HH", body)
        last = struct.unpack_from("<H", body, len(body) - 2)[0] if record == _MULRK else column
        sheet.n_rows = max(sheet.n_rows, row + 1)
        sheet.n_columns = max(sheet.n_columns, last + 1)
        code = None
        if record == _BOOLERR and len(body) >= 8 and body[7]:
            code = body[6]
        elif record == _FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:
            code = body[8]
        if code is not None:
            sheet.errors.append((row, column, _ERRORS.get(code, "#N/A")))
    return sheet


def _records(stream: bytes, offset: int) -> Iterator[tuple[int, bytes]]:
    """Records from an offset to the end of the part that begins there; charts inside it are passed over."""
    depth = 0
    while offset + 4 <= len(stream):
        record, length = struct.unpack_from("<HH", stream, offset)
        if record & 0xF0FF == 0x0009 and record >> 8 in (0, 2, 4, 8):
            depth += 1
        elif record == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield record, stream[offset + 4 : offset + 4 + length]
        offset += 4 + length


def _workbook_stream(content: bytes) -> bytes:
    shift, mini_shift = struct.unpack_from("<HH", content, 30)
    (first_directory,) = struct.unpack_from("<I", content, 48)
    mini_limit, first_mini_fat = struct.unpack_from("<II", content, 56)
    (first_difat,) = struct.unpack_from("<I", content, 68)
    if shift not in (9, 12) or mini_shift > shift:
        raise IndexError("no such sector size")
    size = 1 << shift
    sectors = [content[start : start + size] for start in range(size, len(content), size)]
    fat_sectors = list(struct.unpack_from(f"<{_DIFAT_IN_HEADER}I", content, 76))
    while first_difat < _END and len(fat_sectors) <= len(sectors) + _DIFAT_IN_HEADER:
        *more, first_difat = struct.unpack(f"<{size // 4}I", sectors[first_difat])
        fat_sectors += more
    table = b"".join(sectors[number] for number in fat_sectors if number < _END)
    fat = struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])
    directory = _chain(first_directory, fat, sectors)
    entries = [directory[start : start + 128] for start in range(0, len(directory) - 127, 128)]
    named = {entry[:64].decode("utf-16-le", "replace").partition("\0")[0].lower(): entry for entry in entries}
    root = entries[0]
    for entry in (named[name] for name in ("workbook", "book") if name in named):
        first, length = struct.unpack_from("<II", entry, 116)
        if length >= mini_limit:
            return _chain(first, fat, sectors)[:length]
        mini = _chain(struct.unpack_from("<I", root, 116)[0], fat, sectors)
        step = 1 << mini_shift
        pieces = [mini[start : start + step] for start in range(0, len(mini), step)]
        mini_table = _chain(first_mini_fat, fat, sectors)
        mini_fat = struct.unpack(f"<{len(mini_table) // 4}I", mini_table[: len(mini_table) // 4 * 4])
        return _chain(first, mini_fat, pieces)[:length]
    raise UnreadableFileError(
        "BERKAS_TAK_TERBACA", reason="isinya dokumen lain (misalnya Word lama), bukan buku kerja Excel"
    )


def _chain(number: int, table: tuple[int, ...], sectors: list[bytes]) -> bytes:
    """The sectors of a chain one after the other. Raises IndexError for a chain that runs in a circle."""
    taken = []
    while number < _END:
        taken.append(sectors[number])
        if len(taken) > len(sectors):
            raise IndexError("circular chain")
        number = table[number]
    return b"".join(taken)
