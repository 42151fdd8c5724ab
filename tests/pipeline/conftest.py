"""Fixtures of the pipeline tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from compliance import warehouse
from tests.pipeline.small_city import UNITS, City


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    """A city whose unit list is written (not loaded) as `inbox/unit.csv`."""
    made = City(tmp_path)
    made.write("unit.csv", UNITS)
    yield made
    warehouse.close_all()
