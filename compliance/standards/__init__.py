"""The regulations in data/standards/*.yaml as typed objects: indexes, duties and the 14 components.

Adding an index is adding one file: `kind: index`, its scale, its methods with bands and legal basis, nothing
else. An office adds its own in the folder `standar` of its data folder.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from compliance import paths
from compliance.errors import PantauError
from compliance.standards.parts import MEMORY, Band, LegalBasis, Method, round_half_up, weakest
from compliance.standards.respondents import Respondents
from compliance.standards.types import Component, ComponentList, Duty, Index, Review, ReviewList
from compliance.storage import read_yaml

__all__ = [
    "MEMORY",
    "Band",
    "Component",
    "ComponentList",
    "Duty",
    "Index",
    "LegalBasis",
    "Method",
    "StandardError",
    "Standards",
    "explain",
    "load",
    "read",
    "round_half_up",
    "weakest",
]

DIRECTORY = Path(__file__).resolve().parents[2] / "data" / "standards"
Standard = Index | Duty | ComponentList | ReviewList | Respondents
KINDS: dict[str, type[Standard]] = {
    "index": Index,
    "duty": Duty,
    "components": ComponentList,
    "reviews": ReviewList,
    "respondents": Respondents,
}


class StandardError(PantauError):
    """A file in data/standards cannot be used; the message says which file, which key and what to do."""


@dataclass(frozen=True)
class Standards:
    """All standards, in the order of their `order` key. `files` maps each id to its file name."""

    indexes: dict[str, Index]
    duties: dict[str, Duty]
    component_list: ComponentList
    review_list: ReviewList | None
    respondents: Respondents | None
    files: dict[str, str]

    @property
    def reviews(self) -> dict[str, Review]:
        return {case.id: case for case in self.review_list.cases} if self.review_list else {}

    @property
    def components(self) -> list[Component]:
        return list(self.component_list.components)


def load() -> Standards:
    """The standards of this project and the office's own indexes. Raises StandardError."""
    return read(DIRECTORY, paths.own_yaml(paths.OWN_STANDARDS))


@functools.lru_cache(maxsize=16)
def read(directory: Path, own: tuple[tuple[Path, int], ...] = ()) -> Standards:
    """The standards in a folder and `own` indexes, read once per state of those files.

    Raises StandardError for the first wrong file.
    """
    found: dict[str, Standard] = {}
    files: dict[str, str] = {}
    own_paths = [path for path, _ in own]
    for path in [*sorted(directory.glob("*.yaml")), *own_paths]:
        standard = _read_file(path)
        if path in own_paths and not isinstance(standard, Index):
            raise StandardError(
                f"{path.name}, kunci kind: folder {paths.OWN_STANDARDS} hanya untuk instrumen baru "
                "(`kind: index`). Pindahkan atau hapus berkas itu."
            )
        if standard.id in found:
            raise StandardError(
                f"{path.name}, kunci id: '{standard.id}' sudah dipakai oleh {files[standard.id]}. "
                "Pakai id yang berbeda untuk setiap berkas."
            )
        found[standard.id], files[standard.id] = standard, path.name
    ordered = sorted(found.values(), key=lambda standard: (standard.order, standard.id))
    lists = [standard for standard in ordered if isinstance(standard, ComponentList)]
    if len(lists) != 1:
        raise StandardError(
            f"{directory}: ditemukan {len(lists)} berkas dengan `kind: components`, seharusnya tepat satu. "
            "Periksa isi folder standar."
        )
    return Standards(
        indexes={standard.id: standard for standard in ordered if isinstance(standard, Index)},
        duties={standard.id: standard for standard in ordered if isinstance(standard, Duty)},
        component_list=lists[0],
        review_list=next((one for one in ordered if isinstance(one, ReviewList)), None),
        respondents=next((one for one in ordered if isinstance(one, Respondents)), None),
        files=files,
    )


def _read_file(path: Path) -> Standard:
    try:
        raw = read_yaml(path)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f", baris {mark.line + 1}" if mark else ""
        raise StandardError(
            f"{path.name}{where}: bukan YAML yang sah. Perbaiki penulisan berkas itu."
        ) from error
    if not isinstance(raw, dict) or raw.get("kind") not in KINDS:
        raise StandardError(f"{path.name}, kunci kind: harus salah satu dari {', '.join(KINDS)}.")
    try:
        return KINDS[raw["kind"]].model_validate(raw)
    except ValidationError as error:
        raise StandardError(f"{path.name}, " + "; ".join(explain(error))) from error
    except (KeyError, TypeError) as error:
        raise StandardError(
            f"{path.name}: isian {error} tidak ada atau salah bentuk. "
            "Bandingkan dengan berkas lain yang sejenis."
        ) from error


PROBLEMS = {
    "missing": "wajib diisi",
    "extra_forbidden": "kunci tidak dikenal; hapus atau perbaiki ejaannya",
    "literal_error": "isi '{input}' tidak dikenal; pilih {expected}",
    "value_error": "{error}",
    "greater_than_equal": "isi '{input}' terlalu kecil; paling kecil {ge}",
    "greater_than": "isi '{input}' harus lebih dari {gt}",
    "less_than_equal": "isi '{input}' terlalu besar; paling besar {le}",
    "less_than": "isi '{input}' harus kurang dari {lt}",
    "string_type": "isi '{input}' harus berupa teks dalam tanda kutip",
}


def explain(error: ValidationError) -> list[str]:
    """Each problem of a validation error as an Indonesian clause: 'kunci a.b: wajib diisi'."""
    sentences, problems = [], error.errors()
    for problem in problems:
        where = problem["loc"]
        if any(where == other["loc"][: len(where)] != other["loc"] for other in problems):
            continue  # a list that lacks its wrong entries: they are named themselves
        context: dict[str, Any] = {"input": problem["input"], **problem.get("ctx", {})}
        kind = problem["type"]
        what = PROBLEMS.get(kind)
        if what is None:
            what = (
                "isi '{input}' harus berupa bilangan"
                if kind.startswith(("int", "float"))
                else "isi '{input}' salah bentuk"
            )
        key = ".".join(str(part) for part in where) or "seluruh berkas"
        text = what.format(**context).replace(" or ", " atau ")
        sentences.append(f"kunci {key}: {text}")
    return sentences
