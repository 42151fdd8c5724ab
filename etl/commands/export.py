"""`export`: documents and images from the current snapshot, the same bytes as the buttons give."""

from __future__ import annotations

from pathlib import Path

import click

from compliance import warehouse
from compliance.charts.printing import FORMATS
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
