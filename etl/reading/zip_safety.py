"""Refuses archives that are no workbook, or that would unpack into more than a server should hold."""

from __future__ import annotations

import io
import zipfile

from etl.reading.grid import UnreadableFileError

MAX_ENTRIES = 1_000
MAX_UNPACKED_BYTES = 300_000_000
MAX_RATIO = 200
RATIO_MATTERS_FROM_BYTES = 10_000_000  # small, very regular sheets compress extremely well and are harmless


def check_archive(content: bytes) -> None:
    """Check a zip from its directory, before anything is unpacked. Raises UnreadableFileError."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise UnreadableFileError("BERKAS_TAK_TERBACA", reason="berkas Excel rusak atau terpotong") from error
    unpacked = sum(entry.file_size for entry in entries)
    ratio = unpacked / max(1, len(content))
    if (
        len(entries) > MAX_ENTRIES
        or unpacked > MAX_UNPACKED_BYTES
        or (unpacked > RATIO_MATTERS_FROM_BYTES and ratio > MAX_RATIO)
    ):
        raise UnreadableFileError(
            "BERKAS_TERLALU_BESAR", size=f"{unpacked / 1_000_000:.0f}".replace(".", ",")
        )
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise UnreadableFileError("BERKAS_TERKUNCI")
    names = {entry.filename for entry in entries}
    if "xl/workbook.bin" in names:
        raise UnreadableFileError("BERKAS_TAK_TERBACA", reason="formatnya Excel Binary (.xlsb)")
    if not names & {"xl/workbook.xml", "content.xml"}:
        raise UnreadableFileError(
            "BERKAS_TAK_TERBACA", reason="isinya arsip atau dokumen lain, bukan buku kerja Excel"
        )
