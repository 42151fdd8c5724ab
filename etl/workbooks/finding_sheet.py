"""The sheet `Temuan`: every finding of a checked file, with a link to its cell."""

from __future__ import annotations

from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.hyperlink import Hyperlink

from compliance.formatting import bilangan
from etl.answers import SEVERITIES, STATUSES
from etl.workbooks.marks import TINTS
from etl.workbooks.places import Located
from etl.workbooks.texts import row_height, write_text

SHEET = "Temuan"
TITLE = "Temuan pada berkas "
# Not "Masalah" and "Tindakan": with those two the sheet itself would be read as a list of follow-up actions
# when the corrected workbook is sent again.
HEADERS = (
    "Tingkat", "Lembar", "Baris", "Kolom", "Sel", "Isi sel",
    "Masalah yang ditemukan", "Tindakan yang diperlukan",
)  # fmt: skip
_WIDTHS = (12, 20, 8, 24, 9, 24, 60, 56)
_MEANING = {
    "Galat": "baris atau berkas tidak diambil; perbaiki lalu kirim ulang",
    "Peringatan": "diambil, tetapi perlu diperiksa",
    "Saran": "keterangan untuk perbaikan berikutnya",
}
MAX_LINKS = 60_000  # Excel opens no sheet with more than 65,530
_TALLEST = 400  # Excel allows 409 points
MAX_ROWS = 20_000  # nobody corrects more by hand, and each costs a millisecond
_FONT = "Calibri"
_DARK = PatternFill("solid", fgColor="FF0F5C6E")
_BORDER = Border(bottom=Side("thin", color="FFC9D3D7"))
_TOP = Alignment(horizontal="left", vertical="top", wrap_text=True)
_PLAIN = Font(name=_FONT, size=11)


def remove_earlier(book: Any) -> list[str]:
    """Remove the sheet of an earlier check, and return its name as the file had it."""
    stale = [
        page.title
        for page in book.worksheets
        if page.title.startswith(SHEET) and str(page["A1"].value or "").startswith(TITLE)
    ]
    if len(stale) == len(book.sheetnames):  # a workbook needs a sheet; a list alone was sent back
        return []
    for title in stale:
        del book[title]
    return stale


def write(
    book: Any, located: list[Located], file_name: str, summary: dict[str, Any], notes: list[str]
) -> None:
    """Add the sheet in front of all others and open the workbook there."""
    page = book.create_sheet(SHEET, 0)
    book.active = 0
    for other in book.worksheets:  # two selected sheets are a group, where typing into one changes both
        other.sheet_view.tabSelected = other is page
    for view in book.views:
        view.firstSheet = 0
    row = _write_top(page, located, file_name, summary, notes)
    for column, text in enumerate(HEADERS, start=1):
        cell = page.cell(row, column, text)
        cell.font, cell.fill, cell.alignment = (
            Font(name=_FONT, size=11, bold=True, color="FFFFFFFF"),
            _DARK,
            _TOP,
        )
    fills = {severity: PatternFill("solid", fgColor=tint) for severity, tint in TINTS.items()}
    n_links = 0
    for number, one in enumerate(located[:MAX_ROWS], start=row + 1):
        link = one.cell if n_links < MAX_LINKS else None
        n_links += link is not None
        _write_finding(page, number, one, fills[one.severity], has_link=link is not None)
    last = page.cell(row + max(min(len(located), MAX_ROWS), 1), len(HEADERS)).coordinate
    page.auto_filter.ref = f"A{row}:{last}"
    page.freeze_panes = f"A{row + 1}"
    for letter, width in zip("ABCDEFGH", _WIDTHS, strict=True):
        page.column_dimensions[letter].width = width
    page.print_title_rows = f"{row}:{row}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.sheet_properties.tabColor = TINTS[located[0].severity] if located else "FFA9D3D0"


def _write_top(
    page: Any, located: list[Located], file_name: str, summary: dict[str, Any], notes: list[str]
) -> int:
    """Title, counts and what to do; returns the row of the table's header."""
    write_text(page["A1"], TITLE + file_name)
    page["A1"].font = Font(name=_FONT, size=14, bold=True, color="FF0F5C6E")
    lines = [
        f"Berkas {STATUSES[summary['status']]}: baris data dibaca {bilangan(summary['n_read'])}, diterima "
        f"{bilangan(summary['n_accepted'])}, ditolak {bilangan(summary['n_rejected'])}."
    ]
    if located:
        lines.append(
            "Perbaiki sel yang berwarna pada lembar data (arahkan penunjuk ke sel untuk membaca "
            "keterangannya), simpan, lalu kirim ulang berkas ini. Lembar Temuan boleh dibiarkan."
        )
    else:
        lines.append("Tidak ada temuan.")
    if len(located) > MAX_ROWS:
        lines.append(
            f"Daftar ini memuat {bilangan(MAX_ROWS)} temuan pertama, yang terberat lebih dahulu; "
            f"{bilangan(len(located) - MAX_ROWS)} temuan lain tidak ditulis."
        )
    row = 2
    for text in [*lines, *notes]:
        page.cell(row, 1, text)
        row += 1
    for severity in SEVERITIES:
        name = page.cell(row, 1, severity)
        name.fill, name.font = (
            PatternFill("solid", fgColor=TINTS[severity]),
            Font(name=_FONT, size=11, bold=True),
        )
        count = page.cell(row, 2, sum(one.severity == severity for one in located))
        count.number_format, count.alignment = "#,##0", Alignment(horizontal="left")
        page.cell(row, 3, _MEANING[severity])
        row += 1
    return row + 1


def _write_finding(page: Any, row: int, one: Located, fill: Any, *, has_link: bool) -> None:
    cells = (
        one.severity, one.sheet, one.row_number, one.header, one.cell, one.value, one.message, one.action,
    )  # fmt: skip
    for column, value in enumerate(cells, start=1):
        cell = page.cell(row, column)
        cell.font, cell.alignment, cell.border = _PLAIN, _TOP, _BORDER
        if isinstance(value, int):
            cell.value = value
        elif value is not None:
            write_text(cell, value)
    page.cell(row, 1).fill = fill
    page.row_dimensions[row].height = min(
        row_height([str(value or "") for value in cells], _WIDTHS), _TALLEST
    )
    if has_link and one.title is not None:
        target = page.cell(row, 5)
        sheet = one.title.replace("'", "''")
        target.hyperlink = Hyperlink(ref=target.coordinate, location=f"'{sheet}'!{one.cell}")
        target.font = Font(name=_FONT, size=11, color="FF0F5C6E", underline="single")
