"""Commands of the loader, run as processes of their own: the dashboard never shares one with a load.

A `Step` writes what it says to files. So a page that is opened again, or by somebody else, finds it as it is.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from compliance.paths import ROOT

_PROGRESS = re.compile(r"^\s*\[\s*(\d{1,3})%\]\s*(.*)$")
_FAILURE = re.compile(r"^(Gagal|Perintah tidak dapat dijalankan|Dibatalkan)")
STOPPED = "Proses terhenti sebelum selesai. Data yang sudah terbit tetap berlaku."


def arguments(folder: Path, *command: str) -> list[str]:
    """The command line of `python -m etl COMMAND` for a data folder."""
    return [sys.executable, "-m", "etl", "--data-dir", str(folder), *command]


def environment() -> dict[str, str]:
    """Variables for such a process: UTF-8 also on Windows, and every line at once."""
    return {**os.environ, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}


def progress(line: str) -> tuple[int, str] | None:
    """'[ 42%] Menilai' -> (42, 'Menilai'); None for a line that tells no progress."""
    found = _PROGRESS.match(line)
    return (min(int(found[1]), 100), found[2].strip()) if found else None


@dataclass(frozen=True)
class Outcome:
    """Where a command stands: `belum`, `berjalan`, `selesai` (then `answer` says what it did) or `gagal`."""

    state: str
    percent: int = 0
    text: str = ""
    answer: dict[str, Any] = field(default_factory=dict)
    error: str = ""


def run(folder: Path, *command: str, timeout: float = 600) -> Outcome:
    """Run a command that answers in JSON to its end."""
    try:
        done = subprocess.run(  # noqa: S603  (our own command; its arguments are never read by a shell)
            arguments(folder, *command),
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=timeout,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Outcome("gagal", error=f"Perintah tidak dapat dijalankan: {error}")
    return _ended(done.stdout, done.stderr)


def _ended(output: str, log: str) -> Outcome:
    try:
        return Outcome("selesai", 100, answer=json.loads(output))
    except ValueError:
        lines = log.splitlines()
        first = next((n for n, line in enumerate(lines) if _FAILURE.match(line)), None)
        told = [] if first is None else [line for line in lines[first:] if progress(line) is None]
        return Outcome("gagal", error=" ".join(told).removeprefix("Gagal: ") or STOPPED)


@lru_cache(maxsize=100)  # a page asks once a second, and an answer may hold thousands of findings
def _ended_on_disk(output: Path, log: Path, _stamp: int) -> Outcome:
    return _ended(_text(output), _text(log))


_active: set[Path] = set()
_lock = threading.Lock()


class Step:
    """One run of a command whose answer is `<stem>.json` and whose progress is `<stem>.log`."""

    def __init__(self, stem: Path) -> None:
        self.output = stem.with_suffix(".json")
        self.log = stem.with_suffix(".log")

    @property
    def is_active(self) -> bool:
        """Whether this server runs it, or will as soon as there is room."""
        return self.log in _active

    def start(
        self,
        command: list[str],
        *,
        room: AbstractContextManager[Any] | None = None,
        then: Callable[[Outcome], list[str] | None] | None = None,
    ) -> None:
        """Run it unless it runs already. `room`: held while it runs.

        `then`: called with the outcome; a command that it returns is run in its place.
        """
        with _lock:
            if self.is_active:
                return
            self.output.unlink(missing_ok=True)
            self.log.write_bytes(b"")
            _active.add(self.log)
        work = (command, room or nullcontext(), then)
        threading.Thread(target=self._run, args=work, name=f"pantau-{self.log.stem}", daemon=True).start()

    def _run(
        self,
        command: list[str] | None,
        room: AbstractContextManager[Any],
        then: Callable[[Outcome], list[str] | None] | None,
    ) -> None:
        try:
            while command:
                with room, self.output.open("wb") as output, self.log.open("wb") as log:
                    log.write(b"[  0%] Menyiapkan\n")
                    log.flush()
                    subprocess.run(  # noqa: S603  (our own command; its arguments are never read by a shell)
                        command, cwd=ROOT, env=environment(), stdin=subprocess.DEVNULL, stdout=output,
                        stderr=log, check=False,
                    )  # fmt: skip
                command = then(_ended(_text(self.output), _text(self.log))) if then else None
        except OSError:
            pass  # the folder was closed meanwhile, or the disk is full: without an answer it has failed
        finally:
            _active.discard(self.log)

    def outcome(self) -> Outcome:
        """Where it stands, also after a restart of the server."""
        is_active = self.is_active  # asked first: it may end while its files are read
        if not self.log.exists():
            return Outcome("belum")
        log = _text(self.log)
        if not is_active:
            stamp = self.output.stat().st_mtime_ns if self.output.exists() else 0
            return _ended_on_disk(self.output, self.log, stamp)
        told = [found for line in log.splitlines() if (found := progress(line))]
        percent, text = told[-1] if told else (0, "Menunggu giliran")
        return Outcome("berjalan", percent, text)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
