"""Uploads: files that somebody sent through the page, checked one by one, then loaded together.

An upload lives in the data folder, not in the browser or its session: `unggahan/<id>/` holds `kiriman.json`
(who, when, which files), the files until they are loaded, and what `check` and `load` answered. Whoever opens
the page finds it as it is; a server that was stopped leaves it to be taken up again.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from compliance.formatting import bilangan
from compliance.paths import TABLE_SUFFIXES
from compliance.ui import commands
from compliance.ui.commands import Outcome, Step

FOLDER = "unggahan"
KEPT_SECONDS = 2 * 24 * 3600  # an upload that nobody closed
REFUSED = "ditolak"
_ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{6}")
_NOT_IN_NAMES = re.compile(r'[<>:"|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]')
_WINDOWS_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_LONGEST_NAME = 120
_JSON = ("--json", "--most", "500")  # findings of a file: the page shows the first, the workbook has all
_room_for_checks = threading.Semaphore(2)  # a check costs a processor and some hundred MB
_writing = threading.RLock()


@dataclass(frozen=True)
class File:
    """One file of an upload. `problem`: why it was not even taken for checking; then nothing was stored."""

    number: int
    name: str
    n_bytes: int
    problem: str | None = None
    unit: str | None = None
    year: int | None = None


@dataclass(frozen=True)
class Upload:
    """One upload, read from its folder."""

    path: Path
    by: str
    started_at: str
    files: tuple[File, ...] = ()

    @property
    def id(self) -> str:
        return self.path.name

    @property
    def data_dir(self) -> Path:
        return self.path.parent.parent

    @property
    def load_step(self) -> Step:
        return Step(self.path / "muat")

    def check_step(self, file: File) -> Step:
        return Step(self.path / f"periksa_{file.number:03}")

    def stored(self, file: File) -> Path:
        """Where the file lies until it is loaded."""
        return self.path / "berkas" / f"{file.number:03}" / file.name

    def marked(self, file: File) -> Path:
        """The answer workbook that its check wrote."""
        return self.path / f"periksa_{file.number:03}.xlsx"

    def checks(self) -> dict[int, Outcome]:
        """Number of the file -> where its check stands; files with a problem have none."""
        return {file.number: self.check_step(file).outcome() for file in self.files if not file.problem}

    @property
    def is_active(self) -> bool:
        """Whether something runs for it in this server."""
        return self.load_step.is_active or any(self.check_step(file).is_active for file in self.files)


def start(data_dir: Path, by: str = "") -> Upload:
    """A new, empty upload; clears away those left behind. Raises OSError where nothing can be written."""
    sweep(data_dir)
    name = f"{datetime.now():%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
    path = data_dir / FOLDER / name
    path.mkdir(parents=True)
    return _save(Upload(path, by, datetime.now().isoformat(timespec="seconds")))


def find(data_dir: Path, name: str | None) -> Upload | None:
    """The upload of that name, None if there is none (any more). The name may come from an address."""
    if not name or not _ID.fullmatch(name):
        return None
    path = data_dir / FOLDER / name
    try:
        told = json.loads((path / "kiriman.json").read_text(encoding="utf-8"))
        files = tuple(File(**one) for one in told["files"])
        return Upload(path, str(told["by"]), str(told["started_at"]), files)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def all_uploads(data_dir: Path) -> list[Upload]:
    """Every upload of the data folder, newest first."""
    folder = data_dir / FOLDER
    names = sorted((path.name for path in folder.glob("*")), reverse=True) if folder.is_dir() else []
    return [upload for name in names if (upload := find(data_dir, name))]


def add(upload: Upload, name: str, content: bytes | memoryview, limit_mb: int) -> Upload:
    """Take one more file and start its check; a file of a wrong kind or size is named, not stored."""
    with _writing:
        upload = find(upload.data_dir, upload.id) or upload
        file = File(len(upload.files) + 1, safe_name(name), len(content))
        file = replace(file, problem=_problem(file, limit_mb))
        if not file.problem:
            upload.stored(file).parent.mkdir(parents=True)
            upload.stored(file).write_bytes(content)
        upload = _save(replace(upload, files=(*upload.files, file)))
    if not file.problem:
        check(upload, file)
    return upload


def check(upload: Upload, file: File) -> None:
    """Check one file in a process of its own, and again when a list of units came along with it."""
    used = _unit_lists(upload, file)

    def follow_up(outcome: Outcome) -> list[str] | None:
        now = find(upload.data_dir, upload.id)
        told = summary(outcome)
        if now is None or told is None:
            return None
        if "unit" in _kinds(told):
            waiting = [(one, summary(state)) for one in now.files if (state := now.checks().get(one.number))]
            for other, result in waiting:
                if other.number != file.number and result and result["n_waiting"]:
                    check(now, other)
        elif told["n_waiting"] and _unit_lists(now, file) != used:
            return _check_command(now, file)
        return None

    upload.check_step(file).start(_check_command(upload, file), room=_room_for_checks, then=follow_up)


def _check_command(upload: Upload, file: File) -> list[str]:
    command = ["check", str(upload.stored(file)), *_JSON, "--workbook", str(upload.marked(file))]
    for path in _unit_lists(upload, file):
        command += ["--units", str(path)]
    return commands.arguments(upload.data_dir, *command, *_stand_ins(file))


def _unit_lists(upload: Upload, file: File) -> list[Path]:
    """The other files of the upload that hold a list of units, as far as they are checked."""
    done = upload.checks()
    return [
        upload.stored(one)
        for one in upload.files
        if one.number != file.number
        and one.number in done
        and (told := summary(done[one.number]))
        and "unit" in _kinds(told)
    ]


def _kinds(told: dict[str, Any]) -> list[str]:
    return str(told["kind"] or "").split(", ")


def check_again(upload: Upload, number: int, unit: str | None, year: int | None) -> Upload:
    """Check a file with the unit and year that it does not tell itself."""
    upload = _changed(upload, number, unit=unit or None, year=year)
    check(upload, next(file for file in upload.files if file.number == number))
    return upload


def loadable(upload: Upload) -> list[File]:
    """Files of which at least one row can be taken."""
    done = upload.checks()
    return [
        file
        for file in upload.files
        if file.number in done and (told := summary(done[file.number])) and told["status"] != REFUSED
    ]


def load(upload: Upload, by: str, *, with_refused: bool = False) -> Upload:
    """Load what can be loaded, in a process of its own; its files are removed from here when they are in.

    `with_refused`: also receive files of which nothing can be taken, so that they count as sent and refused.
    """
    upload = _save(replace(upload, by=by))
    files = [file for file in upload.files if not file.problem] if with_refused else loadable(upload)
    given = upload.path / "isian.json"
    told = {str(upload.stored(file)): {"unit": file.unit, "year": file.year} for file in files}
    given.write_text(json.dumps(told), encoding="utf-8")
    command = ["load", *told, "--given", str(given), "--by", by, *_JSON]

    def tidy(outcome: Outcome) -> None:
        if outcome.state == "selesai":
            shutil.rmtree(upload.path / "berkas", ignore_errors=True)

    upload.load_step.start(commands.arguments(upload.data_dir, *command), then=tidy)
    return upload


def close(upload: Upload) -> None:
    """Remove an upload with all that it holds; what was loaded is in the archive."""
    if not upload.is_active:
        shutil.rmtree(upload.path, ignore_errors=True)


def sweep(data_dir: Path) -> None:
    """Remove uploads that nobody closed."""
    limit = time.time() - KEPT_SECONDS
    for upload in all_uploads(data_dir):
        if (upload.path / "kiriman.json").stat().st_mtime < limit:
            close(upload)


def summary(outcome: Outcome) -> dict[str, Any] | None:
    """What a finished check says about its one file: kind, rows, status."""
    files = outcome.answer.get("files") or [None]
    return files[0] if outcome.state == "selesai" else None


def lacks(outcome: Outcome) -> set[str]:
    """`unit`, `year`: what the file does not tell and the sender may say for the whole of it."""
    return set((summary(outcome) or {}).get("lacks", ()))


def safe_name(name: str) -> str:
    """The last part of what the browser calls the file, without anything that is more than a name."""
    base = _NOT_IN_NAMES.sub("_", re.split(r"[/\\]", name)[-1]).strip(". ")
    stem, dot, suffix = base.rpartition(".")
    kept = f"{stem[: _LONGEST_NAME - len(suffix)]}.{suffix}" if dot and stem else base[:_LONGEST_NAME]
    return f"_{kept}" if _WINDOWS_DEVICE.match(kept) or not kept else kept


def _problem(file: File, limit_mb: int) -> str | None:
    if Path(file.name).suffix.lower() not in TABLE_SUFFIXES:
        return (
            "Jenis berkas ini tidak dibaca. Kirim berkas Excel (.xlsx, .xls, .ods) atau CSV; tabel dari PDF, "
            "Word, atau foto disalin dahulu ke Excel."
        )
    if file.n_bytes > limit_mb * 1024 * 1024:
        return (
            f"Berkas lebih besar dari {bilangan(limit_mb)} MB. Pecah menjadi beberapa berkas, misalnya satu "
            "berkas untuk setiap semester."
        )
    return None


def _stand_ins(file: File) -> Iterator[str]:
    if file.unit:
        yield from ("--unit", file.unit)
    if file.year:
        yield from ("--year", str(file.year))


def _changed(upload: Upload, number: int, **change: Any) -> Upload:
    with _writing:
        files = [replace(one, **change) if one.number == number else one for one in upload.files]
        return _save(replace(upload, files=tuple(files)))


def _save(upload: Upload) -> Upload:
    told = {"by": upload.by, "started_at": upload.started_at, "files": [asdict(one) for one in upload.files]}
    part = upload.path / "kiriman.json.part"
    part.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    part.replace(upload.path / "kiriman.json")
    return upload
