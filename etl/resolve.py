"""Finds the unit that a text in a file means, on the day of its row.

A code decides always; a name or an alias where exactly one unit bore it on that day; a name that a person
accepted where the unit list leaves it open. Near names are only proposed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pyarrow as pa
from rapidfuzz import fuzz, process

from etl.names import unit_key

N_NEAREST = 3
NEAREST_SCORE = 70  # below this a proposal is noise to the reader
FIRST_DAY, LAST_DAY = date.min, date.max
# Kinds whose rows have a day of their own; other rows mean the last day of their year.
DAYS = {"skm_responden": "tanggal", "standar_pelayanan": "tanggal_pengajuan"}

DAY = pd.ArrowDtype(pa.date32())
SPAN_COLUMNS = ["unit_key", "first_day", "last_day", "unit_id", "how"]
PROPOSAL_COLUMNS = ["unit_key", "place", "unit_id", "unit_name", "score"]


class UnitNames:
    """Everything that units are called, with the days on which each unit existed.

    units:    one row per unit: kode_unit, nama_unit; optional unit_id (if it differs from kode_unit),
              nama_lain (several separated by `;`), berlaku_mulai, berlaku_sampai.
    accepted: unit keys that a person accepted as a name of a unit, to its unit_id.
    """

    def __init__(self, units: pd.DataFrame, accepted: Mapping[str, str] | None = None) -> None:
        self._owners: dict[str, dict[str, dict[str, None]]] = {}  # key -> how -> units in order
        self._life: dict[str, tuple[date, date]] = {}
        self._texts: list[tuple[str, str]] = []  # (key, unit) for proposals
        self._titles: dict[str, str] = {}
        for row in units.to_dict("records"):
            unit_id = row.get("unit_id", row["kode_unit"])
            self._life[unit_id] = (
                _day(row.get("berlaku_mulai")) or FIRST_DAY,
                _day(row.get("berlaku_sampai")) or LAST_DAY,
            )
            name, others = row["nama_unit"], row.get("nama_lain")
            listed = others.split(";") if isinstance(others, str) else []
            for how, texts in (("code", [row["kode_unit"]]), ("name", [name]), ("alias", listed)):
                for key in _keys(texts):
                    self._owners.setdefault(key, {}).setdefault(how, {})[unit_id] = None
            if isinstance(name, str):
                self._titles[unit_id] = name
                self._texts += [(key, unit_id) for key in _keys([name, *listed])]
        self._accepted = {key: unit for key, unit in (accepted or {}).items() if unit in self._life}

    def owners(self, key: str) -> list[str]:
        """Every unit that has this code, name or alias at any time."""
        return list(dict.fromkeys(unit for units in self._owners.get(key, {}).values() for unit in units))

    def spans(self, key: str) -> list[tuple[date, date, str, str]]:
        """(first day, last day, unit, how) for each span of days on which the key means one unit."""
        found: list[tuple[date, date, str, str]] = []
        starts = self._changes(key)
        ends = [start - timedelta(days=1) for start in starts[1:]] + [LAST_DAY]
        for start, end in zip(starts, ends, strict=True):
            unit, how = self._meant(key, start)
            if unit is None or how is None:
                continue
            if found and found[-1][2:] == (unit, how) and found[-1][1] + timedelta(days=1) == start:
                start = found.pop()[0]
            found.append((start, end, unit, how))
        return found

    def find(self, key: str | None, day: date) -> str | None:
        """The unit that the key means on a day."""
        return self._meant(key, day)[0] if key else None

    def always_known(self, keys: Iterable[object]) -> set[str]:
        """The keys that mean one unit on every day."""
        found = {key: self.spans(key) for key in _distinct(keys)}
        return {key for key, spans in found.items() if [one[:2] for one in spans] == [(FIRST_DAY, LAST_DAY)]}

    def nearest(self, key: str) -> list[tuple[str, str, float]]:
        """Up to three units with the likest names: (unit, its name, score 0-100), best first."""
        hits = process.extract(
            key, [text for text, _ in self._texts], scorer=fuzz.WRatio, limit=12, score_cutoff=NEAREST_SCORE
        )
        best: dict[str, float] = {}
        for _, score, position in hits:
            best.setdefault(self._texts[position][1], round(score, 1))
        return [(unit, self._titles[unit], score) for unit, score in best.items()][:N_NEAREST]

    def _changes(self, key: str) -> list[date]:
        """The days on which the meaning of a key may change."""
        days = {FIRST_DAY}
        for unit in self.owners(key):
            first, last = self._life[unit]
            days |= {first} if last == LAST_DAY else {first, last + timedelta(days=1)}
        return sorted(days)

    def _meant(self, key: str, day: date) -> tuple[str | None, str | None]:
        layers = self._owners.get(key, {})
        unit, how = self._listed(layers, day)
        if unit is None and key in self._accepted:
            return self._accepted[key], "accepted"
        return unit, how

    def _listed(self, layers: dict[str, dict[str, None]], day: date) -> tuple[str | None, str | None]:
        if len(layers.get("code", ())) == 1:
            return next(iter(layers["code"])), "code"
        for how, units in layers.items():
            alive = [unit for unit in units if self._life[unit][0] <= day <= self._life[unit][1]]
            if alive:
                # An ambiguous name must not fall through to an alias of a third unit: it stays open.
                return (alive[0], how) if len(alive) == 1 else (None, None)
        # Nobody bore it on that day: the only unit that ever did is meant, and its row is outside its life.
        everyone = {unit: how for how, units in reversed(layers.items()) for unit in units}
        return next(iter(everyone.items())) if len(everyone) == 1 else (None, None)


def match_units(keys: Iterable[object], names: UnitNames) -> pd.DataFrame:
    """One row per distinct key and span of days on which it means one unit; see SPAN_COLUMNS.

    A key without a row is unknown; on a day without a row it is ambiguous. how: code, name, alias, accepted.
    """
    rows = [(key, *span) for key in _distinct(keys) for span in names.spans(key)]
    # Days as Arrow keeps them: spans begin before the first day that pandas knows.
    types: dict[str, Any] = {**dict.fromkeys(SPAN_COLUMNS, "str"), "first_day": DAY, "last_day": DAY}
    return pd.DataFrame(rows, columns=SPAN_COLUMNS, dtype=object).astype(types)


def propose_units(keys: Iterable[object], names: UnitNames) -> pd.DataFrame:
    """The nearest names of each distinct key, best first: see PROPOSAL_COLUMNS; `place` counts from 1."""
    rows = [
        (key, place, *near) for key in _distinct(keys) for place, near in enumerate(names.nearest(key), 1)
    ]
    typed = {"unit_key": "str", "place": "int64", "unit_id": "str", "unit_name": "str", "score": "float64"}
    return pd.DataFrame(rows, columns=PROPOSAL_COLUMNS).astype(typed)


def _distinct(keys: Iterable[object]) -> list[str]:
    return list(dict.fromkeys(key for key in keys if isinstance(key, str) and key))


def _keys(texts: Iterable[object]) -> list[str]:
    return [key for key in (unit_key(text) for text in texts if isinstance(text, str)) if key]


def _day(value: Any) -> date | None:
    if value is None or pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value
