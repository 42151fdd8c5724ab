"""The parts of the contract of input files as typed objects: what data/sources/*.yaml consist of."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Severity = Literal["Galat", "Peringatan", "Saran"]
ColumnType = Literal[
    "text",
    "name",
    "code",
    "unit",
    "integer",
    "decimal",
    "year",
    "date",
    "datetime",
    "presence",
    "presence_text",
    "choice",
    "instrument",
]


class Block(BaseModel):
    """A part of a file: immutable, and a key it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(Block):
    """A finding: how severe it is, what is wrong and what to do. Texts are format strings."""

    code: str = Field(pattern=r"^[A-Z][A-Z0-9_]+$")
    severity: Severity
    message: str
    action: str


class Column(Block):
    """A canonical column of a kind."""

    type: ColumnType
    required: bool = False
    label: str
    note: str
    example: str
    synonyms: tuple[str, ...] = ()
    shared: str | None = None  # a group of synonyms in umum.yaml
    minimum: float | None = None  # of a date: its first year
    maximum: float | None = None
    number: int | None = None  # place of an unsur in the regulation, for headers U1..U9
    choices: dict[str, tuple[str, ...]] = {}
    choice_match: Literal["exact", "words"] = "exact"
    fallback: str | None = None
    on_bad: Literal["Galat", "Peringatan"] = (
        "Galat"  # an unreadable cell rejects the row, or only loses the cell
    )
    no_words_are_empty: bool = False
    amounts: bool = False
    duration: bool = False
    # A date that the file lacks although its year is known: an error, left empty, or its 31 December.
    year_stand_in: Literal["no", "empty", "year_only"] = "no"


class Result(Block):
    """What the rows of a kind say about an index. All but the instrument are columns of the kind.

    Either `measures` are columns that each hold one measure (or a part that the formula names), or `measure`
    names the measure of the row, and `value` holds its value, or `amount` and `base` the two counts of which
    the index is the share. Several rows of one unit, year and measure are averaged, counts added up. With
    nothing but the instrument the SQL of that kind does the work.
    """

    instrument: str
    published: str | None = None
    category: str | None = None
    source: str | None = None
    measures: tuple[str, ...] = ()
    measure: str | None = None
    value: str | None = None
    amount: str | None = None
    base: str | None = None

    @property
    def columns(self) -> list[str]:
        """Every column it names."""
        named = (self.published, self.category, self.source, self.measure, self.value, self.amount, self.base)
        return [*self.measures, *(name for name in named if name)]


class MoreSynonyms(Block):
    """Further headers of a kind that exists, for files of an office's own applications."""

    kind: str
    synonyms: dict[str, tuple[str, ...]]


class Kind(Block):
    """A kind of input file."""

    kind: str
    title: str
    description: str
    natural_key: tuple[str, ...]
    recognised_by: tuple[
        str, ...
    ]  # a sheet with this many of these is this kind, though a required column lacks
    recognised_from: int = Field(ge=1)
    excluded_by: tuple[str, ...] = ()  # columns of other kinds that rule this one out
    empty_unit_is_city: bool = False
    any_of: tuple[str, ...] = ()  # a row must have a value in at least one of these
    columns: dict[str, Column]
    result: Result | None = None
    rules: tuple[Rule, ...] = ()

    @property
    def measure_ids(self) -> list[str]:
        """The measures and parts that its rows can give."""
        if self.result is None or self.result.measure is None:
            return list(self.result.measures) if self.result else []
        return list(self.columns[self.result.measure].choices)

    @property
    def required(self) -> list[str]:
        return [name for name, column in self.columns.items() if column.required]

    @property
    def unsur(self) -> dict[str, int]:
        """The unsur of the survey kinds with their number in the regulation; empty for other kinds."""
        return {name: column.number for name, column in self.columns.items() if column.number is not None}


class Words(Block):
    """Words with a meaning, as officials write them."""

    ada: tuple[str, ...]
    belum: tuple[str, ...]
    belum_prefixes: tuple[str, ...]
    tidak_ada_prefixes: tuple[str, ...]
    tidak_berlaku: tuple[str, ...]
    ambiguous: tuple[str, ...]
    dash: tuple[str, ...]
    time_units: tuple[str, ...]
    number_words: tuple[str, ...]
    months: dict[int, tuple[str, ...]]
    city: tuple[str, ...]
    city_prefixes: tuple[str, ...]
    total_exact: tuple[str, ...]
    total_prefixes: tuple[str, ...]
    example_row: tuple[str, ...]


class General(Block):
    """What all kinds share (umum.yaml)."""

    words: Words
    personal_headers: tuple[str, ...]
    shared_synonyms: dict[str, tuple[str, ...]]
    own_sheets: dict[str, tuple[str, ...]]
    rules: tuple[Rule, ...]
