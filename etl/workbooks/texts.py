"""Texts in cells: how many lines they take, and how they stay texts."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

LINE_HEIGHT = 15.5  # points, of a line in the usual font
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def row_height(texts: Sequence[str], widths: Sequence[int]) -> float:
    """Height of a row of wrapped texts. Not every program finds it by itself when it opens a workbook."""
    n_lines = max(len(textwrap.wrap(text, width)) for text, width in zip(texts, widths, strict=True))
    return LINE_HEIGHT * max(n_lines, 1) + 2


def write_text(cell: Any, text: str) -> None:
    """Write a text that stays a text, also where it begins like a formula and is edited later."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", text)
    cell.data_type = "s"
    if text.startswith(_FORMULA_STARTS):
        cell.quotePrefix = True
