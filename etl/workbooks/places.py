"""Where in a workbook each finding points to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import get_column_letter

from etl.answers import SEVERITIES
from etl.staging import Staged


@dataclass(frozen=True)
class Located:
    """One finding. `title` is the sheet in the workbook (None: not in it); row and column count from 1."""

    severity: str
    sheet: str | None
    title: str | None
    row: int | None
    column: int | None
    header: str | None  # as it stands in the file
    row_number: int | None  # as the finding says; None for a whole sheet or file
    value: str | None
    message: str
    action: str

    @property
    def cell(self) -> str | None:
        """ "C7"; None if the finding is about no cell."""
        if self.row is None or self.column is None:
            return None
        return f"{get_column_letter(self.column)}{self.row}"


def locate(findings: pd.DataFrame, staged: Staged, book: Any, sheets: dict[str, str]) -> list[Located]:
    """Findings with their cells, the worst first, then in the order of the file.

    A finding about a whole column points to its header, one about a whole row to the row's first column that
    is known, one about a whole sheet or file to no cell. `book` None: no cell can be pointed to.
    """
    places = _Places(staged, book, sheets)
    located = [places.locate(finding) for finding in findings.to_dict("records")]
    order = {str(sheet): number for number, sheet in enumerate(staged.sheets["sheet"])}
    return sorted(
        located,
        key=lambda one: (
            SEVERITIES.index(one.severity),
            order.get(one.sheet or "", -1),
            one.row_number or 0,
            one.column or 0,
        ),
    )


class _Places:
    """Where the columns and headers of a file stand."""

    def __init__(self, staged: Staged, book: Any, sheets: dict[str, str]) -> None:
        self.book, self.sheets = book, sheets if book is not None else {}
        self.columns: dict[tuple[str, str], list[tuple[int, str]]] = {}
        self.first: dict[str, int] = {}
        for row in staged.columns.to_dict("records"):
            sheet, number = str(row["sheet"]), int(row["column_number"])
            self.columns.setdefault((sheet, str(row["column_name"])), []).append((number, str(row["header"])))
            self.first[sheet] = min(self.first.get(sheet, number), number)
        self.header_rows = {
            str(row["sheet"]): int(row["header_row"])
            for row in staged.sheets.to_dict("records")
            if not pd.isna(row["header_row"])
        }

    def locate(self, finding: dict[Any, Any]) -> Located:
        sheet, name, row_number = (_known(finding[key]) for key in ("sheet", "column_name", "row_number"))
        row_number = None if row_number is None else int(row_number)
        title = self.sheets.get(sheet)
        found = self.columns.get((sheet, name), [])
        header = found[0][1] if found else name
        row, column = self._cell(sheet, title, row_number, [number for number, _ in found])
        return Located(
            severity=str(finding["severity"]),
            sheet=sheet,
            title=title,
            row=row,
            column=column,
            header=header,
            row_number=row_number,
            value=_known(finding["value"]),
            message=_bare(str(finding["message"]), sheet, header, row_number),
            action=str(finding["action"]),
        )

    def _cell(
        self, sheet: str, title: str | None, row_number: int | None, numbers: list[int]
    ) -> tuple[int | None, int | None]:
        row = row_number or self.header_rows.get(sheet)
        if title is None or row is None:
            return None, None
        if numbers:
            return _anchor(self.book[title], row, _filled(self.book[title], row, numbers))
        if row_number is None or sheet not in self.first:
            return None, None
        return _anchor(self.book[title], row, self.first[sheet])


def _known(value: Any) -> Any:
    return None if value is None or pd.isna(value) else value


def _filled(page: Any, row: int, numbers: list[int]) -> int:
    """Of several columns with one meaning the one that was read: the first that is not empty in the row."""
    if len(numbers) == 1:
        return numbers[0]
    cells = {
        number: page._cells.get((row, number)) for number in numbers
    }  # page.cell() would make empty ones
    return next(
        (number for number, cell in cells.items() if cell and cell.value not in (None, "")), numbers[0]
    )


def _anchor(page: Any, row: int, column: int) -> tuple[int, int]:
    """A cell inside merged ones has neither colour nor note of its own; the first of them has."""
    if isinstance(page.cell(row, column), MergedCell):
        for merged in page.merged_cells.ranges:
            if merged.min_row <= row <= merged.max_row and merged.min_col <= column <= merged.max_col:
                return merged.min_row, merged.min_col
    return row, column


def _bare(message: str, sheet: str | None, header: str | None, row: int | None) -> str:
    """The message without the place in front of it, which the cell and the other columns tell already."""
    places = [f'Lembar "{sheet}", kolom "{header}": ', f'Lembar "{sheet}": ']
    if row is not None:
        places = [f'Baris {row}, kolom "{header}": ', f"Baris {row}: "]
    for place in places:
        message = message.removeprefix(place)
    return message
