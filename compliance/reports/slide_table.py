"""Tables on slides: how many rows fit, and the table itself, written as XML as in Word (see word_xml)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Mm

from compliance.charts.style import GRID, INK
from compliance.reports import cells
from compliance.reports.cells import Cell, clean
from compliance.reports.document import Table
from compliance.reports.layout import Piece, line_count, standing, turned

_SIZES = (11, 9)  # points: of a short table, of a long one
_SHORT = 14  # rows
_UPRIGHT = 9  # points of headers that stand
_HEAD_FILL = "#E4E8EB"
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # a table without lines and fills of its own


def letter_size(table: Table) -> int:
    """Points of the letters: smaller where many rows have to be shown."""
    return _SIZES[len(table.rows) > _SHORT]


def shares(
    table: Table, piece: Piece, printed: list[list[Cell]], height: float
) -> Iterator[list[list[Cell]]]:
    """The rows in lots that fit on a slide; one empty lot if there are none."""
    size = letter_size(table)
    room = height - _head_height(table, piece, size)
    lot: list[list[Cell]] = []
    used = 0.0
    for row in printed:
        tall = _row_height(row, piece, size)
        if lot and used + tall > room:
            yield lot
            lot, used = [], 0.0
        lot.append(row)
        used += tall
    yield lot


def _row_height(row: list[Cell], piece: Piece, size: int) -> float:
    pairs = zip(piece.columns, piece.widths, strict=True)
    return (
        max((line_count(row[index].text, width, size) for index, width in pairs), default=1) * size * 0.43
        + 1.6
    )


def _head_height(table: Table, piece: Piece, size: int) -> float:
    tall = standing(table, piece, size)[1]
    if tall:
        return tall
    pairs = zip(piece.columns, piece.widths, strict=True)
    return max(line_count(table.columns[i].label, w, size * 1.15) for i, w in pairs) * size * 0.43 + 2


def draw(slide: Any, table: Table, piece: Piece, rows: list[list[Cell]], corner: tuple[float, float]) -> None:
    """Put the rows on the slide, from that corner on."""
    size = letter_size(table)
    columns = [table.columns[index] for index in piece.columns]
    upright, _ = standing(table, piece, size)
    head = [
        _cell(
            Cell(turned(clean(column.label), min(size, _UPRIGHT)) if stands else clean(column.label)),
            min(size, _UPRIGHT) if stands else size,
            "l" if stands else _side(table, column, piece),
            stands,
            head=True,
        )
        for column, stands in zip(columns, upright, strict=True)
    ]
    sides = [_side(table, column, piece) for column in columns]
    heights = [_head_height(table, piece, size), *(_row_height(row, piece, size) for row in rows)]
    lines = [head]
    for row in rows:
        lines.append(
            [_cell(row[index], size, side) for index, side in zip(piece.columns, sides, strict=True)]
        )
    drawn = "".join(
        f'<a:tr h="{Mm(height)}">{"".join(line)}</a:tr>' for height, line in zip(heights, lines, strict=True)
    )
    widths = "".join(f'<a:gridCol w="{Mm(width)}"/>' for width in piece.widths)
    box = (*(Mm(part) for part in corner), Mm(sum(piece.widths)), Mm(sum(heights)))
    frame = slide.shapes.add_table(1, 1, *box)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", clean(table.title))
    style = f"<a:tableStyleId>{_NO_STYLE}</a:tableStyleId>"
    old = frame.table._tbl
    old.getparent().replace(
        old,
        parse_xml(
            f'<a:tbl {nsdecls("a")}><a:tblPr firstRow="1">{style}</a:tblPr>'
            f"<a:tblGrid>{widths}</a:tblGrid>{drawn}</a:tbl>"
        ),
    )


def _side(table: Table, column: Any, piece: Piece) -> str:
    if piece.upright and column.name in table.states:
        return "ctr"
    return "r" if cells.is_right(column, table) else "l"


def _cell(content: Cell, size: int, side: str, stands: bool = False, *, head: bool = False) -> str:
    ink = (content.tone.ink if content.tone else INK).lstrip("#")
    fill = content.tone.fill if content.tone else _HEAD_FILL if head else ""
    hue = f'<a:solidFill><a:srgbClr val="{ink}"/></a:solidFill>'
    look = f'<a:rPr lang="id-ID" sz="{size * 100}" b="{int(head)}">{hue}</a:rPr>'
    texts = "".join(
        f'<a:p><a:pPr algn="{side}"/><a:r>{look}<a:t>{escape(line)}</a:t></a:r></a:p>'
        for line in content.text.split("\n")
    )
    rule = f'<a:lnB w="6350"><a:solidFill><a:srgbClr val="{GRID.lstrip("#")}"/></a:solidFill></a:lnB>'
    paint = f'<a:solidFill><a:srgbClr val="{fill.lstrip("#")}"/></a:solidFill>' if fill else "<a:noFill/>"
    edge = f'marL="{Mm(1.4)}" marR="{Mm(1.4)}" marT="{Mm(0.5)}" marB="{Mm(0.5)}"'
    turn = ' vert="vert270"' if stands else ""
    anchor = "ctr" if stands or not head else "b"
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{texts}</a:txBody>"
        f'<a:tcPr {edge}{turn} anchor="{anchor}">{rule}{paint}</a:tcPr></a:tc>'
    )
