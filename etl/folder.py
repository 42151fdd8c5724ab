"""Where things lie in a data folder. Archive, register and YAML are the only state."""

from __future__ import annotations

import io
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import IO


@dataclass(frozen=True)
class DataFolder:
    """Paths of one data folder (a city's own, or the sample's)."""

    root: Path

    @property
    def archive(self) -> Path:
        """Received files, byte for byte, named by their SHA-256."""
        return self.root / "archive"

    @property
    def register(self) -> Path:
        """SQLite file: who sent what, when, and which load was published."""
        return self.root / "register.sqlite"

    @property
    def lake(self) -> Path:
        """Typed rows as Parquet: `lake/<kind>/<sha256>.parquet`."""
        return self.root / "lake"

    @property
    def warehouse(self) -> Path:
        """Snapshots `<snapshot_id>.duckdb` and the pointer `current.json`."""
        return self.root / "warehouse"

    @property
    def lock(self) -> Path:
        """One writer at a time."""
        return self.root / "pantau.lock"

    def create(self) -> DataFolder:
        """Make the folders that a load writes to."""
        for folder in (self.archive, self.lake, self.warehouse):
            folder.mkdir(parents=True, exist_ok=True)
        return self


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` survive a power cut. Windows has no handle for folders and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_atomically(path: Path, content: bytes) -> None:
    """Write `content` to `path` so that a reader sees the old file or the new one, never half of it."""
    _replace(path, io.BytesIO(content))


def copy_atomically(source: Path, path: Path) -> None:
    """Copy a file of any size, as `write_atomically` writes."""
    with source.open("rb") as handle:
        _replace(path, handle)


def _replace(path: Path, content: IO[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    with part.open("wb") as handle:
        shutil.copyfileobj(content, handle, 1024 * 1024)
        handle.flush()
        os.fsync(handle.fileno())
    part.replace(path)
    sync_folder(path.parent)
