"""What was worked out before, kept for the next rerun: Streamlit runs a whole page for every click.

The key is what a function was given. Tables and other results of this module are known again by being the
same object, because comparing their content costs more than most answers; so what is given out is shared by
all sessions and must not be changed, and a table made anew on each run is never found again. Everything else
is compared by value, and with it the state of the data, settings and standards that this run shows.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import wraps
from itertools import count
from typing import Any, ParamSpec, TypeVar

import pandas as pd
import streamlit as st

from compliance import queries

P = ParamSpec("P")
R = TypeVar("R")

MOST_BYTES = 500_000_000  # reckoned: see _size
MOST = 2_500  # results of any kind; without it the server of a small city grows with every view
MOST_STATES = 3  # who has a page open still sees the snapshot before the newest; older ones are let go
# Bytes: a place in a table; a short text besides it; a chart of the sample city (tracemalloc: 23 to 304 kB);
# all else, a guess.
_CELL, _TEXT, _FIGURE, _OTHER = 8, 60, 70_000, 2_000
_STATE = "keadaan"
_numbers = count()


class _Same:
    """A part of a key that is known again by identity; held here, its address is not used again."""

    __slots__ = ("one",)

    def __init__(self, one: Any) -> None:
        self.one = one

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.one is other.one

    def __hash__(self) -> int:
        return id(self.one)


class _Store:
    """Results by key, of which the first part is the state; safe for the threads of one server."""

    def __init__(self) -> None:
        self._results: OrderedDict[tuple[Hashable, ...], tuple[Any, int]] = OrderedDict()
        self._states: OrderedDict[Hashable, None] = OrderedDict()
        self._makers: dict[tuple[Hashable, ...], tuple[threading.RLock, int]] = {}
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: tuple[Hashable, ...]) -> Any:
        """The result with its size, or None."""
        with self._lock:
            self._enter(key[0])
            found = self._results.get(key)
            if found is not None:
                self._results.move_to_end(key)
            return found

    def _enter(self, state: Hashable) -> None:
        self._states[state] = None
        self._states.move_to_end(state)
        while len(self._states) > MOST_STATES:
            old, _ = self._states.popitem(last=False)
            for key in [key for key in self._results if key[0] == old]:
                self._bytes -= self._results.pop(key)[1]

    def add(self, key: tuple[Hashable, ...], result: Any) -> Any:
        """Keep a result; gives the one that is kept, which another thread may have added meanwhile."""
        size = _size(key[1], result)
        with self._lock:
            kept = self._results.setdefault(key, (result, size))
            if kept[0] is result:
                self._bytes += size
            while len(self._results) > 1 and (self._bytes > MOST_BYTES or len(self._results) > MOST):
                self._bytes -= self._results.popitem(last=False)[1][1]
            return kept[0]

    @contextmanager
    def alone(self, key: tuple[Hashable, ...]) -> Iterator[None]:
        """Until this is left, others who want the same result wait: after a load all ask for the same."""
        with self._lock:
            lock, n = self._makers.get(key, (threading.RLock(), 0))
            self._makers[key] = lock, n + 1
        try:
            with lock:
                yield
        finally:
            with self._lock:
                lock, n = self._makers.pop(key)
                if n > 1:
                    self._makers[key] = lock, n - 1


_store = _Store()


def pin(*state: Hashable) -> None:
    """What everything in this run depends on besides arguments; without it nothing is kept."""
    st.session_state[_STATE] = state


def keep(make: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """The result of make(*args, **kwargs), of now or of an earlier run. It must depend on nothing else."""
    state = st.session_state.get(_STATE)
    if state is None:
        return make(*args, **kwargs)
    key = (state, make, _part(args), _part(dict(sorted(kwargs.items()))))
    found = _store.get(key)
    if found is None:
        with _store.alone(key):
            found = _store.get(key) or (_store.add(key, make(*args, **kwargs)), 0)
    result: R = found[0]
    return result


def kept(make: Callable[P, R]) -> Callable[P, R]:
    """Decorator: every call of the function goes through `keep`."""

    @wraps(make)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        return keep(make, *args, **kwargs)

    return call


def drawn(draw: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
    """Draw elements that take no answer; for the same arguments the messages of the first time are sent."""
    if st.session_state.get(_STATE) is None:
        draw(*args, **kwargs)
        return
    _drawn(keep(_number, draw, *args, **kwargs), lambda: draw(*args, **kwargs))


def _number(*_: Any, **__: Any) -> int:
    """Stands for a set of arguments in the cache of Streamlit, which knows nothing of identity."""
    return next(_numbers)


@st.cache_resource(show_spinner=False, max_entries=500)
def _drawn(number: int, _draw: Callable[[], None]) -> None:
    _draw()


def _part(value: Any) -> Hashable:
    if isinstance(value, dict):
        return tuple((name, _part(one)) for name, one in value.items())
    if isinstance(value, list | tuple):
        return tuple(map(_part, value))
    try:
        hash(value)
    except TypeError:
        return _Same(value)
    return value


def _size(make: Any, result: Any) -> int:
    """Roughly: asking every cell takes longer than many an answer.

    Texts count for the question that read them; what is made of its rows shares them.
    """
    if isinstance(result, pd.DataFrame):
        is_read = make.__module__.startswith(queries.__name__)
        texts = sum(dtype.kind == "O" and dtype != "category" for dtype in result.dtypes) if is_read else 0
        return len(result) * (_CELL * result.shape[1] + _TEXT * texts)
    return _FIGURE if hasattr(result, "to_plotly_json") else _OTHER
