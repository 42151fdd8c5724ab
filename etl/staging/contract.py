"""The contract of the input files: data/sources/*.yaml as typed objects."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from compliance.paths import SOURCES_DIR
from etl.names import header_keys, squash

# Raised whenever the code of etl.reading or etl.staging gives other rows or findings for the same bytes.
STAGING_VERSION = "2"

KINDS = (
    "unit",
    "standar_pelayanan",
    "skm_responden",
    "skm_rekap",
    "pengguna",
    "pekppp",
    "ombudsman",
    "indeks",
    "target",
    "tindak_lanjut",
)
GENERAL_FILE = "umum.yaml"

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


class ContractError(Exception):
    """A file in data/sources is wrong; the message names the file, the place and what to do."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


_M = TypeVar("_M", bound=_Model)


class Rule(_Model):
    """A finding: how severe it is, what is wrong and what to do. Texts are format strings."""

    code: str = Field(pattern=r"^[A-Z][A-Z0-9_]+$")
    severity: Severity
    message: str
    action: str


class Column(_Model):
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


class Kind(_Model):
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
    rules: tuple[Rule, ...] = ()

    @property
    def required(self) -> list[str]:
        return [name for name, column in self.columns.items() if column.required]

    @property
    def unsur(self) -> dict[str, int]:
        """The unsur of the survey kinds with their number in the regulation; empty for other kinds."""
        return {name: column.number for name, column in self.columns.items() if column.number is not None}


class Words(_Model):
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


class General(_Model):
    """What all kinds share (umum.yaml)."""

    words: Words
    personal_headers: tuple[str, ...]
    shared_synonyms: dict[str, tuple[str, ...]]
    rules: tuple[Rule, ...]


class Contract:
    """The kinds, the general part, and the header index of every kind."""

    def __init__(self, general: General, kinds: dict[str, Kind]) -> None:
        self.general = general
        self.kinds = kinds
        self.headers = {name: self._header_index(kind) for name, kind in kinds.items()}
        self.excluding = {name: self._excluding_headers(kind) for name, kind in kinds.items()}
        self.personal = frozenset(squash(text) for text in general.personal_headers)
        # Every header that means something in some kind, and those of personal data.
        self.known_headers = self.personal.union(*self.headers.values())
        self._rules = {name: {rule.code: rule for rule in kind.rules} for name, kind in kinds.items()}
        self._general_rules = {rule.code: rule for rule in general.rules}

    def rule(self, code: str, kind: str | None) -> Rule:
        """The rule of a kind, else the general one."""
        own = self._rules.get(kind or "", {})
        return own[code] if code in own else self._general_rules[code]

    def _header_index(self, kind: Kind) -> dict[str, tuple[str, int]]:
        """Header key -> (canonical column, rank); the lower rank goes first."""
        index: dict[str, tuple[str, int]] = {}
        for name, column in kind.columns.items():
            shared = self.general.shared_synonyms[column.shared] if column.shared else ()
            for rank, text in enumerate((name, column.label, *column.synonyms, *shared)):
                key = squash(text)
                known = index.get(key)
                if known is None:
                    index[key] = (name, rank)
                elif known[0] != name:
                    raise ContractError(
                        f"{kind.kind}.yaml: judul '{text}' berarti {known[0]} dan {name}; hapus salah satu."
                    )
        return index

    def _excluding_headers(self, kind: Kind) -> frozenset[str]:
        """Header keys that mean a sheet is not of this kind."""
        keys = set()
        for other in self.kinds.values():
            if other.kind != kind.kind:
                keys |= {
                    key for key, (name, _) in self.headers[other.kind].items() if name in kind.excluded_by
                }
        return frozenset(keys - set(self.headers[kind.kind]))

    def column_of(self, kind: str, text: str) -> tuple[str, int] | None:
        """The canonical column and rank that a header text means in a kind."""
        index = self.headers[kind]
        return next((index[key] for key in header_keys(text) if key in index), None)


def load_contract(folder: Path | None = None) -> Contract:
    """Read the contract; cached for the project's own folder. Raises ContractError."""
    return _load(folder or SOURCES_DIR)


@cache
def _load(folder: Path) -> Contract:
    general = _parse(folder / GENERAL_FILE, General)
    return Contract(general, {name: _parse(folder / f"{name}.yaml", Kind) for name in KINDS})


def _parse(path: Path, model: type[_M]) -> _M:
    try:
        return model.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise ContractError(f"{path.name} tidak ada di {path.parent}; pasang ulang aplikasi.") from error
    except (yaml.YAMLError, ValidationError) as error:
        raise ContractError(f"{path.name} tidak sah: {error}") from error


@cache
def contract_version() -> str:
    """Hash of data/sources/*.yaml and the version of the staging code: a change stages all files again."""
    digest = hashlib.sha256(STAGING_VERSION.encode())
    for path in sorted(SOURCES_DIR.glob("*.yaml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[:16]
