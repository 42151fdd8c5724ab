"""Command line of the ETL: receive files, check them, build and publish snapshots.

Exit codes: 0 done; 3 done, but at least one file was refused whole; 2 wrong usage; 1 failed, and the previous
snapshot is still the current one.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from datetime import datetime
from pathlib import Path

import click

from compliance import config, paths, words
from compliance.errors import PantauError
from compliance.warehouse import DatabaseError
from etl import answers, checking, failure, loading, publish, staging
from etl.build import DUCKDB, ENGINES
from etl.commands.answer import answer
from etl.commands.changes import changes
from etl.commands.check import check
from etl.commands.explain import explain
from etl.commands.export import export
from etl.commands.names import names
from etl.commands.usage import (
    DONE,
    FAILED,
    FILE_REFUSED,
    WRONG_USAGE,
    WrongUse,
    files_argument,
    json_option,
    most_option,
    say,
    unit_option,
    workbook_path,
    year_option,
)
from etl.commands.withdraw import withdraw
from etl.folder import DataFolder
from etl.progress import Steps


@click.group(
    help="Muat, periksa, dan terbitkan data Pantau Layanan.", context_settings={"max_content_width": 110}
)
@click.option(
    "--data-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder data (baku: $PANTAU_DATA_DIR, lalu data/).",
)
@click.pass_context
def app(context: click.Context, data_dir: Path | None) -> None:
    """Choose the data folder for the command that follows."""
    context.obj = DataFolder((data_dir or paths.data_dir()).expanduser().resolve())
    context.with_resource(paths.using(context.obj.root))


@app.command(help="Terima berkas Excel atau CSV (atau folder berisi berkas itu), susun data, dan terbitkan.")
@files_argument
@unit_option
@year_option
@click.option("--by", metavar="NAMA", help="Siapa yang memuat (baku: nama pengguna komputer).")
@click.option(
    "--given",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="ISIAN.json",
    help="Unit dan tahun tiap berkas, bila berbeda-beda: {berkas: {unit, year}}.",
)
@json_option
@most_option
@click.pass_obj
def load(
    folder: DataFolder,
    files: tuple[Path, ...],
    unit: str | None,
    year: int | None,
    by: str | None,
    given: Path | None,
    as_json: bool,
    most: int | None,
) -> int:
    """Receive, stage, build, publish."""
    try:
        stand_ins = json.loads(given.read_text(encoding="utf-8")) if given else {}
    except ValueError:
        raise WrongUse("isi berkas --given bukan JSON.") from None
    with Steps() as steps:
        result = loading.load(folder, list(files), steps, unit=unit, year=year, by=by, stand_ins=stand_ins)
    return _answer_load(folder, result, as_json, most)


@app.command(help="Muat data contoh ke folder data.")
@json_option
@click.pass_obj
def sample(folder: DataFolder, as_json: bool) -> int:
    """Load data/sample; it holds a refused file on purpose, so the exit code does not speak of that."""
    with Steps() as steps:
        result = loading.load_sample(folder, steps)
    _answer_load(folder, result, as_json)
    return DONE


@app.command(help=f"Buat templat kosong. JENIS salah satu dari: {', '.join(staging.KINDS)}.")
@click.argument("kind", metavar="JENIS")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    callback=workbook_path,
    metavar="BERKAS.xlsx",
    help="Nama berkas yang ditulis.",
)
@click.pass_obj
def template(folder: DataFolder, kind: str, output: Path) -> int:
    """An empty template with drop-downs, notes and one example."""
    from etl import workbooks  # the libraries that write Excel are large, and a load needs none

    known = staging.load_contract().kinds
    if kind not in known:
        raise WrongUse(f"jenis '{kind}' tidak dikenal. Pilih salah satu: {', '.join(known)}.")
    if output.suffix.lower() == ".xlsm":
        raise WrongUse(f"nama berkas hasil '{output.name}' harus berakhiran .xlsx.")
    units, units_source = checking.unit_list(folder)
    content = workbooks.template_workbook(kind, units, config.load(folder.root), units_source=units_source)
    checking.write_for_sender(output, content)
    print(f"Templat {words.label('kind', kind)}: {output}")
    return DONE


@app.command(help="Susun ulang data dari arsip dan terbitkan.")
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="TTTT-BB-HH", help="Tanggal acuan (baku: hari ini)."
)
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default=DUCKDB,
    help="Mesin penghitung jawaban survei (baku: duckdb).",
)
@json_option
@click.pass_obj
def build(folder: DataFolder, as_of: datetime | None, engine: str, as_json: bool) -> int:
    """Rebuild from archive, register and YAML."""
    with Steps() as steps:
        result = loading.rebuild(folder, steps, as_of.date() if as_of else None, engine)
    if result.damaged:
        print(answers.describe_damage(folder, result.damaged), file=sys.stderr)
    say(answers.status(folder), as_json, answers.describe_status)
    return DONE


@app.command(help="Tampilkan data yang sedang berlaku.")
@json_option
@click.pass_obj
def status(folder: DataFolder, as_json: bool) -> int:
    """Current snapshot, files by status, findings by severity."""
    say(answers.status(folder), as_json, answers.describe_status)
    return DONE


@app.command(help="Kembali ke data yang diterbitkan sebelumnya.")
@click.argument("snapshot_id", required=False, metavar="[SNAPSHOT]")
@json_option
@click.pass_obj
def rollback(folder: DataFolder, snapshot_id: str | None, as_json: bool) -> int:
    """Point to an earlier snapshot."""
    with Steps() as steps, loading.writing(folder, steps):
        publish.roll_back(folder, snapshot_id)
    print("Data ini berlaku sampai pemuatan atau penyusunan ulang berikutnya.", file=sys.stderr)
    say(answers.status(folder), as_json, answers.describe_status)
    return DONE


app.add_command(answer)
app.add_command(changes)
app.add_command(check)
app.add_command(names)
app.add_command(explain)
app.add_command(withdraw)
app.add_command(export)


def _answer_load(
    folder: DataFolder, result: loading.LoadResult, as_json: bool, most: int | None = None
) -> int:
    if result.damaged:
        print(answers.describe_damage(folder, result.damaged), file=sys.stderr)
    answer = answers.loaded(folder, result, most)
    say(answer, as_json, answers.describe_files)
    return FILE_REFUSED if answers.has_refused(answer) else DONE


def _folder_first(arguments: list[str]) -> list[str]:
    """`--data-dir` may stand before or after the command; click wants the options of the group first."""
    for place, word in enumerate(arguments):
        if word == "--data-dir":
            return [*arguments[place : place + 2], *arguments[:place], *arguments[place + 2 :]]
        if word.startswith("--data-dir="):
            return [word, *arguments[:place], *arguments[place + 1 :]]
    return arguments


def _usage_problem(error: click.UsageError) -> str:
    """Click's own sentences are English; what was wrong is said again."""
    if isinstance(error, WrongUse):
        return error.message
    if isinstance(error, click.NoSuchOption):
        return f"opsi {error.option_name} tidak dikenal."
    if isinstance(error, click.MissingParameter):
        return f"{error.param.metavar or error.param.opts[-1] if error.param else 'isian'} belum disebut."
    if isinstance(error, click.BadParameter) and error.param is not None:
        if isinstance(error.param.type, click.Choice):
            return f"isi {error.param.opts[-1]} harus salah satu dari: {', '.join(error.param.type.choices)}."
        return f"isi {error.param.opts[-1]} tidak dapat dipakai."
    if error.ctx is not None and error.ctx.command is app:
        return "perintah belum disebut atau tidak dikenal."
    return "susunannya tidak dikenal."


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code. Every failure is one Indonesian sentence on stderr."""
    for stream in (sys.stdout, sys.stderr):  # a Windows console may still use an old code page
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        told = _folder_first(sys.argv[1:] if arguments is None else arguments)
        return app.main(told, prog_name="python -m etl", standalone_mode=False) or DONE
    except click.UsageError as error:
        print(f"Perintah tidak dapat dijalankan: {_usage_problem(error)}", file=sys.stderr)
        print("Lihat cara pakai dengan: python -m etl --help", file=sys.stderr)
        return WRONG_USAGE
    except PantauError as error:
        print(failure.describe(error) if failure.is_full(error) else f"Gagal: {error}", file=sys.stderr)
        return FAILED
    except (DatabaseError, sqlite3.Error, OSError) as error:
        print(failure.describe(error), file=sys.stderr)
        return FAILED
    except (KeyboardInterrupt, click.Abort):
        print("Dibatalkan. Data sebelumnya tetap berlaku.", file=sys.stderr)
        return FAILED
