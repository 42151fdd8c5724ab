"""Receive: copy what was sent into the archive, byte for byte, under the name of its hash."""

from __future__ import annotations

import getpass
import hashlib
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path

from compliance.errors import PantauError
from compliance.paths import SAMPLE_DIR, TABLE_SUFFIXES
from compliance.storage import copy_atomically
from etl.folder import DataFolder
from etl.register import Receipt


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Files named on the command line; a folder stands for the tables in it. Sorted: order never matters.

    Raises PantauError for a path that does not exist or a folder without a table.
    """
    found: set[Path] = set()
    for path in paths:
        if path.is_dir():
            inside = {
                f for f in path.rglob("*") if f.suffix.lower() in TABLE_SUFFIXES and not _is_leftover(f)
            }
            if not inside:
                raise PantauError(
                    f"Folder '{path}' tidak berisi berkas Excel atau CSV. Periksa alamat foldernya."
                )
            found |= inside
        elif path.is_file():
            found.add(path)
        else:
            raise PantauError(f"Berkas '{path}' tidak ditemukan. Periksa nama dan alamatnya.")
    return sorted(found, key=lambda f: (f.name, str(f)))


def _is_leftover(path: Path) -> bool:
    """Excel's own lock files (`~$...`) and hidden files are no submissions."""
    return path.name.startswith(("~$", "."))


def receive(
    path: Path,
    folder: DataFolder,
    *,
    unit: str | None,
    year: int | None,
    by: str | None,
    is_sample: bool,
    now: datetime,
) -> Receipt:
    """Archive one file and describe it. Writing the same bytes again changes nothing."""
    file_id = content_hash(path)
    if archived_path(folder, file_id) is None:  # new, or lost or damaged since
        copy_atomically(path, folder.archive / file_id)
        if archived_path(folder, file_id) is None:
            raise PantauError(
                f"Berkas '{path.name}' berubah selama diterima. Tutup berkas itu, lalu muat sekali lagi."
            )
    return Receipt(
        file_id=file_id,
        file_name=path.name,
        n_bytes=(folder.archive / file_id).stat().st_size,
        received_at=now,
        received_by=by or user_name(),
        unit=unit,
        year=year,
        is_sample=is_sample or file_id in sample_file_ids(),
    )


def archived_path(folder: DataFolder, file_id: str) -> Path | None:
    """Where a file is archived, or None where it is gone or no longer the one that was received."""
    path = folder.archive / file_id
    return path if path.exists() and content_hash(path) == file_id else None


def read_archived(folder: DataFolder, file_id: str) -> bytes | None:
    """The archived bytes, or None as for `archived_path`."""
    path = archived_path(folder, file_id)
    return path.read_bytes() if path else None


def content_hash(path: Path) -> str:
    """SHA-256 of a file of any size: its file_id."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


@cache
def sample_file_ids() -> frozenset[str]:
    """Hashes of the sample's files: they are marked DATA CONTOH however they get in."""
    files = [f for f in SAMPLE_DIR.glob("*") if f.suffix.lower() in TABLE_SUFFIXES]
    return frozenset(hashlib.sha256(f.read_bytes()).hexdigest() for f in files)


def user_name() -> str:
    """Who runs this command, as the system knows them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a service account without a name
        return "tidak diketahui"
