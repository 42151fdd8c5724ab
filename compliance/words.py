"""The words of the product, read from data/words.yaml: labels, symbols and colours of states.

Everything a state looks like is decided in that file; pages and charts ask here. A state that the
file does not know is shown by its own name in readable form, neutral in colour, so that a new
state never breaks a page.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from compliance.errors import PantauError
from compliance.formatting import is_empty, kalimat
from compliance.paths import WORDS_FILE
from compliance.storage import read_yaml


class WordsError(PantauError):
    """The word file is missing or not readable; the text says which file and what to do."""


@dataclass(frozen=True)
class Tone:
    """A colour role: fill (background), ink (text on the fill), strong (text or line on white)."""

    id: str
    fill: str
    ink: str
    strong: str
    label: str


@dataclass(frozen=True)
class Word:
    """One state: what it is called, its symbol, its tone and one sentence that explains it."""

    id: str
    label: str
    symbol: str
    tone: Tone
    description: str

    @property
    def text(self) -> str:
        """Symbol and label in one: '✓ Patuh'."""
        return f"{self.symbol} {self.label}".strip()


@cache
def _file() -> dict[str, Any]:
    try:
        content = read_yaml(WORDS_FILE)
    except FileNotFoundError:
        raise WordsError(f"Berkas kata {WORDS_FILE} tidak ada. Pasang ulang program.") from None
    except yaml.YAMLError as error:
        raise WordsError(f"Berkas kata {WORDS_FILE} tidak dapat dibaca: {error}") from error
    return content


@cache
def tone(tone_id: str | None) -> Tone:
    """The colours of a role; an unknown or missing role is neutral."""
    tones = _file()["tones"]
    known = tone_id if tone_id is not None and tone_id in tones else "netral"
    return Tone(id=known, **tones[known])


@cache
def _word(group: str, key: str) -> Word:
    entry = _file().get(group, {}).get(key)
    if entry is None:
        return Word(key, kalimat(str(key).replace("_", " ")), "", tone(None), "")
    return Word(
        key, entry["label"], entry.get("symbol", ""), tone(entry.get("tone")), entry.get("description", "")
    )


def word(group: str, key: Any) -> Word:
    """The word for one state, for example word("verdict", "patuh"). Empty key: '–', neutral."""
    return Word("", "–", "", tone("kosong"), "") if is_empty(key) else _word(group, str(key))


def label(group: str, key: Any) -> str:
    """Only the label, for example label("kind", "pekppp") -> 'Hasil PEKPPP'."""
    return word(group, key).label


def group(name: str) -> list[Word]:
    """All words of a group in the order of the file. KeyError if there is no such group."""
    return [_word(name, key) for key in _file()[name]]


def header(column: str) -> str | None:
    """The Indonesian table header of a mart column, or None if it is not for users."""
    return _file()["columns"].get(column)
