"""Where things stand: the project's own folders, and the data folder of one installation."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STANDARDS_DIR = ROOT / "data" / "standards"
SOURCES_DIR = ROOT / "data" / "sources"
SAMPLE_DIR = ROOT / "data" / "sample"
WORDS_FILE = ROOT / "data" / "words.yaml"
FONTS_DIR = ROOT / "data" / "fonts"  # Arimo, as wide as Arial: documents look the same on every computer
DICTIONARY_FILE = ROOT / "data" / "dictionary.yaml"
CONFIG_NAME = "pantau.toml"
TABLE_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".txt", ".tsv"})  # files that are read


def data_dir() -> Path:
    """The data folder in use: $PANTAU_DATA_DIR, else `data` in the project. It need not exist yet."""
    chosen = os.environ.get("PANTAU_DATA_DIR", "").strip()
    return Path(chosen).expanduser().resolve() if chosen else ROOT / "data"
