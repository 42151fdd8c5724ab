"""Files that a reader sees whole or not at all, also when the power is cut while they are written."""

from __future__ import annotations

import io
import os
import shutil
from pathlib import Path
from typing import IO


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
