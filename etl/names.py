"""How texts are compared: cleaned text, keys of headers and keys of units."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Zero-width characters and the byte order mark come with text pasted from web pages and chat applications.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SPACES = re.compile(r"\s+")
_TICKS = re.compile("['\u2018\u2019\u02bc`\u00b4\u2032]")
_NOT_WORD = re.compile(r"[\W_]+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
# "1. Persyaratan", "a) Prosedur", "U3 - Waktu", "Unsur 4: Biaya": the words after the number name the column.
_NUMBERING = re.compile(
    r"^\s*(?:\d{1,2}|[a-z]|u\s?\d{1,2}|unsur\s?\d{1,2})\s*[.):\-\u2013]\s*(?=\D)", re.IGNORECASE
)
_NUMBER_WORD = re.compile(r"^\s*(?:u|unsur)\s?\d{1,2}\s+(?=[^\W\d])", re.IGNORECASE)


def clean_text(text: str) -> str:
    """Text without invisible characters, with single ordinary spaces (NBSP and line breaks included)."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()


def plain(text: str) -> str:
    """Lower case without accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).lower()


@lru_cache(maxsize=16_384)
def unit_key(text: str | None) -> str | None:
    """Key under which a unit's code, name or alias is compared; None for an empty text.

    Lower case, no accents, ticks dropped, every other punctuation mark a single space. Dots become spaces and
    not nothing, because D.1.11 and D.11.1 are two units.
    """
    if text is None:
        return None
    words = _NOT_WORD.sub(" ", _TICKS.sub("", plain(clean_text(str(text)).replace("&", " dan "))))
    return _SPACES.sub(" ", words).strip() or None


def squash(text: str) -> str:
    """Letters and digits only, lower case: the form in which headers and short words are compared."""
    return _NOT_WORD.sub("", _TICKS.sub("", plain(clean_text(text))))


@lru_cache(maxsize=4_096)
def header_keys(text: str) -> tuple[str, ...]:
    """Keys of a header text, the most telling first.

    The whole text, then without a hint in brackets, then without a leading number, so that
    "8. Sarana prasarana (1-4)" is found as "saranaprasarana". Keys are unique and never empty.
    """
    cleaned = clean_text(text)
    bare = _BRACKETS.sub(" ", cleaned)
    forms = [cleaned, bare]
    forms += [_NUMBER_WORD.sub("", _NUMBERING.sub("", form, count=1), count=1) for form in (cleaned, bare)]
    return tuple(dict.fromkeys(key for key in map(squash, forms) if key))
