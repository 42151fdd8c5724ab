"""`answer`: the senders' own workbooks back, for files that were received."""

from __future__ import annotations

import json
from pathlib import Path

import click

from etl import returning
from etl.commands.usage import WrongUse
from etl.folder import DataFolder
from etl.progress import Steps


@click.command(
    "answer",
    help="Tulis buku kerja jawaban dari berkas yang sudah diterima: sel bermasalah ditandai, dengan daftar "
    "temuan. Beberapa berkas sekaligus menjadi satu .zip.",
)
@click.argument("file_ids", nargs=-1, required=True, metavar="KODE...")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    metavar="HASIL.xlsx",
    help="Nama berkas yang ditulis: .xlsx untuk satu berkas, .zip untuk beberapa.",
)
@click.option("--json", "as_json", is_flag=True, help="Keluarkan satu dokumen JSON.")
@click.pass_obj
def answer(folder: DataFolder, file_ids: tuple[str, ...], output: Path, as_json: bool) -> int:
    """Mark the archived files by the findings of the current snapshot."""
    if output.suffix.lower() not in ({".xlsx", ".zip"} if len(file_ids) == 1 else {".zip"}):
        ending = ".xlsx atau .zip" if len(file_ids) == 1 else ".zip, karena yang disebut beberapa berkas"
        raise WrongUse(f"nama berkas hasil '{output.name}' harus berakhiran {ending}.")
    with Steps() as steps:
        names = returning.answer(folder, list(file_ids), output, steps)
    if as_json:
        print(json.dumps({"workbook": str(output), "files": names}, ensure_ascii=False, indent=2))
    else:
        print(f"Buku kerja jawaban: {output}")
    return 0
