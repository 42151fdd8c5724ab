"""Colours cells of a workbook and explains them in a note; nothing else about a cell changes."""

from __future__ import annotations

from copy import copy
from typing import Any

from openpyxl.comments import Comment
from openpyxl.styles import Color, PatternFill

from etl.answers import SEVERITIES
from etl.workbooks.places import Located

AUTHOR = "Pantau Layanan"
TINTS = {"Galat": "FFF4B5AC", "Peringatan": "FFFFDC8A", "Saran": "FFC9D5DE"}
_INK = "FF20282D"
_EARLIER_NOTE = "\n\nCatatan semula:\n"
_LINE = 46  # characters on a line of a note
_MAX_NOTE = 2_000


def remove_earlier(book: Any) -> None:
    """Take away what an earlier check left: a cell that was corrected meanwhile must not stay marked."""
    for page in book.worksheets:
        for cell in [cell for cell in page._cells.values() if cell.comment is not None]:
            if cell.comment.author != AUTHOR:
                continue
            _, _, own = cell.comment.text.partition(_EARLIER_NOTE)
            cell.comment = Comment(own, "Pengirim") if own else None
            if cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb in TINTS.values():
                cell.fill = PatternFill()


def mark(book: Any, located: list[Located]) -> None:
    """Mark each cell once, in the colour of its worst finding, with all its findings in one note."""
    by_cell: dict[tuple[str, int, int], list[Located]] = {}
    for one in located:
        if one.title is not None and one.row is not None and one.column is not None:
            by_cell.setdefault((one.title, one.row, one.column), []).append(one)
    styles: dict[tuple[int, str], Any] = {}
    for (title, row, column), findings in by_cell.items():
        page = book[title]
        cell = page.cell(row, column)
        if not cell.has_style and cell.value is None:
            _inherit(page, cell)
        worst = min((one.severity for one in findings), key=SEVERITIES.index)
        _colour(cell, worst, styles)
        _explain(cell, findings)


def _inherit(page: Any, cell: Any) -> None:
    """An empty cell that the file does not name looks like its row or column; as a cell it must say so."""
    row = page.row_dimensions.get(cell.row)
    if row is not None and row.has_style:
        cell._style = copy(row._style)
        return
    for dimension in list(page.column_dimensions.values()):
        first = dimension.min or 0
        if first <= cell.column <= (dimension.max or first) and dimension.has_style:
            cell._style = copy(dimension._style)
            return


def _colour(cell: Any, severity: str, styles: dict[tuple[int, str], Any]) -> None:
    # Thousands of cells share a few styles; making each anew would take most of the time.
    key = (cell.style_id, severity)
    if key not in styles:
        tint = TINTS[severity]
        cell.fill = PatternFill("solid", fgColor=tint, bgColor=tint)
        if _is_light(cell.font.color):
            font = copy(cell.font)
            font.color = Color(rgb=_INK)
            cell.font = font
        styles[key] = copy(cell._style)
    cell._style = copy(styles[key])


def _is_light(color: Any) -> bool:
    """White letters on a dark header would vanish on the tint. Theme colour 0 is the background, white."""
    if color is None:
        return False
    if color.type == "theme":
        return color.theme == 0
    if color.type != "rgb" or not isinstance(color.rgb, str):
        return False
    red, green, blue = (int(color.rgb[place : place + 2], 16) for place in (2, 4, 6))
    return red + green + blue > 3 * 160


def _explain(cell: Any, findings: list[Located]) -> None:
    text = "\n\n".join(
        dict.fromkeys(
            f"{one.severity}: {one.message}\nYang perlu dilakukan: {one.action}" for one in findings
        )
    )
    text = text if len(text) <= _MAX_NOTE else text[: _MAX_NOTE - 1] + "…"
    own = cell.comment.text if cell.comment is not None else ""
    if own:
        text += _EARLIER_NOTE + own
    n_lines = sum(1 + len(line) // _LINE for line in text.split("\n"))
    cell.comment = Comment(text, AUTHOR, width=340, height=min(24 + 17 * n_lines, 420))
