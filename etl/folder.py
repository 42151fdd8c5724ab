"""Where things lie in a data folder. Archive, register, issued documents and YAML are the only state."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


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
