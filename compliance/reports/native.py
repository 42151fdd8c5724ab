"""Charts that Word and PowerPoint draw themselves: chart XML with its workbook, in the look of the rest."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import xlsxwriter
from pptx.chart.chart import Chart as PptxChart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from compliance.charts.style import ACCENT, GRID, INK, SERIES
from compliance.reports.cells import ROLES, clean
from compliance.reports.document import NativeChart, Series
from compliance.reports.layout import LYING, label_sides, scale
from compliance.reports.tables import number_pattern
from compliance.words import tone

TYPES = {
    "garis": XL_CHART_TYPE.LINE_MARKERS,
    "batang": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "batang_mendatar": XL_CHART_TYPE.BAR_CLUSTERED,
    "batang_tumpuk": XL_CHART_TYPE.BAR_STACKED,
}
_MARKERS = (
    XL_MARKER_STYLE.CIRCLE,
    XL_MARKER_STYLE.SQUARE,
    XL_MARKER_STYLE.DIAMOND,
    XL_MARKER_STYLE.TRIANGLE,
)
_DASHES = (MSO_LINE.SOLID, MSO_LINE.DASH, MSO_LINE.ROUND_DOT, MSO_LINE.DASH_DOT)
_EPOCH = datetime(1980, 1, 1)


class ChartData(CategoryChartData):
    """The data of a chart; its workbook holds text as text (never a formula) and no time of making."""

    @property
    def xlsx_blob(self) -> bytes:
        """The workbook behind the chart, laid out as the references in the chart XML expect it."""
        buffer = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(buffer, options) as book:
            book.set_properties({"created": _EPOCH})
            page = book.add_worksheet("Sheet1")
            page.write_column(1, 0, [category.label for category in self.categories])
            for column, series in enumerate(self, start=1):
                page.write_string(0, column, series.name)
                for row, value in enumerate(series.values, start=1):
                    if value is not None:
                        page.write_number(row, column, value)
        return buffer.getvalue()


def chart_data(chart: NativeChart) -> ChartData:
    """Categories and series for python-pptx."""
    data = ChartData(number_format=number_format(chart))
    data.categories = [clean(category) for category in chart.categories]
    for one in chart.series:
        data.add_series(clean(one.name), [None if value is None else float(value) for value in one.values])
    return data


def number_format(chart: NativeChart) -> str:
    """How its numbers are written."""
    return number_pattern(chart.decimals)


def colour(index: int, one: Series) -> str:
    """The fill of a series, '#RRGGBB': its tone if all its bars share one, else its place in the order."""
    if one.tones and len(set(one.tones)) == 1:
        return tone_colour(one.tones[0])
    return (ACCENT, *SERIES)[index % (1 + len(SERIES))]


def tone_colour(name: str) -> str:
    """The fill of a bar of that tone."""
    role = tone(ROLES[name])
    return role.strong if name == "baik" else "#9AA7AF" if name == "netral" else role.fill


def ink_on(fill: str) -> str:
    """Dark or white letters, whichever can be read on that fill."""
    red, green, blue = (int(fill[place : place + 2], 16) for place in (1, 3, 5))
    return INK if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else "#FFFFFF"


def style(drawn: PptxChart, chart: NativeChart, *, size: int) -> None:
    """Give a fresh chart of python-pptx the look of the product. size: of its letters in points."""
    drawn.font.size, drawn.font.color.rgb = Pt(size), _rgb(INK)
    drawn.font.name = "Arial"
    drawn.has_title = False
    drawn.has_legend = len(chart.series) > 1
    if drawn.has_legend:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    _axes(drawn, chart, size)
    _tidy(drawn._chartSpace)
    plot = drawn.plots[0]
    if chart.kind != "garis":
        plot.gap_width = 45
        plot.overlap = 100 if chart.kind == "batang_tumpuk" else -5
    for index, (line, one) in enumerate(zip(plot.series, chart.series, strict=True)):
        if chart.kind == "garis":
            _line(line, index, colour(index, one))
        else:
            _bars(line, one, colour(index, one))
    _labels(plot, chart, size)


def _tidy(space: Any) -> None:
    """What python-pptx has no words for: ids as the standard wants them, every name shown, no frame."""
    for mark in space.iter(qn("c:axId"), qn("c:crossAx")):
        mark.set("val", mark.get("val").lstrip("-"))
    for axis in space.iter(qn("c:catAx")):
        axis.find(qn("c:noMultiLvlLbl")).addprevious(parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="1"/>'))
    frame = parse_xml(f"<c:spPr {nsdecls('c', 'a')}><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>")
    space.find(qn("c:chart")).addnext(frame)


def _axes(drawn: PptxChart, chart: NativeChart, size: int) -> None:
    values, categories = drawn.value_axis, drawn.category_axis
    values.minimum_scale, values.maximum_scale = scale(chart)
    lying = chart.kind in LYING
    values.has_major_gridlines = not lying
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = number_format(chart), False
    values.format.line.fill.background()
    categories.format.line.color.rgb = _rgb("#8796A0")
    categories.has_major_gridlines = False
    # Names stay at the edge also where bars go to the left of zero.
    categories.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if lying:
        categories.reverse_order = True  # first category on top, as in the table
        values.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    else:
        values.major_gridlines.format.line.color.rgb = _rgb(GRID)
        if chart.value_label:
            values.has_title = True
            title = values.axis_title.text_frame
            title.text = clean(chart.value_label)
            title.paragraphs[0].font.size, title.paragraphs[0].font.bold = Pt(size), False


def _line(line: Any, index: int, fill: str) -> None:
    line.smooth = False
    line.format.line.color.rgb, line.format.line.width = _rgb(fill), Pt(2.25)
    line.format.line.dash_style = _DASHES[index % len(_DASHES)]
    line.marker.style, line.marker.size = _MARKERS[index % len(_MARKERS)], 7
    line.marker.format.fill.solid()
    line.marker.format.fill.fore_color.rgb = _rgb(fill)
    line.marker.format.line.color.rgb = _rgb(fill)


def _bars(line: Any, one: Series, fill: str) -> None:
    line.invert_if_negative = False
    line.format.fill.solid()
    line.format.fill.fore_color.rgb = _rgb(fill)
    if len(set(one.tones)) > 1:
        for place, name in enumerate(one.tones):
            bar = line.points[place].format.fill
            bar.solid()
            bar.fore_color.rgb = _rgb(tone_colour(name))


def _labels(plot: Any, chart: NativeChart, size: int) -> None:
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = number_format(chart), False
    labels.font.size = Pt(size)
    labels.show_value = True
    if chart.kind == "batang_tumpuk":
        labels.position = XL_LABEL_POSITION.CENTER
        labels.number_format = number_format(chart) + ";;"  # a zero has no bar and no number
        for line, one in zip(plot.series, chart.series, strict=True):
            own = line.data_labels  # on each fill the ink that can be read
            own.show_value, own.number_format, own.number_format_is_linked = True, labels.number_format, False
            own.font.size, own.font.color.rgb = Pt(size), _rgb(ink_on(colour(0, one)))
    elif chart.kind == "garis":
        labels.position = XL_LABEL_POSITION.ABOVE
        for line, sides in zip(plot.series, label_sides(chart), strict=True):
            own = line.data_labels
            own.show_value, own.position, own.font.size = True, XL_LABEL_POSITION.ABOVE, Pt(size)
            own.number_format, own.number_format_is_linked = number_format(chart), False
            for place, side in enumerate(sides):
                if side == "below":
                    line.points[place].data_label.font.size = Pt(size)
                    line.points[place].data_label.position = XL_LABEL_POSITION.BELOW
                elif not side:
                    gone = f'<c:dLbl {nsdecls("c")}><c:idx val="{place}"/><c:delete val="1"/></c:dLbl>'
                    label = own._element.get_or_add_dLbl_for_point(place)
                    label.getparent().replace(label, parse_xml(gone))
    else:
        labels.position = XL_LABEL_POSITION.OUTSIDE_END


def _rgb(colour_text: str) -> RGBColor:
    return RGBColor.from_string(colour_text.lstrip("#"))
