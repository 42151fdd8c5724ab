"""Documents from DataFrames: tables, and what an office program opens."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Literal, get_args

from compliance.reports.document import Report

Format = Literal["docx", "pdf", "pptx", "xlsx"]
FORMATS: tuple[Format, ...] = get_args(Format)
_WRITERS = {"docx": "word", "pdf": "pdf", "pptx": "slides", "xlsx": "workbook"}


def write(report: Report, file_format: Format, images: Mapping[str, bytes] | None = None) -> bytes:
    """The report as a file. The same report gives the same bytes.

    images: chart id -> PNG, for charts that office programs cannot draw themselves; without one such a chart
    is printed as its table. A writer is loaded when it is asked for, because the office libraries are large.
    """
    writer = import_module(f"compliance.reports.{_WRITERS[file_format]}")
    return bytes(writer.write(report, images))
