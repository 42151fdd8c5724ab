"""Publish: a finished snapshot gets its name, then the pointer is replaced. Readers see nothing half done."""

from __future__ import annotations

import io
import json
import os
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd

from compliance.errors import PantauError
from compliance.storage import sync_folder, write_atomically
from etl.folder import DataFolder

KEPT_SNAPSHOTS = 10
BESIDE = (".json", ".revisi.parquet")
ID_TIME = "%Y%m%d-%H%M%S%f"


@dataclass(frozen=True)
class Pointer:
    """What `warehouse/current.json` says."""

    snapshot_id: str
    file: str
    built_at: str
    as_of: str
    load_id: int
    archive_hash: str
    build_key: str
    data_key: str = ""
    rule_key: str = ""
    n_files: int = 0
    previous_id: str = ""  # the snapshot that was current before
    revised: dict[str, dict[str, int]] = field(default_factory=dict)  # cause -> subject -> how many


def read_pointer(folder: DataFolder) -> Pointer | None:
    """The published snapshot; None before the first one, or if the pointer is broken (a build mends it)."""
    try:
        return Pointer(**json.loads((folder.warehouse / "current.json").read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def publish(folder: DataFolder, part: Path, pointer: Pointer, revisions: pd.DataFrame) -> None:
    """Make the finished file durable under its own name with what it revises beside it, then point to it."""
    with part.open("rb+") as handle:
        os.fsync(handle.fileno())
    target = folder.warehouse / pointer.file
    part.replace(target)
    sync_folder(folder.warehouse)
    content = io.BytesIO()
    revisions.to_parquet(content, index=False)
    write_atomically(target.with_suffix(".revisi.parquet"), content.getvalue())
    write_atomically(folder.warehouse / f"{pointer.snapshot_id}.json", _as_json(pointer))
    write_atomically(folder.warehouse / "current.json", _as_json(pointer))


def _as_json(pointer: Pointer) -> bytes:
    return json.dumps(pointer.__dict__, indent=2).encode()


def roll_back(folder: DataFolder, snapshot_id: str | None) -> Pointer:
    """Point to an earlier snapshot (the previous one, unless named). Raises PantauError if there is none."""
    current = read_pointer(folder)
    known = sorted(path.stem for path in folder.warehouse.glob("*.json") if path.stem != "current")
    available = [name for name in known if (folder.warehouse / f"{name}.duckdb").exists()]
    if snapshot_id is None:
        earlier = [name for name in available if current is None or name < current.snapshot_id]
        if not earlier:
            raise PantauError("Tidak ada snapshot yang lebih lama. Lihat daftar dengan: python -m etl status")
        snapshot_id = earlier[-1]
    if snapshot_id not in available:
        listed = ", ".join(available) or "tidak ada"
        raise PantauError(f"Snapshot '{snapshot_id}' tidak ada. Yang tersedia: {listed}.")
    content = (folder.warehouse / f"{snapshot_id}.json").read_bytes()
    write_atomically(folder.warehouse / "current.json", content)
    return Pointer(**json.loads(content))


def clean_up(folder: DataFolder, keep: int = KEPT_SNAPSHOTS) -> None:
    """Remove leftovers of killed builds and all but the newest `keep` snapshots.

    A file that a reader still holds open cannot be removed on Windows; the next load tries again.
    """
    current = read_pointer(folder)
    snapshots = sorted(folder.warehouse.glob("*.duckdb"), reverse=True)
    doomed = [path for path in snapshots[keep:] if current is None or path.name != current.file]
    leftovers = [p for p in folder.warehouse.iterdir() if ".part" in p.name or p.name.endswith(".wal")]
    for path in [*leftovers, *doomed, *(path.with_suffix(end) for path in doomed for end in BESIDE)]:
        try:
            if path.is_dir():
                continue
            path.unlink(missing_ok=True)
        except PermissionError:
            continue


def new_snapshot_id(now: datetime, as_of: date, archive_hash: str, newest: str | None) -> str:
    """Sorts after `newest` even if the clock was moved back, and is a legal file name on every system."""
    if newest is not None:
        taken = datetime.strptime(newest[: len("yyyymmdd-hhmmssffffff")], ID_TIME)
        now = max(now, taken + timedelta(microseconds=1))
    return f"{now:{ID_TIME}}-{archive_hash[:6]}" + (f"-{as_of:%Y%m%d}" if as_of != now.date() else "")


def newest_snapshot(folder: DataFolder) -> str | None:
    """Name of the newest snapshot file, current or not."""
    return max((path.stem for path in folder.warehouse.glob("*.duckdb")), default=None)
