"""Documents that were issued: bytes, settings, by whom and when, kept in `laporan/` of the data folder.

Every issue is a record of its own beside a content named by its hash, so there is no common list that a crash
could break, and the same document issued twice takes room once. The content is written first.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from compliance import __version__
from compliance.errors import PantauError
from compliance.output.order import Order, produce
from compliance.paths import CONFIG_NAME, LETTERS_NAME
from compliance.storage import write_atomically
from compliance.warehouse import Snapshot

FOLDER = "laporan"
_LOCK_SECONDS = 10.0


class IssueFailed(PantauError):  # noqa: N818 (says what is the case)
    """The document could not be kept, so it was not issued."""


class IssueLost(PantauError):  # noqa: N818
    """The bytes of an issued document are gone or are no longer those that were issued."""


@dataclass(frozen=True)
class Issued:
    """One record. scope, title: in words. settings: hash of the office's own settings at the time."""

    id: str
    by: str
    at: datetime
    order: Order
    scope: str
    snapshot_id: str
    as_of: date
    sha256: str
    n_bytes: int
    settings: str
    code_version: str
    is_sample: bool


def issue(
    data_dir: Path,
    snapshot: Snapshot,
    order: Order,
    content: bytes,
    *,
    by: str,
    at: datetime,
    scope: str,
    is_sample: bool,
) -> Issued:
    """Keep a document and write down that it was issued. Raises IssueFailed."""
    digest = hashlib.sha256(content).hexdigest()
    try:
        with _writing(data_dir):
            one = Issued(
                id=_free_id(data_dir, at, digest),
                by=by,
                at=at,
                order=order,
                scope=scope,
                snapshot_id=snapshot.id,
                as_of=snapshot.as_of,
                sha256=digest,
                n_bytes=len(content),
                settings=settings_hash(data_dir),
                code_version=__version__,
                is_sample=is_sample,
            )
            write_atomically(_content_path(data_dir, one), content)
            record = json.dumps(asdict(one), default=str, ensure_ascii=False, indent=1)
            write_atomically(data_dir / FOLDER / f"{one.id}.json", record.encode())
    except OSError as error:
        raise IssueFailed(
            f"Dokumen tidak dapat disimpan di {data_dir / FOLDER} ({error.strerror or error}), sehingga "
            "belum tercatat sebagai terbit. Periksa ruang penyimpanan dan izin folder, lalu ulangi."
        ) from error
    return one


def history(data_dir: Path) -> tuple[list[Issued], list[str]]:
    """What was issued, newest first, and the names of records that cannot be read."""
    found, broken = [], []
    for path in sorted((data_dir / FOLDER).glob("*.json"), key=lambda path: path.stem, reverse=True):
        try:
            found.append(_record(json.loads(path.read_text(encoding="utf-8"))))
        except (OSError, ValueError, TypeError, KeyError):
            broken.append(path.name)
    return found, broken


def content(data_dir: Path, one: Issued) -> bytes:
    """The bytes as they were issued. Raises IssueLost if they are gone or changed."""
    path = _content_path(data_dir, one)
    try:
        kept = path.read_bytes()
    except OSError as error:
        raise IssueLost(
            f"Berkas {path.name} tidak ada lagi di {path.parent}. Pulihkan dari cadangan, atau susun ulang "
            "dari cuplikan datanya bila masih tersimpan."
        ) from error
    if hashlib.sha256(kept).hexdigest() != one.sha256:
        raise IssueLost(
            f"Berkas {path.name} di {path.parent} berubah sejak diterbitkan: sidiknya tidak lagi sama. "
            "Jangan dipakai; pulihkan berkas itu dari cadangan."
        )
    return kept


def built_again(data_dir: Path, snapshot: Snapshot, one: Issued) -> tuple[bytes, str]:
    """The document made anew from its snapshot, and how it compares with the issued one, in a sentence."""
    made = produce(snapshot, one.order, data_dir)
    if hashlib.sha256(made).hexdigest() == one.sha256:
        return made, "Disusun ulang dari cuplikan yang sama: hasilnya sama persis dengan yang diterbitkan."
    reasons = []
    if one.settings != settings_hash(data_dir):
        reasons.append("pengaturan kantor (kop, penanda tangan, kata surat) berubah sejak diterbitkan")
    if one.code_version != __version__:
        reasons.append(f"aplikasi berganti dari versi {one.code_version} ke {__version__}")
    why = " dan ".join(reasons) or "susunan dokumen pada aplikasi atau pustakanya berubah sejak diterbitkan"
    return made, f"Hasil susun ulang tidak sama persis dengan yang diterbitkan: {why}."


def settings_hash(data_dir: Path) -> str:
    """Changes with whatever the office has set for its documents."""
    digest = hashlib.sha256()
    for path in (data_dir / CONFIG_NAME, data_dir / LETTERS_NAME):
        digest.update(path.read_bytes() if path.exists() else b"")
        digest.update(b"\0")
    return digest.hexdigest()


def size(data_dir: Path) -> int:
    """Bytes of all that is kept."""
    return sum(path.stat().st_size for path in (data_dir / FOLDER).glob("*") if path.is_file())


@contextmanager
def _writing(data_dir: Path) -> Iterator[None]:
    folder = data_dir / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / "laporan.lock", timeout=_LOCK_SECONDS):
            yield
    except Timeout:
        raise IssueFailed(
            "Dokumen lain sedang disimpan. Tunggu sebentar, lalu tekan Terbitkan sekali lagi."
        ) from None


def _free_id(data_dir: Path, at: datetime, digest: str) -> str:
    """Sorts by time; two issues of the same moment get a number."""
    stem, number = f"{at:%Y%m%d-%H%M%S}-{digest[:8]}", 1
    name = stem
    while (data_dir / FOLDER / f"{name}.json").exists():
        number += 1
        name = f"{stem}-{number}"
    return name


def _content_path(data_dir: Path, one: Issued) -> Path:
    return data_dir / FOLDER / f"{one.sha256}{one.order.ending}"


def _record(told: dict[str, Any]) -> Issued:
    order = dict(told["order"])
    sections, dated = order["sections"], order["dated"]
    order["sections"] = None if sections is None else tuple(sections)
    order["dated"] = None if dated is None else date.fromisoformat(dated)
    dates = {"at": datetime.fromisoformat(told["at"]), "as_of": date.fromisoformat(told["as_of"])}
    return Issued(**{**told, **dates, "order": Order(**order)})
