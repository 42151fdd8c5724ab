"""Slides of a report: title, what it is about, one block of content, and at the foot of when the data are.

Measures are millimetres on a slide of 16:9.
"""

from __future__ import annotations

import re
from typing import Any

from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Mm, Pt

from compliance.charts.style import ACCENT, INK, INK_SOFT
from compliance.formatting import EMPTY
from compliance.reports import cells, native, slide_table, slide_text
from compliance.reports.cells import Cell, clean, phrase
from compliance.reports.document import KeyFigure, NativeChart, Paragraph, Report, Table
from compliance.reports.layout import SIGN, Piece, line_count, per_row
from compliance.words import tone

_SLIDE = (338.67, 190.5)
_LEFT, WIDTH = 15.0, 308.0
_TITLE, _BODY_TOP, BODY_HEIGHT = (16.0, 17.0), 38.0, 132.0
_SIZES = {"biasa": 16, "kesimpulan": 20, "butir": 16, "catatan": 12}
_TITLES = ((80, 24), (140, 20), (10_000, 16))  # signs of a title, points
_LONG = 500  # signs of a paragraph
_BESIDE_FIGURES = 14  # points of text that shares its slide with figures


class Deck:
    """A presentation that grows slide by slide."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self.presentation = Presentation()
        self._slide: Any = None
        self._prepare()

    def _prepare(self) -> None:
        deck = self.presentation
        deck.slide_width, deck.slide_height = Mm(_SLIDE[0]), Mm(_SLIDE[1])
        deck.core_properties.title = clean(self._report.title)
        deck.core_properties.author, deck.core_properties.language = "", "id-ID"
        for layout in list(deck.slide_layouts):
            if layout.name != "Title Only":
                deck.slide_layouts.remove(layout)
        self._layout = deck.slide_layouts[0]
        master = deck.slide_masters[0]
        for shape in [*master.placeholders, *self._layout.placeholders]:
            shape.left, shape.width = Mm(_LEFT), Mm(WIDTH)
            shape.top, shape.height = Mm(_TITLE[0]), Mm(_TITLE[1])
        for shape in list(self._layout.placeholders):
            if shape.placeholder_format.idx != 0:
                shape._element.getparent().remove(shape._element)
        for relation in master.part.rels.values():
            if relation.reltype.endswith("/theme"):
                part = relation.target_part
                part._blob = part.blob.replace(b'"Calibri"', b'"Arial"')
        package = deck.part.package
        for relation in list(package._rels.values()):
            if relation.reltype.endswith("/thumbnail"):
                package._rels.pop(relation.rId)
        for relation in list(deck.part.rels.values()):
            if relation.reltype.endswith("/printerSettings"):
                deck.part.rels.pop(relation.rId)

    def _begin(self, title: str, above: str) -> Any:
        slide = self._slide = self.presentation.slides.add_slide(self._layout)
        place = slide.shapes.title
        frame = place.text_frame
        frame.margin_left = frame.margin_right = 0
        frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.MIDDLE
        size = next(points for signs, points in _TITLES if len(title) <= signs)
        slide_text.write(frame, title, size, bold=True, colour=INK)
        if above and above != title:
            self._text((_LEFT, 8, WIDTH - 95, 8), above, 12, colour=ACCENT)
        self._text((_LEFT, 178, WIDTH - 30, 8), cells.footing(self._report), 10, colour=INK_SOFT)
        number = self._text((_LEFT + WIDTH - 30, 178, 30, 8), "", 10, colour=INK_SOFT, align=PP_ALIGN.RIGHT)
        number.text_frame.paragraphs[0]._p.append(
            parse_xml(
                f'<a:fld {nsdecls("a")} id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">'
                f'<a:rPr lang="id-ID" sz="1000"/><a:t>{len(self.presentation.slides)}</a:t></a:fld>'
            )
        )
        if self._report.is_sample:
            hue = tone("buruk").strong
            self._text(
                (_LEFT + WIDTH - 90, 8, 90, 8), phrase("sample"), 12, bold=True, colour=hue, right=True
            )
        self.note(cells.footing(self._report))
        for line in cells.origin(self._report):
            self.note(line)
        return slide

    def note(self, text: str) -> None:
        """Add a line to the notes of the last slide."""
        if self._slide is not None:
            frame = self._slide.notes_slide.notes_text_frame
            if frame.text:
                frame.add_paragraph().text = text
            else:
                frame.text = text

    def cover(self, letterhead: list[str], title: str, subtitle: str, lines: list[str]) -> None:
        """The first slide."""
        slide = self._begin(title, "")
        place = slide.shapes.title
        place.left, place.top, place.width, place.height = Mm(_LEFT), Mm(62), Mm(WIDTH), Mm(30)
        place.text_frame.paragraphs[0].font.size = Pt(34)
        self._text((_LEFT, 22, WIDTH, 26), "\n".join(letterhead), 14, bold=True, colour=ACCENT)
        self._text((_LEFT, 94, WIDTH, 12), subtitle, 20, colour=INK)
        self._text((_LEFT, 120, WIDTH, 34), "\n".join(lines), 13, colour=INK_SOFT)

    def texts(self, title: str, above: str, figures: list[KeyFigure], paragraphs: list[Paragraph]) -> None:
        """Large figures above sentences; what does not fit goes to a slide of its own."""
        self._begin(title, above)
        top = _BODY_TOP
        step = per_row(len(figures))
        for start in range(0, len(figures), step):
            for place, item in enumerate(figures[start : start + step]):
                self._figure(item, _LEFT + place * WIDTH / step, top, WIDTH / step - 6)
            top += 40
        # The message of the slide need not be said twice.
        said = title.rstrip(".") + "."
        told = [
            Paragraph(text, one.style)
            for one in paragraphs
            for text in _portions(clean(one.text).removeprefix(said).strip())
            if text
        ]
        left = BODY_HEIGHT - (top - _BODY_TOP)
        most = _BESIDE_FIGURES if figures else max(_SIZES.values())
        lot: list[Paragraph] = []
        for one in told:
            size = min(_SIZES[one.style], most)
            tall = line_count(clean(one.text), WIDTH, size * 0.9) * size * 0.43 + 3
            if lot and tall > left:
                self._sentences(lot, top, most)
                self._begin(title, above)
                lot, top, left = [], _BODY_TOP, BODY_HEIGHT
            lot.append(one)
            left -= tall
        if lot:
            self._sentences(lot, top, most)
        elif not figures:
            self._alone()

    def _alone(self) -> None:
        """A message without anything below it stands in the middle, large."""
        place = self._slide.shapes.title
        place.left, place.top, place.width, place.height = Mm(_LEFT), Mm(60), Mm(WIDTH), Mm(50)
        place.text_frame.paragraphs[0].runs[0].font.size = Pt(30)

    def _sentences(self, paragraphs: list[Paragraph], top: float, most: int) -> None:
        box = self._text((_LEFT, top, WIDTH, _BODY_TOP + BODY_HEIGHT - top), "", 16, colour=INK)
        frame = box.text_frame
        for index, one in enumerate(paragraphs):
            paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
            run = paragraph.add_run()
            run.text = clean(one.text).replace("\n", " ")
            bold, hue = one.style == "kesimpulan", INK_SOFT if one.style == "catatan" else INK
            slide_text.look(run.font, min(_SIZES[one.style], most), bold=bold, colour=hue)
            paragraph.space_after = Pt(6)
            if one.style == "butir":
                marks = paragraph._p.get_or_add_pPr()
                marks.set("marL", str(Mm(6)))
                marks.set("indent", str(-Mm(6)))
                marks.append(parse_xml(f'<a:buChar {nsdecls("a")} char="•"/>'))

    def _figure(self, item: KeyFigure, left: float, top: float, width: float) -> None:
        hue = tone(cells.ROLES[item.tone]).strong
        bar = self._slide.shapes.add_shape(1, Mm(left), Mm(top), Mm(1.4), Mm(34))
        bar.fill.solid()
        bar.fill.fore_color.rgb = slide_text.rgb(hue)
        bar.line.fill.background()
        bar.shadow.inherit = False
        bar._element.nvSpPr.cNvPr.set("descr", "")
        self._text((left + 3, top - 1, width, 7), clean(item.label), 13, colour=INK_SOFT)
        value = clean(item.value) or EMPTY
        size = min(32.0, width / max(len(value), 1) / SIGN * 0.95)
        self._text((left + 3, top + 6, width, 14), value, int(size), bold=True, colour=hue)
        self._text((left + 3, top + 20, width, 16), clean(item.note), 11, colour=INK)

    def chart(self, title: str, above: str, chart: NativeChart, alt: str, subtitle: str) -> None:
        """A slide with a chart that PowerPoint draws."""
        slide = self._begin(title, above)
        top = _BODY_TOP
        if subtitle:
            tall = 5.5 * line_count(subtitle, WIDTH, 12)
            self._text((_LEFT, top - 3, WIDTH, tall), subtitle, 12, colour=INK_SOFT)
            top += tall
        kind, data = native.TYPES[chart.kind], native.chart_data(chart)
        box = (Mm(_LEFT), Mm(top), Mm(WIDTH), Mm(_BODY_TOP + BODY_HEIGHT - top))
        frame = slide.shapes.add_chart(kind, *box, data)
        frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)
        native.style(frame.chart, chart, size=12 if len(chart.categories) <= 10 else 10)

    def table(
        self, title: str, above: str, table: Table, piece: Piece, rows: list[list[Cell]], notes: list[str]
    ) -> None:
        """A slide with rows of a table."""
        slide_table.draw(self._begin(title, above), table, piece, rows, (_LEFT, _BODY_TOP))
        top = _BODY_TOP + BODY_HEIGHT + 7 - notes_height(notes)
        for text in notes:
            tall = notes_height([text])
            self._text((_LEFT, top, WIDTH, tall), text, 10, colour=INK_SOFT)
            top += tall

    def _text(
        self,
        box: tuple[float, float, float, float],
        text: str,
        size: int,
        *,
        bold: bool = False,
        colour: str,
        right: bool = False,
        align: Any = None,
    ) -> Any:
        shape = self._slide.shapes.add_textbox(*(Mm(part) for part in box))
        frame = shape.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        if text:
            slide_text.write(frame, text, size, bold=bold, colour=colour)
        for paragraph in frame.paragraphs:
            paragraph.alignment = PP_ALIGN.RIGHT if right else align
        return shape


def notes_height(notes: list[str]) -> float:
    """Room in mm that small print below a table takes."""
    return sum(1.5 + 4.5 * line_count(text, WIDTH, 10) for text in notes)


def _portions(text: str) -> list[str]:
    """A text, or its sentences where it is too long to stand on a slide in one piece."""
    return [text] if len(text) <= _LONG else re.split(r"(?<=[.!?])\s+", text)
