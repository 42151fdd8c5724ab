"""Files that are broken, are something else, or want to take all memory or time."""

from __future__ import annotations

import hashlib
from typing import Any

from tests.intake.builders import (
    SCORES,
    archive,
    book,
    ods,
    ods_row,
    ole,
    repacked,
    replaced,
    sheets,
    table,
    xls,
)
from tests.intake.case import PARTLY, REFUSED, TAKEN, Case

GOOD = (SCORES, [2024, "A", 87.5], [2024, "B", 80])
CELLS = {(row, column): value for row, line in enumerate(GOOD) for column, value in enumerate(line)}
MILLION = 1_000_000


def good() -> bytes:
    return table(*GOOD)


def in_sheet(old: bytes, new: bytes) -> bytes:
    return replaced(good(), "sheet1.xml", old, new)


def far_cell(*, is_empty: bool) -> bytes:
    def build(workbook: Any) -> None:
        sheet = workbook.add_worksheet("Data")
        for number, row in enumerate(GOOD):
            sheet.write_row(number, 0, row)
        if is_empty:
            sheet.write_blank(1_048_575, 16_383, None, workbook.add_format({"bg_color": "yellow"}))
        else:
            sheet.write(1_048_575, 16_383, "x")

    return book(build)


def far_cell_in_a_near_row(reference: bytes = b'r="XFD1048576"', more: bytes = b"") -> bytes:
    """The cell names another row than the row that it stands in; a reader that lays it out takes 500 GB."""
    return in_sheet(b"</row>", b"<c " + more + reference + b"><v>1</v></c></row>")


def far_cells_on_many_sheets() -> bytes:
    far = b'<row r="700000"><c r="Y700000"><v>1</v></c></row></sheetData>'
    workbook = sheets({f"Lembar{number}": GOOD for number in range(40)})
    return replaced(workbook, "worksheets/sheet", b"</sheetData>", far)


def coloured_rows() -> bytes:
    rows = b"".join(
        b'<row r="%d"><c r="A%d" s="1"/></row>' % (number, number) for number in range(4, MILLION)
    )
    return in_sheet(b"</sheetData>", rows + b"</sheetData>")


def forged_size() -> bytes:
    """An entry whose directory says 100 bytes; ten million come out of it."""
    content = bytearray(
        replaced(good(), "sharedStrings", b"<si>", b"<si><t>" + b"a" * 10_000_000 + b"</t></si><si>")
    )
    for mark, size_at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = content.find(mark)
        while start >= 0:
            if b"sharedStrings" in content[start : start + 80]:
                content[start + size_at : start + size_at + 4] = (100).to_bytes(4, "little")
            start = content.find(mark, start + 4)
    return bytes(content)


def same_names() -> bytes:
    workbook = sheets({"A": GOOD, "B": (SCORES, [2024, "C", 70])})
    return replaced(workbook, "xl/workbook.xml", b'name="B"', b'name="A"')


def laughs() -> bytes:
    letters = "abcdefghij"
    entities = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip(letters, letters[1:], strict=False))
    doctype = f'<!DOCTYPE x [<!ENTITY a "ha">{entities}]><sst'.encode()
    workbook = replaced(good(), "sharedStrings", b"<sst", doctype)
    return replaced(workbook, "sharedStrings", b"<t>A</t>", b"<t>&j;</t>")


def foreign_entity() -> bytes:
    doctype = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><sst'
    workbook = replaced(good(), "sharedStrings", b"<sst", doctype)
    return replaced(workbook, "sharedStrings", b"<t>A</t>", b"<t>&e;</t>")


def with_links() -> bytes:
    link = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    return repacked(good(), lambda _, content: content, {"xl/externalLinks/externalLink1.xml": link})


def with_macro() -> bytes:
    extra = {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + b"\0" * 600, "../../etc/x": b"jahat"}
    return repacked(good(), lambda _, content: content, extra)


def overlapping_merges() -> bytes:
    rows = b"".join(b'<row r="%d"><c r="B%d"><v>1</v></c></row>' % (n, n) for n in range(4, 30_000))
    merges = b"<mergeCells>" + b'<mergeCell ref="A3:A100000"/>' * 20_000 + b"</mergeCells>"
    return in_sheet(b"</sheetData>", rows + b"</sheetData>" + merges)


def broken_rows() -> bytes:
    return in_sheet(b"</sheetData>", b"<row " * 300_000 + b"</sheetData>")


def errors_without_value() -> bytes:
    cells = b"".join(b'<c r="A4" t="e"/>' for _ in range(100_000))
    return in_sheet(b"</sheetData>", b'<row r="4">' + cells + b"</row></sheetData>")


def wide_headers() -> bytes:
    return b"\n".join(b";".join(b"kolom %d" % (row * 1_000 + n) for n in range(1_000)) for row in range(40))


def noise(length: int) -> bytes:
    return hashlib.shake_256(b"derau").digest(length)


def page(start: bytes) -> bytes:
    return (
        start
        + b"<tr><td>tahun</td><td>unit</td><td>nilai</td></tr><tr><td>2024</td><td>A</td><td>80</td></tr>"
    )


UNREADABLE, TOO_WIDE, TOO_BIG, LOCKED = (
    "BERKAS_TAK_TERBACA",
    "BERKAS_TERLALU_LUAS",
    "BERKAS_TERLALU_BESAR",
    "BERKAS_TERKUNCI",
)
VALUES = {("ombudsman", "nilai"): [87.5, 80]}
ODS_ROWS = b"".join(map(ods_row, GOOD))
EMPTY = (
    b'<table:table-row table:number-rows-repeated="1048570">'
    b'<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
)
# As LibreOffice writes them: the second row has an error, and so has the last column of the last row.
ODS_ERROR = (
    b'<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
    b'calcext:value-type="error"><text:p>%s</text:p></table:table-cell></table:table-row>'
)
ODS_ERRORS = (
    b'<table:table-column table:number-columns-repeated="4"/>'
    + ods_row(["tahun", "unit", "nilai", "kategori"])
    + ods_row([2024, "A"]).replace(b"</table:table-row>", ODS_ERROR % b"#DIV/0!")
    + ods_row([2024, "B", 80]).replace(b"</table:table-row>", ODS_ERROR % b"Err:502")
)
OLE_DOC = ole("WordDocument", b"surat" * 2_000)

CASES = [
    Case("an old .xls", lambda: xls(CELLS), TAKEN, 2, values=VALUES, file_name="a.xls"),
    Case("an old .xls with an error cell", lambda: xls(CELLS | {(2, 2): "#DIV/0!"}), PARTLY, 1, 1,
         codes=("SEL_RUMUS_GALAT",)),
    Case("an old .xls with a password", lambda: xls(CELLS, is_locked=True), REFUSED, codes=(LOCKED,)),
    Case("an old .xls in a circle", lambda: xls(CELLS, is_circular=True), REFUSED, codes=(UNREADABLE,)),
    Case("an old .xls with sixty far corners", lambda: xls(*[CELLS | {(65_535, 255): "x"}] * 60), REFUSED,
         codes=(TOO_WIDE,),
         says=('Lembar "Lembar2"',)),
    Case("a truncated .xls", lambda: xls(CELLS)[:1_700], REFUSED, codes=(UNREADABLE,)),
    Case("a Word document of old", lambda: OLE_DOC, REFUSED, codes=(UNREADABLE,), says=("Word",)),
    Case("an .xlsx with a password", lambda: ole("EncryptedPackage", noise(9_000)), REFUSED, codes=(LOCKED,)),
    Case("an .ods", lambda: ods(ODS_ROWS), TAKEN, 2, values=VALUES, file_name="a.ods"),
    Case("an .ods with error cells", lambda: ods(ODS_ERRORS), PARTLY, 1, 1, codes=("SEL_RUMUS_GALAT",),
         absent=("WAJIB_KOSONG",), says=('Baris 2, kolom "nilai"', '"#DIV/0!"', '"Err:502"'),
         values={("ombudsman", "nilai"): [80]}),
    Case("an .ods with empty rows to the edge", lambda: ods(ODS_ROWS + EMPTY), TAKEN, 2),
    Case("an .ods cell that stands a billion times", lambda: ods(ODS_ROWS + ods_row("x", times=90_000,
         across=1_000)), REFUSED,
         codes=(TOO_WIDE,), says=('Lembar "Data"',)),
    Case("an .xlsm with macros and a path out of the archive", with_macro, TAKEN, 2, file_name="a.xlsm"),
    Case("an .xlsb", lambda: archive({"xl/workbook.bin": b"x", "[Content_Types].xml": b"<x/>"}), REFUSED,
         codes=(UNREADABLE,), says=("xlsb",)),
    Case("a Word document", lambda: archive({"word/document.xml": b"<x/>"}), REFUSED, codes=(UNREADABLE,),
         says=("dokumen lain",)),
    Case("links to other workbooks", with_links, TAKEN, 2),
    Case("a zip bomb", lambda: replaced(good(), "sheet1", b"</sheetData>", b"0" * 40_000_000), REFUSED,
         codes=(TOO_BIG,)),
    Case("a directory that lies about sizes", forged_size, REFUSED, codes=(UNREADABLE,)),
    Case("two thousand parts", lambda: archive({f"xl/{n}.xml": b"" for n in range(2_000)}), REFUSED,
         codes=(TOO_BIG,)),
    Case("a million coloured empty rows", coloured_rows, TAKEN, 2, values=VALUES),
    Case("a coloured cell at XFD1048576", lambda: far_cell(is_empty=True), TAKEN, 2),
    Case("a cell at XFD1048576", lambda: far_cell(is_empty=False), REFUSED, codes=(TOO_WIDE,),
         says=('Lembar "Data"',)),
    Case("a far cell in a near row", far_cell_in_a_near_row, REFUSED, codes=(TOO_WIDE,)),
    Case("a far cell in small letters", lambda: far_cell_in_a_near_row(b"r = 'xfd1048576'"), REFUSED,
         codes=(TOO_WIDE,)),
    Case("a far cell behind a long attribute", lambda: far_cell_in_a_near_row(
         more=b'x=">' + b"a" * 900 + b'" '), REFUSED, codes=(TOO_WIDE,)),
    Case("a far cell on a sheet that is listed oddly", lambda: replaced(far_cell(is_empty=False),
         "workbook.xml.rels", b'<Relationship Id="rId1"', b'<Relationship x="<v>" Id="rId1"'), REFUSED),
    Case("far cells on forty sheets", far_cells_on_many_sheets, REFUSED, codes=(TOO_WIDE,)),
    Case("far cells that do not say where they stand", lambda: in_sheet(b"</sheetData>", b"<row>"
         + b"<c><v>1</v></c>" * 20_000 + b'</row><row r="4000"><c r="A4000"><v>1</v></c></row></sheetData>'),
         REFUSED, codes=(TOO_WIDE,)),
    Case("a dimension that lies", lambda: in_sheet(b'ref="A1:C3"', b'ref="A1:XFD1048576"'), TAKEN, 2),
    Case("the whole sheet merged", lambda: in_sheet(b"</sheetData>",
         b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'), TAKEN, 2),
    Case("twenty thousand merges over each other", overlapping_merges, PARTLY, 2, 29_996),
    Case("rows that never end", broken_rows, REFUSED, codes=(UNREADABLE,)),
    Case("error cells without a value", errors_without_value, TAKEN, 2),
    Case("two sheets of one name", same_names, REFUSED, codes=(UNREADABLE,), says=("dua lembar bernama sama",
         )),
    Case("a billion laughs", laughs, REFUSED, codes=(UNREADABLE,)),
    Case("an entity that names a file", foreign_entity, REFUSED, codes=(UNREADABLE,)),
    Case("a truncated workbook", lambda: good()[:-300], REFUSED, codes=(UNREADABLE,),
         says=("rusak atau terpotong",)),
    Case("a workbook whose parts are cut", lambda: in_sheet(b"</sheetData>", b"<row"), REFUSED,
         codes=(UNREADABLE,)),
    Case("a PDF named .xlsx", lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", REFUSED, codes=(UNREADABLE,),
         says=("PDF",)),
    Case("a web page named .xls", lambda: page(b"\xef\xbb\xbf<html><table>"), REFUSED, codes=(UNREADABLE,),
         says=("halaman web",),
         file_name="laporan.xls"),
    Case("a table of a web page with its style", lambda: page(b"<style>td{}</style><table>"), REFUSED,
         codes=(UNREADABLE,)),
    Case("a photo", lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + noise(5_000), REFUSED, codes=(UNREADABLE,)),
    Case("20 MB of noise", lambda: noise(20_000_000), REFUSED, codes=(UNREADABLE,)),
    Case("half a million short lines and a wide one",
         lambda: b"x" + b";a" * 200_000 + b"\n" + b"a\n" * 500_000, REFUSED,
         codes=(TOO_WIDE,), file_name="a.csv"),
    Case("quotes that never close", lambda: (b'"' + b"a" * 2_000 + b"\n" + (b"x" * 2_000 + b"\n") * 299) * 8,
         REFUSED,
         codes=("BERKAS_TAK_DIKENAL",), file_name="a.csv"),
    Case("forty rows of a thousand headers", wide_headers, REFUSED, codes=("BERKAS_TAK_DIKENAL",),
         file_name="a.csv"),
    Case("a file name that climbs", good, TAKEN, 2, file_name="../../etc/passwd"),
    Case("a file name with a colon and a NUL", good, TAKEN, 2, file_name="a:b\x00<i>.xlsx"),
    Case("a file name of a thousand letters", lambda: b"tahun;unit;nilai\n2024;A;80\n", TAKEN, 1,
         file_name="n" * 1_000 + ".csv"),
]  # fmt: skip
