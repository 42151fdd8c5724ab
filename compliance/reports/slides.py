"""A report as PowerPoint slides: one message each, charts and tables to edit, the source in the notes.

Annexes stay out: they are there to look things up in, and the other formats hold them.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from itertools import takewhile

from compliance.formatting import tanggal
from compliance.reports import cells, slide_table
from compliance.reports.cells import Cell, clean, phrase
from compliance.reports.document import Block, Chart, Heading, KeyFigures, Paragraph, Report, Section, Table
from compliance.reports.layout import LYING, Fit, Piece, block_title, fit, native_of, pieces
from compliance.reports.package import fixed
from compliance.reports.slide_parts import BODY_HEIGHT, WIDTH, Deck, notes_height

_BARS = 20  # categories on one slide
_COLUMNS = 12
_MOST = 6  # slides of a table; of a longer one only the first is shown, and says so


def write(report: Report, images: Mapping[str, bytes] | None = None) -> bytes:
    """The report as .pptx. images are not needed: a chart without a native form is its table."""
    deck = Deck(report)
    _first_slide(deck, report)
    for section in report.sections:
        if not section.is_annex:
            _Slides(deck, section).write()
    buffer = io.BytesIO()
    deck.presentation.save(buffer)
    return fixed(buffer.getvalue(), report.dated)


def _first_slide(deck: Deck, report: Report) -> None:
    lines = [*cells.origin(report), f"{report.signatory.place}, {tanggal(report.dated)}"]
    deck.cover(cells.letterhead_lines(report), clean(report.title), clean(report.subtitle), lines)


class _Slides:
    """The slides of one section."""

    def __init__(self, deck: Deck, section: Section) -> None:
        self._deck, self._section = deck, section
        self._above = clean(section.title)
        self._spoken: list[str] = []  # text that goes to the notes of the next slide

    def write(self) -> None:
        """Figures and sentences first, then each chart and table; what is said between goes to notes."""
        blocks = self._section.blocks
        lead = list(takewhile(lambda block: isinstance(block, KeyFigures | Paragraph), blocks))
        self._opening(lead)
        for block in blocks[len(lead) :]:
            if isinstance(block, Heading):
                self._above = f"{clean(self._section.title)} · {clean(block.text)}"
            elif isinstance(block, Paragraph):
                self._spoken.append(clean(block.text))
            elif isinstance(block, Chart | Table):
                self._content(block)
                self._say()
        self._say()

    def _opening(self, lead: list[Block]) -> None:
        figures = [item for block in lead if isinstance(block, KeyFigures) for item in block.items]
        texts = [block for block in lead if isinstance(block, Paragraph)]
        shown = [one for one in texts if one.style in ("kesimpulan", "butir")] or texts
        self._spoken = [clean(one.text) for one in texts if one not in shown]
        if figures or shown:
            title = clean(self._section.message or self._section.title)
            self._deck.texts(title, self._above, figures, shown)
            self._say()

    def _say(self) -> None:
        for text in self._spoken:
            self._deck.note(text)
        self._spoken = []

    def _content(self, block: Chart | Table) -> None:
        if isinstance(block, Table):
            self._table(block)
            return
        native = native_of(block)
        if native is None:
            self._table(replace(block.table, title=block.title), most=1)
            return
        drawn = pieces(native, _BARS if native.kind in LYING else _COLUMNS)
        for index, part in enumerate(drawn, start=1):
            title = clean(block_title(block, index, len(drawn)))
            self._deck.chart(title, self._above, part, clean(block.alt), clean(block.subtitle))

    def _table(self, table: Table, most: int = _MOST) -> None:
        """A table that needs more than `most` slides is shown by its first rows."""
        printed = cells.grid(table)
        shape = fit(table, printed, portrait=WIDTH, landscape=WIDTH, size=slide_table.letter_size(table))
        notes = cells.notes(table) if printed else [*cells.notes(table), phrase("empty_table")]
        shares = self._shares(table, shape, printed, notes)
        if len(shares) > most:
            columns, all_columns = len(shares[0][0].columns), len(table.columns)
            cut = {"all_rows": len(printed), "columns": columns, "all_columns": all_columns}
            said = [phrase("cut", rows=len(printed), **cut), *notes]
            shares = self._shares(table, shape, printed, said)[:1]
            notes = [phrase("cut", rows=len(shares[0][1]), **cut), *notes]
        for index, (piece, rows) in enumerate(shares, start=1):
            title = clean(block_title(table, index, len(shares)))
            self._deck.table(title, self._above, table, piece, rows, notes)

    def _shares(
        self, table: Table, shape: Fit, printed: list[list[Cell]], notes: list[str]
    ) -> list[tuple[Piece, list[list[Cell]]]]:
        """Columns and rows of each slide, with room for the notes below."""
        room = BODY_HEIGHT - notes_height(notes)
        return [
            (piece, rows)
            for piece in shape.pieces
            for rows in slide_table.shares(table, piece, printed, room)
        ]
