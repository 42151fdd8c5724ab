"""The Streamlit calls of a page, recorded once, to be made again with the same data and nothing else.

What is recorded is what the page hands to Streamlit: ready figures, tables and words. Playing it back costs
what a page does that has the same elements and constant data.
"""

from __future__ import annotations

import inspect
import pickle
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import streamlit as st
from pandas.io.formats.style import Styler
from streamlit.cursor import RunningCursor
from streamlit.delta_generator import DeltaGenerator

Place = tuple[int, ...]  # where a container stands: the root, then the index in each container
# Answers of a widget and what is done about them are not a part of what is drawn.
_NOT_DRAWN = ("on_change", "on_click", "args", "kwargs", "bind")


@dataclass(frozen=True)
class Call:
    """One call of a function of Streamlit that draws: in which container, with what."""

    place: Place
    name: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]


_running = threading.local()


def nothing(*_: Any) -> bytes:
    """Stands for a download that nobody asks for."""
    return b""


def watch() -> None:
    """From now on note the calls of every script run of this process, between `begin` and `end`."""
    if getattr(st, "_watched", False):
        return
    st._watched = True  # type: ignore[attr-defined]
    names = [name for name, _ in inspect.getmembers(DeltaGenerator, inspect.isfunction) if name[0] != "_"]
    for name in names:
        setattr(DeltaGenerator, name, _noted(name, getattr(DeltaGenerator, name)))
    for name in names:  # `st.html` is the method of the main container, taken when Streamlit was imported
        if inspect.ismethod(getattr(st, name, None)):
            setattr(st, name, getattr(getattr(st, name).__self__, name))


def begin() -> None:
    """A script run begins."""
    _running.calls, _running.depth = [], 0


def end(path: Path) -> None:
    """The script run is over: keep what it drew."""
    path.write_bytes(pickle.dumps(_running.calls))


def read(path: Path) -> list[Call]:
    """What `end` kept."""
    calls: list[Call] = pickle.loads(path.read_bytes())  # noqa: S301 (made by this project a moment ago)
    return calls


def play(calls: list[Call]) -> None:
    """Draw what was recorded."""
    places = {_place(one): one for one in (st._main, st.sidebar)}
    for call in calls:
        drawn = getattr(places[call.place], call.name)(*call.args, **call.kwargs)
        for one in drawn if isinstance(drawn, list | tuple) else (drawn,):
            if isinstance(one, DeltaGenerator) and isinstance(one._cursor, RunningCursor):
                places.setdefault(_place(one), one)


def _noted(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def call(self: DeltaGenerator, *args: Any, **kwargs: Any) -> Any:
        depth = getattr(_running, "depth", None)
        if depth == 0:
            _running.calls.append(_constant(_place(self._active_dg), name, args, kwargs))
        if depth is None:
            return function(self, *args, **kwargs)
        _running.depth += 1
        try:
            return function(self, *args, **kwargs)
        finally:
            _running.depth -= 1

    return call


def _place(container: DeltaGenerator) -> Place:
    cursor = container._cursor
    assert cursor is not None  # noqa: S101
    return (cursor.root_container, *cursor.parent_path)


def _constant(place: Place, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Call:
    kwargs = {key: value for key, value in kwargs.items() if key not in _NOT_DRAWN or isinstance(value, str)}
    tell = kwargs.pop("format_func", None)
    if tell:
        label, options, *more = args
        args = (label, [str(tell(one)) for one in options], *more)
        if chosen := kwargs.get("default"):
            kwargs["default"] = [tell(one) for one in chosen] if isinstance(chosen, list) else tell(chosen)
    return Call(place, name, tuple(map(_ready, args)), {key: _ready(value) for key, value in kwargs.items()})


def _ready(value: Any) -> Any:
    if isinstance(value, Styler):
        return value.data
    return nothing if inspect.isroutine(value) else value
