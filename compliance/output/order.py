"""What a reader asks for, and the file that comes of it: one function for the button and the command."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args

from compliance import reports
from compliance.charts import printing
from compliance.output.archive import chart_archive, charts_of
from compliance.output.composing import chosen, report
from compliance.output.mailing import letter_archive
from compliance.paths import using
from compliance.reports.bundle import file_names
from compliance.reports.document import Report
from compliance.warehouse import Snapshot

Kind = Literal["laporan", "grafik", "surat"]
KINDS: tuple[Kind, ...] = get_args(Kind)
FORMATS: Mapping[Kind, tuple[str, ...]] = {
    "laporan": reports.FORMATS,
    "grafik": printing.FORMATS,
    "surat": ("docx",),
}
Progress = Callable[[float, str], None]
_PAGES = ("docx", "pdf")  # formats that show a picture where a chart has no native form; the others a table


@dataclass(frozen=True)
class Order:
    """One document. unit_id None: the whole city. sections None: all. dated None: the as-of date."""

    kind: Kind
    year: int
    format: str
    unit_id: str | None = None
    sections: tuple[str, ...] | None = None
    dated: date | None = None

    @property
    def ending(self) -> str:
        """Of the file: charts and letters are many, and come in one zip."""
        return f".{self.format}" if self.kind == "laporan" else ".zip"

    @property
    def file_name(self) -> str:
        """A name that tells documents apart, safe on every system."""
        parts = [self.kind, str(self.year), self.unit_id or "kota"]
        if self.kind == "grafik":
            parts.append(self.format)
        return file_names([" ".join(parts)], self.ending)[0]


def produce(snapshot: Snapshot, order: Order, data_dir: Path, progress: Progress | None = None) -> bytes:
    """The file that was asked for. The same snapshot, order and settings of the data folder: the same bytes.

    progress: told how far it is (0-1) and what is being done. Raises PantauError in a sentence for the user.
    """
    with using(data_dir):
        return _produced(snapshot, order, data_dir, progress or (lambda _share, _text: None))


def _produced(snapshot: Snapshot, order: Order, data_dir: Path, tell: Progress) -> bytes:
    if order.kind == "surat":
        where: dict[str, Any] = {"unit_id": order.unit_id, "dated": order.dated, "data_dir": data_dir}
        return letter_archive(snapshot, order.year, progress=tell, **where).content
    tell(0.0, "Menyusun isi laporan")
    sections = order.sections
    if order.kind == "grafik":
        sections = tuple(one.id for one in chosen(sections) if one.has_charts)
    made = report(
        snapshot,
        order.year,
        unit_id=order.unit_id,
        sections=sections,
        data_dir=data_dir,
        dated=order.dated,
    )
    later: Progress = lambda share, text: tell(0.3 + 0.6 * share, text)  # noqa: E731
    if order.kind == "grafik":
        return chart_archive(made, order.format, later)  # type: ignore[arg-type]
    pictures = _pictures(made, later) if order.format in _PAGES else {}
    tell(0.9, "Menulis dokumen")
    return reports.write(made, order.format, pictures)  # type: ignore[arg-type]


def _pictures(made: Report, tell: Progress) -> dict[str, bytes]:
    """Images of the charts that office programs cannot draw; none where no browser could draw them either."""
    charts = [chart for chart in charts_of(made) if chart.native is None]
    if not charts or printing.problem():
        return {}
    found = {}
    drawn = printing.render_all([(chart.figure, chart.title) for chart in charts], "svg")
    for number, (chart, picture) in enumerate(zip(charts, drawn, strict=True), start=1):
        tell(number / len(charts), f"Menggambar grafik {number} dari {len(charts)}")
        found[chart.id] = picture
    return found
