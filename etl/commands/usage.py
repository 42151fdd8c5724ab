"""What the commands share: exit codes, options, answers, and a wrong command line told in Indonesian."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

DONE, FAILED, WRONG_USAGE, FILE_REFUSED = 0, 1, 2, 3


class WrongUse(click.UsageError):
    """A wrong command line whose message is already the Indonesian sentence."""


def workbook_path(_context: click.Context, _option: click.Parameter, path: Path | None) -> Path | None:
    """Refuse a name under which Excel would not open what is written."""
    if path is not None and path.suffix.lower() not in {".xlsx", ".xlsm"}:
        raise WrongUse(f"nama berkas hasil '{path.name}' harus berakhiran .xlsx.")
    return path


files_argument = click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="BERKAS..."
)
unit_option = click.option("--unit", help="Kode unit untuk berkas yang tidak memuat kolom unit.")
year_option = click.option(
    "--year",
    type=click.IntRange(2000, 2100),
    help="Tahun untuk berkas yang tidak memuat kolom tahun atau tanggal.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Keluarkan satu dokumen JSON.")
most_option = click.option(
    "--most",
    type=click.IntRange(1),
    metavar="N",
    help="Keluarkan paling banyak N temuan tiap berkas, yang terberat lebih dahulu (baku: semua).",
)


def say(answer: dict[str, Any], as_json: bool, describe: Callable[[dict[str, Any]], str]) -> None:
    """Print what a command answers: one JSON document, or sentences."""
    print(json.dumps(answer, ensure_ascii=False, indent=2) if as_json else describe(answer))
