"""Turns of the visitors to move on to new data: some at once, then one in every second."""

from __future__ import annotations

import threading
from time import monotonic

AT_ONCE = 5
PER_SECOND = 1.0


class Turns:
    """Every view of new data has to be worked out. If fifty visitors move on in one second, all of them wait
    for seconds, also those who only turn a page; in turns nobody does."""

    def __init__(self) -> None:
        self._left: float = AT_ONCE
        self._asked = monotonic()
        self._lock = threading.Lock()

    def take(self) -> bool:
        """Whether this visitor may move on now; else the next click asks again."""
        with self._lock:
            now = monotonic()
            self._left = min(AT_ONCE, self._left + (now - self._asked) * PER_SECOND)
            self._asked = now
            if self._left < 1:
                return False
            self._left -= 1
            return True
