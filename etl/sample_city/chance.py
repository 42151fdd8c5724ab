"""Reproducible chance: every decision has its own stream, so that changing one file leaves the others alone.

Only uniform numbers and the four basic operations are used: they give the same result on every machine,
which logarithms and cosines (as in `random.gauss`) do not promise.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

SEED = 8272
T = TypeVar("T")


class Dice(random.Random):
    """A random stream named after what it decides."""

    def __init__(self, *name: object) -> None:
        super().__init__("|".join(str(part) for part in (SEED, *name)))

    def yes(self, probability: float) -> bool:
        return self.random() < probability

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self.random()

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self.random() * (high - low + 1))

    def bell(self, spread: float) -> float:
        """A number around 0, at most `spread` away, mostly much nearer."""
        return spread * (sum(self.random() for _ in range(4)) / 2 - 1)

    def one_of(self, items: Sequence[T]) -> T:
        return items[int(self.random() * len(items))]

    def day(self, first: date, last: date) -> date:
        """A working day between two days."""
        day = first + timedelta(days=self.whole(0, (last - first).days))
        return day - timedelta(days=max(0, day.weekday() - 4))


def written(value: float | Decimal, decimals: int = 2) -> float:
    """Round half up, as people do on paper."""
    return float(Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))
