"""A sheet as a grid of cells, and the ways in which a file can be unreadable."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


class UnreadableFileError(Exception):
    """The file cannot be read at all. `code` is a general rule in data/sources/umum.yaml."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params: dict[str, Any] = params


class ErrorCell(str):
    """A cell that holds an Excel error such as #DIV/0!, which is neither empty nor a text."""

    __slots__ = ()


# What an ErrorCell holds where a program wrote a formula and nobody has calculated it yet.
UNCOMPUTED = "(rumus belum dihitung)"


@dataclass(frozen=True)
class RowProblem:
    """A fault in the line itself (not in a cell): a rule code with its parameters."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass
class Grid:
    """One sheet. `rows[i]` is Excel row i + 1; every row has the same number of cells; an empty cell is ''.

    merged: (first row, first column, last row, last column), all counted from 0. A cell merged downwards has
    its value in each of its rows; merged to the right it stands only in its first column.
    """

    name: str
    number: int
    rows: list[list[Any]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    is_hidden: bool = False
    widths: list[int] | None = None  # of a text file: the cells that each line really had
    row_problems: dict[int, list[RowProblem]] = field(default_factory=dict)  # by Excel row number
    sheet_problems: list[RowProblem] = field(default_factory=list)
