"""A sheet as a grid of cells, and the ways in which a file can be unreadable."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar, overload

T = TypeVar("T")


class UnreadableFileError(Exception):
    """The file cannot be read at all. `code` is a general rule in data/sources/umum.yaml."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params: dict[str, Any] = params


class ErrorCell(str):
    """A cell that holds an Excel error such as #DIV/0!, which is neither empty nor a text."""

    __slots__ = ()


class ShownNumber(float):
    """A number that Excel shows otherwise than it would be written: 7 as 007. `shown` is that text."""

    def __new__(cls, number: float, shown: str) -> ShownNumber:
        made = super().__new__(cls, number)
        made.shown = shown
        return made

    shown: str


# What an ErrorCell holds where a program wrote a formula and nobody has calculated it yet.
UNCOMPUTED = "(rumus belum dihitung)"


@dataclass(frozen=True)
class RowProblem:
    """A fault in the line itself (not in a cell): a rule code with its parameters."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)


class Sparse(Sequence[T]):
    """A sequence of which only some items are held: all of the head, and single ones below it."""

    def __init__(self, head: list[T], below: dict[int, T], length: int) -> None:
        self._head, self._below, self._length = head, below, length

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> list[T]: ...
    def __getitem__(self, index: int | slice) -> T | list[T]:
        if isinstance(index, slice):
            return self._head[index]
        if index >= self._length:
            raise IndexError(index)
        return self._head[index] if index < len(self._head) else self._below[index]

    def held(self) -> Iterator[int]:
        """The indexes of the items that are held, in order."""
        yield from range(len(self._head))
        yield from sorted(self._below)


@dataclass
class Grid:
    """One sheet. `rows[i]` is Excel row i + 1; every row has the same number of cells; an empty cell is ''.

    merged: (first row, first column, last row, last column), all counted from 0. A cell merged downwards has
    its value in each of its rows; merged to the right it stands only in its first column.
    """

    name: str
    number: int
    rows: Sequence[list[Any]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    is_hidden: bool = False
    widths: Sequence[int] | None = None  # of a text file: the cells that each line really had
    row_problems: dict[int, list[RowProblem]] = field(default_factory=dict)  # by Excel row number
    sheet_problems: list[RowProblem] = field(default_factory=list)

    def numbers_below(self, row_number: int) -> Iterator[int]:
        """Excel row numbers of the rows that the grid holds below a row."""
        held = self.rows.held() if isinstance(self.rows, Sparse) else range(len(self.rows))
        return (index + 1 for index in held if index >= row_number)
