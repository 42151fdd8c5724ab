"""What the commands answer: one dictionary for `--json`, and the same in sentences for people."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pandas as pd

from compliance import queries, warehouse, words
from compliance.formatting import angka, tanggal
from etl.folder import DataFolder
from etl.loading import LoadResult
from etl.register import Register

STATUSES = {
    "diterima": "diterima",
    "diterima_dengan_catatan": "diterima dengan catatan",
    "diterima_sebagian": "diterima sebagian",
    "ditolak": "ditolak",
}
SEVERITIES = ("Galat", "Peringatan", "Saran")
SHOWN_FINDINGS = 12


def status(folder: DataFolder) -> dict[str, Any]:
    """Current snapshot, files by status, findings by severity; `snapshot` is None before the first load."""
    try:
        snapshot = warehouse.current(folder.root)
    except warehouse.WarehouseMissing:
        return {
            "data_dir": str(folder.root),
            "snapshot": None,
            "built_at": None,
            "as_of": None,
            "is_sample": False,
            "files": dict.fromkeys(STATUSES, 0),
            "n_withdrawn": 0,
            "findings": dict.fromkeys(SEVERITIES, 0),
            "snapshots": [],
        }
    files = warehouse.read(
        snapshot, "SELECT status, count(*) AS n FROM mart_file WHERE withdrawn_at IS NULL GROUP BY status"
    )
    withdrawn = warehouse.read(snapshot, "SELECT count(withdrawn_at) AS n FROM mart_file")
    findings = warehouse.read(snapshot, "SELECT severity, count(*) AS n FROM mart_finding GROUP BY severity")
    facts = warehouse.read(snapshot, "SELECT is_sample FROM mart_snapshot")
    return {
        "data_dir": str(folder.root),
        "snapshot": {
            "id": snapshot.id,
            "path": str(snapshot.path),
            "built_at": snapshot.built_at.isoformat(),
            "as_of": snapshot.as_of.isoformat(),
        },
        "built_at": snapshot.built_at.isoformat(),
        "as_of": snapshot.as_of.isoformat(),
        "is_sample": bool(facts["is_sample"].iloc[0]),
        "files": dict.fromkeys(STATUSES, 0) | dict(zip(files["status"], files["n"].tolist(), strict=True)),
        "n_withdrawn": int(withdrawn["n"].iloc[0]),
        "findings": dict.fromkeys(SEVERITIES, 0)
        | dict(zip(findings["severity"], findings["n"].tolist(), strict=True)),
        "snapshots": list_snapshots(snapshot),
    }


def list_snapshots(snapshot: warehouse.Snapshot) -> list[dict[str, Any]]:
    """The states that can be shown again, newest first, as queries.snapshots gives them; the key is `id`."""
    frame = queries.snapshots(snapshot)
    frame["built_at"] = frame["built_at"].dt.strftime("%Y-%m-%dT%H:%M:%S")
    frame["as_of"] = frame["as_of"].dt.strftime("%Y-%m-%d")
    return records(frame.rename(columns={"snapshot_id": "id"}))


def loaded(folder: DataFolder, result: LoadResult, most: int | None = None) -> dict[str, Any]:
    """What became of each file of a load, with its findings; `most`: how many of a file at most."""
    answer = status(folder)
    snapshot = warehouse.current(folder.root)
    wanted = {"ids": result.file_ids}
    files = warehouse.read(
        snapshot,
        "SELECT file_id, file_name, kind, n_read, n_accepted, n_rejected, n_waiting, status,"
        " n_error, n_warning, n_advice,"
        " withdrawn_at::VARCHAR AS withdrawn_at, withdrawn_by, withdrawn_reason,"
        " (SELECT count(*) FROM mart_version AS v WHERE v.file_id = f.file_id AND NOT is_current)"
        " AS n_replaced FROM mart_file AS f"
        " WHERE list_contains($ids, file_id) ORDER BY file_name, file_id",
        wanted,
    )
    findings = warehouse.read(
        snapshot,
        "SELECT file_id, file_name, sheet, row_number, column_name, value, rule_code, severity, message,"
        " action FROM mart_finding WHERE list_contains($ids, file_id)",
        wanted,
    )
    answer["files"] = [
        {
            **record,
            "is_known": record["file_id"] in result.known,
            "is_damaged": record["file_id"] in result.damaged,
            "sent_as": result.sent_as.get(record["file_id"], [record["file_name"]]),
        }
        for record in records(files)
    ]
    answer["findings"] = records(worst(findings, most))
    answer["is_new_snapshot"] = result.is_new_snapshot
    return answer


def worst(findings: pd.DataFrame, most: int | None) -> pd.DataFrame:
    """The `most` worst findings of each file, in their order; all of them if None."""
    if most is None or len(findings) <= most:
        return findings
    ranks = findings["severity"].map(SEVERITIES.index).sort_values(kind="stable")
    kept = findings.loc[ranks.index].groupby("file_id").head(most)
    return findings.loc[sorted(kept.index)]


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Plain values for JSON: missing stays null."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [
        {str(key): value.item() if hasattr(value, "item") else value for key, value in row.items()}
        for row in plain.to_dict("records")
    ]


def has_refused(answer: dict[str, Any]) -> bool:
    """Whether at least one file was refused whole."""
    return any(file["status"] == "ditolak" for file in answer["files"])


def describe_files(answer: dict[str, Any]) -> str:
    """A line per file, the findings that need action first, and what is current now."""
    lines = []
    for file in answer["files"]:
        if file.get("withdrawn_at"):
            lines.append(describe_withdrawn(file))
            continue
        note = _describe_repeat(file)
        n_waiting = file.get("n_waiting") or 0
        waiting = f", menunggu {angka(n_waiting, 0)}" if n_waiting else ""
        kinds = ", ".join(words.label("kind", kind) for kind in (file["kind"] or "").split(", ") if kind)
        lines.append(
            f"{file['file_name']}: {STATUSES[file['status']]}{note}. "
            f"Jenis: {kinds or 'tidak dikenali'}. "
            f"Baris dibaca {angka(file['n_read'], 0)}, diterima {angka(file['n_accepted'], 0)}, "
            f"ditolak {angka(file['n_rejected'] - n_waiting, 0)}{waiting}."
        )
        own = _gathered([one for one in answer["findings"] if one["file_id"] == file["file_id"]])
        for finding, n_more in own[:SHOWN_FINDINGS]:
            more = f" ({n_more} baris lain sama)" if n_more else ""
            told = f"{finding['severity']}: {finding['message']}{more} {finding['action']}"
            lines.append(f"  {_place(finding)}{told}")
        if len(own) > SHOWN_FINDINGS:
            lines.append(f"  … dan {len(own) - SHOWN_FINDINGS} temuan lain (halaman Data, atau opsi --json).")
    if answer.get("snapshot"):
        lines.append(_describe_snapshot(answer))
    return "\n".join(lines)


def _describe_repeat(file: dict[str, Any]) -> str:
    """Whether the file was received before, came under another name, or gave way to a later one."""
    notes = ["sudah pernah dimuat"] if file.get("is_known") else []
    others = sorted({name for name in file.get("sent_as", ()) if name != file["file_name"]})
    if others:
        notes.append(f"isinya sama dengan {', '.join(others)} dan dihitung satu kali")
    if file.get("is_known") and file.get("n_replaced"):
        notes.append(f"{angka(file['n_replaced'], 0)} data di dalamnya sudah diganti kiriman yang lebih baru")
    return f" ({'; '.join(notes)})" if notes else ""


def describe_withdrawn(file: dict[str, Any]) -> str:
    """A file that does not count, since when and why."""
    day = tanggal(date.fromisoformat(file["withdrawn_at"][:10]))
    return (
        f"{file['file_name']}: tidak dihitung, karena ditarik {day} oleh {file['withdrawn_by']}. "
        f"Alasan: {file['withdrawn_reason'].rstrip('.')}. Berkas tetap tersimpan. Untuk menghitungnya "
        f'kembali: python -m etl withdraw {file["file_id"][:12]} --undo --reason "..."'
    )


def _gathered(findings: list[dict[str, Any]]) -> list[tuple[dict[str, Any], int]]:
    """Worst first; findings of one rule about one value are told once, with how many more rows have it."""
    first: dict[tuple[Any, ...], dict[str, Any]] = {}
    n_more: dict[tuple[Any, ...], int] = {}
    for one in sorted(findings, key=lambda one: SEVERITIES.index(one["severity"])):
        key: tuple[Any, ...] = (one["sheet"], one["rule_code"], one["column_name"], one["value"])
        if one["value"] is None:  # a finding about a sheet or a row as a whole
            key = (*key, one["row_number"], one["message"])
        n_more[key] = n_more.get(key, -1) + 1
        first.setdefault(key, one)
    return [(one, n_more[key]) for key, one in first.items()]


def _place(finding: dict[str, Any]) -> str:
    """Where the finding is, as far as its message does not say it itself."""
    sheet = finding["sheet"] if finding["sheet"] != finding["file_name"] else None
    parts = [sheet and f"lembar {sheet}"]
    if finding["message"].startswith("Lembar "):
        parts = []
    elif not finding["message"].startswith("Baris "):
        parts += [finding["row_number"] and f"baris {finding['row_number']}"]
        parts += [finding["column_name"] and f"kolom {finding['column_name']}"]
    said = [part for part in parts if part]
    return f"[{', '.join(said)}] " if said else ""


def describe_damage(folder: DataFolder, file_ids: list[str]) -> str:
    """Which archived files are missing or no longer what was received, and what to do."""
    received = Register(folder.register).effective()
    names = received.loc[received["file_id"].isin(file_ids), "file_name"]
    return (
        f"Berkas arsip hilang atau rusak: {', '.join(names)}. Datanya tidak ikut disusun ulang. "
        "Pulihkan folder archive dari cadangan, atau muat lagi berkas itu."
    )


def describe_status(answer: dict[str, Any]) -> str:
    """The state of the data folder in a few lines."""
    if answer["snapshot"] is None:
        return (
            f"Belum ada data di {answer['data_dir']}.\n"
            "Muat berkas dengan: python -m etl load BERKAS...   atau data contoh dengan: python -m etl sample"
        )
    files = ", ".join(f"{label} {answer['files'][name]}" for name, label in STATUSES.items())
    findings = ", ".join(f"{name} {answer['findings'][name]}" for name in SEVERITIES)
    withdrawn = f" Ditarik dan tidak dihitung: {answer['n_withdrawn']}." if answer["n_withdrawn"] else ""
    return (
        f"{_describe_snapshot(answer)}\nBerkas: {files}.{withdrawn}\nTemuan: {findings}."
        + _describe_earlier(answer)
    )


def _describe_snapshot(answer: dict[str, Any]) -> str:
    snapshot = answer["snapshot"]
    sample = " DATA CONTOH." if answer["is_sample"] else ""
    as_of = tanggal(pd.Timestamp(snapshot["as_of"]).date())
    changed = next((one["what_changed"] for one in answer["snapshots"] if one["is_current"]), "")
    own = f"Data yang berlaku: {snapshot['id']}, per tanggal {as_of}.{sample}"
    return f"{own}\nDibandingkan dengan data terbit sebelumnya: {changed}"


def _describe_earlier(answer: dict[str, Any]) -> str:
    """The states that `rollback` can show again."""
    earlier = [one for one in answer["snapshots"] if not one["is_current"]]
    if not earlier:
        return ""
    lines = [
        f"  {one['id']}: disusun {datetime.fromisoformat(one['built_at']):%d/%m/%Y %H.%M}"
        + (f", {angka(one['n_files'], 0)} berkas" if one["n_files"] is not None else "")
        + f". {one['what_changed']}"
        for one in earlier
    ]
    return "\nData terbit lain (dapat diberlakukan lagi dengan: python -m etl rollback KODE):\n" + "\n".join(
        lines
    )
