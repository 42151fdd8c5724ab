"""Small files of every kind, sound and broken, built in memory: workbooks, archives, text, OLE."""

from __future__ import annotations

import csv
import io
import struct
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import xlsxwriter

from tests.vocabulary import UNSUR

SURVEY = ["unit", "layanan", "tanggal", *UNSUR]
SCORES = ["tahun", "unit", "nilai"]
USERS = ["tahun", "unit", "jumlah"]
STANDARD = ["unit", "nama_layanan", "tanggal_pengajuan", "status"]

Rows = Sequence[Sequence[Any]]


def answer(*values: object, day: object = "12/01/2024", unit: str = "DINKES") -> list[object]:
    """A row of a survey; without values nine times 3."""
    return [unit, "Izin", day, *(values or [3] * 9)]


def text(*rows: Sequence[object], sep: str = ";", end: str = "\r\n", encoding: str = "utf-8") -> bytes:
    """A CSV file by the ordinary quoting rules."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=sep, lineterminator=end).writerows(rows)
    return stream.getvalue().encode(encoding)


def book(build: Callable[[Any], None], **options: object) -> bytes:
    """An .xlsx that `build` fills."""
    stream = io.BytesIO()
    settings = {"default_date_format": "dd/mm/yyyy", "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, settings | options) as workbook:
        build(workbook)
    return stream.getvalue()


def sheets(tables: dict[str, Rows], **options: object) -> bytes:
    """An .xlsx with one sheet per table, from A1 on."""

    def build(workbook: Any) -> None:
        for name, rows in tables.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)

    return book(build, **options)


def table(*rows: Sequence[Any], **options: object) -> bytes:
    """An .xlsx with a single sheet."""
    return sheets({"Data": rows}, **options)


def archive(entries: dict[str, bytes]) -> bytes:
    """A zip archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return stream.getvalue()


def repacked(
    workbook: bytes, change: Callable[[str, bytes], bytes], extra: dict[str, bytes] | None = None
) -> bytes:
    """The archive again with every entry changed by `change(name, content)`, and some entries more."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as packed:
        entries = {name: change(name, packed.read(name)) for name in packed.namelist()}
    return archive(entries | (extra or {}))


def replaced(workbook: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The workbook with a text in one of its parts replaced. The text must be there."""

    changed = []

    def change(name: str, content: bytes) -> bytes:
        if part not in name or name.endswith(".rels") != part.endswith(".rels"):
            return content
        assert old in content, f"{old!r} is not in {name}"
        changed.append(name)
        return content.replace(old, new)

    result = repacked(workbook, change)
    assert changed, f"no part is named {part}"
    return result


def ods(rows: bytes, extra: dict[str, bytes] | None = None) -> bytes:
    """An OpenDocument workbook with the given table rows."""
    names = "".join(
        f' xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{key}:1.0"'
        for key in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content{names}><office:body><office:spreadsheet>'
        '<table:table table:name="Data">%s</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    entries = {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": (content % rows.decode()).encode(),
        "META-INF/manifest.xml": manifest.encode(),
    }
    return archive(entries | (extra or {}))


def ods_row(cells: Iterable[object], *, times: int = 1, across: int = 1) -> bytes:
    """One table row; `times` it is repeated downwards, `across` each cell is repeated."""
    repeat = f' table:number-columns-repeated="{across}"' if across > 1 else ""
    texts = "".join(
        f'<table:table-cell{repeat} office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        for cell in cells
    )
    return f'<table:table-row table:number-rows-repeated="{times}">{texts}</table:table-row>'.encode()


def _record(number: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", number, len(body)) + body


def _beginning(kind: int) -> bytes:
    return _record(0x809, struct.pack("<HHHHII", 0x600, kind, 0x0DBB, 0x07CC, 0, 6))


def _xls_cell(row: int, column: int, value: object) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if value == "#DIV/0!":
        return _record(0x205, place + b"\x07\x01")
    if isinstance(value, str):
        return _record(0x204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
    return _record(0x203, place + struct.pack("<d", value))


def xls(*tables: dict[tuple[int, int], object], is_locked: bool = False, is_circular: bool = False) -> bytes:
    """An old .xls; each table is (row, column) -> value from 0. A large stream, not a small one."""
    bodies = [
        _beginning(0x10)
        + b"".join(_xls_cell(*place, value) for place, value in cells.items())
        + _record(0x0A)
        for cells in tables
    ]

    def head(offsets: list[int]) -> bytes:
        parts = [
            _beginning(5),
            _record(0x2F, b"\1\0" + b"\1" * 52) if is_locked else b"",
            _record(0x42, b"\xb0\x04"),
        ]
        for number, offset in enumerate(offsets, start=1):
            name = f"Lembar{number}".encode()
            parts.append(_record(0x85, struct.pack("<IBBBB", offset, 0, 0, len(name), 0) + name))
        return b"".join(parts) + _record(0x0A)

    offsets, position = [], len(head([0] * len(bodies)))
    for body in bodies:
        offsets.append(position)
        position += len(body)
    return ole("Workbook", head(offsets) + b"".join(bodies), is_circular=is_circular)


def ole(name: str, content: bytes, *, is_circular: bool = False) -> bytes:
    """An OLE container with one stream, in 512-byte sectors: allocation table, directory, stream."""
    content = content.ljust(4096, b"\0")
    content += b"\0" * (-len(content) % 512)
    n_sectors = len(content) // 512
    n_tables = 1
    while n_sectors + 1 + n_tables > n_tables * 128:
        n_tables += 1
    first, end, free = n_tables + 1, 0xFFFFFFFE, 0xFFFFFFFF
    chain = [first + number + 1 for number in range(n_sectors - 1)] + [first if is_circular else end]
    sectors = [0xFFFFFFFD] * n_tables + [end] + chain
    sectors += [free] * (n_tables * 128 - len(sectors))

    def entry(title: str, kind: int, child: int, start: int, size: int) -> bytes:
        label = title.encode("utf-16-le") + b"\0\0"
        fields = struct.pack("<HBBIII", len(label) if title else 0, kind, 1, free, free, child)
        return label.ljust(64, b"\0") + fields + b"\0" * 36 + struct.pack("<IQ", start, size)

    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 16
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + b"\0" * 6
    )
    header += struct.pack("<9I", 0, n_tables, n_tables, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", *range(n_tables), *[free] * (109 - n_tables))
    directory = (
        entry("Root Entry", 5, 1, end, 0)
        + entry(name, 2, free, first, len(content))
        + entry("", 0, free, 0, 0) * 2
    )
    return header + struct.pack(f"<{len(sectors)}I", *sectors) + directory + content
