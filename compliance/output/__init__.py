"""Puts documents together: asks the marts, draws the charts, words the findings, hands all to the writers.

The dashboard and the command line both call this package, so a button and a command give the same bytes.
"""

from compliance.output.archive import chart_archive, charts_of, images
from compliance.output.mailing import LetterArchive, letter_archive
from compliance.output.order import FORMATS, KINDS, Order, produce
from compliance.output.report import SectionInfo, report, sections

__all__ = [
    "FORMATS",
    "KINDS",
    "LetterArchive",
    "Order",
    "SectionInfo",
    "chart_archive",
    "charts_of",
    "images",
    "letter_archive",
    "produce",
    "report",
    "sections",
]


def __getattr__(name: str) -> tuple[SectionInfo, ...]:
    """`output.SECTIONS` is `output.sections()`: a data folder may bring indexes of its own."""
    if name == "SECTIONS":
        return sections()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
