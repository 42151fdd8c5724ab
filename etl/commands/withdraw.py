"""`withdraw`: a file no longer counts, or counts again."""

from __future__ import annotations

import json

import click

from etl import answers, withdrawal
from etl.folder import DataFolder
from etl.progress import Steps


@click.command(
    "withdraw",
    help="Tarik satu berkas: tetap disimpan dalam arsip, tetapi tidak lagi dihitung. "
    "BERKAS adalah nama berkas atau kodenya.",
)
@click.argument("file", metavar="BERKAS")
@click.option(
    "--reason", required=True, metavar="ALASAN", help="Mengapa berkas ini ditarik (atau dipulihkan)."
)
@click.option("--by", metavar="NAMA", help="Siapa yang menarik (baku: nama pengguna komputer).")
@click.option("--undo", is_flag=True, help="Batalkan penarikan: berkas kembali dihitung.")
@click.option("--json", "as_json", is_flag=True, help="Keluarkan satu dokumen JSON.")
@click.pass_obj
def withdraw(folder: DataFolder, file: str, reason: str, by: str | None, undo: bool, as_json: bool) -> int:
    """Withdraw a file or take that back, and publish."""
    if not reason.strip():
        raise click.MissingParameter(param=next(p for p in withdraw.params if p.name == "reason"))
    with Steps() as steps:
        result = withdrawal.withdraw(folder, file, steps, reason=reason, by=by, is_undo=undo)
    answer = answers.loaded(folder, result)
    if as_json:
        print(json.dumps(answer, ensure_ascii=False, indent=2))
        return 0
    for one in answer["files"]:
        print(
            answers.describe_withdrawn(one)
            if one["withdrawn_at"]
            else f"{one['file_name']}: kembali dihitung."
        )
    print(answers.describe_status(answers.status(folder)))
    return 0
