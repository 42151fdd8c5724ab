"""Where the value of a point is written: beside no line, target, interval or other number, if there is room.

Reckoned for the narrowest chart there is (a phone), in pixels from the lower left corner of the plot; on a
wider one lines are flatter, so a place that is free on the phone is free there too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

STEP = 34.0  # pixels between two years on a phone
_WIDE, _HIGH, _AIR = 32.0, 14.0, 8.0  # a number of five characters, and its distance from the point
_MARK = 10.0  # half the width of a target
# Sides in the order in which they are tried: (position, left edge, above or below).
_SIDES = (
    ("top center", -_WIDE / 2, True),
    ("bottom center", -_WIDE / 2, False),
    ("top left", -_WIDE, True),
    ("bottom right", 0.0, False),
    ("top right", 0.0, True),
    ("bottom left", -_WIDE, False),
)
Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, right, bottom, top


@dataclass
class Room:
    """What is drawn already. scale: pixels per unit of the value; low: the value at the lower edge."""

    scale: float
    low: float
    height: float
    segments: list[tuple[Point, Point]] = field(default_factory=list)
    bars: list[tuple[float, float, float]] = field(default_factory=list)  # x, bottom, top
    boxes: list[Box] = field(default_factory=list)

    def at(self, place: float, value: float) -> Point:
        """Year number and value as pixels."""
        return place * STEP, (value - self.low) * self.scale

    def line(self, points: Iterable[Point]) -> None:
        """A line through points (year number, value)."""
        spots = [self.at(*point) for point in points]
        self.segments += list(zip(spots, spots[1:], strict=False))

    def interval(self, place: float, low: float, high: float) -> None:
        """An error bar."""
        x, bottom = self.at(place, low)
        self.bars.append((x, bottom, self.at(place, high)[1]))

    def target(self, place: float, value: float) -> None:
        """A short horizontal mark."""
        x, y = self.at(place, value)
        self.boxes.append((x - _MARK, x + _MARK, y - 2, y + 2))

    def put(self, place: float, low: float, high: float) -> tuple[float, str]:
        """Value at which the number of this point is anchored, and its position; low, high: its interval."""
        found: list[tuple[float, float, str, Box]] = []
        for position, left, above in _SIDES:
            x, y = self.at(place, high if above else low)
            edge = y + _AIR if above else y - _AIR
            box = (
                x + left,
                x + left + _WIDE,
                edge if above else edge - _HIGH,
                edge + _HIGH if above else edge,
            )
            found.append((self._hits(box), edge, position, box))
        best = min(found, key=lambda one: one[0])  # the first of equals
        self.boxes.append(best[3])
        return self.low + best[1] / self.scale, best[2]

    def _hits(self, box: Box) -> float:
        left, right, bottom, top = box
        crossed = sum(_crosses(segment, box) for segment in self.segments)
        crossed += sum(left < x < right and low < top and high > bottom for x, low, high in self.bars)
        covered = sum(_overlap(box, other) for other in self.boxes)
        outside = bottom < 0 or top > self.height + _HIGH
        return crossed + 2.0 * covered + 4.0 * outside


def _crosses(segment: tuple[Point, Point], box: Sequence[float]) -> bool:
    (x1, y1), (x2, y2) = segment
    left, right = max(box[0], min(x1, x2)), min(box[1], max(x1, x2))
    if left > right or x1 == x2:
        return False
    ends = [y1 + (y2 - y1) * (x - x1) / (x2 - x1) for x in (left, right)]
    return min(ends) < box[3] + 1 and max(ends) > box[2] - 1


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[1] and one[1] > other[0] and one[2] < other[3] and one[3] > other[2]
