"""A load from end to end: one writer at a time; a whole new snapshot is published, or nothing changes."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
from filelock import FileLock, Timeout

from compliance import __version__, config, standards
from compliance.errors import PantauError
from compliance.paths import (
    DICTIONARY_FILE,
    OWN_SOURCES,
    OWN_STANDARDS,
    ROOT,
    SAMPLE_DIR,
    SOURCES_DIR,
    STANDARDS_DIR,
    own_yaml,
    using,
)
from compliance.storage import write_atomically
from etl import lake, publish, staging
from etl.accepted import AcceptedNames
from etl.build import DUCKDB, BuildInput
from etl.comparing import build_and_compare, counted
from etl.folder import DataFolder
from etl.progress import Steps
from etl.receive import find_files, receive, user_name
from etl.register import Receipt, Register

LOCK_WAIT_SECONDS = 600


@dataclass(frozen=True)
class LoadResult:
    """What a load did. `known`: files received before; `damaged`: files lost from the archive.

    `sent_as`: the names under which the files came this time.
    """

    pointer: publish.Pointer | None
    file_ids: list[str]
    known: set[str]
    damaged: list[str]
    is_new_snapshot: bool
    sent_as: dict[str, list[str]] = field(default_factory=dict)


@contextmanager
def writing(folder: DataFolder, steps: Steps, by: str | None = None) -> Iterator[Register]:
    """Hold the data folder for writing; settle what a killed load left behind.

    `by`: who writes, for those who wait. Raises PantauError naming the holder when another load does not
    finish in time.
    """
    folder.create()
    lock = FileLock(folder.lock)
    holder = folder.root / "pantau.lock.txt"
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            steps.report(0.0, f"Menunggu pemuatan lain selesai ({_holder(holder)})")
            lock.acquire(timeout=LOCK_WAIT_SECONDS)
    except Timeout:
        raise PantauError(
            f"Pemuatan lain masih berjalan ({_holder(holder)}). Tunggu sampai selesai lalu ulangi."
        ) from None
    try:
        write_atomically(holder, _holding(by).encode())
        pointer = publish.read_pointer(folder)
        if pointer is not None and not folder.register.exists():
            raise PantauError(
                f"Daftar penerimaan {folder.register.name} hilang dari {folder.root}, padahal data "
                "sudah terbit. "
                "Pulihkan berkas itu dari cadangan, supaya berkas yang pernah diterima tetap terhitung."
            )
        register = Register(folder.register)
        register.recover(pointer.load_id if pointer else None)
        with using(folder.root):
            yield register
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _holding(by: str | None) -> str:
    return f"{by or user_name()} sejak {datetime.now():%d/%m/%Y %H.%M}, proses {os.getpid()}"


def _holder(note: Path) -> str:
    try:
        return note.read_text(encoding="utf-8")
    except OSError:
        return "pemegang tidak diketahui"


def load(
    folder: DataFolder,
    paths: list[Path],
    steps: Steps,
    *,
    unit: str | None = None,
    year: int | None = None,
    by: str | None = None,
    stand_ins: Mapping[str, Mapping[str, Any]] | None = None,
    is_sample: bool = False,
    as_of: date | None = None,
) -> LoadResult:
    """Receive files and publish a snapshot with them. The same file with the same options changes nothing.

    `unit`, `year` stand in for a column that a file lacks; `stand_ins` has them for single files, by path.
    """
    files = find_files(paths)
    with writing(folder, steps, by) as register:
        now = datetime.now()
        before = register.effective()
        receipts: list[Receipt] = []
        for number, path in enumerate(files):
            steps.report(0.05 * number / len(files), f"Menerima {path.name}")
            own = {"unit": unit, "year": year} | dict((stand_ins or {}).get(str(path), {}))
            receipts.append(receive(path, folder, **own, by=by, is_sample=is_sample, now=now))
        known = {r.file_id for r in receipts if _is_known(r, before)}
        fresh = {r.file_id: r for r in receipts if r.file_id not in known}
        if not fresh:
            result = _publish(folder, register, steps, as_of, load_id=None)
        else:
            result = publish_load(
                folder, register, steps, register.start_load(list(fresh.values()), now), as_of
            )
        steps.report(1.0, "Selesai")
        sent_as: dict[str, list[str]] = {}
        for receipt in receipts:
            sent_as.setdefault(receipt.file_id, []).append(receipt.file_name)
        return replace(result, file_ids=list(sent_as), known=known, sent_as=sent_as)


def publish_load(
    folder: DataFolder, register: Register, steps: Steps, load_id: int, as_of: date | None
) -> LoadResult:
    """Build with what a started load or withdrawal changes, and publish; the register learns how it ended."""
    try:
        return _publish(folder, register, steps, as_of, load_id=load_id)
    except BaseException:
        # Once the pointer names this load it is published, whatever failed after that.
        pointer = publish.read_pointer(folder)
        with suppress(sqlite3.Error):  # the next load settles it, see Register.recover
            register.finish_load(load_id, published=pointer is not None and pointer.load_id == load_id)
        raise


def _is_known(receipt: Receipt, before: pd.DataFrame) -> bool:
    same = before[before["file_id"] == receipt.file_id]
    if same.empty:
        return False
    row = same.iloc[0]
    return (None if pd.isna(row["unit"]) else row["unit"]) == receipt.unit and (
        None if pd.isna(row["year"]) else int(row["year"])
    ) == receipt.year


def rebuild(folder: DataFolder, steps: Steps, as_of: date | None = None, engine: str = DUCKDB) -> LoadResult:
    """Build again from archive, register and YAML, and publish. PantauError if nothing was received."""
    with writing(folder, steps) as register:
        if register.effective().empty:
            raise PantauError(
                f"Belum ada berkas di {folder.root}. Muat berkas dengan: python -m etl load BERKAS..."
            )
        result = _publish(folder, register, steps, as_of, load_id=None, force=True, engine=engine)
        steps.report(1.0, "Selesai")
        return result


def republish(folder: DataFolder, register: Register, steps: Steps) -> LoadResult:
    """Publish what the register says now. The caller holds the folder and changed the register."""
    result = _publish(folder, register, steps, None, load_id=None)
    steps.report(1.0, "Selesai")
    return result


def load_sample(folder: DataFolder, steps: Steps, as_of: date | None = None) -> LoadResult:
    """Load the sample city. Raises PantauError where the folder holds real data: the two never mix."""
    if folder.register.exists():
        received = Register(folder.register).effective()
        if not received.empty and not received["is_sample"].all():
            raise PantauError(
                f"Folder {folder.root} sudah berisi data yang bukan data contoh. "
                "Muat data contoh ke folder lain dengan: python -m etl --data-dir FOLDER sample"
            )
    return load(folder, [SAMPLE_DIR], steps, is_sample=True, as_of=as_of)


def _publish(
    folder: DataFolder,
    register: Register,
    steps: Steps,
    as_of: date | None,
    *,
    load_id: int | None,
    force: bool = False,
    engine: str = DUCKDB,
) -> LoadResult:
    """Build what the register counts and point to it, unless the current snapshot already is exactly that."""
    receipts = register.effective(with_load=load_id)
    if receipts.empty:
        return LoadResult(publish.read_pointer(folder), [], set(), [], is_new_snapshot=False)
    accepted = AcceptedNames(folder.register).effective()
    now = datetime.now()
    damaged = lake.bring_up_to_date(folder, receipts, steps, (0.05, 0.5))
    source = BuildInput(
        folder=folder,
        receipts=receipts,
        accepted=accepted,
        standards=standards.load(),
        config=config.load(folder.root),
        as_of=as_of or now.date(),
        snapshot_id="",
        built_at=now,
        engine=engine,
    )
    archive_hash = source.archive_hash()
    data_key = source.data_key()
    rule_key = _rule_key(folder.root / "pantau.toml")
    build_key = hashlib.sha256(f"{data_key} {damaged} {source.as_of} {rule_key}".encode()).hexdigest()
    current = publish.read_pointer(folder)
    if (
        not force
        and current
        and current.build_key == build_key
        and (folder.warehouse / current.file).exists()
    ):
        return LoadResult(current, [], set(), damaged, is_new_snapshot=False)
    snapshot_id = publish.new_snapshot_id(now, source.as_of, archive_hash, publish.newest_snapshot(folder))
    part = folder.warehouse / f"{snapshot_id}.duckdb.part"
    publish.clean_up(folder)
    source = replace(source, snapshot_id=snapshot_id)
    try:
        revised = build_and_compare(part, source, register, current, rule_key, steps)
    except BaseException:
        publish.clean_up(folder)  # a full disk needs the room to write down that it failed
        raise
    steps.report(0.97, "Menerbitkan data")
    pointer = publish.Pointer(
        snapshot_id=snapshot_id,
        file=f"{snapshot_id}.duckdb",
        built_at=now.isoformat(timespec="seconds"),
        as_of=source.as_of.isoformat(),
        load_id=load_id or (current.load_id if current else 0),
        archive_hash=archive_hash,
        build_key=build_key,
        data_key=data_key,
        rule_key=rule_key,
        n_files=int(receipts["withdrawn_at"].isna().sum()),
        previous_id=current.snapshot_id if current else "",
        revised=counted(revised),
    )
    publish.publish(folder, part, pointer, revised)
    if load_id is not None:
        register.finish_load(load_id, published=True)
    return LoadResult(pointer, [], set(), damaged, is_new_snapshot=True)


def _rule_key(settings: Path) -> str:
    """Changes with law, contract, settings and code: then the same files may give other verdicts."""
    digest = hashlib.sha256(f"{__version__} {staging.contract_version()}".encode())
    sources = [
        *STANDARDS_DIR.glob("*.yaml"),
        *SOURCES_DIR.glob("*.yaml"),
        *(ROOT / "etl" / "sql").rglob("*.sql"),
    ]
    own = [path for name in (OWN_STANDARDS, OWN_SOURCES) for path, _ in own_yaml(name)]
    for path in [*sorted(sources), *own, DICTIONARY_FILE, settings]:
        if path.exists():
            digest.update(path.read_bytes())
    return digest.hexdigest()
