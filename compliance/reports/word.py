"""A report as a Word document that an office edits further: real headings, captions, tables and charts."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from docx.shared import Pt

from compliance.reports import cells, word_parts, word_xml
from compliance.reports.cells import clean, phrase
from compliance.reports.document import Block, Chart, Heading, KeyFigures, Paragraph, Report, Section, Table
from compliance.reports.images import as_png
from compliance.reports.layout import Fit, block_title, flow, leads, native_of, pieces
from compliance.reports.package import fixed
from compliance.reports.word_chart import Charts, limit

_STYLES = {"biasa": "Normal", "kesimpulan": "Kesimpulan", "catatan": "Catatan", "butir": "List Bullet"}
_MANY = 34  # entries; a longer table of contents leaves out the second level


def write(report: Report, images: Mapping[str, bytes] | None = None) -> bytes:
    """The report as .docx. images: chart id -> PNG, JPEG or SVG, for charts without a native form."""
    return _Writer(report, images or {}).bytes()


class _Writer:
    """Goes through the report once and counts tables, figures and bookmarks on the way."""

    def __init__(self, report: Report, images: Mapping[str, bytes]) -> None:
        self._report, self._images = report, images
        self._document = word_parts.blank(report.title)
        self._charts = Charts(self._document)
        self._numbers = {"table": 0, "figure": 0}
        self._headings = 0
        self._landscape = False
        self._fits: dict[int, tuple[list[list[cells.Cell]], Fit]] = {}

    def bytes(self) -> bytes:
        """The finished file."""
        report, document = self._report, self._document
        word_parts.letterhead(document, report)
        self._first_page()
        titles, new_pages = cells.numbered(report.sections), cells.new_pages(report.sections)
        for index, (section, title) in enumerate(zip(report.sections, titles, strict=True)):
            self._section(section, title, new_page=new_pages[index])
            last_before_annexes = not any(not one.is_annex for one in report.sections[index + 1 :])
            if last_before_annexes and not section.is_annex:
                # A signature never stands on a page without a line of what it signs.
                word_parts.hold_last(document)
                width = word_parts.LANDSCAPE if self._landscape else word_parts.PORTRAIT
                word_parts.signature(document, report, width)
        word_parts.footer(document, report)
        buffer = io.BytesIO()
        document.save(buffer)
        return fixed(buffer.getvalue(), report.dated)

    def _first_page(self) -> None:
        report, document = self._report, self._document
        if report.is_sample:
            document.add_paragraph(phrase("sample"), style="Kesimpulan")
        document.add_paragraph(clean(report.title), style="Title")
        document.add_paragraph(clean(report.subtitle), style="Subtitle")
        for text in cells.origin(report):
            document.add_paragraph(text, style="Catatan").paragraph_format.space_after = Pt(0)
        heading = document.add_paragraph(phrase("contents"), style="Heading 2")
        heading.paragraph_format.space_before = Pt(20)
        deepest, entries = _contents(report)
        for index, (level, title, number) in enumerate(entries):
            text = word_xml.run_xml(title)
            content = f'<w:hyperlink w:anchor="_Toc{number:06d}" w:history="1">{text}</w:hyperlink>'
            if index == 0:
                content = _field_start(f'TOC \\o "1-{deepest}" \\h \\z \\u') + content
            if index == len(entries) - 1:
                content += '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
            word_parts.add(document, word_xml.element(word_xml.paragraph_xml(f"TOC{level}", content)))

    def _section(self, section: Section, title: str, *, new_page: bool) -> None:
        runs = flow(section, self._is_wide) or [(False, [])]
        turned = self._face(landscape=runs[0][0])
        heading = self._heading(title, 1)
        heading.paragraph_format.page_break_before = new_page and not turned
        for landscape, blocks in runs:
            self._face(landscape=landscape)
            for block, is_lead in zip(blocks, leads(blocks), strict=True):
                self._block(block)
                if is_lead:
                    self._document.paragraphs[-1].paragraph_format.keep_with_next = True

    def _face(self, *, landscape: bool) -> bool:
        """Turn the page if need be; True if a new one began."""
        if landscape == self._landscape:
            return False
        word_parts.turn(self._document, landscape)
        self._landscape = landscape
        return True

    def _block(self, block: Block) -> None:
        if isinstance(block, Paragraph):
            self._document.add_paragraph(clean(block.text), style=_STYLES[block.style])
        elif isinstance(block, Heading):
            self._heading(clean(block.text), block.level)
        elif isinstance(block, KeyFigures):
            word_parts.key_figures(self._document, block)
        elif isinstance(block, Table):
            self._table(block)
        else:
            self._chart(block)

    def _heading(self, text: str, level: int) -> Any:
        paragraph = self._document.add_paragraph(text, style=f"Heading {min(level, 3)}")
        self._headings += 1
        word_xml.bookmark(paragraph._p, f"_Toc{self._headings:06d}", self._headings)
        return paragraph

    def _table(self, table: Table) -> None:
        printed, shape = self._place(table)
        word_parts.table(self._document, table, printed, shape, self._numbers["table"] + 1)
        self._numbers["table"] += len(shape.pieces)

    def _chart(self, chart: Chart) -> None:
        picture = as_png(self._images.get(chart.id))
        if native_of(chart) is None and picture is None:
            self._table(chart.table)
            return
        native = native_of(chart)
        parts = pieces(native, limit(native)) if native else [None]
        for index, part in enumerate(parts, start=1):
            if part is not None:
                self._charts.draw(part, chart.alt)
            elif picture is not None:
                self._charts.picture(picture, chart.alt)
            title = clean(block_title(chart, index, len(parts)))
            self._numbers["figure"] += 1
            number = self._numbers["figure"]
            word_parts.caption(self._document, "figure", number, title, before=bool(chart.subtitle))
        if chart.subtitle:
            self._document.add_paragraph(clean(chart.subtitle), style="Catatan")

    def _is_wide(self, block: Block) -> bool:
        if isinstance(block, Chart) and native_of(block) is None and block.id not in self._images:
            block = block.table
        return isinstance(block, Table) and self._place(block)[1].landscape

    def _place(self, table: Table) -> tuple[list[list[cells.Cell]], Fit]:
        if id(table) not in self._fits:
            printed = cells.grid(table)
            self._fits[id(table)] = (printed, word_parts.place(table, printed))
        return self._fits[id(table)]


def _contents(report: Report) -> tuple[int, list[tuple[int, str, int]]]:
    """Deepest level that is printed, and level, text and bookmark number of every heading down to it."""
    entries: list[tuple[int, str]] = []
    for section, title in zip(report.sections, cells.numbered(report.sections), strict=True):
        entries.append((1, title))
        entries += [
            (block.level, clean(block.text)) for block in section.blocks if isinstance(block, Heading)
        ]
    counted = [(level, text, number) for number, (level, text) in enumerate(entries, start=1)]
    deepest = 2 if sum(level <= 2 for level, _ in entries) <= _MANY else 1
    return deepest, [entry for entry in counted if entry[0] <= deepest]


def _field_start(instruction: str) -> str:
    return word_xml.field_xml(instruction, "").rpartition("<w:r><w:t")[0]
