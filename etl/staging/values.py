"""Single cells: how they are shown, when they are empty, and how numbers are read. Pure functions."""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import Any, NamedTuple

from etl.names import clean_text
from etl.reading import ShownNumber

_INTEGER = re.compile(r"[+-]?[0-9]{1,15}")
_THOUSANDS_DOT = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3})+")
_THOUSANDS_COMMA = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+")
_DECIMAL_COMMA = re.compile(r"[+-]?(?:[0-9]{1,15}|[0-9]{1,3}(?:\.[0-9]{3})+),[0-9]+")
_DECIMAL_DOT = re.compile(r"[+-]?[0-9]{1,15}\.[0-9]+")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


class Read(NamedTuple):
    """What a cell says: a value (None = nothing), and the code of the rule it breaks, if any."""

    value: Any
    code: str | None = None


NOTHING = Read(None)


def shown(cell: Any) -> str:
    """A cell as an official sees it: decimal comma, whole numbers without decimals, dates day first.

    Control characters are left out: no screen shows them and no workbook may hold them.
    """
    if isinstance(cell, str):
        return _CONTROL.sub("", cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return as_text(cell).replace(".", ",")
    if isinstance(cell, dt.datetime):
        return f"{cell:%d/%m/%Y %H:%M:%S}" if cell.time() != dt.time() else f"{cell:%d/%m/%Y}"
    if isinstance(cell, dt.date):
        return f"{cell:%d/%m/%Y}"
    return str(cell)


def as_text(cell: Any) -> str:
    """A cell as the text of a code or name: 101.0 is "101", 1.02 stays "1.02", 7 shown as 007 is "007"."""
    if isinstance(cell, ShownNumber):
        return cell.shown
    if isinstance(cell, float):
        if math.isfinite(cell) and cell == int(cell) and abs(cell) < 1e17:
            return str(int(cell))
        return repr(cell)
    return cell if isinstance(cell, str) else shown(cell)


def cell_key(cell: Any) -> tuple[type, Any]:
    """What tells cells apart: 1 and TRUE are two, and so are 7 shown as 7 and as 007."""
    return (type(cell), cell.shown if type(cell) is ShownNumber else cell)


def is_blank(cell: Any) -> bool:
    """An empty cell, or one that only holds spaces of any kind."""
    if not isinstance(cell, str):
        return cell is None
    # Nearly every cell begins with a letter or digit: only the others deserve a closer look.
    return not cell or (not cell[0].isalnum() and not clean_text(cell))


def to_number(cell: Any, maximum: float | None = None) -> float | int | None:
    """A number from a cell or None. 87,5 | 1.234,5 | 87.5 | 87,5 % | 1.234 (thousands).

    `maximum`: the largest value the column allows. Below 1,000 a dot before three digits is no thousands dot,
    so 3.125 in a column of 1-4 is three and an eighth. Notations of programs (1e0, NaN) are no numbers.
    """
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return cell if math.isfinite(cell) else None
    if not isinstance(cell, str):
        return None
    text = clean_text(cell).removesuffix("%").rstrip()
    if _INTEGER.fullmatch(text):
        return int(text)
    if _THOUSANDS_DOT.fullmatch(text):
        is_decimal = text.count(".") == 1 and maximum is not None and maximum < 1_000
        return float(text) if is_decimal else int(text.replace(".", ""))
    if _DECIMAL_COMMA.fullmatch(text):
        return float(text.replace(".", "").replace(",", "."))
    if _DECIMAL_DOT.fullmatch(text):
        return float(text)
    if _THOUSANDS_COMMA.fullmatch(text):
        return float(text.replace(",", ""))
    return None


def to_rupiah(cell: Any) -> float | int | None:
    """An amount from a tariff cell: 25000 | Rp 25.000,- | Rp. 25.000,00; None if it is not only an amount."""
    if isinstance(cell, str):
        text = re.sub(r"^rp\.?\s*", "", clean_text(cell), flags=re.IGNORECASE)
        return to_number(re.sub(r",\s*[-\u2013\u2014]+$|\.-$", "", text))
    return to_number(cell)
