"""Dates and times as officials write them. Pure functions on single cells."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from etl.names import clean_text, plain
from etl.staging.values import NOTHING, Read, is_blank

FIRST_YEAR, LAST_YEAR = 1900, 2100
UNREADABLE = Read(None, "TANGGAL_TIDAK_TERBACA")
# Excel's day numbers of 2000-01-01 and 2100-01-01, for date cells that were saved as plain numbers.
_SERIAL_FIRST, _SERIAL_LAST = 36526, 73051
_SERIAL_ZERO = dt.datetime(1899, 12, 30)

_CLOCK = r"(?:t|,?\s+)(?:pukul\s+|jam\s+)?(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*(am|pm)?"
_TIME = rf"(?:{_CLOCK}\s*(?:z|[+-]\d{{2}}:?\d{{2}}|wib|wita|wit)?)?"
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME, re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})" + _TIME, re.ASCII)
_MONTH_NAME = re.compile(r"(?:[a-z']+,?\s+)?(\d{1,2})[\s\-/.]+([a-z]+)\.?[\s\-/.,]+(\d{4})" + _TIME, re.ASCII)
_SHORT_YEAR = re.compile(
    r"(?:[a-z]+,?\s+)?\d{1,2}[\s\-/.]+(?:\d{1,2}|[a-z]+)\.?[\s\-/.]+'?\d{2}" + _TIME, re.ASCII
)


def to_moment(cell: Any, months: dict[str, int]) -> Read:
    """(date, datetime or None) of a cell; the datetime is None where the cell tells no time of day.

    `months`: month names in lower case -> 1..12. Day first, as Indonesia writes: 03/04/2024 is 3 April.
    Time zones are dropped, the hour stays.
    """
    if is_blank(cell):
        return NOTHING
    if isinstance(cell, dt.datetime):
        return _checked(cell, has_time=cell.time() != dt.time())
    if isinstance(cell, dt.date):
        return _checked(dt.datetime(cell.year, cell.month, cell.day), has_time=False)
    if isinstance(cell, bool):
        return UNREADABLE
    if isinstance(cell, int | float):
        if _SERIAL_FIRST <= cell < _SERIAL_LAST:
            moment = _SERIAL_ZERO + dt.timedelta(seconds=round(cell * 86_400))
            return _checked(moment, has_time=moment.time() != dt.time())
        return UNREADABLE
    return _from_text(plain(clean_text(cell)), months) if isinstance(cell, str) else UNREADABLE


def _from_text(text: str, months: dict[str, int]) -> Read:
    if match := _ISO.fullmatch(text):
        year, month, day, *clock = match.groups()
    elif match := _DAY_FIRST.fullmatch(text):
        day, month, year, *clock = match.groups()
    elif match := _MONTH_NAME.fullmatch(text):
        day, name, year, *clock = match.groups()
        month = months.get(name, 0)
    else:
        return Read(None, "TANGGAL_TAHUN_DUA_ANGKA") if _SHORT_YEAR.fullmatch(text) else UNREADABLE
    hour, minute, second, half = clock
    try:
        moment = dt.datetime(
            int(year), int(month), int(day), _hour(hour, half), int(minute or 0), int(second or 0)
        )
    except ValueError:
        return UNREADABLE
    # A clock that is written stays, except a written midnight: exports add 00:00:00 to plain dates.
    return _checked(moment, has_time=hour is not None and moment.time() != dt.time())


def _hour(hour: str | None, half: str | None) -> int:
    number = int(hour or 0)
    if half and not 1 <= number <= 12:
        raise ValueError("no such hour")
    if half:
        return number % 12 + (12 if half == "pm" else 0)
    return number


def _checked(moment: dt.datetime, *, has_time: bool) -> Read:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return Read(None, "TANGGAL_DI_LUAR_RENTANG")
    day = moment.date()
    return Read((day, moment.replace(tzinfo=None) if has_time else None))
