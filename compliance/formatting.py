"""Numbers, shares and dates as an Indonesian official writes them: 1.234,50 and 12 Januari 2024.

The format is made on the server: what a browser or an office program calls "localized" follows
the computer of the reader and would show a decimal point on an English one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

EMPTY = "–"
MINUS = "−"
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip


def is_empty(value: Any) -> bool:
    """True for None, NaN, NaT, pd.NA; a list or a text (also an empty one) is not empty in this sense."""
    if value is None or isinstance(value, str | list | tuple | dict):
        return value is None
    missing = pd.isna(value)
    return bool(missing) if isinstance(missing, bool) or not hasattr(missing, "__len__") else False


def round_half_up(value: float, decimals: int) -> Decimal:
    """Round the number as it is written (88,305 -> 88,31), not its binary neighbour."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def angka(value: Any, decimals: int = 2, *, signed: bool = False, trim: bool = False) -> str:
    """87.5 -> '87,50'; None -> '–'.

    signed: '+1,20' and '−0,40' (a real minus sign); zero has no sign.
    trim: drop zeros at the end of the decimals ('87,5').
    """
    if is_empty(value):
        return EMPTY
    rounded = round_half_up(float(value), decimals)
    text = f"{abs(rounded):,.{decimals}f}".replace(",", "\0").replace(".", ",").replace("\0", ".")
    if trim and "," in text:
        text = text.rstrip("0").rstrip(",")
    if rounded < 0:
        return MINUS + text
    return "+" + text if signed and rounded > 0 else text


def bilangan(value: Any) -> str:
    """A count: 1234 -> '1.234'; None -> '–'."""
    return angka(value, 0)


def persen(share: Any, decimals: int = 0) -> str:
    """A share 0-1 as percent: 0.875 -> '88%' (or '87,5%' with one decimal); None -> '–'."""
    return EMPTY if is_empty(share) else angka(float(share) * 100, decimals) + "%"


def tanggal(value: Any, *, short: bool = False) -> str:
    """A day: '12 Januari 2024', short '12 Jan 2024'; None -> '–'. ISO text is accepted."""
    if is_empty(value):
        return EMPTY
    day = _as_datetime(value)
    month = MONTHS[day.month - 1]
    return f"{day.day} {month[:3] if short else month} {day.year}"


def tanggal_waktu(value: Any) -> str:
    """A moment: '12 Januari 2024 pukul 14.05'; None -> '–'."""
    if is_empty(value):
        return EMPTY
    moment = _as_datetime(value)
    return f"{tanggal(moment)} pukul {moment.hour:02d}.{moment.minute:02d}"


def ya_tidak(value: Any) -> str:
    """True -> 'Ya', False -> 'Tidak', None -> '–'."""
    return EMPTY if is_empty(value) else ("Ya" if value else "Tidak")


def daftar(items: Iterable[Any], *, limit: int | None = None) -> str:
    """'A', 'A dan B', 'A, B, dan C'; with a limit the rest is counted: 'A, B, dan 3 lainnya'."""
    texts = [str(item) for item in items if not is_empty(item)]
    if limit is not None and len(texts) > limit:
        texts = [*texts[:limit], f"{len(texts) - limit} lainnya"]
    if len(texts) <= 2:
        return " dan ".join(texts) if texts else EMPTY
    return ", ".join(texts[:-1]) + ", dan " + texts[-1]


def kalimat(text: str) -> str:
    """First letter upper case, the rest untouched (names and abbreviations keep their case)."""
    return text[:1].upper() + text[1:]


def _as_datetime(value: Any) -> Any:
    if isinstance(value, str):
        return datetime.fromisoformat(value)
    return value
