"""The contract of the input files: data/sources/*.yaml as typed objects."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from compliance import paths
from compliance.errors import PantauError
from compliance.paths import SOURCES_DIR
from compliance.standards import explain
from compliance.storage import read_yaml
from etl.names import header_keys, squash
from etl.staging.contract_parts import Block, Column, General, Kind, MoreSynonyms, Rule, Words

__all__ = [
    "KINDS",
    "Column",
    "Contract",
    "ContractError",
    "Kind",
    "Rule",
    "Words",
    "contract_version",
    "load_contract",
]

# Raised whenever the code of etl.reading or etl.staging gives other rows or findings for the same bytes.
STAGING_VERSION = "7"

# The kinds of this project; an office adds its own in the folder `sumber` of its data folder.
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

_M = TypeVar("_M", bound=Block)


class ContractError(PantauError):
    """A file that describes a kind of input is wrong: which file, where, and what to do."""


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
    """The contract with the office's own kinds; kept while no file changes. Raises ContractError."""
    return _load(folder or SOURCES_DIR, paths.own_yaml(paths.OWN_SOURCES))


@lru_cache(maxsize=16)
def _load(folder: Path, own: tuple[tuple[Path, int], ...]) -> Contract:
    general = _parse(folder / GENERAL_FILE, General)
    kinds = {name: _parse(folder / f"{name}.yaml", Kind) for name in KINDS}
    for path, _ in own:
        if "columns" in _raw(path):
            kind = _parse(path, Kind)
            _check_own(path, kind, kinds, general)
            kinds[kind.kind] = kind
        else:
            more = _parse(path, MoreSynonyms)
            kinds[more.kind] = _widened(path, more, kinds)
    return Contract(general, kinds)


def _check_own(path: Path, kind: Kind, known: dict[str, Kind], general: General) -> None:
    """What the build relies on in a kind that no SQL file knows by name."""
    problem = ""
    if kind.kind in known or not re.fullmatch(r"[a-z][a-z0-9_]*", kind.kind):
        problem = f"kunci kind: '{kind.kind}' sudah dipakai atau bukan nama (huruf kecil tanpa spasi)"
    elif kind.result is None or not kind.result.columns:
        problem = "kunci result: wajib diisi; sebutkan instrumen dan kolom nilainya"
    elif {name: kind.columns[name].type for name in ("tahun", "unit") if name in kind.columns} != {
        "tahun": "year", "unit": "unit",
    }:  # fmt: skip
        problem = "kunci columns: kolom tahun (type: year) dan unit (type: unit) wajib ada"
    elif unknown := sorted({*kind.result.columns, *kind.natural_key} - set(kind.columns)):
        problem = f"kunci result atau natural_key menyebut kolom yang tidak ada: {', '.join(unknown)}"
    elif not all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in [kind.result.instrument, *kind.columns]):
        problem = "nama kolom dan instrumen memakai huruf kecil, angka, dan garis bawah saja"
    elif lost := sorted({c.shared for c in kind.columns.values() if c.shared} - set(general.shared_synonyms)):
        problem = f"kunci shared: '{lost[0]}' tidak ada; pilih {', '.join(general.shared_synonyms)}"
    if problem:
        raise ContractError(f"{path.name}, {problem}.")


def _widened(path: Path, more: MoreSynonyms, known: dict[str, Kind]) -> Kind:
    kind = known.get(more.kind)
    unknown = sorted(set(more.synonyms) - set(kind.columns if kind else ()))
    if kind is None or unknown:
        what = f"kolom {', '.join(unknown)}" if kind else f"jenis data '{more.kind}'"
        raise ContractError(f"{path.name}: {what} tidak dikenal. Perbaiki ejaannya menurut templat.")
    columns = {
        name: column.model_copy(update={"synonyms": (*column.synonyms, *more.synonyms.get(name, ()))})
        for name, column in kind.columns.items()
    }
    return kind.model_copy(update={"columns": columns})


def _raw(path: Path) -> dict[str, Any]:
    try:
        raw = read_yaml(path)
    except FileNotFoundError as error:
        raise ContractError(f"{path.name} tidak ada di {path.parent}; pasang ulang aplikasi.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ContractError(f"{path.name}: bukan YAML yang sah. Perbaiki penulisan berkas itu.") from error
    if not isinstance(raw, dict):
        raise ContractError(f"{path.name}: isinya harus berupa kunci dan nilai, dimulai dengan `kind`.")
    return raw


def _parse(path: Path, model: type[_M]) -> _M:
    try:
        return model.model_validate(_raw(path))
    except ValidationError as error:
        raise ContractError(f"{path.name}, {'; '.join(explain(error))}.") from error


def contract_version() -> str:
    """Hash of all source YAML and the version of the staging code: a change stages all files again."""
    return _version(paths.own_yaml(paths.OWN_SOURCES))


@lru_cache(maxsize=16)
def _version(own: tuple[tuple[Path, int], ...]) -> str:
    digest = hashlib.sha256(STAGING_VERSION.encode())
    for path in [*sorted(SOURCES_DIR.glob("*.yaml")), *(path for path, _ in own)]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[:16]
