"""Files that a reader sees whole or not at all, also when the power is cut while they are written."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import yaml

# Where it was built with libyaml, its parser in C takes an eighth of the time: every command reads 27 files.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    """What a YAML file says. Raises what Path.read_text and yaml.safe_load raise."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 (a safe one)


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` survive a power cut. Windows has no handle for folders and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def writing_atomically(path: Path) -> Iterator[IO[bytes]]:
    """A file to write to, that takes the place of `path` when the block ends, and never does if it fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as handle:
            yield handle
            handle.flush()
            os.fsync(handle.fileno())
    except BaseException:
        part.unlink(missing_ok=True)  # on a full disk even a half takes the room of what comes next
        raise
    part.replace(path)
    sync_folder(path.parent)


def write_atomically(path: Path, content: bytes) -> None:
    """Write `content` to `path` so that a reader sees the old file or the new one, never half of it."""
    with writing_atomically(path) as handle:
        handle.write(content)


def copy_atomically(source: Path, path: Path) -> None:
    """Copy a file of any size, as `write_atomically` writes."""
    with source.open("rb") as content, writing_atomically(path) as handle:
        shutil.copyfileobj(content, handle, 1024 * 1024)
