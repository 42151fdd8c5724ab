"""A text table too large to hold: its lines in blocks, decoded as etl.reading.delimited decodes it."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

BLOCK_BYTES = 16 * 1024 * 1024
HEAD_BYTES = 256 * 1024
_UTF8_MARK = b"\xef\xbb\xbf"
_NOT_IN_CP1252 = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))
_DROPPED = bytes((*range(9), *range(14, 32)))  # control characters: see delimited.py
_SPACED = bytes.maketrans(b"\x0b\x0c", b"  ")


@dataclass(frozen=True)
class TextFile:
    """Where the text is and how its letters are written."""

    path: Path
    encoding: str
    is_damaged: bool


@dataclass
class Block:
    """Whole lines that follow each other, UTF-8 with \\n. `index`: of its first line, counted from 0."""

    index: int
    data: bytes
    n_control: int = 0
    has_lost_letters: bool = False
    starts: np.ndarray = field(init=False)
    ends: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        breaks = np.flatnonzero(np.frombuffer(self.data, np.uint8) == ord("\n"))
        if not self.data.endswith(b"\n"):
            breaks = np.append(breaks, len(self.data))
        self.ends = breaks
        self.starts = np.concatenate(([0], breaks[:-1] + 1)) if len(breaks) else breaks

    def __len__(self) -> int:
        return len(self.ends)

    def line(self, place: int) -> str:
        """The text of one line, counted from the start of the block."""
        return self.data[self.starts[place] : self.ends[place]].decode("utf-8")


def look_at(path: Path) -> TextFile | None:
    """How the letters are written. None if it must be read whole: UTF-16, or without line breaks."""
    strict = codecs.getincrementaldecoder("utf-8")()
    is_utf8, is_cp1252, is_first = True, True, True
    with path.open("rb") as handle:
        while chunk := handle.read(BLOCK_BYTES):
            if is_first and (b"\0" in chunk[:400] or b"\n" not in chunk[:HEAD_BYTES]):
                return None
            is_first = False
            if chunk.isascii() and not strict.getstate()[0]:
                continue
            is_cp1252 = is_cp1252 and len(chunk.translate(None, _NOT_IN_CP1252)) == len(chunk)
            if is_utf8:
                try:
                    strict.decode(chunk)
                except UnicodeDecodeError:
                    is_utf8 = False
    is_utf8 = is_utf8 and not strict.getstate()[0]
    encoding = "utf-8" if is_utf8 or not is_cp1252 else "cp1252"
    return TextFile(path, encoding, is_damaged=not is_utf8 and not is_cp1252)


def read_head(file: TextFile) -> bytes:
    """The first whole lines, a few hundred kilobytes, or all that there is."""
    with file.path.open("rb") as handle:
        head = handle.read(HEAD_BYTES)
    return head if len(head) < HEAD_BYTES else head[: head.rfind(b"\n") + 1]


def read_blocks(file: TextFile) -> Iterator[Block]:
    """All lines, in order. Control characters are dropped as they are in a small file."""
    index = 0
    rest = b""
    with file.path.open("rb") as handle:
        while True:
            chunk = handle.read(BLOCK_BYTES)
            data = rest + chunk
            if not data:
                return
            cut = data.rfind(b"\n") + 1 if chunk else len(data)
            data, rest = data[:cut], data[cut:]
            if data:
                block = _block(index, data, file)
                yield block
                index += len(block)


def _block(index: int, data: bytes, file: TextFile) -> Block:
    if index == 0:
        data = data.removeprefix(_UTF8_MARK)
    if not data.isascii() and (file.encoding != "utf-8" or file.is_damaged):
        data = data.decode(file.encoding, "replace").encode("utf-8")
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    kept = data.translate(_SPACED, _DROPPED)
    n_control = len(data) - len(kept)
    return Block(index, kept, n_control, not data.isascii() and "\ufffd".encode() in data)
