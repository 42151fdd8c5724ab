"""All letters of a year in one zip, with a table for mail merge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from compliance import instruments
from compliance.formatting import tanggal
from compliance.output.letters import Addressed, letters
from compliance.reports import letter
from compliance.reports.bundle import bundle, file_names
from compliance.reports.package import fixed
from compliance.reports.tables import About, to_xlsx
from compliance.warehouse import Snapshot

LIST_NAME = "Daftar surat (mail merge).xlsx"
_COLUMNS = {
    "unit_id": "Kode unit",
    "unit_name": "Unit",
    "addressee": "Kepada",
    "dated": "Tanggal surat",
    "due": "Tenggat",
    "n_services": "Jumlah layanan",
    "services": "Layanan yang perlu dilengkapi",
    "scores": "Laporan yang belum dapat dihitung",
    "duties": "Kewajiban yang belum dipenuhi",
    "actions": "Tindak lanjut terlambat",
    "file": "Berkas surat",
}


@dataclass(frozen=True)
class LetterArchive:
    """The zip and how many letters are in it."""

    content: bytes
    n_letters: int


def letter_archive(
    snapshot: Snapshot,
    year: int,
    *,
    unit_id: str | None = None,
    data_dir: Path | None = None,
    dated: date | None = None,
    progress: Callable[[float, str], None] = lambda _share, _text: None,
) -> LetterArchive:
    """A Word file per letter and the table for mail merge. The same snapshot and texts give the same bytes.

    progress: told how far it is (0-1). Raises what `letters` raises.
    """
    found = letters(snapshot, year, unit_id=unit_id, data_dir=data_dir, dated=dated)
    names = file_names([f"{one.unit.unit_id} {one.unit.unit_name}" for one in found], ".docx")
    files = []
    for number, (one, name) in enumerate(zip(found, names, strict=True)):
        progress(number / len(found), f"Menulis surat untuk {one.unit.unit_name}")
        files.append((name, letter.write(one.letter)))
    day = dated or snapshot.as_of
    return LetterArchive(bundle([*files, (LIST_NAME, _list(snapshot, year, found, names, day))]), len(found))


def _list(snapshot: Snapshot, year: int, found: list[Addressed], names: list[str], day: date) -> bytes:
    rows = [
        {
            "unit_id": one.unit.unit_id,
            "unit_name": one.unit.unit_name,
            "addressee": one.addressee,
            "dated": day,
            "due": one.due,
            "n_services": len(one.needs.services),
            "services": _texts(one.needs.services.rows, "service_name"),
            "scores": "; ".join(map(instruments.title, one.needs.scores.rows["instrument_id"])),
            "duties": _texts(one.needs.duties.rows, "duty_label"),
            "actions": _texts(one.needs.actions.rows, "plan"),
            "file": name,
        }
        for one, name in zip(found, names, strict=True)
    ]
    about = About(
        title=f"Daftar surat permintaan kelengkapan tahun {year}",
        filters=f"Tahun {year} · Semua unit",
        source="Standar pelayanan, hasil penilaian, dan tindak lanjut yang diajukan unit",
        as_of=tanggal(snapshot.as_of),
        snapshot=snapshot.id,
        sample=any(one.letter.report.is_sample for one in found),
    )
    return fixed(to_xlsx(pd.DataFrame(rows, columns=list(_COLUMNS)), _COLUMNS, about, sheet="Surat"), day)


def _texts(rows: pd.DataFrame, column: str) -> str:
    return "; ".join(rows[column].astype(str))
