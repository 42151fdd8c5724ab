"""Recognises personal data by its form: NIK, telephone numbers, email addresses and names of persons."""

from __future__ import annotations

import re

TYPES = ("text", "code", "name")  # of the columns that may hold it
HIDDEN = "(data pribadi disembunyikan)"

# An email address, or the @name of a chat application; @SUM(A1) is neither.
_ADDRESS = re.compile(r"[\w.%+-]@[\w-]|(?<!\S)@[^\W\d]\w{2,}(?![\w(])")
_LONG_NUMBER = re.compile(r"(?<![0-9])[0-9](?:[ .\-]?[0-9]){15}(?![0-9])")
_TELEPHONE = re.compile(r"(?<![0-9])(?:\+?62[ .\-]?|\(?0)8[0-9]{1,2}\)?(?:[ .\-]?[0-9]){6,10}(?![0-9])")
# Excel drops the zero of 0812... in a number cell, and writes a NIK as 8,27E+15 into a CSV.
_TELEPHONE_NUMBER = re.compile(r"8[1-9][0-9]{8,10}")
_POWER = re.compile(r"[0-9][.,][0-9]+E\+1[0-9]", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_]{2,}(?:[ .,'\u2019-]+[^\W\d_]+)+\.?")


def looks_personal(text: str) -> bool:
    """Whether a text holds a NIK, a telephone number, an email address or a chat name."""
    # Most cells are short: a single digit of a survey is no number of a person.
    if len(text) < 6:
        return False
    return (
        ("@" in text and _ADDRESS.search(text) is not None)
        or _TELEPHONE_NUMBER.fullmatch(text) is not None
        or _LONG_NUMBER.search(text) is not None
        or _TELEPHONE.search(text) is not None
        or _POWER.search(text) is not None
    )


def looks_like_name(text: str) -> bool:
    """Whether a text where a number should stand is words only, as the name of a person is."""
    return _NAME.fullmatch(text) is not None


def gives_away(column: str, text: str) -> bool:
    """Whether one cell is enough to take its column for personal data; a number may not be a name."""
    return looks_personal(text) or (column == "nomor_responden" and looks_like_name(text))


def masked(text: str) -> str:
    return HIDDEN if looks_personal(text) else text
