"""A disk without room: the snapshot that is current stays, nothing is lost, and one sentence says so."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from etl import cli, failure, publish
from tests.pipeline.small_city import City, answer

resource = pytest.importorskip("resource", reason="Windows has no limit on the size of files")


@contextmanager
def room(n_bytes: int) -> Iterator[None]:
    """No file may grow beyond this: the system refuses the write, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_changes_nothing_and_is_said(
    filled: Callable[..., City], capsys: pytest.CaptureFixture[str]
) -> None:
    city = filled(lambda new: new.load(*sorted(new.inbox.glob("*.csv"))))
    file = city.write("skm.csv", [answer("DSO", "2024-03-05", 3, n) for n in range(500)])
    pointer, archived = publish.read_pointer(city.folder), set(city.folder.archive.iterdir())
    for n_bytes in (10_000, 400_000):  # too little for the archive; enough for it, not for the snapshot
        with room(n_bytes):
            assert cli.main(["--data-dir", str(city.folder.root), "load", str(file)]) == cli.FAILED
        said = capsys.readouterr().err.splitlines()[-1]
        assert said == f"Gagal: {failure.FULL} {failure.STILL_CURRENT}"
        assert publish.read_pointer(city.folder) == pointer
        assert not list(city.folder.root.rglob("*.part*"))
        assert archived <= set(city.folder.archive.iterdir())
    city.load(file)
    assert city.one("SELECT n_respondents FROM mart_score WHERE unit_id = 'DSO' AND year = 2024") == {
        "n_respondents": 500
    }


def test_a_full_register_and_a_forbidden_folder_are_told_apart() -> None:
    assert failure.is_full(sqlite3.OperationalError("database or disk is full"))
    denied = PermissionError(13, "Permission denied", "arsip")
    assert not failure.is_full(denied)
    assert "'arsip' tidak boleh dibuka atau ditulis" in failure.describe(denied)
    assert "register.sqlite" in failure.describe(sqlite3.DatabaseError("file is not a database"))
