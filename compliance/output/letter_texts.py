"""The words of letters: data/letters.yaml, and what an office changed in surat.yaml of its data folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from compliance.errors import PantauError
from compliance.paths import LETTERS_FILE, LETTERS_NAME
from compliance.standards import explain

# What a text may ask to be filled in; data/letters.yaml says what each one is.
PLACEHOLDERS = (
    "unit", "sebutan", "tahun", "keadaan", "tanggal", "tahun_surat", "tenggat", "kota", "pemerintah",
    "perangkat_daerah", "bagian", "jabatan",
)  # fmt: skip
OTHER_KINDS = "lainnya"


class LetterTextError(PantauError):
    """surat.yaml cannot be used; the message says which key, what is wrong and what to do."""


class LetterTexts(BaseModel):
    """All texts of a letter, under the names they have in the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    judul: str
    kepada: dict[str, str]
    dari: str
    nomor: str
    sifat: str
    lampiran: str
    hal: str
    pembuka: tuple[str, ...]
    layanan: str
    tanpa_layanan: str
    instrumen: str
    kewajiban: str
    tindak_lanjut: str
    penutup: tuple[str, ...]
    tembusan: tuple[str, ...]


def load(data_dir: Path) -> LetterTexts:
    """The texts of the project with those of the data folder in their place. Raises LetterTextError."""
    raw = _read(LETTERS_FILE)
    own = data_dir / LETTERS_NAME
    if own.exists():
        changed = _read(own)
        if isinstance(changed.get("kepada"), dict):
            changed["kepada"] = {**raw["kepada"], **changed["kepada"]}
        raw.update(changed)
    try:
        texts = LetterTexts.model_validate(raw)
    except ValidationError as error:
        raise _wrong("; ".join(explain(error))) from error
    for key, text in _all_texts(texts.model_dump()):
        _check(key, text)
    return texts


def _read(path: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f", baris {mark.line + 1}" if mark else ""
        raise LetterTextError(
            f"{path.name}{where}: bukan YAML yang sah. Perbaiki penulisannya (teks dalam tanda kutip, "
            "disimpan sebagai UTF-8), atau hapus berkas itu agar teks bawaan dipakai."
        ) from error
    if not isinstance(content, dict):
        raise _wrong("isinya harus berupa daftar `kunci: teks`")
    return content


def _all_texts(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in content.items():
        if isinstance(value, dict):
            yield from ((f"{key}.{name}", text) for name, text in value.items())
        else:
            yield from ((key, text) for text in ([value] if isinstance(value, str) else value))


def _check(key: str, text: str) -> None:
    try:
        names = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    except ValueError as error:
        raise _wrong(f"kunci {key}: kurung kurawal tidak berpasangan") from error
    unknown = [name for name in names if name not in PLACEHOLDERS]
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        raise _wrong(f"kunci {key}: isian {{{unknown[0]}}} tidak dikenal; yang dapat dipakai: {known}")


def _wrong(what: str) -> LetterTextError:
    return LetterTextError(
        f"{LETTERS_NAME}: {what}. Perbaiki isian itu, atau hapus agar teks bawaan dipakai."
    )
