"""Puts documents together: asks the marts, draws the charts, words the findings, hands all to the writers.

The dashboard and the command line both call this package, so a button and a command give the same bytes. Its
names are loaded when they are asked for: most pages and commands need none of the office libraries behind.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from compliance.output.archive import chart_archive, charts_of, images
    from compliance.output.composing import SectionInfo, chosen, report, sections
    from compliance.output.mailing import LetterArchive, letter_archive
    from compliance.output.order import FORMATS, KINDS, Order, produce

_HOME = {
    "archive": ("chart_archive", "charts_of", "images"),
    "composing": ("SectionInfo", "chosen", "report", "sections"),
    "mailing": ("LetterArchive", "letter_archive"),
    "order": ("FORMATS", "KINDS", "Order", "produce"),
}
__all__ = [
    "FORMATS",
    "KINDS",
    "LetterArchive",
    "Order",
    "SectionInfo",
    "chart_archive",
    "charts_of",
    "chosen",
    "images",
    "letter_archive",
    "produce",
    "report",
    "sections",
]


def __getattr__(name: str) -> Any:
    for home, names in _HOME.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
