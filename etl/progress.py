"""Progress for people (a bar in a terminal) and for a parent process (one line per step on stderr)."""

from __future__ import annotations

import sys
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn


class Steps:
    """Report how far a long work is, as a share between 0 and 1 with a sentence.

    Where stderr is no terminal, it prints lines such as `[ 42%] Menilai kepatuhan`: the dashboard reads them.
    """

    def __init__(self) -> None:
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Steps:
        if sys.stderr.isatty():
            self._bar = Progress(
                TextColumn("{task.percentage:>3.0f}%"),
                BarColumn(),
                TextColumn("{task.description}"),
                console=Console(stderr=True),
                transient=True,
            )
            self._bar.start()
            self._task = self._bar.add_task("", total=1.0)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def report(self, share: float, sentence: str) -> None:
        """Say that `share` of the work is done and what is being done now."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=share, description=sentence)
        else:
            print(f"[{share:4.0%}] {sentence}", file=sys.stderr, flush=True)


class Silent(Steps):
    """No progress at all, for tests and for callers that show their own."""

    def report(self, share: float, sentence: str) -> None:
        """Say nothing."""
