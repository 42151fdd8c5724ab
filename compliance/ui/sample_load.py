"""Load the sample city in a process of its own, once per server however many visitors wait for it."""

from __future__ import annotations

import atexit
import subprocess
import threading
from collections import deque
from pathlib import Path

from compliance.paths import ROOT
from compliance.ui import commands

_LAST_LINES = 12


class SampleLoad:
    """One run of `python -m etl --data-dir DIR sample`, readable from several threads.

    `percent` (0-100) and `text` tell how far it is, `lines` are the last lines it wrote, `exit_code` is None
    while it runs. A load goes through its own process, because the loader may not share one with readers.
    """

    def __init__(self, data_dir: Path) -> None:
        self.percent = 0
        self.text = "Menyiapkan data contoh"
        self.lines: deque[str] = deque(maxlen=_LAST_LINES)
        self.exit_code: int | None = None
        self._process: subprocess.Popen[str] | None = None
        threading.Thread(target=self._run, args=(data_dir,), name="pantau-sample", daemon=True).start()

    @property
    def succeeded(self) -> bool:
        return self.exit_code == 0

    def stop(self) -> None:
        """End the load when the server ends; a load that did not finish publishes nothing."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def _run(self, data_dir: Path) -> None:
        try:
            with subprocess.Popen(  # noqa: S603  (our own command, no text of a visitor in it)
                commands.arguments(data_dir, "sample"),
                cwd=ROOT,
                env=commands.environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
                errors="replace",
            ) as process:
                self._process = process
                for line in process.stdout or ():
                    self._read(line.rstrip())
            self.exit_code = process.returncode
        except OSError as error:
            self.lines.append(str(error))
            self.exit_code = 1

    def _read(self, line: str) -> None:
        told = commands.progress(line)
        if told:
            self.percent, self.text = told[0], told[1] or self.text
        elif line.strip():
            self.lines.append(line)


_lock = threading.Lock()
_current: SampleLoad | None = None


def shared_load(data_dir: Path, *, again: bool = False) -> SampleLoad:
    """The load that runs or ran in this server; starts it if there is none.

    `again` starts a new one after a failure, but never beside one that still runs.
    """
    global _current
    with _lock:
        if _current is None or (again and _current.exit_code is not None):
            _current = SampleLoad(data_dir)
            atexit.register(_current.stop)
        return _current
