"""Fixtures of the pipeline tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from compliance import warehouse
from tests.pipeline.small_city import UNITS, City, Fill


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    """A city whose unit list is written (not loaded) as `inbox/unit.csv`."""
    yield _new_city(tmp_path)
    warehouse.close_all()


@pytest.fixture(scope="session")
def filled_homes(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Fill], Path]:
    """Where a city lies that `fill` loaded, once per run: a load takes a second, a copy next to nothing."""
    made: dict[Fill, Path] = {}

    def home(fill: Fill) -> Path:
        if fill not in made:
            root = tmp_path_factory.mktemp("kota")
            fill(_new_city(root))
            warehouse.close_all()
            made[fill] = root
        return made[fill]

    return home


@pytest.fixture
def filled(city: City, tmp_path: Path, filled_homes: Callable[[Fill], Path]) -> Callable[[Fill], City]:
    """filled(fill): a city of the test's own in the state in which `fill` leaves it."""

    def copy(fill: Fill) -> City:
        shutil.copytree(filled_homes(fill), tmp_path, dirs_exist_ok=True)
        return city

    return copy


def _new_city(root: Path) -> City:
    made = City(root)
    made.write("unit.csv", UNITS)
    return made
