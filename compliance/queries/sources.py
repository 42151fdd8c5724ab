"""Where figures come from: files, findings, lineage."""

from __future__ import annotations

import pandas as pd

from compliance.sentences import berubah
from compliance.warehouse import Snapshot, published, read, revised


def files(snapshot: Snapshot) -> pd.DataFrame:
    """Received files, newest first."""
    return read(snapshot, "SELECT * FROM mart_file ORDER BY received_at DESC, file_name")


def findings(snapshot: Snapshot, *, file_id: str | None = None) -> pd.DataFrame:
    """Findings of one file, or of all."""
    return read(
        snapshot,
        """
        SELECT * FROM mart_finding WHERE ($file_id IS NULL OR file_id = $file_id)
        ORDER BY file_name, sheet, row_number
        """,
        {"file_id": file_id},
    )


def snapshots(snapshot: Snapshot) -> pd.DataFrame:
    """The states that can be shown again, newest first.

    Columns: snapshot_id, built_at, as_of, is_current, n_files and what_changed (against the one before), a
    sentence.
    """
    rows = [
        {
            "snapshot_id": one["snapshot_id"],
            "built_at": one["built_at"],
            "as_of": one["as_of"],
            "is_current": one["is_current"],
            "n_files": one.get("n_files"),
            "what_changed": berubah(one.get("revised", {}))
            if one.get("previous_id")
            else "Tidak ada pembanding (data pertama).",
        }
        for one in published(snapshot)
    ]
    frame = pd.DataFrame(
        rows, columns=["snapshot_id", "built_at", "as_of", "is_current", "n_files", "what_changed"]
    )
    return frame.astype({"built_at": "datetime64[us]", "as_of": "datetime64[us]", "n_files": "Int64"})


def revisions(snapshot: Snapshot) -> pd.DataFrame:
    """What this snapshot revised of the one before it, one row per value, category, state or verdict.

    Columns: subject (nilai, kategori, status_laporan, kesimpulan), subject_id (instrument, duty, or layanan),
    unit_id, unit_name, service_id, year, before, after, cause (data, aturan, tanggal, or several).
    """
    return revised(snapshot)


def versions(
    snapshot: Snapshot, *, unit_id: str | None = None, kind: str | None = None, file_id: str | None = None
) -> pd.DataFrame:
    """Records that were sent more than once, oldest version first; `file_id`: those this file touched."""
    return read(
        snapshot,
        """
        SELECT * FROM mart_version AS v
        WHERE ($unit_id IS NULL OR unit_id = $unit_id) AND ($kind IS NULL OR kind = $kind)
          AND ($file_id IS NULL OR EXISTS (
              SELECT 1 FROM mart_version AS own
              WHERE own.kind = v.kind AND own.record_key = v.record_key AND own.file_id = $file_id
          ))
        ORDER BY kind, record_key, version_number
        """,
        {"unit_id": unit_id, "kind": kind, "file_id": file_id},
    )


def names(snapshot: Snapshot) -> pd.DataFrame:
    """Names of units that wait for a person, with their nearest units, and those that were accepted."""
    return read(snapshot, "SELECT * FROM mart_name WHERE name_kind = 'unit'")


def lineage(
    snapshot: Snapshot, *, unit_id: str | None = None, year: int | None = None, kind: str | None = None
) -> pd.DataFrame:
    """Where figures come from: file, sheet and rows; unit_id None = all units.

    Of a unit also the rows by which another one had set the standards of the services that it has now.
    """
    return read(
        snapshot,
        """
        SELECT l.*, f.file_name, f.received_at
        FROM mart_lineage AS l LEFT JOIN (
            SELECT file_id, any_value(file_name) AS file_name, min(received_at) AS received_at
            FROM mart_file GROUP BY file_id
        ) AS f USING (file_id)
        WHERE ($unit_id IS NULL OR l.unit_id = $unit_id
            OR (l.kind = 'standar_pelayanan' AND (l.file_id, l.sheet, l.first_row) IN (
                SELECT (file_id, sheet, row_number) FROM mart_service_standard WHERE unit_id = $unit_id
            ))) AND ($year IS NULL OR l.year = $year)
          AND ($kind IS NULL OR l.kind = $kind)
        ORDER BY l.kind, f.file_name, l.sheet, l.first_row
        """,
        {"unit_id": unit_id, "year": year, "kind": kind},
    )
