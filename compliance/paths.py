"""Where things stand: the project's own folders, and the data folder of one installation."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STANDARDS_DIR = ROOT / "data" / "standards"
SOURCES_DIR = ROOT / "data" / "sources"
SAMPLE_DIR = ROOT / "data" / "sample"
WORDS_FILE = ROOT / "data" / "words.yaml"
FONTS_DIR = ROOT / "data" / "fonts"  # Arimo, as wide as Arial: documents look the same on every computer
LETTERS_FILE = ROOT / "data" / "letters.yaml"
DICTIONARY_FILE = ROOT / "data" / "dictionary.yaml"
CONFIG_NAME = "pantau.toml"
LETTERS_NAME = "surat.yaml"
TABLE_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".txt", ".tsv"})  # files that are read
# Folders of a data folder with the instruments and kinds of file that an office adds itself (decision 0017).
OWN_STANDARDS, OWN_SOURCES = "standar", "sumber"
_in_use: ContextVar[Path | None] = ContextVar("data_dir", default=None)


def data_dir() -> Path:
    """The data folder in use: $PANTAU_DATA_DIR, else `data` in the project. It need not exist yet."""
    in_use = _in_use.get()
    if in_use is not None:
        return in_use
    chosen = os.environ.get("PANTAU_DATA_DIR", "").strip()
    return Path(chosen).expanduser().resolve() if chosen else ROOT / "data"


@contextmanager
def using(folder: Path) -> Iterator[None]:
    """Let everything inside read the instruments and kinds of file of this data folder."""
    token = _in_use.set(folder)
    try:
        yield
    finally:
        _in_use.reset(token)


def own_yaml(name: str) -> tuple[tuple[Path, int], ...]:
    """The office's own YAML files, each with its time of change: the key of whatever is kept of them."""
    return tuple((path, path.stat().st_mtime_ns) for path in sorted((data_dir() / name).glob("*.yaml")))
