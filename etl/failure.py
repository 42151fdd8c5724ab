"""What a command says when the system fails it: one Indonesian sentence, and what to do."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator

from compliance.warehouse import DatabaseError

STILL_CURRENT = "Data sebelumnya tetap berlaku."
FULL = (
    "Ruang penyimpanan penuh, sehingga data tidak dapat ditulis. Kosongkan ruang pada disk folder data, "
    "lalu ulangi perintah yang sama."
)
# EFBIG: the limit of a file system or of an account on one file.
_FULL_CODES = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
# DuckDB has no code for it, only the sentence of the system.
_FULL_WORDS = ("no space left", "file too large", "disk quota", "not enough space", "out of disk")


def is_full(error: BaseException) -> bool:
    """Whether a disk without room is the cause, or the cause of the cause."""
    return any(
        (isinstance(one, OSError) and one.errno in _FULL_CODES)
        or (isinstance(one, sqlite3.Error) and "disk is full" in str(one))
        or (isinstance(one, DatabaseError) and any(word in str(one).lower() for word in _FULL_WORDS))
        for one in _causes(error)
    )


def describe(error: Exception) -> str:
    """The sentence for an error of the disk, the register or the database; the snapshot did not change."""
    if is_full(error):
        return f"Gagal: {FULL} {STILL_CURRENT}"
    if isinstance(error, PermissionError):
        place = f"'{error.filename}'" if error.filename else "folder data"
        return (
            f"Gagal: {place} tidak boleh dibuka atau ditulis. Tutup program yang memakainya, atau mintalah "
            f"izin kepada pengelola komputer, lalu ulangi. {STILL_CURRENT}"
        )
    if isinstance(error, sqlite3.Error):
        return (
            f"Gagal: daftar penerimaan register.sqlite tidak dapat dibaca atau ditulis ({error}). Ulangi; "
            f"bila tetap gagal, pulihkan berkas itu dari cadangan. {STILL_CURRENT}"
        )
    if isinstance(error, OSError):
        return (
            f"Gagal: {error.strerror or error} ({error.filename or 'tanpa nama berkas'}). Periksa ruang "
            f"penyimpanan dan izin folder, lalu ulangi. {STILL_CURRENT}"
        )
    again = "Coba susun ulang dengan: python -m etl build"
    return f"Gagal membaca atau menulis data: {error}\n{STILL_CURRENT} {again}"


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__
