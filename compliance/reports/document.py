"""What a report says, free of any file format: sections made of blocks.

`compliance.output` fills it from the marts; the writers beside this module (Word, PDF, PowerPoint, Excel) lay
it out. A writer never computes and never words anything, so all formats of one report say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal

import pandas as pd

from compliance.config import Letterhead, Signatory

Tone = Literal["baik", "waspada", "buruk", "netral"]
# How the values of a column are written; shares are 0-1 and printed as percent.
ColumnKind = Literal["teks", "bilangan", "angka", "persen", "perubahan", "tanggal", "tahun"]


@dataclass(frozen=True)
class Paragraph:
    """One paragraph. style: running text, the conclusion that stands out, small print, or a list item."""

    text: str
    style: Literal["biasa", "kesimpulan", "catatan", "butir"] = "biasa"


@dataclass(frozen=True)
class Heading:
    """A heading inside a section; the section's own title is level 1."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class KeyFigure:
    """One large figure: '84,94', what it is, and what must be said with it (change, n of N, category)."""

    label: str
    value: str
    note: str = ""
    tone: Tone = "netral"


@dataclass(frozen=True)
class KeyFigures:
    """Figures that stand side by side."""

    items: tuple[KeyFigure, ...]


@dataclass(frozen=True)
class Column:
    """One column. width: share of the page relative to the others. decimals: for `angka`, `perubahan`.

    limits: (lower bound, colour role) from high to low, for a background behind the numbers.
    """

    name: str
    label: str
    kind: ColumnKind = "teks"
    decimals: int = 2
    width: float = 1.0
    limits: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True)
class Table:
    """Rows with typed values (not yet words); empty cells are printed as a dash. wide: on a landscape page.

    states: column -> words kind ('verdict', 'reporting_state', ...) whose code is printed as symbol and word.
    tones: column -> colour role of each cell, for texts that are easier to find with a colour.
    """

    id: str
    title: str
    rows: pd.DataFrame
    columns: tuple[Column, ...]
    note: str = ""
    wide: bool = False
    states: Mapping[str, str] = field(default_factory=dict)
    tones: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Series:
    """One line or set of bars. values: one per category, None leaves a gap. tones: of single bars."""

    name: str
    values: tuple[float | None, ...]
    tones: tuple[Tone, ...] = ()


@dataclass(frozen=True)
class NativeChart:
    """The chart as the office programs draw it themselves, so that a reader can edit it.

    A series that must not be joined across a change of method is given as two series.
    """

    kind: Literal["garis", "batang", "batang_mendatar", "batang_tumpuk"]
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    value_label: str = ""
    decimals: int = 2
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True)
class Chart:
    """A chart of the dashboard. draw: makes the go.Figure with its caption inside; native: its editable form,
    if any. alt: what a screen reader says. table: the values shown.
    """

    id: str
    title: str
    draw: Callable[[], Any]
    alt: str
    table: Table
    subtitle: str = ""
    native: NativeChart | None = None

    @cached_property
    def figure(self) -> Any:
        """Drawn when it is asked for: a preview and the native charts of Office never do."""
        return self.draw()


Block = Paragraph | Heading | KeyFigures | Table | Chart


@dataclass(frozen=True)
class Section:
    """id: stable name by which a reader chooses sections; message: the one sentence of its slide."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    message: str = ""
    is_annex: bool = False


@dataclass(frozen=True)
class Report:
    """A whole report. All that a writer prints around the sections stands here; nothing reads the clock.

    dated: the day beside the signature. filters: scope in words. data_hash: hash of the received files.
    """

    title: str
    subtitle: str
    year: int
    city: str
    letterhead: Letterhead
    signatory: Signatory
    dated: date
    as_of: date
    snapshot_id: str
    data_hash: str
    filters: str
    sections: tuple[Section, ...]
    is_sample: bool = False
    logo: bytes | None = None
