"""How content fits a page: widths of columns, tables that turn or split, charts that need several pieces.

Widths are reckoned in millimetres from the number of signs; a little too much room hurts nobody, while a
table that runs off the page loses figures.
"""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from compliance.reports.cells import Cell, is_matrix, phrase
from compliance.reports.document import Block, Chart, Heading, NativeChart, Paragraph, Section, Table

KEPT_ROWS = 12  # a table of so many rows stays on one page
LYING = ("batang_mendatar", "batang_tumpuk")  # kinds of charts whose bars lie
_FIGURES_PER_ROW = 4
SIGN = 0.2  # millimetres per sign and point of size, for a wide sans serif
PADDING = 3.2  # left and right of a cell together
HEAD_LINES = 3  # lines of a header that stands upright
HEAD_HEIGHT = 34.0  # room for the letters of a header that stands upright
_SHORT = 8  # signs of a text that is never broken
_LONGEST_WORD = 16  # a longer word is broken
_WIDEST = 90  # signs beyond which a cell is wrapped anyway
_NEAR = 0.06  # share of an axis that a point keeps away from its ends
_LINES = (3, 5, _WIDEST)  # lines that a long text may take: at ease, if need be, in the end


@dataclass(frozen=True)
class Piece:
    """Columns that stand side by side on one page: places in the table's columns, and widths in mm."""

    columns: tuple[int, ...]
    widths: tuple[float, ...]
    upright: bool  # headers are turned


@dataclass(frozen=True)
class Fit:
    """A table on its page."""

    landscape: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class _Need:
    flat: float  # least width with the header lying
    turned: float  # least width with the header standing upright
    share: float  # its part of the room that is left


def fit(table: Table, cells: list[list[Cell]], *, portrait: float, landscape: float, size: float = 8) -> Fit:
    """Place all columns: portrait if they fit, else landscape, lying headers first, then those that stand.

    Only where nothing else helps, long texts are squeezed; at last the columns stand in several pieces.
    portrait, landscape: width of the text in mm. size: of the letters in points.
    """
    columns = range(len(table.columns))
    easy, fair, tight = (
        [_need(table, index, [row[index] for row in cells], size, lines) for index in columns]
        for lines in _LINES
    )
    upright = is_matrix(table)
    tries = [] if table.wide else [(portrait, easy, upright), (portrait, fair, upright)]
    tries += [(landscape, needs, stands) for needs in (easy, fair, tight) for stands in (upright, True)]
    for width, needs, stands in tries:
        if sum(_least(need, stands) for need in needs) <= width:
            return Fit(width == landscape, (_piece(tuple(columns), needs, stands, width),))
    needs = [fair[0], *tight[1:]]
    return Fit(True, tuple(_piece(part, needs, True, landscape) for part in _split(needs, landscape)))


def _need(table: Table, index: int, cells: list[Cell], size: float, lines: int) -> _Need:
    """lines: how many lines a text may take before its column has to be wider."""
    column, sign = table.columns[index], SIGN * size
    if column.name in table.states and is_matrix(table):
        body, natural = 2.0, 2.0
    elif column.kind == "teks":
        longest = max((_signs(word) for cell in cells for word in re.split(r"[ \n-]", cell.text)), default=1)
        natural = min(max((len(cell.text) for cell in cells), default=1), _WIDEST)
        body = max(min(longest, _LONGEST_WORD), natural / lines, natural if natural <= _SHORT else 0)
    else:
        body = natural = max((len(cell.text) for cell in cells), default=1)
    if column.name in table.states and lines == _LINES[0]:  # rows of equal height are easier to compare
        body = max(body, natural)
    words = re.split(r"[\s/]", column.label)
    head = min(max(len(word) for word in words), _LONGEST_WORD) * 1.12
    stands = upright_lines(column.label, size) * size * 0.44
    return _Need(
        flat=max(body, head) * sign + PADDING,
        turned=max(body * sign, stands) + PADDING,
        share=column.width * (body if column.name in table.states else max(natural, body)),
    )


def upright_lines(label: str, size: float) -> int:
    """How many lines a turned header needs."""
    return min(math.ceil(len(label) * SIGN * size * 1.1 / HEAD_HEIGHT), HEAD_LINES)


def turned(label: str, size: float) -> str:
    """The label of a turned header in its lines, for programs that do not break what is turned."""
    return "\n".join(textwrap.wrap(label, int(HEAD_HEIGHT / (SIGN * size * 1.1)))) or label


def lies(label: str, width: float, size: float = 8) -> bool:
    """True if a header fits into a few lying lines of that width."""
    longest = max(len(word) for word in re.split(r"[\s/]", label))
    return (
        longest * 1.12 * SIGN * size + PADDING <= width and line_count(label, width, size) <= HEAD_LINES + 1
    )


def standing(table: Table, piece: Piece, size: float = 8) -> tuple[list[bool], float]:
    """Which headers of a piece stand upright, and the height in mm that they need (0 if none)."""
    labels = [
        (table.columns[index].label, width) for index, width in zip(piece.columns, piece.widths, strict=True)
    ]
    stands = [piece.upright and not lies(label, width, size) for label, width in labels]
    longest = max((len(label) for (label, _), one in zip(labels, stands, strict=True) if one), default=0)
    return stands, min(longest * SIGN * size * 1.1, HEAD_HEIGHT) + 4 if longest else 0.0


def _least(need: _Need, upright: bool) -> float:
    return min(need.turned, need.flat) if upright else need.flat


def _piece(columns: tuple[int, ...], needs: list[_Need], upright: bool, width: float) -> Piece:
    least = [_least(needs[index], upright) for index in columns]
    spare, shares = width - sum(least), [needs[index].share for index in columns]
    aims = [width * share / sum(shares) for share in shares]
    wants = [max(aim - low, 0.0) for aim, low in zip(aims, least, strict=True)]
    total = sum(wants) or 1.0
    widths = tuple(round(low + spare * want / total, 2) for low, want in zip(least, wants, strict=True))
    return Piece(columns, widths, upright)


def _split(needs: list[_Need], width: float) -> list[tuple[int, ...]]:
    """Parts of the columns that fit, about equally many in each; the first, which names its row, in all."""
    others = range(1, len(needs))
    for count in range(2, len(needs)):
        step = math.ceil(len(others) / count)
        parts = [(0, *others[start : start + step]) for start in range(0, len(others), step)]
        if all(sum(_least(needs[index], True) for index in part) <= width for part in parts):
            return parts
    return [(0, index) for index in others]


def _signs(text: str) -> float:
    """How long a text is: capitals are wider than other signs."""
    return len(text) + 0.2 * sum(sign.isupper() for sign in text)


def line_count(text: str, width: float, size: float) -> int:
    """Lines of a text in a cell of that width in mm, reckoned for words that wrap."""
    wide = _signs(text) / max(len(text), 1)
    room = max(int((width - PADDING) / (SIGN * 0.9 * size * wide)), 1)  # of whole lines most signs are narrow
    return sum(max(len(textwrap.wrap(line, room)), 1) for line in text.split("\n"))


def flow(section: Section, is_wide: Callable[[Block], bool]) -> list[tuple[bool, list[Block]]]:
    """The blocks of a section in runs of (landscape?, blocks).

    Headings and paragraphs right before a wide table go with it to its page, small print after it too, so
    that no page holds a heading alone.
    """
    runs: list[tuple[bool, list[Block]]] = []
    for block in section.blocks:
        if is_wide(block):
            before = _lead(runs[-1][1]) if runs and not runs[-1][0] else []
            if before:
                runs[-1] = (False, runs[-1][1][: -len(before)])
                runs = [run for run in runs if run[1]]
            _add(runs, True, [*before, block])
        else:
            follows = isinstance(block, Paragraph) and block.style == "catatan" and bool(runs) and runs[-1][0]
            _add(runs, follows, [block])
    return runs


def leads(blocks: Sequence[Block]) -> list[bool]:
    """Per block: is it the sentence that introduces a chart or table, and must not be parted from it?"""
    following = [*blocks[1:], None]
    return [
        isinstance(block, Paragraph) and isinstance(after, Chart | Table)
        for block, after in zip(blocks, following, strict=True)
    ]


def _lead(blocks: list[Block]) -> list[Block]:
    """The headings and paragraphs at the end that introduce what follows."""
    start = len(blocks)
    while start and isinstance(blocks[start - 1], Heading | Paragraph):
        start -= 1
        if isinstance(blocks[start], Heading):
            break
    return blocks[start:]


def _add(runs: list[tuple[bool, list[Block]]], landscape: bool, blocks: list[Block]) -> None:
    if runs and runs[-1][0] == landscape:
        runs[-1][1].extend(blocks)
    else:
        runs.append((landscape, blocks))


def per_row(count: int) -> int:
    """How many figures stand side by side, so that rows are about equally long."""
    return math.ceil(count / math.ceil(count / _FIGURES_PER_ROW)) if count else 1


def native_of(chart: Chart) -> NativeChart | None:
    """The editable form of a chart, if it has one with anything to draw; else its table is printed."""
    native = chart.native
    has_values = native and any(value is not None for one in native.series for value in one.values)
    return native if has_values else None


def pieces(chart: NativeChart, limit: int) -> list[NativeChart]:
    """The chart in parts of at most `limit` categories, of about equal size and on one scale."""
    count = len(chart.categories)
    if count <= limit or chart.kind == "garis":
        return [chart]
    step = math.ceil(count / math.ceil(count / limit))
    low, high = scale(chart)
    return [
        replace(
            chart,
            categories=chart.categories[start : start + step],
            series=tuple(
                replace(one, values=one.values[start : start + step], tones=one.tones[start : start + step])
                for one in chart.series
            ),
            minimum=low,
            maximum=high,
        )
        for start in range(0, count, step)
    ]


def scale(chart: NativeChart) -> tuple[float, float]:
    """Ends of the value axis: those given, else round numbers around the values, for bars with 0."""
    if chart.kind == "batang_tumpuk":
        rows: Any = zip(*(one.values for one in chart.series), strict=True)
        values = [sum(value or 0 for value in row) for row in rows]
    else:
        values = [value for one in chart.series for value in one.values if value is not None]
    low, high = min(values, default=0.0), max(values, default=1.0)
    if chart.kind != "garis":
        low, high = min(low, 0.0), max(high, 0.0)
    step = 10.0 ** math.floor(math.log10((high - low) or abs(high) or 1.0))
    step = step / 2 if (high - low) / step < 4 else step
    ends = math.floor(low / step) * step, math.ceil(high / step) * step
    if chart.kind == "garis":  # the numbers of the outermost points need room
        near = _NEAR * (ends[1] - ends[0])
        ends = ends[0] - step * (low - ends[0] < near), ends[1] + step * (ends[1] - high < near)
    low, high = ends
    if high == low:
        low, high = low - step, high + step
    return (
        low if chart.minimum is None else chart.minimum,
        high if chart.maximum is None else chart.maximum,
    )


def label_sides(chart: NativeChart) -> list[list[str]]:
    """Where the number of each point of a line stands: 'above', 'below', or '' where others leave no room.

    Of the points of one category the highest has it above and the lowest below.
    """
    sides = [["" for _ in one.values] for one in chart.series]
    for place in range(len(chart.categories)):
        found = [(one.values[place], row) for row, one in enumerate(chart.series)]
        values = sorted((value, row) for value, row in found if value is not None)
        if values:
            sides[values[-1][1]][place] = "above"
        if len(values) > 1 and values[0][0] < values[-1][0]:
            sides[values[0][1]][place] = "below"
    return sides


def ticks(low: float, high: float) -> list[float]:
    """Round values from one end of an axis to the other, about five of them."""
    rough = (high - low) / 5
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    first = math.ceil(low / step - 1e-9)
    return [round((first + index) * step, 6) for index in range(int((high - first * step) / step + 1e-9) + 1)]


def block_title(block: Table | Chart, part: int, parts: int) -> str:
    """The title, with 'bagian 1 dari 2' where a table or chart stands in several pieces."""
    return block.title if parts == 1 else f"{block.title} ({phrase('part', part=part, parts=parts)})"
