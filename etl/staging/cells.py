"""One reader per column type: a function from a single cell to its value or the rule it breaks."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from etl.names import clean_text, squash, unit_key
from etl.reading import UNCOMPUTED, ErrorCell
from etl.staging.contract import Column, Words
from etl.staging.dates import to_moment
from etl.staging.values import NOTHING, Read, as_text, is_blank, to_number, to_rupiah

Reader = Callable[[Any], Read]
YEAR_FIRST, YEAR_LAST = 2000, 2100
ADA, BELUM, TIDAK_BERLAKU = "ada", "belum", "tidak_berlaku"
# A share in a cell with the format "percent": Excel shows 87,5 % and stores 0.875.
SHARE_OF_SCALE = 100

_ERROR_TEXTS = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!", "#FIELD!"}
)
_INSTRUMENT = re.compile(r"[a-z][a-z0-9_]*")
_INSTRUMENT_NAMES = {
    "indeks_kepuasan_masyarakat": "ikm",
    "skm": "ikm",
    "indeks_pelayanan_publik": "ipp",
    "pekppp": "ipp",
    "opini_ombudsman": "ombudsman",
    "penilaian_ombudsman": "ombudsman",
    "kepatuhan_ombudsman": "ombudsman",
}


def reader_for(column: Column, words: Words, *, has_amounts: bool = False) -> Reader:
    """The reader of a column. It never raises, whatever the cell holds.

    `has_amounts`: the column is a tariff that holds amounts of money, where 0 means "free of charge".
    """
    read = _reader(column, Vocabulary(words), has_amounts)

    def safely(cell: Any) -> Read:
        if isinstance(cell, ErrorCell):
            return Read(None, "RUMUS_BELUM_DIHITUNG" if cell == UNCOMPUTED else "SEL_RUMUS_GALAT")
        if isinstance(cell, str) and cell[:1] == "#" and cell.strip().upper() in _ERROR_TEXTS:
            return Read(None, "SEL_RUMUS_GALAT")  # a CSV file holds the error as text
        return read(cell)

    return safely


class Vocabulary:
    """The words of the contract in the form in which they are compared."""

    def __init__(self, words: Words) -> None:
        self.dash = {_word(text) for text in words.dash}
        self.ambiguous = {_word(text) for text in words.ambiguous}
        self.states = {_word(text): ADA for text in words.ada}
        self.states |= {_word(text): BELUM for text in words.belum}
        self.states |= {_word(text): TIDAK_BERLAKU for text in words.tidak_berlaku}
        self.no_prefixes = tuple(_word(text) + " " for text in words.belum_prefixes)
        self.none_prefixes = tuple(_word(text) + " " for text in words.tidak_ada_prefixes)
        self.not_applicable_prefixes = ("tidak berlaku ",)
        self.time_units = {_word(text) for text in words.time_units}
        self.number_words = set(words.number_words)
        self.months = {name: number for number, names in words.months.items() for name in names}

    def is_empty(self, cell: Any) -> bool:
        """Empty, or a dash that stands for "nothing to write here"."""
        return is_blank(cell) or (isinstance(cell, str) and len(cell) < 12 and _word(cell) in self.dash)

    def is_no(self, cell: Any) -> bool:
        return isinstance(cell, str) and self.states.get(_word(cell)) in (BELUM, TIDAK_BERLAKU)


def _word(text: str) -> str:
    """Short words are compared in lower case, without the stops and brackets around them."""
    cleaned = clean_text(text).lower()
    return cleaned.strip(" .,;:!()[]\"'*") or cleaned


def _reader(column: Column, vocabulary: Vocabulary, has_amounts: bool) -> Reader:
    kind = column.type
    if kind in ("text", "code", "name", "unit"):
        return lambda cell: _text(cell, column, vocabulary)
    if kind in ("integer", "decimal"):
        return lambda cell: _number(cell, column, vocabulary)
    if kind == "year":
        return lambda cell: _year(cell, vocabulary)
    if kind in ("date", "datetime"):
        return lambda cell: _moment(cell, column, vocabulary)
    if kind == "presence":
        return lambda cell: _presence(cell, column, vocabulary, has_amounts)
    if kind == "presence_text":
        return lambda cell: _presence_text(cell, vocabulary)
    if kind == "instrument":
        return lambda cell: _instrument(cell, vocabulary)
    choices = {
        _word(text): name
        for name, texts in column.choices.items()
        for text in (name, name.replace("_", " "), *texts)
    }
    return lambda cell: _choice(cell, column, choices, vocabulary)


def _text(cell: Any, column: Column, vocabulary: Vocabulary) -> Read:
    if vocabulary.is_empty(cell) or (
        column.no_words_are_empty and (vocabulary.is_no(cell) or cell in ("0", 0))
    ):
        return NOTHING
    text = clean_text(as_text(cell))
    if column.type == "code":
        return Read(text.lstrip("'") or None)
    if column.type == "name" and isinstance(cell, str) and text != str(cell):
        return Read(text, "SPASI")
    return Read(text)


def _number(cell: Any, column: Column, vocabulary: Vocabulary) -> Read:
    if vocabulary.is_empty(cell):
        return NOTHING
    number = to_number(cell, column.maximum)
    if number is None:
        return Read(None, "ANGKA_TIDAK_TERBACA")
    if column.type == "integer":
        if number != int(number):
            return Read(None, "BUKAN_BILANGAN_BULAT")
        number = int(number)
    too_low = column.minimum is not None and number < column.minimum
    too_high = number > (column.maximum if column.maximum is not None else 1e12)
    if too_low or too_high:
        return Read(None, "DI_LUAR_RENTANG")
    is_share = column.maximum == SHARE_OF_SCALE and isinstance(cell, float) and 0 < number <= 1
    return Read(number, "MUNGKIN_PERSEN" if is_share else None)


def _year(cell: Any, vocabulary: Vocabulary) -> Read:
    if vocabulary.is_empty(cell):
        return NOTHING
    if hasattr(cell, "year"):
        cell = cell.year
    if isinstance(cell, str):
        cell = re.sub(r"^(?:tahun|ta|t\.a\.)\s+", "", clean_text(cell), flags=re.IGNORECASE)
    number = to_number(cell, YEAR_LAST - 1)
    if number is None:
        return Read(None, "ANGKA_TIDAK_TERBACA")
    if number != int(number):
        return Read(None, "BUKAN_BILANGAN_BULAT")
    return Read(int(number)) if YEAR_FIRST <= number <= YEAR_LAST else Read(None, "DI_LUAR_RENTANG")


def _moment(cell: Any, column: Column, vocabulary: Vocabulary) -> Read:
    if vocabulary.is_empty(cell) or (not column.required and vocabulary.is_no(cell)):
        return NOTHING
    read = to_moment(cell, vocabulary.months)
    if read.value and column.minimum is not None and read.value[0].year < column.minimum:
        return Read(None, "TANGGAL_DI_LUAR_RENTANG")
    return read if read.value is None or column.type == "datetime" else Read(read.value[0])


def _state(cell: Any, vocabulary: Vocabulary, *, none_is_content: bool) -> str | None:
    """The state that a word or number means; None for real content."""
    if isinstance(cell, bool):
        return ADA if cell else BELUM
    if isinstance(cell, str):
        word = _word(cell)
        if word in vocabulary.dash:
            return BELUM
        if word in vocabulary.states:
            return vocabulary.states[word]
        if word.startswith(vocabulary.not_applicable_prefixes):
            return TIDAK_BERLAKU
        if word.startswith(vocabulary.no_prefixes) or (
            not none_is_content and word.startswith(vocabulary.none_prefixes)
        ):
            return BELUM
        cell = to_number(word)
    return BELUM if cell == 0 else None


def _presence(cell: Any, column: Column, vocabulary: Vocabulary, has_amounts: bool) -> Read:
    if is_blank(cell):
        return NOTHING
    if isinstance(cell, str) and _word(cell) in vocabulary.ambiguous:
        return Read(None, "TANDA_MERAGUKAN")
    if column.amounts:
        amount = to_rupiah(cell)
        if has_amounts and amount == 0:
            return Read(ADA)
        if has_amounts and amount is not None and 0 < amount < 1_000:
            return Read(ADA, "TARIF_JANGGAL")
    state = _state(cell, vocabulary, none_is_content=column.amounts)
    if state is None and column.duration:
        return _duration(cell, vocabulary)
    return Read(state or ADA)


def _duration(cell: Any, vocabulary: Vocabulary) -> Read:
    """Content of a time limit: "3 hari kerja" is fine, "Menit" lacks the number, "8" lacks the unit."""
    if to_number(cell) not in (None, 1):
        return Read(ADA, "JANGKA_TANPA_SATUAN")
    if isinstance(cell, str) and _word(cell) in vocabulary.time_units:
        return Read(None, "JANGKA_TANPA_ANGKA")
    return Read(ADA)


def _presence_text(cell: Any, vocabulary: Vocabulary) -> Read:
    if is_blank(cell):
        return NOTHING
    if isinstance(cell, str) and _word(cell) in vocabulary.ambiguous:
        return Read(None, "TANDA_MERAGUKAN")
    state = _state(cell, vocabulary, none_is_content=False)
    if state == TIDAK_BERLAKU:
        return NOTHING  # neither a medium nor the lack of one
    return Read(BELUM) if state == BELUM else Read(clean_text(as_text(cell)))


def _instrument(cell: Any, vocabulary: Vocabulary) -> Read:
    if vocabulary.is_empty(cell):
        return NOTHING
    name = (unit_key(as_text(cell)) or "").replace(" ", "_")
    name = _INSTRUMENT_NAMES.get(name, name)
    return Read(name) if _INSTRUMENT.fullmatch(name) else Read(None, "PILIHAN_TIDAK_DIKENAL")


def _choice(cell: Any, column: Column, choices: dict[str, str], vocabulary: Vocabulary) -> Read:
    if is_blank(cell):
        return NOTHING
    word = _word(as_text(cell))
    if word in choices:
        return Read(choices[word])
    if vocabulary.is_empty(cell):
        return NOTHING
    if column.choice_match == "words":
        present = f" {unit_key(word) or ''} "
        for text, name in choices.items():
            if f" {unit_key(text)} " in present:
                return Read(name)
    elif squash(word) in (keys := {squash(text): name for text, name in choices.items()}) and squash(word):
        return Read(keys[squash(word)])
    if column.fallback:
        return Read(column.fallback, "JENIS_UNIT_LAINNYA")
    return Read(None, "PILIHAN_TIDAK_DIKENAL")
