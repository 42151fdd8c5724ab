"""Withdrawal of a file: it stays in the archive and in the register, but no longer counts; and its undo."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd

from compliance.errors import PantauError
from compliance.formatting import tanggal
from etl.folder import DataFolder
from etl.loading import LoadResult, publish_load, writing
from etl.progress import Steps
from etl.receive import user_name
from etl.register import Withdrawal

SHORTEST_ID = 6  # characters of a file_id that may stand for it


def withdraw(
    folder: DataFolder,
    name: str,
    steps: Steps,
    *,
    reason: str,
    by: str | None = None,
    is_undo: bool = False,
    as_of: date | None = None,
) -> LoadResult:
    """Publish a snapshot without the file called `name` (its file_id, the start of it, or its file name).

    Takes effect when it is published, as a load does. Raises PantauError if the name fits no file or several.
    """
    with writing(folder, steps, by) as register:
        file_id = _find(register.effective(), name, is_undo=is_undo)
        withdrawal = Withdrawal(file_id, (by or "").strip() or user_name(), reason.strip(), is_undo)
        load_id = register.start_withdrawal(withdrawal, datetime.now())
        result = publish_load(folder, register, steps, load_id, as_of)
        steps.report(1.0, "Selesai")
    return LoadResult(result.pointer, [file_id], {file_id}, result.damaged, result.is_new_snapshot)


def _find(received: pd.DataFrame, name: str, *, is_undo: bool) -> str:
    is_named = received["file_name"].str.casefold() == name.strip().casefold()
    if len(name) >= SHORTEST_ID:
        is_named |= received["file_id"].str.startswith(name.strip().lower())
    named = received[is_named]
    if named.empty:
        raise PantauError(
            f"Berkas '{name}' tidak ada di antara berkas yang pernah diterima. Sebut nama berkasnya atau "
            "kodenya, seperti tertulis pada halaman Data."
        )
    fitting = named[named["withdrawn_at"].notna() == is_undo]
    if fitting.empty:
        row = named.iloc[-1]
        if is_undo:
            raise PantauError(f"Berkas '{row['file_name']}' tidak sedang ditarik, jadi tetap dihitung.")
        raise PantauError(
            f"Berkas '{row['file_name']}' sudah ditarik pada {tanggal(row['withdrawn_at'].date())} oleh "
            f"{row['withdrawn_by']}: {row['withdrawn_reason']}"
        )
    if len(fitting) > 1:
        listed = "; ".join(
            f"{row['file_id'][:12]} (diterima {row['received_at']:%d/%m/%Y %H.%M})"
            for row in fitting.to_dict("records")
        )
        raise PantauError(f"Ada {len(fitting)} berkas bernama '{name}'. Sebut kodenya: {listed}.")
    return str(fitting["file_id"].iloc[0])
