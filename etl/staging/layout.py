"""Which kind a sheet is, where its header stands, and which column is which."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from etl.names import clean_text, header_keys, squash
from etl.reading import ErrorCell, Grid
from etl.staging.contract import Contract, Kind
from etl.staging.values import as_text, is_blank, to_number

HEADER_WITHIN_ROWS = 40
HEADER_WITHIN_COLUMNS = 300
# A sheet without header shows data where headers stand: numbers of persons and emails are not repeated.
_LIKE_DATA = re.compile(r"[0-9]{6}|@")
_DATE = re.compile(r"\s*[0-9]{1,4}[-/. ]+(?:[0-9]{1,2}|[A-Za-z]+)[-/. ]+[0-9]{1,4}")
_NUMBERED = re.compile(r"(?:u|unsur)(?:ke)?0?([1-9][0-9]?)")


class Fills(NamedTuple):
    """What the sender said beside the file: stands in for a column the file lacks."""

    unit: str | None = None
    year: int | None = None


@dataclass
class Layout:
    """The columns of a sheet of a known kind. Positions are counted from 0, rows as Excel shows them."""

    kind: Kind
    header_row: int  # the last row of the header
    headers: list[str]  # as they stand, one per column; two header rows are joined
    columns: dict[str, list[int]]  # canonical column -> positions, the preferred first
    by_number: list[int] = field(default_factory=list)  # unsur that were found by U1..U9 only
    beyond: dict[int, list[int]] = field(default_factory=dict)  # number of an unsur above 9 -> positions
    personal: list[int] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)
    n_header_rows: int = 1

    def header(self, column: str) -> str:
        """The header of a canonical column as it stands in the file; its own name if the file lacks it."""
        positions = self.columns.get(column)
        return self.headers[positions[0]] if positions else column

    @property
    def last_position(self) -> int:
        """Position of the last column that is taken."""
        return max((position for positions in self.columns.values() for position in positions), default=0)

    def missing(self, fills: Fills) -> list[str]:
        """Required columns that neither the sheet nor the sender gives."""
        return [
            name
            for name in self.kind.required
            if name not in self.columns and not self.is_filled(name, fills)
        ]

    def is_filled(self, name: str, fills: Fills) -> bool:
        column = self.kind.columns[name]
        if column.type == "unit":
            return fills.unit is not None
        if column.type == "year":
            return fills.year is not None
        return column.year_stand_in != "no" and (fills.year is not None or "tahun" in self.columns)


def find_layout(grid: Grid, contract: Contract, fills: Fills, *, is_strict: bool = True) -> Layout | None:
    """The best reading of the sheet's first rows, or None if no kind is recognised.

    A kind with all its required columns goes before one that needs the sender's options, and that before an
    incomplete one; then the most required columns, then the most columns, then the upper row count.
    `is_strict` off: the kind that comes nearest, for a message about a sheet that is none.
    """
    best: tuple[tuple, Layout] | None = None
    n_columns: dict[tuple[int, str], int] = {}
    for texts, last_row, n_rows in _header_candidates(grid):
        headers = [" / ".join(dict.fromkeys(reversed(parts))) for parts in texts]
        keys = [_keys(parts) for parts in texts]
        if not any(number or not contract.known_headers.isdisjoint(words) for words, number in keys):
            continue  # not a word of any kind: data, or a title
        for kind in contract.kinds.values():
            layout = _read_header(headers, keys, last_row, kind, contract)
            layout.n_header_rows = n_rows
            cost = 0.0
            if n_rows == 1:
                n_columns[last_row, kind.kind] = len(layout.columns)
            else:
                # Below a full header stands data: as a second header row it must bring two columns more.
                cost = 1.5 if n_columns.get((last_row - 1, kind.kind), 0) > 2 else 0.5
            rank = _rank(layout, fills, cost, is_strict)
            if rank is not None and (best is None or rank > best[0]):
                best = (rank, layout)
    return best[1] if best else None


def seen_headers(grid: Grid, contract: Contract) -> list[str]:
    """The texts of the first rows that look most like a header; empty if none does.

    A row without a word of the contract may be data, and the name of a person must not be repeated.
    """
    best: list[str] = []
    best_rank = (0, 0)
    for row in grid.rows[:HEADER_WITHIN_ROWS]:
        texts = [
            clean_text(cell)
            for cell in row[:HEADER_WITHIN_COLUMNS]
            if _is_header_text(cell) and not _LIKE_DATA.search(cell)
        ]
        n_known = sum(any(key in contract.known_headers for key in header_keys(text)) for text in texts)
        if (n_known >= 2 or 2 * n_known >= len(texts)) and (n_known, len(texts)) > best_rank:
            best, best_rank = texts, (n_known, len(texts))
    return best


def has_content(grid: Grid) -> bool:
    return any(not is_blank(cell) for row in grid.rows for cell in row)


def rows_above(grid: Grid, layout: Layout) -> list[int]:
    """Rows above the header that look like data of another table, as Excel numbers them: three cells or more,
    one of them a number or date. Titles ("Tahun", ":", "2024") and upper rows of a header are not."""
    found = []
    for number, row in enumerate(grid.rows[: layout.header_row - layout.n_header_rows], start=1):
        filled = [as_text(cell) for cell in row if not is_blank(cell)]
        words = [text for text in filled if squash(text)]
        if len(words) > 2 and any(to_number(text) is not None or _DATE.match(text) for text in words):
            found.append(number)
    return found


def _rank(layout: Layout, fills: Fills, cost: float, is_strict: bool) -> tuple | None:
    """How well a kind fits; None if it does not. An incomplete one needs signs of its own."""
    kind = layout.kind
    n_required = sum(name in layout.columns for name in kind.required)
    n_signs = sum(name in layout.columns for name in kind.recognised_by)
    completeness = 2 if n_required == len(kind.required) else 0 if layout.missing(fills) else 1
    own = [name for name in kind.required if kind.columns[name].type not in ("unit", "year")]
    n_needed = 1 if completeness == 2 or (completeness == 1 and own) else kind.recognised_from
    if n_signs < n_needed and (is_strict or completeness or len(layout.columns) < 2):
        return None
    if not is_strict:
        completeness = -len(layout.missing(fills))
    return (completeness, n_required, len(layout.columns) - cost, -layout.header_row)


def _is_header_text(cell: Any) -> bool:
    return (
        isinstance(cell, str) and not isinstance(cell, ErrorCell) and len(cell) < 200 and not is_blank(cell)
    )


def _header_candidates(grid: Grid) -> list[tuple[list[list[str]], int, int]]:
    """(texts of each column from the lower to the upper row, last header row, number of rows)."""
    candidates = []
    across = {
        (row, column): (row, first)
        for row, first, last_row, last in grid.merged
        if last > first
        for row in range(row, min(last_row + 1, HEADER_WITHIN_ROWS))
        for column in range(first, min(last + 1, HEADER_WITHIN_COLUMNS))
    }
    for index, row in enumerate(grid.rows[:HEADER_WITHIN_ROWS]):
        texts = [
            [clean_text(cell)] if column < HEADER_WITHIN_COLUMNS and _is_header_text(cell) else []
            for column, cell in enumerate(row)
        ]
        if sum(map(bool, texts)) < 2:
            continue
        candidates.append((texts, index + 1, 1))
        if index == 0 or all(is_blank(cell) for cell in grid.rows[index - 1]):
            continue
        above = _spread(grid.rows[index - 1], index - 1, across)
        candidates.append(
            ([_both(own, upper) for own, upper in zip(texts, above, strict=True)], index + 1, 2)
        )
    return candidates


def _spread(row: list[Any], index: int, across: dict) -> list[str]:
    """Texts of the upper header row, each carried over the columns that its cell is merged over."""
    texts = []
    for column in range(len(row)):
        if column >= HEADER_WITHIN_COLUMNS:
            texts.append("")
            continue
        source_row, source = across.get((index, column), (index, column))
        cell = row[source] if source_row == index else ""
        texts.append(clean_text(cell) if _is_header_text(cell) else "")
    return texts


def _both(own: list[str], upper: str) -> list[str]:
    """Own text first, but the text above first if the own one is only a number such as U3."""
    if not own or not upper or own[0] == upper:
        return own or ([upper] if upper else [])
    return [upper, own[0]] if _NUMBERED.fullmatch(squash(own[0])) else [own[0], f"{upper} {own[0]}"]


def _keys(parts: list[str]) -> tuple[list[str], int | None]:
    """The words that a column may be known by, and its number if a text of it is only one, such as U3."""
    keys = [found for part in parts if (found := header_keys(part))]
    numbers = (int(hit.group(1)) for found in keys if (hit := _NUMBERED.fullmatch(found[0])))
    return [key for found in keys for key in found], next(numbers, None)


def _read_header(
    headers: list[str],
    keys: list[tuple[list[str], int | None]],
    last_row: int,
    kind: Kind,
    contract: Contract,
) -> Layout:
    layout = Layout(kind, last_row, headers, {})
    ranked: dict[str, list[tuple[int, int]]] = {}
    excluding = contract.excluding[kind.kind]
    unsur_by_number = {number: name for name, number in kind.unsur.items()}
    numbered: dict[int, list[int]] = {}
    index = contract.headers[kind.kind]
    for position, (words, number) in enumerate(keys):
        found = next((index[key] for key in words if key in index), None)
        if found:
            ranked.setdefault(found[0], []).append((found[1], position))
        elif unsur_by_number and number is not None:
            numbered.setdefault(number, []).append(position)
        elif any(key in contract.personal for key in words):
            layout.personal.append(position)
        elif any(key in excluding for key in words):
            return Layout(kind, last_row, headers, {})
        elif words:
            layout.unknown.append(position)
    layout.columns = {name: [position for _, position in sorted(hits)] for name, hits in ranked.items()}
    _place_numbered(layout, numbered, unsur_by_number)
    return layout


def _place_numbered(layout: Layout, numbered: dict[int, list[int]], unsur: dict[int, str]) -> None:
    for number, positions in sorted(numbered.items()):
        name = unsur.get(number)
        if name is None:
            layout.beyond[number] = positions
        elif name in layout.columns:
            layout.unknown += positions
        else:
            layout.columns[name] = positions
            layout.by_number += positions


def cells_of(rows: list[list[Any]], positions: list[int], *, zero_is_empty: bool) -> list[Any]:
    """The cells of a column; where several columns mean it, the first that is not empty in the row."""
    if len(positions) == 1:
        return [row[positions[0]] for row in rows]
    empty = ("", "0") if zero_is_empty else ("",)
    cells = []
    for row in rows:
        filled = (row[position] for position in positions if clean_text(as_text(row[position])) not in empty)
        cells.append(next(filled, ""))
    return cells
