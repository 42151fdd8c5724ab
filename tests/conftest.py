"""Fixtures that several kinds of test share: the loaded sample city and the real input files."""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

import pytest
from filelock import FileLock

from compliance import warehouse
from etl import loading
from etl.folder import DataFolder
from etl.progress import Silent

ROOT = Path(__file__).resolve().parent.parent
AS_OF = date(2026, 11, 24)  # what is late, due or out of date in the sample depends on the day


@pytest.fixture(scope="session")
def sample_data_dir(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A data folder with the sample city, loaded once per test run; read only."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent  # the workers of one run share the parent
    folder = shared / "sample_data"
    with FileLock(shared / "sample_data.lock"):
        if not (folder / "warehouse" / "current.json").exists():
            load_sample(folder)
    return folder


@pytest.fixture
def sample_data_copy(sample_data_dir: Path, tmp_path: Path) -> Path:
    """A copy of the sample data folder for tests that load, roll back or break something."""
    return Path(shutil.copytree(sample_data_dir, tmp_path / "data"))


@pytest.fixture(scope="session")
def unit_list_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city that has sent its list of units and nothing else."""
    folder = tmp_path_factory.mktemp("hampir_kosong")
    unit_list = folder / "unit.csv"
    unit_list.write_text(
        "kode_unit;nama_unit;jenis_unit\nA;Dinas A;dinas\nB;Dinas B;dinas\n", encoding="utf-8"
    )
    loading.load(DataFolder(folder / "data"), [unit_list], Silent())
    return folder / "data"


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real input files, which are never part of the project."""
    named = os.environ.get("PANTAU_REAL_DATA")
    if not named:
        pytest.skip("no PANTAU_REAL_DATA")
    folder = Path(named)
    assert folder.is_dir(), f"PANTAU_REAL_DATA names {folder}, which is not a folder"
    return folder


def load_sample(folder: Path) -> None:
    loading.load_sample(DataFolder(folder).create(), Silent(), AS_OF)
    warehouse.close_all()
