"""`check`: what a load would take and what not, and the sender's workbook back; nothing is stored."""

from __future__ import annotations

from pathlib import Path

import click

from etl import answers, checking, receive
from etl.commands.usage import (
    DONE,
    FILE_REFUSED,
    WrongUse,
    files_argument,
    json_option,
    most_option,
    say,
    unit_option,
    workbook_path,
    year_option,
)
from etl.folder import DataFolder
from etl.progress import Steps


@click.command("check", help="Periksa berkas tanpa menyimpan apa pun.")
@files_argument
@unit_option
@year_option
@json_option
@click.option(
    "--workbook",
    type=click.Path(dir_okay=False, path_type=Path),
    callback=workbook_path,
    metavar="HASIL.xlsx",
    help="Tulis kembali berkas yang diperiksa (satu saja) dengan sel bermasalah ditandai dan daftar temuan.",
)
@click.option(
    "--units",
    "unit_lists",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="DAFTAR",
    help="Daftar unit yang akan dimuat bersama berkas ini.",
)
@most_option
@click.pass_obj
def check(
    folder: DataFolder,
    files: tuple[Path, ...],
    unit: str | None,
    year: int | None,
    as_json: bool,
    workbook: Path | None,
    unit_lists: tuple[Path, ...],
    most: int | None,
) -> int:
    """Stage only."""
    if workbook is not None:
        _check_workbook_use(receive.find_files(files), workbook)
    with Steps() as steps:
        answer = checking.check(
            folder,
            list(files),
            steps,
            unit=unit,
            year=year,
            workbook=workbook,
            unit_lists=unit_lists,
            most=most,
        )
    say(answer, as_json, answers.describe_files)
    if workbook is not None and not as_json:
        print(f"Buku kerja dengan tanda dan daftar temuan: {workbook}")
    return FILE_REFUSED if answers.has_refused(answer) else DONE


def _check_workbook_use(files: list[Path], workbook: Path) -> None:
    if len(files) != 1:
        raise WrongUse(
            f"opsi --workbook hanya untuk satu berkas, sedangkan yang disebut {len(files)} berkas. "
            "Jalankan sekali untuk setiap berkas."
        )
    if workbook.suffix.lower() == ".xlsm" and files[0].suffix.lower() != ".xlsm":
        raise WrongUse(f"nama berkas hasil '{workbook.name}' harus berakhiran .xlsx.")
    if workbook.resolve() == files[0].resolve():
        raise WrongUse(
            "berkas hasil sama dengan berkas yang diperiksa. Pilih nama lain supaya aslinya tetap ada."
        )
