"""Every chart of a report as an image: one by one for the command line, or all in one zip."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from compliance.charts import printing
from compliance.reports.bundle import bundle
from compliance.reports.document import Chart, Report

Progress = Callable[[float, str], None]


def charts_of(report: Report) -> list[Chart]:
    """The charts of a report in their order."""
    return [block for section in report.sections for block in section.blocks if isinstance(block, Chart)]


def images(
    report: Report, kind: printing.Format, progress: Progress | None = None
) -> Iterator[tuple[str, bytes]]:
    """File name and content of every chart: '01_tren_ikm.png'. progress: share done and what comes next.

    Raises printing.BrowserMissing before the first one.
    """
    missing = printing.problem()
    if missing:
        raise printing.BrowserMissing(missing)
    charts = charts_of(report)
    drawn = printing.render_all([(chart.figure, chart.title) for chart in charts], kind)
    for place, (chart, content) in enumerate(zip(charts, drawn, strict=True), start=1):
        if progress:
            progress(place / len(charts), f"Grafik {place} dari {len(charts)}: {chart.title}")
        yield f"{place:02d}_{chart.id}.{kind}", content


def chart_archive(report: Report, kind: printing.Format, progress: Progress | None = None) -> bytes:
    """All charts of a report in a zip, with a list that says what each shows."""
    files = list(images(report, kind, progress))
    listed = _list(report, [name for name, _ in files]).encode("utf-8-sig")
    return bundle([*files, ("daftar.txt", listed)])


def _list(report: Report, names: list[str]) -> str:
    head = [report.title, report.subtitle, f"Cuplikan {report.snapshot_id}", ""]
    told = [f"{name}: {chart.title}" for name, chart in zip(names, charts_of(report), strict=True)]
    return "\r\n".join([*head, *(told or ["Tidak ada grafik: belum ada data pada pilihan ini."]), ""])
