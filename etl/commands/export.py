"""`export`: documents and images from the current snapshot, the same bytes as the buttons give."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from compliance import warehouse
from compliance.charts.printing import FORMATS
from etl.checking import write_for_sender
from etl.commands.usage import WrongUse
from etl.folder import DataFolder
from etl.progress import Steps

year_option = click.option(
    "--year", type=click.IntRange(2000, 2100), required=True, metavar="TAHUN", help="Tahun laporan."
)
unit_option = click.option("--unit", metavar="KODE", help="Kode unit; tanpa ini seluruh kota.")


@click.group("export", help="Tulis laporan, grafik, atau surat dari data yang berlaku.")
def export() -> None:
    """Commands that write documents; each stands in a module of its own and is added here."""


@export.command("charts", help="Tulis semua grafik laporan sebagai gambar ke dalam satu folder.")
@year_option
@click.option("--format", "kind", type=click.Choice(FORMATS), default="png", help="png, svg, atau pdf.")
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    metavar="FOLDER",
    help="Folder tempat gambar ditulis; dibuat bila belum ada.",
)
@unit_option
@click.pass_obj
def charts(folder: DataFolder, year: int, kind: str, output: Path, unit: str | None) -> int:
    """Every chart of the report, numbered in its order."""
    from compliance import output as documents  # plotly and typst only where they are needed

    report = documents.report(warehouse.current(folder.root), year, unit_id=unit, data_dir=folder.root)
    output.mkdir(parents=True, exist_ok=True)
    n = 0
    with Steps() as steps:
        for name, content in documents.images(report, kind, steps.report):  # type: ignore[arg-type]
            (output / name).write_bytes(content)
            n += 1
    print(f"{n} grafik ditulis ke {output}" if n else f"Tidak ada grafik: belum ada data {report.filters}.")
    return 0


def file_option(ending: str) -> Callable[[Any], Any]:
    """-o for one file that is written."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(dir_okay=False, path_type=Path),
        required=True,
        metavar=f"BERKAS{ending}",
        help="Nama berkas yang ditulis.",
    )


def check_ending(output: Path, ending: str) -> None:
    """Refuse a name under which an office program would not open what is written."""
    if output.suffix.lower() != ending:
        raise WrongUse(f"nama berkas hasil '{output.name}' harus berakhiran {ending}.")


@export.command("report", help="Tulis laporan resmi untuk seluruh kota atau satu unit.")
@year_option
@click.option("--format", "kind", required=True, metavar="FORMAT", help="docx, pdf, pptx, atau xlsx.")
@file_option("")
@unit_option
@click.pass_obj
def report(folder: DataFolder, year: int, kind: str, output: Path, unit: str | None) -> int:
    """All sections, dated by the as-of date of the data."""
    from compliance.output import FORMATS, Order, produce

    known = FORMATS["laporan"]
    if kind not in known:
        raise WrongUse(f"format '{kind}' tidak dikenal. Pilih salah satu: {', '.join(known)}.")
    check_ending(output, f".{kind}")
    with Steps() as steps:
        content = produce(
            warehouse.current(folder.root), Order("laporan", year, kind, unit), folder.root, steps.report
        )
    write_for_sender(output, content)
    print(f"Laporan: {output}")
    return 0


@export.command(
    "letters",
    help="Tulis nota dinas untuk setiap unit yang masih harus melengkapi sesuatu, semuanya dalam satu .zip.",
)
@year_option
@file_option(".zip")
@click.option(
    "--dated",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="TTTT-BB-HH",
    help="Tanggal surat (baku: tanggal keadaan data).",
)
@unit_option
@click.pass_obj
def letters(folder: DataFolder, year: int, output: Path, dated: datetime | None, unit: str | None) -> int:
    """A Word file per unit with something missing, and a table for mail merge."""
    check_ending(output, ".zip")
    from compliance.output import letter_archive

    with Steps() as steps:
        made = letter_archive(
            warehouse.current(folder.root),
            year,
            unit_id=unit,
            data_dir=folder.root,
            dated=dated.date() if dated else None,
            progress=steps.report,
        )
    write_for_sender(output, made.content)
    print(
        f"{made.n_letters} nota dinas dan daftarnya: {output}"
        if made.n_letters
        else f"Tidak ada unit yang perlu disurati untuk tahun {year}; {output} hanya memuat daftar kosong."
    )
    return 0
