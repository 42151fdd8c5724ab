"""Pieces of a Word file as XML: runs, fields, tables. Measures are millimetres; Word counts in twips.

Tables are written as text and parsed once: python-docx walks the whole table for every cell it is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from compliance.reports.cells import Cell, clean, is_right, notes
from compliance.reports.document import Table
from compliance.reports.layout import KEPT_ROWS, Piece, standing

_RULE = "#C9D3D8"
_WITH_NOTES = 3  # rows that go to the next page with the small print below a table
_HEAD_FILL = "#E4E8EB"


def twips(mm: float) -> int:
    """Millimetres as the unit of Word."""
    return round(mm * 1440 / 25.4)


def run_xml(text: str, *, bold: bool = False, colour: str = "", size: float = 0) -> str:
    """A run; line ends become breaks. size in points."""
    marks = "<w:b/>" if bold else ""
    marks += f'<w:color w:val="{colour.lstrip("#")}"/>' if colour else ""
    marks += f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else ""
    lines = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in clean(text).split("\n"))
    return f"<w:r>{f'<w:rPr>{marks}</w:rPr>' if marks else ''}{'<w:br/>'.join(lines)}</w:r>"


def field_xml(instruction: str, shown: str) -> str:
    """A field with the text it shows until Word works it out again."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run_xml(shown)}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def paragraph_xml(style: str, content: str, *, align: str = "", keep_next: bool = False) -> str:
    """A paragraph of that style id around runs."""
    marks = f'<w:pStyle w:val="{style}"/>' + ("<w:keepNext/>" if keep_next else "")
    marks += f'<w:jc w:val="{align}"/>' if align else ""
    return f"<w:p><w:pPr>{marks}</w:pPr>{content}</w:p>"


def element(xml: str) -> Any:
    """The XML as an element; prefixes of text, drawings and relations are known."""
    return parse_xml(re.sub(r"^<([\w:]+)", rf"<\1 {nsdecls('w', 'r', 'wp', 'a')}", xml, count=1))


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """Set a bookmark around the content of a paragraph element."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    properties = paragraph.find(qn("w:pPr"))
    paragraph.insert(0 if properties is None else 1, start)
    paragraph.append(end)


def data_table(table: Table, piece: Piece, cells: list[list[Cell]]) -> Any:
    """The rows of a table, or of one piece of it: header on every page, rows that do not break."""
    columns = [table.columns[index] for index in piece.columns]
    right = [is_right(column, table) for column in columns]
    states = [column.name in table.states for column in columns]
    stands, tall = standing(table, piece)
    head = "".join(
        _cell_xml(
            paragraph_xml("TabelKepala", run_xml(column.label), align=_side(is_number, turned)),
            width,
            fill=_HEAD_FILL,
            turned=turned,
            bottom=True,
        )
        for column, width, turned, is_number, is_state in zip(
            columns, piece.widths, stands, right, states, strict=True
        )
    )
    height = f'<w:trHeight w:val="{twips(tall)}" w:hRule="exact"/>' if tall else ""
    has_notes = bool(notes(table))
    rows = [f"<w:tr><w:trPr><w:cantSplit/>{height}<w:tblHeader/></w:trPr>{head}</w:tr>"]
    for place, row in enumerate(cells):
        left = len(cells) - 1 - place
        keep = (has_notes and left < _WITH_NOTES) or (len(cells) <= KEPT_ROWS and left > 0)
        content = "".join(
            _value_xml(row[index], width, _side(is_number, is_state and piece.upright), keep)
            for index, width, is_number, is_state in zip(
                piece.columns, piece.widths, right, states, strict=True
            )
        )
        rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{content}</w:tr>")
    return _table(rows, piece.widths, table.title, rules=True)


def _value_xml(cell: Cell, width: float, side: str, keep: bool) -> str:
    text = run_xml(cell.text, colour=cell.tone.ink if cell.tone else "")
    content = paragraph_xml("TabelIsi", text, align=side, keep_next=keep)
    return _cell_xml(content, width, fill=cell.tone.fill if cell.tone else "")


def _side(is_number: bool, centred: bool) -> str:
    return "center" if centred else "right" if is_number else ""


def _cell_xml(
    content: str, width: float, *, fill: str = "", turned: bool = False, bottom: bool = False
) -> str:
    marks = f'<w:tcW w:w="{twips(width)}" w:type="dxa"/>'
    marks += f'<w:shd w:val="clear" w:color="auto" w:fill="{fill.lstrip("#")}"/>' if fill else ""
    marks += '<w:textDirection w:val="btLr"/>' if turned else ""
    marks += f'<w:vAlign w:val="{"center" if turned else "bottom"}"/>' if bottom else ""
    return f"<w:tc><w:tcPr>{marks}</w:tcPr>{content}</w:tc>"


def _table(rows: Iterable[str], widths: Iterable[float], title: str, *, rules: bool) -> Any:
    widths = list(widths)
    border = f'w:val="single" w:sz="4" w:space="0" w:color="{_RULE.lstrip("#")}"'
    sides = "".join(f"<w:{side} {border}/>" for side in ("top", "bottom", "insideH", "insideV"))
    columns = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    look = '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"'
    return element(
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(twips(width) for width in widths)}" w:type="dxa"/>'
        f"{f'<w:tblBorders>{sides}</w:tblBorders>' if rules else ''}"
        '<w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:top w:w="30" w:type="dxa"/><w:left w:w="80" w:type="dxa"/>'
        '<w:bottom w:w="30" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar>'
        f'{look} w:noHBand="1" w:noVBand="1"/>'
        f"{f'<w:tblCaption w:val={quoteattr(clean(title))}/>' if title else ''}</w:tblPr>"
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def plain_table(cells: list[str], widths: list[float], *, rule: str = "") -> Any:
    """One row without lines, for what stands side by side; rule: colours of a line left of each cell."""
    colours = rule.split() if rule else [""] * len(cells)
    content = ""
    for cell, width, hue in zip(cells, widths, colours, strict=True):
        edge = f'<w:left w:val="single" w:sz="24" w:space="0" w:color="{hue.lstrip("#")}"/>' if hue else ""
        borders = f"<w:tcBorders>{edge}</w:tcBorders>" if edge else ""
        content += f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/>{borders}</w:tcPr>{cell}</w:tc>'
    return _table([f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{content}</w:tr>"], widths, "", rules=False)
