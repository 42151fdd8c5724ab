"""A report as PDF, laid out by typst: tagged, with bookmarks, fonts inside, without browser or internet.

The report goes to typst as JSON and is placed by typst/report.typ; no text is ever part of the source, so a
cell cannot become a command.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from compliance.charts.printing import fonts
from compliance.formatting import angka
from compliance.reports import cells, native
from compliance.reports.cells import clean, phrase
from compliance.reports.document import (
    Block,
    Chart,
    Heading,
    KeyFigures,
    NativeChart,
    Paragraph,
    Report,
    Table,
)
from compliance.reports.images import kind
from compliance.reports.layout import (
    KEPT_ROWS,
    LYING,
    Fit,
    Piece,
    block_title,
    fit,
    flow,
    label_sides,
    leads,
    line_count,
    native_of,
    per_row,
    pieces,
    scale,
    standing,
    ticks,
)
from compliance.words import tone

_SOURCES = Path(__file__).parent / "typst"
_PORTRAIT, _LANDSCAPE = 165.0, 252.0
_STANDARDS = ["a-2a", "ua-1"]  # for archives, and for readers who do not see
_NAMES = (18.0, 62.0)  # least and most room in mm for the names beside lying bars
_SIGN = 1.38  # width in mm of a sign of a name
_MANY = 40  # headings; a longer table of contents leaves out the second level


def write(report: Report, images: Mapping[str, bytes] | None = None) -> bytes:
    """The report as .pdf. images: chart id -> PNG, JPEG or SVG, for charts without a native form."""
    writer = _Writer(report, images or {})
    content = json.dumps(writer.data(), ensure_ascii=False).encode()
    files = {path.name: path.read_bytes() for path in _SOURCES.glob("*.typ")}
    files = {"main.typ": files.pop("report.typ"), **files, "data.json": content, **writer.files}
    options = {
        "timestamp": int(datetime.combine(report.dated, time(), UTC).timestamp()),
    }
    try:
        return _compiled(files, pdf_standards=_STANDARDS, **options)
    except typst.TypstError:
        # A sign that no font of typst has (a name in another script) is no reason to refuse the report.
        return _compiled(files, **options)


def _compiled(files: dict[str, bytes], **options: Any) -> bytes:
    # Files in memory would do, if typst took pictures among them.
    with TemporaryDirectory(prefix="pantau-", ignore_cleanup_errors=True) as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        return bytes(typst.compile(Path(folder) / "main.typ", font_paths=fonts(), **options))


class _Writer:
    """Turns a report into what report.typ reads, and collects the pictures that go with it."""

    def __init__(self, report: Report, pictures: Mapping[str, bytes]) -> None:
        self._report, self._pictures = report, pictures
        self._tones: dict[str, dict[str, str]] = {}
        self._fits: dict[int, tuple[list[list[cells.Cell]], Fit]] = {}
        self.files: dict[str, bytes] = {}

    def data(self) -> dict[str, Any]:
        """All of data.json."""
        report = self._report
        above, below = cells.signature_lines(report)
        sections = self._sections()
        before, between, after = phrase("page", page="\0", pages="\0").split("\0")
        return {
            "title": clean(report.title),
            "subtitle": clean(report.subtitle),
            "author": clean(report.letterhead.government),
            "sample": report.is_sample,
            "mark": tone("buruk").strong,
            "letterhead": cells.letterhead_lines(report),
            "address": cells.letterhead_address(report),
            "logo": self._file("logo", report.logo),
            "origin": cells.origin(report),
            "footing": cells.footing(report),
            "signature": {"above": above, "below": below, "named": bool(report.signatory.name)},
            "width": _PORTRAIT,
            "depth": self._depth(),
            "words": {
                **{name: phrase(name) for name in ("contents", "table", "figure", "sample")},
                "page": [before, between, after],
            },
            "sections": sections,
            "tones": self._tones,
        }

    def _depth(self) -> int:
        blocks = [block for section in self._report.sections for block in section.blocks]
        headings = sum(isinstance(block, Heading) and block.level <= 2 for block in blocks)
        return 2 if headings + len(self._report.sections) <= _MANY else 1

    def _sections(self) -> list[dict[str, Any]]:
        sections = self._report.sections
        main = [index for index, section in enumerate(sections) if not section.is_annex]
        return [
            {
                "title": title,
                "new_page": new_page,
                "signed": bool(main) and index == main[-1],
                "runs": [
                    {
                        "landscape": landscape,
                        "blocks": [
                            self._block(block) | {"lead": is_lead}
                            for block, is_lead in zip(blocks, leads(blocks), strict=True)
                        ],
                    }
                    for landscape, blocks in flow(section, self._is_wide) or [(False, [])]
                ],
            }
            for index, (section, title, new_page) in enumerate(
                zip(sections, cells.numbered(sections), cells.new_pages(sections), strict=True)
            )
        ]

    def _block(self, block: Block) -> dict[str, Any]:
        if isinstance(block, Paragraph):
            return {"type": "paragraph", "style": block.style, "text": clean(block.text)}
        if isinstance(block, Heading):
            return {"type": "heading", "level": block.level, "text": clean(block.text)}
        if isinstance(block, KeyFigures):
            return _figures(block)
        if isinstance(block, Table):
            return self._table(block)
        return self._chart(block)

    def _table(self, table: Table) -> dict[str, Any]:
        printed, shape = self._place(table)
        parts = [
            self._piece(table, piece, printed)
            | {"title": clean(block_title(table, index, len(shape.pieces)))}
            for index, piece in enumerate(shape.pieces, start=1)
        ]
        notes = [*cells.notes(table), *([] if printed else [phrase("empty_table")])]
        return {"type": "table", "pieces": parts, "notes": notes, "whole": len(printed) <= KEPT_ROWS}

    def _piece(self, table: Table, piece: Piece, printed: list[list[cells.Cell]]) -> dict[str, Any]:
        columns = [table.columns[index] for index in piece.columns]
        upright, height = standing(table, piece)
        centred = [piece.upright and column.name in table.states for column in columns]
        return {
            "widths": piece.widths,
            "sides": [
                "c" if middle else "r" if cells.is_right(column, table) else "l"
                for column, middle in zip(columns, centred, strict=True)
            ],
            "heads": [
                {"text": clean(column.label), "upright": stands}
                for column, stands in zip(columns, upright, strict=True)
            ],
            "head_height": height,
            "rows": [[self._cell(row[index]) for index in piece.columns] for row in printed],
        }

    def _cell(self, cell: cells.Cell) -> Any:
        if cell.tone is None:
            return cell.text
        self._tones[cell.tone.id] = {"fill": cell.tone.fill, "ink": cell.tone.ink}
        return [cell.text, cell.tone.id]

    def _chart(self, chart: Chart) -> dict[str, Any]:
        picture = self._pictures.get(chart.id)
        native_chart = native_of(chart)
        if native_chart is None and picture is None:
            return self._table(chart.table)
        parts: list[dict[str, Any]]
        if native_chart is None:
            parts = [
                {"picture": self._file(f"gambar{len(self.files)}", picture), "title": clean(chart.title)}
            ]
        else:
            drawn = pieces(native_chart, _limit(native_chart))
            parts = [
                {"chart": _drawing(part), "title": clean(block_title(chart, index, len(drawn)))}
                for index, part in enumerate(drawn, start=1)
            ]
        return {"type": "chart", "alt": clean(chart.alt), "subtitle": clean(chart.subtitle), "parts": parts}

    def _file(self, name: str, content: bytes | None) -> str | None:
        if content is None:
            return None
        name = f"{name}.{kind(content)}"
        self.files[name] = content
        return name

    def _is_wide(self, block: Block) -> bool:
        if isinstance(block, Chart) and native_of(block) is None and block.id not in self._pictures:
            block = block.table
        return isinstance(block, Table) and self._place(block)[1].landscape

    def _place(self, table: Table) -> tuple[list[list[cells.Cell]], Fit]:
        if id(table) not in self._fits:
            printed = cells.grid(table)
            self._fits[id(table)] = (printed, fit(table, printed, portrait=_PORTRAIT, landscape=_LANDSCAPE))
        return self._fits[id(table)]


def _figures(block: KeyFigures) -> dict[str, Any]:
    items = [
        {
            "label": clean(item.label),
            "value": clean(item.value),
            "note": clean(item.note),
            "colour": tone(cells.ROLES[item.tone]).strong,
        }
        for item in block.items
    ]
    return {"type": "figures", "items": items, "columns": per_row(len(items))}


def _limit(chart: NativeChart) -> int:
    """Categories that one chart holds on a page."""
    if chart.kind not in LYING:
        return 16
    has_long_names = any(len(name) * _SIGN > _NAMES[1] for name in chart.categories)
    bars = 1 if chart.kind == "batang_tumpuk" else len(chart.series)
    return int(200 / max(3.2 * bars + 3, 7.2 if has_long_names else 0))


def _drawing(chart: NativeChart) -> dict[str, Any]:
    low, high = scale(chart)
    longest = max((len(name) for name in chart.categories), default=1)
    sides = label_sides(chart)
    slot = (_PORTRAIT - 14) / max(len(chart.categories), 1)
    lines = max((line_count(name, slot + 2, 7.5) for name in chart.categories), default=1)
    return {
        "kind": chart.kind,
        "categories": [clean(name) for name in chart.categories],
        "series": [
            {
                "name": clean(one.name),
                "values": one.values,
                "labels": [angka(value, chart.decimals) for value in one.values],
                "fill": native.colour(index, one),
                "fills": [
                    native.tone_colour(one.tones[place]) if one.tones else native.colour(index, one)
                    for place in range(len(one.values))
                ],
                "sides": sides[index],
                "ink": native.ink_on(native.colour(index, one)),
            }
            for index, one in enumerate(chart.series)
        ],
        "low": low,
        "high": high,
        "ticks": [{"value": value, "label": angka(value, chart.decimals)} for value in ticks(low, high)],
        "value_label": clean(chart.value_label),
        "names": min(max(longest * _SIGN + 3, _NAMES[0]), _NAMES[1]),
        "label_height": 3 + 3.2 * lines,
    }
