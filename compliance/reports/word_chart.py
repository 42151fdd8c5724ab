"""Charts in a Word document: native ones with their workbook inside, or a picture from the caller."""

from __future__ import annotations

import io
from typing import Any
from xml.sax.saxutils import quoteattr

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.shared import Mm
from pptx import Presentation
from pptx.parts.chart import ChartPart

from compliance.reports import native, word_xml
from compliance.reports.cells import clean
from compliance.reports.document import NativeChart
from compliance.reports.layout import LYING
from compliance.reports.word_parts import PORTRAIT, add

_EMU = 36000  # per millimetre
_TALLEST = 222.0  # mm that leave room for the caption on a page
_ONE_LINE = 45  # signs of a name that stand in one line beside its bar


def limit(chart: NativeChart) -> int:
    """How many categories one chart can hold; more are drawn as a second one."""
    return int((_TALLEST - 22) / _per_category(chart)) if chart.kind in LYING else 16


def height(chart: NativeChart) -> float:
    """Height in mm that lets every bar have its name."""
    legend = 8 if len(chart.series) > 1 else 0
    if chart.kind in LYING:
        return min(max(14 + legend + _per_category(chart) * len(chart.categories), 38), _TALLEST)
    return 78 + legend


def _per_category(chart: NativeChart) -> float:
    bars = len(chart.series) if chart.kind == "batang_mendatar" else 1
    has_long_names = any(len(name) > _ONE_LINE for name in chart.categories)
    return max(5.2 * bars, 6.6 if has_long_names else 5.2)


class Charts:
    """Puts charts into one document. python-pptx writes the chart XML; its parts are moved over."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._package = Presentation().part.package
        self._count = 0

    def draw(self, chart: NativeChart, alt: str) -> None:
        """Append the chart as a paragraph of its own."""
        self._count += 1
        data: Any = native.chart_data(chart)
        drawn = ChartPart.new(native.TYPES[chart.kind], data, self._package)
        native.style(drawn.chart, chart, size=8)
        package = self._document.part.package
        part = Part(PackURI(f"/word/charts/chart{self._count}.xml"), CONTENT_TYPE.DML_CHART, b"", package)
        book = Part(
            PackURI(f"/word/embeddings/Data_grafik{self._count}.xlsx"),
            CONTENT_TYPE.SML_SHEET,
            data.xlsx_blob,
            package,
        )
        reference = part.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
        drawn._element.xpath("c:externalData")[0].rId = reference
        part._blob = drawn.blob
        chart_id = self._document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
        add(self._document, word_xml.element(self._frame(chart_id, height(chart), alt)))

    def _frame(self, chart_id: str, tall: float, alt: str) -> str:
        number = 1000 + self._count  # apart from the numbers that python-docx gives to pictures
        size = f'cx="{round(PORTRAIT * _EMU)}" cy="{round(tall * _EMU)}"'
        uri = "http://schemas.openxmlformats.org/drawingml/2006/chart"
        drawing = (
            f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
            f'<wp:docPr id="{number}" name="Grafik {self._count}" descr={quoteattr(clean(alt))}/>'
            f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{uri}">'
            f'<c:chart xmlns:c="{uri}" r:id="{chart_id}"/>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing>"
        )
        return word_xml.paragraph_xml("TabelIsi", f"<w:r>{drawing}</w:r>", keep_next=True)

    def picture(self, content: bytes, alt: str) -> None:
        """Append an image of a chart, as wide as the text and not taller than a page."""
        paragraph = self._document.add_paragraph(style="TabelIsi")
        paragraph.paragraph_format.keep_with_next = True
        image = paragraph.add_run().add_picture(io.BytesIO(content), width=Mm(PORTRAIT))
        if image.height > Mm(215):
            image.width, image.height = int(image.width * Mm(215) / image.height), Mm(215)
        image._inline.docPr.set("descr", clean(alt))
