"""Letters on a slide: text, size, weight and colour."""

from __future__ import annotations

from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import PP_ALIGN
from pptx.util import Pt


def write(frame: Any, text: str, size: int, *, bold: bool = False, colour: str) -> None:
    for index, line in enumerate(text.split("\n")):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = line
        look(run.font, size, bold=bold, colour=colour)


def look(font: Any, size: int, *, bold: bool = False, colour: str) -> None:
    font.size, font.bold, font.color.rgb = Pt(size), bold, rgb(colour)
    font._element.set("lang", "id-ID")


def rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.lstrip("#"))
