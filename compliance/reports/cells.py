"""What stands in the cells of a document and around them: values as text, states, the writers' own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from compliance.formatting import EMPTY, angka, bilangan, is_empty, persen, tanggal, ya_tidak
from compliance.reports.document import Column, Report, Section, Table
from compliance.words import Tone, group, label, tone, word

# What XML cannot carry: control characters, halves of surrogate pairs, two code points that are none.
_NOT_PRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LEFT_KINDS = {"teks", "tanggal"}
# From so many columns of states on, a table is a matrix: symbols in the cells, their words in a key below.
MATRIX_COLUMNS = 5
# The tone of a figure or bar as one of the colour roles of the product.
ROLES = {"baik": "baik", "waspada": "cukup", "buruk": "buruk", "netral": "netral"}


@dataclass(frozen=True)
class Cell:
    """A cell as it is printed; tone: colours of a state, None for any other value."""

    text: str
    tone: Tone | None = None


def clean(text: Any) -> str:
    """The text without what no document can carry; line ends become \\n."""
    return _NOT_PRINTABLE.sub("", str(text).replace("\r\n", "\n").replace("\r", "\n"))


def phrase(key: str, **values: Any) -> str:
    """One of the writers' own words (data/words.yaml, group 'document'), filled in."""
    return label("document", key).format(**values)


def value_text(value: Any, column: Column) -> str:
    """The value as an official writes it; nothing is '–'."""
    if is_empty(value) or value == "":
        return EMPTY
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool) or str(getattr(value, "dtype", "")) == "bool":
        return ya_tidak(value)
    if isinstance(value, list | tuple) or hasattr(value, "__len__"):
        return clean(", ".join(str(item) for item in value)) or EMPTY
    if column.kind == "tanggal" or isinstance(value, date):
        return tanggal(value, short=True)
    if column.kind == "tahun":
        return str(int(value))
    if column.kind == "bilangan":
        return bilangan(value)
    if column.kind == "persen":
        return persen(value)
    if column.kind in ("angka", "perubahan"):
        return angka(value, column.decimals, signed=column.kind == "perubahan")
    return clean(value)


def is_matrix(table: Table) -> bool:
    """True if the states of the table are printed as symbols only."""
    return sum(column.name in table.states for column in table.columns) >= MATRIX_COLUMNS


def cell_of(value: Any, column: Column, kind: str | None, *, short: bool = False) -> Cell:
    """A cell as it is printed. kind: of state it holds, if any; short: only its symbol."""
    if kind is None or is_empty(value):
        return Cell(value_text(value, column), _shade(value, column))
    state = word(kind, value)
    return Cell(
        state.symbol if short and state.symbol else clean(state.text).replace(" ", "\u00a0", 1), state.tone
    )


def _shade(value: Any, column: Column) -> Tone | None:
    """The colours of a number by the limits of its column."""
    if not column.limits or is_empty(value) or isinstance(value, str):
        return None
    return tone(next((role for low, role in column.limits if value >= low), column.limits[-1][1]))


def grid(table: Table) -> list[list[Cell]]:
    """All cells of a table as they are printed, row by row."""
    short = is_matrix(table)
    columns = [cells_of(table, column, short=short) for column in table.columns]
    return [list(row) for row in zip(*columns, strict=True)]


def cells_of(table: Table, column: Column, *, short: bool = False) -> list[Cell]:
    """The cells of one column; short: of a state only its symbol."""
    kind, roles = table.states.get(column.name), table.tones.get(column.name)
    found = [cell_of(value, column, kind, short=short) for value in table.rows[column.name]]
    if roles is None:
        return found
    return [Cell(one.text, tone(role)) for one, role in zip(found, roles, strict=True)]


def matrix_key(table: Table) -> str:
    """'Keterangan: ✓ Ada · ✕ Belum ada' for the states that occur in a matrix; else empty."""
    if not is_matrix(table):
        return ""
    found: list[str] = []
    for name in dict.fromkeys(table.states.values()):
        columns = [column.name for column in table.columns if table.states.get(column.name) == name]
        present = {value for column in columns for value in table.rows[column].dropna()}
        found += [state.text for state in group(name) if state.id in present]
    return phrase("key", states=" · ".join(found)) if found else ""


def is_right(column: Column, table: Table) -> bool:
    """True for numbers, which stand at the right edge of their column."""
    return column.kind not in _LEFT_KINDS and column.name not in table.states


def notes(table: Table) -> list[str]:
    """What is printed below a table."""
    return [text for text in (matrix_key(table), clean(table.note)) if text]


class Titled(Protocol):
    """A section, or what is known of it before it is made."""

    @property
    def title(self) -> str: ...

    @property
    def is_annex(self) -> bool: ...


def numbered(sections: Sequence[Titled]) -> list[str]:
    """The titles of the sections with their numbers: '1. Ringkasan', then 'Lampiran 1. Data'."""
    titles, main, annexes = [], 0, 0
    for section in sections:
        annexes, main = annexes + section.is_annex, main + (not section.is_annex)
        number = f"{phrase('annex')} {annexes}" if section.is_annex else str(main)
        titles.append(f"{number}. {clean(section.title)}")
    return titles


def new_pages(sections: tuple[Section, ...]) -> list[bool]:
    """Which sections begin a page: the first two, and annexes that hold more than a sentence."""
    return [
        place <= 1 or one.is_annex and any(isinstance(block, Table) for block in one.blocks)
        for place, one in enumerate(sections)
    ]


def footing(report: Report) -> str:
    """What stands at the foot of every page: title, day and version of the data."""
    parts = (
        clean(report.title),
        phrase("as_of", day=tanggal(report.as_of)),
        phrase("snapshot", id=clean(report.snapshot_id)),
    )
    return " · ".join(parts)


def origin(report: Report) -> list[str]:
    """Scope, day, version and hash of the data, for the first page."""
    day, version = phrase("as_of", day=tanggal(report.as_of)), phrase("snapshot", id=report.snapshot_id)
    texts = (report.filters, f"{day} · {version}", phrase("data_hash", hash=report.data_hash))
    return [clean(text) for text in texts]


def letterhead_lines(report: Report) -> list[str]:
    """The lines of the letterhead from the government down to the division; empty ones are left out."""
    head = report.letterhead
    return [clean(text) for text in (head.government, head.office, head.division) if text]


def letterhead_address(report: Report) -> str:
    """Address and contact in one line; dots where an address has to be written."""
    head = report.letterhead
    address = head.address or phrase("address", dots=phrase("dots"))
    return clean(" · ".join(text for text in (address, head.contact) if text not in ("", "-")))


def signature_lines(report: Report) -> tuple[list[str], list[str]]:
    """What stands above and below the space for the signature; dots where something has to be written."""
    signs, dots = report.signatory, phrase("dots")
    above = [f"{signs.place}, {tanggal(report.dated)}", signs.position]
    below = [signs.name or dots]
    if signs.rank != "-":
        below.append(signs.rank or phrase("rank", dots=dots))
    if signs.nip != "-":
        below.append(phrase("nip", nip=signs.nip or dots))
    return [clean(text) for text in above], [clean(text) for text in below]
