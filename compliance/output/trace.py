"""Where a figure comes from: its formula with the numbers filled in, and the rows it was computed from.

The page and the command line show the same sentences, made here. Kinds of figure: an index
(`trace_index`), a duty (`trace_duty`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from compliance import queries
from compliance.formatting import bilangan, is_empty
from compliance.warehouse import Snapshot
from compliance.words import label

SOURCE_COLUMNS = [
    "kind",
    "about",
    "file_name",
    "sheet",
    "first_row",
    "last_row",
    "n_rows",
    "is_used",
    "file_id",
]
QUESTION = "Dari mana angka ini?"  # of the button on the pages, and where a report speaks of it
UNUSED = "; tidak dihitung karena ada yang lebih baru atau belum berlaku"


@dataclass(frozen=True)
class Section:
    """A heading and its sentences, one per line."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """A figure explained. `figures` holds its numbers by the names of the marts; `sources` one row per
    place: SOURCE_COLUMNS, where `about` names the service or what else tells it from the others.
    """

    title: str
    sections: tuple[Section, ...]
    sources: pd.DataFrame
    figures: dict[str, Any]

    def text(self) -> str:
        """All of it as plain text."""
        blocks = [self.title]
        for section in self.all_sections():
            blocks.append("\n".join([section.title, *(f"  {line}" for line in section.lines)]))
        return "\n\n".join(blocks)

    def document(self) -> dict[str, Any]:
        """All of it for machines."""
        sources = self.sources.astype(object).where(self.sources.notna(), None).to_dict("records")
        return {
            "title": self.title,
            **{name: None if is_empty(value) else value for name, value in self.figures.items()},
            "sections": [{"title": one.title, "lines": list(one.lines)} for one in self.sections],
            "sources": [{**row, "archive": archived(row["file_id"])} for row in sources],
        }

    def all_sections(self) -> tuple[Section, ...]:
        """What is said of the figure, the source rows as sentences, and the files they stand in."""
        rows = self.sources.to_dict("records")
        lines = [source_line(row) for row in rows]
        files = {row["file_id"]: f"{row['file_name']}: {archived(row['file_id'])}" for row in rows}
        sources = Section("Baris sumber", tuple(lines) or ("Tidak ada baris sumber untuk angka ini.",))
        archive = (Section("Berkas dalam arsip", tuple(files.values())),) if files else ()
        return (*self.sections, sources, *archive)


def archived(file_id: str) -> str:
    """Where the received file lies in the data folder, byte for byte."""
    return f"archive/{file_id}"


def span(first: Any, last: Any) -> str:
    """'baris 4' or 'baris 4–1120': row numbers as Excel shows them."""
    return f"baris {int(first)}" if first == last else f"baris {int(first)}–{int(last)}"


def source_line(row: Mapping[Any, Any]) -> str:
    """One source row or range as a sentence."""
    many = "" if row["n_rows"] == 1 else f" ({bilangan(row['n_rows'])} baris)"
    about = "" if is_empty(row["about"]) or not row["about"] else f", {row['about']}"
    return (
        f"{label('kind', row['kind'])}{about}: {row['file_name']}, lembar {row['sheet']}, "
        f"{span(row['first_row'], row['last_row'])}{many}{'' if row['is_used'] else UNUSED}."
    )


def places(snapshot: Snapshot, rows: pd.DataFrame, kind: str, about: str) -> pd.DataFrame:
    """SOURCE_COLUMNS of records that each stand in one row of a file (file_id, sheet, row_number).

    about: the column that tells one record from the others.
    """
    files = queries.files(snapshot).drop_duplicates("file_id").set_index("file_id")["file_name"]
    return rows.assign(
        kind=kind,
        about=rows[about],
        file_name=rows["file_id"].map(files),
        first_row=rows["row_number"],
        last_row=rows["row_number"],
        n_rows=1,
        is_used=True,
    )[SOURCE_COLUMNS].reset_index(drop=True)
