"""Changes made on the page Data: each is a command in a process of its own, and says what it did.

The server remembers them, not the session: whoever has the page open while something changes is told, and a
reload of the page forgets nothing that still runs.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import streamlit as st

from compliance.ui import commands, intake, sender, session
from compliance.ui.commands import Outcome, Step
from compliance.ui.first_start import active_data_dir

_TOLD, _NOTE = "perubahan", "perubahan_catatan"
_POLL_SECONDS = 1.0
_KEPT = 50


@dataclass(frozen=True)
class Change:
    """One change. `doing`: 'Menarik berkas skm.csv'; `done`: from the command's answer, what it did."""

    folder: Path
    doing: str
    done: Callable[[dict[str, Any]], str]
    step: Step

    @property
    def sentence(self) -> str:
        """What happened, with the snapshot that shows it; only when it has ended."""
        outcome = self.step.outcome()
        if outcome.state != "selesai":
            return f"{self.doing} gagal. {outcome.error}"
        return f"{self.done(outcome.answer)} Cuplikan {snapshot_id(outcome)}."


_all: list[Change] = []
_numbers = count()
_lock = threading.Lock()


@cache
def _scratch() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="pantau-", ignore_cleanup_errors=True)


def snapshot_id(outcome: Outcome) -> str:
    """The snapshot that a command left as the current one."""
    found = outcome.answer.get("snapshot")
    return str(found["id"] if isinstance(found, dict) else found)


def start(doing: str, done: Callable[[dict[str, Any]], str], *command: str) -> None:
    """Run a command on the data on show, in the name that the page was given; pressed twice it runs once."""
    if not sender.name():
        st.session_state[_NOTE] = "Isi nama Anda lebih dahulu, supaya tercatat siapa yang mengubah."
        return
    folder = active_data_dir()
    with _lock:
        if any(one.doing == doing and one.folder == folder and one.step.is_active for one in _all):
            return
        change = Change(folder, doing, done, Step(Path(_scratch().name) / str(next(_numbers))))
        _all.append(change)
        del _all[:-_KEPT]
    change.step.start(commands.arguments(folder, *command))
    st.session_state[_TOLD] = [change]


def refuse(sentence: str) -> None:
    """Say why nothing was started."""
    st.session_state[_NOTE] = sentence


def panel() -> None:
    """What is being changed now, by anybody, and what came of it."""
    if note := st.session_state.pop(_NOTE, None):
        st.error(note)
    folder = active_data_dir()
    told: list[Change] = st.session_state.setdefault(_TOLD, [])
    told += [one for one in _all if one.folder == folder and one.step.is_active and one not in told]
    if told:
        is_active = any(one.step.is_active for one in told)
        st.fragment(_draw, run_every=_POLL_SECONDS if is_active else None)(is_polling=is_active)


def _draw(*, is_polling: bool) -> None:
    told: list[Change] = st.session_state.get(_TOLD, [])
    is_active = any(one.step.is_active for one in told)  # asked first: what ends meanwhile is seen next time
    for one in told:
        outcome = one.step.outcome()
        if outcome.state == "berjalan":
            st.progress(outcome.percent, text=intake.plain(f"{one.doing}: {outcome.text}"))
        elif outcome.state == "selesai":
            st.success(intake.plain(one.sentence))
        else:
            st.error(intake.plain(one.sentence))
    if is_active != is_polling:
        session.move_on()  # there is a new snapshot
    if told and not is_active:
        st.button("Tutup pesan", key="perubahan_tutup", type="tertiary", on_click=told.clear)
