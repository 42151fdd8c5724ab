"""A nota dinas as a Word document: letterhead, addressee, text and lists, signature, copies."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor

from compliance.charts.style import INK
from compliance.reports import cells, word_parts, word_xml
from compliance.reports.cells import clean
from compliance.reports.document import Block, Heading, Paragraph, Report, Table
from compliance.reports.package import fixed

_COLON, _TEXT = 24.0, 28.0  # millimetres from the margin to the colon and to the text of the lines above


@dataclass(frozen=True)
class Letter:
    """report: letterhead, text and signature. lines: 'Kepada' and the like. copies: Tembusan."""

    report: Report
    lines: tuple[tuple[str, str], ...]
    copies: tuple[str, ...] = ()


def write(letter: Letter) -> bytes:
    """The letter as .docx. The same letter gives the same bytes."""
    report = letter.report
    document = Document(io.BytesIO(_blank()))
    document.core_properties.title = clean(report.title)
    word_parts.letterhead(document, report)
    title = document.add_paragraph(clean(report.title), style="Heading 1")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.runs[0].font.color.rgb = RGBColor.from_string(INK.lstrip("#"))
    _lines(document, letter.lines)
    for section in report.sections:
        for block in section.blocks:
            _block(document, block)
    document.paragraphs[-1].paragraph_format.keep_with_next = True  # no signature alone on a page
    word_parts.signature(document, report)
    _copies(document.tables[-1].cell(0, 0), letter.copies)
    word_parts.footer(document, report)
    buffer = io.BytesIO()
    document.save(buffer)
    return fixed(buffer.getvalue(), report.dated)


@lru_cache(maxsize=1)
def _blank() -> bytes:
    """The empty document: making its styles takes longer than writing a letter."""
    buffer = io.BytesIO()
    word_parts.blank("").save(buffer)
    return buffer.getvalue()


def _lines(document: Any, lines: tuple[tuple[str, str], ...]) -> None:
    """Label, colon and text, where a long text stays in its column; then a line over the page."""
    for label, text in lines:
        paragraph = document.add_paragraph(f"{clean(label)}\t:\t{clean(text)}")
        look = paragraph.paragraph_format
        look.left_indent, look.first_line_indent = Mm(_TEXT), Mm(-_TEXT)
        look.tab_stops.add_tab_stop(Mm(_COLON))
        look.tab_stops.add_tab_stop(Mm(_TEXT))
        look.space_after = Pt(2)
    line = '<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="1" w:color="auto"/></w:pBdr>'
    style = '<w:pStyle w:val="TabelIsi"/>'
    word_parts.add(document, word_xml.element(f"<w:p><w:pPr>{style}{line}</w:pPr></w:p>"))
    document.add_paragraph(style="TabelIsi")


def _copies(cell: Any, copies: tuple[str, ...]) -> None:
    """Tembusan, left of the signature at its foot, so that no page holds it alone."""
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
    for text in ("Tembusan:", *copies) if copies else ():
        cell.add_paragraph(clean(text)).paragraph_format.space_after = Pt(0)


def _block(document: Any, block: Block) -> None:
    if isinstance(block, Heading):
        document.add_paragraph(clean(block.text), style="Heading 2")
    elif isinstance(block, Paragraph):
        paragraph = document.add_paragraph(clean(block.text))
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    elif isinstance(block, Table):
        printed = cells.grid(block)
        for piece in word_parts.place(block, printed).pieces:
            word_parts.add(document, word_xml.data_table(block, piece, printed))
        document.add_paragraph(style="TabelIsi")
    else:
        raise TypeError(f"a letter has no place for a {type(block).__name__}")
