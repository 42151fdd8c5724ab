"""What belongs to one city: pantau.toml in the data folder, with a default for everything.

The keys in the file are Indonesian, because an official edits it; the attributes here are English.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from compliance import paths
from compliance.errors import PantauError
from compliance.standards import explain


class ConfigError(PantauError):
    """pantau.toml cannot be used; the message says which key, what is wrong and what to do."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True, str_strip_whitespace=True)


class City(_Section):
    """[kota]: the government this installation belongs to."""

    name: str = Field(default="Kota Tidore Kepulauan", alias="nama", min_length=1)
    short_name: str = Field(default="Tidore Kepulauan", alias="nama_singkat", min_length=1)
    province: str = Field(default="Maluku Utara", alias="provinsi")
    code: str = Field(default="82.72", alias="kode_kemendagri")


class Letterhead(_Section):
    """[kop]: what stands above an official document. An empty address is dotted; '-' leaves it out."""

    government: str = Field(default="Pemerintah Kota Tidore Kepulauan", alias="pemerintah")
    office: str = Field(default="Sekretariat Daerah", alias="perangkat_daerah")
    division: str = Field(default="Bagian Organisasi", alias="bagian")
    address: str = Field(default="", alias="alamat")
    contact: str = Field(default="", alias="kontak")
    logo: str = Field(default="", alias="logo")


class Signatory(_Section):
    """[penandatangan]: who signs. What is empty is dotted, to be written by hand; rank and NIP may be '-'."""

    position: str = Field(default="Kepala Bagian Organisasi", alias="jabatan")
    name: str = Field(default="", alias="nama")
    rank: str = Field(default="", alias="pangkat")
    nip: str = Field(default="", alias="nip")
    place: str = Field(default="Tidore", alias="tempat")


class ReviewLimits(_Section):
    """[tinjau_ulang]: review interval in months; both limits, or those of the standard."""

    compliant_months: int | None = Field(default=None, alias="patuh_bulan", ge=1)
    at_risk_months: int | None = Field(default=None, alias="berisiko_bulan", ge=1)

    @model_validator(mode="after")
    def _in_order(self) -> ReviewLimits:
        first, second = self.compliant_months, self.at_risk_months
        if (first is None) != (second is None):
            raise ValueError("`patuh_bulan` dan `berisiko_bulan` diisi keduanya atau tidak sama sekali")
        if first is not None and second is not None and first > second:
            raise ValueError("`berisiko_bulan` tidak boleh kurang dari `patuh_bulan`")
        return self


class Display(_Section):
    """[penyajian]: how results are shown."""

    suppression_threshold: int = Field(default=5, alias="batas_penyembunyian", ge=1)
    minimum_coverage: float = Field(default=0.5, alias="cakupan_minimum", ge=0, le=1)
    stale_after_days: int = Field(default=90, alias="hari_data_usang", ge=1)


class Letters(_Section):
    """[surat]: letters to units; their words are in data/letters.yaml or surat.yaml of the data folder."""

    due_days: int = Field(default=14, alias="tenggat_hari", ge=1, le=365)


class Priority(_Section):
    """[prioritas]: how much each term counts in the list of units to coach first, and the least of a term."""

    gap: float = Field(default=1, alias="bobot_selisih", ge=0)
    people: float = Field(default=1, alias="bobot_pengguna", ge=0)
    trend: float = Field(default=1, alias="bobot_tren", ge=0)
    duty: float = Field(default=1, alias="bobot_kewajiban", ge=0)
    floor: float = Field(default=0.1, alias="batas_bawah", gt=0, lt=1)


class Config(_Section):
    """Everything pantau.toml may set. `exempt_units`: instrument id -> unit codes that owe it nothing.

    `targets`: instrument id -> year -> target of the city, for targets that are not in files.
    `suppression_threshold` (in `display`) is the smallest group of respondents that is shown by its
    characteristics; `minimum_coverage` the share of units that must have reported before a city mean is
    shown without a warning.
    """

    city: City = Field(default=City(), alias="kota")
    letterhead: Letterhead = Field(default=Letterhead(), alias="kop")
    signatory: Signatory = Field(default=Signatory(), alias="penandatangan")
    review: ReviewLimits = Field(default=ReviewLimits(), alias="tinjau_ulang")
    display: Display = Field(default=Display(), alias="penyajian")
    letters: Letters = Field(default=Letters(), alias="surat")
    priority: Priority = Field(default=Priority(), alias="prioritas")
    exempt_units: dict[str, tuple[str, ...]] = Field(default={}, alias="unit_dikecualikan")
    targets: dict[str, dict[int, float]] = Field(default={}, alias="target")

    @property
    def unfilled(self) -> dict[str, dict[str, str]]:
        """What is still dotted on documents: section and key of pantau.toml, and what to write there."""
        head, signs = self.letterhead, self.signatory
        found = {
            "kop": {} if head.address else {"alamat": "alamat kantor"},
            "penandatangan": {
                key: what
                for key, what, text in (
                    ("nama", "nama penanda tangan", signs.name),
                    ("pangkat", "pangkat/golongan", signs.rank),
                    ("nip", "NIP", signs.nip),
                )
                if not text
            },
        }
        return {section: keys for section, keys in found.items() if keys}

    @property
    def duty_limits(self) -> dict[str, dict[str, int]]:
        """Limits the city set itself, by duty id, under the names of the standard."""
        chosen = self.review.model_dump(by_alias=True, exclude_none=True)
        return {"tinjau_ulang": chosen} if chosen else {}


def load(data_dir: Path | None = None) -> Config:
    """The configuration of a data folder (default: the one in use); all defaults if it has no pantau.toml.

    Raises ConfigError with one clause per wrong key.
    """
    path = (data_dir or paths.data_dir()) / paths.CONFIG_NAME
    if not path.exists():
        return Config()
    try:
        raw: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = re.search(r"line (\d+)", str(error))
        where = f", baris {line.group(1)}" if line else ""
        raise ConfigError(
            f"{path.name}{where}: tidak dapat dibaca sebagai TOML. Perbaiki penulisannya (teks dalam "
            "tanda kutip, satu isian per baris, disimpan sebagai UTF-8)."
        ) from error
    try:
        return Config.model_validate(raw)
    except ValidationError as error:
        raise ConfigError(
            f"{path.name}: {'; '.join(explain(error))}. "
            "Perbaiki isian itu, atau hapus agar nilai bawaan dipakai."
        ) from error


def logo(config: Config, data_dir: Path) -> bytes | None:
    """The picture of the letterhead, None without one. Raises ConfigError if it cannot be read."""
    if not config.letterhead.logo:
        return None
    path = data_dir / config.letterhead.logo
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(
            f"{paths.CONFIG_NAME}, kop.logo: berkas {path} tidak dapat dibaca. Taruh gambar itu di "
            "folder data, atau hapus isian logo."
        ) from error
