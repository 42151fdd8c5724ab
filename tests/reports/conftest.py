"""One report with everything in it, written once in each format."""

from __future__ import annotations

import pytest

from compliance.reports import FORMATS, write
from tests.reports.example import report


@pytest.fixture(scope="session")
def files() -> dict[str, bytes]:
    example = report()
    return {file_format: write(example, file_format) for file_format in FORMATS}
