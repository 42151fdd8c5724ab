"""Groups of respondents: by which characteristics an index is broken down, and which text means which."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field

from compliance.standards.parts import Block, Evidence

OTHER, UNKNOWN = "lainnya", "tidak_disebutkan"
# A text such as "> 50" or "di atas 50" names no one group.
_OPEN_ENDED = re.compile(r"[<>+]|\b(atas|bawah|lebih|kurang)\b")


class Group(Block):
    """One group: the words that name it, or the numbers from `first` to `last`."""

    id: str
    label: str
    words: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None

    def holds(self, number: int) -> bool:
        """Whether a number belongs to the group; never, where words name it."""
        if self.words:
            return False
        return (self.first is None or number >= self.first) and (self.last is None or number <= self.last)


class Characteristic(Block):
    """A characteristic of respondents and its groups, in the order in which they are shown."""

    id: str
    label: str
    groups: tuple[Group, ...] = Field(min_length=2)

    def group_of(self, text: str) -> str:
        """The group that a written text names; OTHER for one that names none, or more than one."""
        plain = re.sub(r"[^a-z0-9_]+", " ", text.lower()).strip()
        numbers = [int(part) for part in re.findall(r"\d+", plain)]
        found = {group.id for group in self.groups if plain in group.words}
        if not found and numbers and not _OPEN_ENDED.search(text.lower()):
            found = {group.id for number in numbers for group in self.groups if group.holds(number)}
        return found.pop() if len(found) == 1 else OTHER


class Respondents(Block):
    """The file that lists the characteristics."""

    kind: Literal["respondents"]
    id: str
    order: int
    title: str
    description: str
    evidence: Evidence
    note: str
    other: str
    unknown: str
    characteristics: tuple[Characteristic, ...]

    def labels(self, characteristic: Characteristic) -> dict[str, str]:
        """id -> label of its groups in order, the two at the end that are no group of the list."""
        groups = {group.id: group.label for group in characteristic.groups}
        return {**groups, OTHER: self.other, UNKNOWN: self.unknown}
