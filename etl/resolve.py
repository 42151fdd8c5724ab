"""Finds the unit that a text in a file means. Exact on code, name or alias; near names are only proposed."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
from rapidfuzz import fuzz, process

from etl.names import unit_key

N_NEAREST = 3
NEAREST_SCORE = 70  # below this a proposal is noise to the reader


def match_units(keys: pd.Series, units: pd.DataFrame) -> pd.DataFrame:
    """Match unit keys with the unit list.

    Input:  `keys`, any number of unit keys (etl.names.unit_key), repeated or missing ones are allowed;
            `units`, one row per unit: kode_unit, nama_unit, nama_lain (several separated by `;`), and unit_id
            if it differs from kode_unit.
    Output: one row per distinct key: unit_key, unit_id (None if unknown), how (code, name, alias, None),
            nearest (up to 3 names, only where unit_id is None). A name or alias that belongs to two units
            matches neither; both are proposed.
    """
    ids = units["unit_id"] if "unit_id" in units else units["kode_unit"]
    found, names = _index(ids, units)
    rows = []
    for key in dict.fromkeys(key for key in keys if isinstance(key, str) and key):
        unit_id, how = found.get(key, (None, None))
        nearest = [] if unit_id is not None else _nearest(key, names)
        rows.append({"unit_key": key, "unit_id": unit_id, "how": how, "nearest": nearest})
    return pd.DataFrame(rows, columns=["unit_key", "unit_id", "how", "nearest"], dtype=object)


def _index(ids: pd.Series, units: pd.DataFrame) -> tuple[dict, list[tuple[str, str]]]:
    """Keys to (unit, how), codes before names before aliases; and (key, name) pairs for proposals."""
    layers: dict[str, dict[str, set]] = {"code": {}, "name": {}, "alias": {}}
    names = []
    aliases_of = units["nama_lain"] if "nama_lain" in units else [None] * len(units)
    for unit_id, code, name, others in zip(
        ids, units["kode_unit"], units["nama_unit"], aliases_of, strict=True
    ):
        others_listed = others.split(";") if isinstance(others, str) else []
        for layer, texts in (("code", [code]), ("name", [name]), ("alias", others_listed)):
            for key in _keys(texts):
                layers[layer].setdefault(key, set()).add(unit_id)
        if isinstance(name, str):
            names += [(key, name) for key in _keys([name, *others_listed])]
    found: dict[str, tuple] = {}
    for layer, by_key in layers.items():
        for key, owners in by_key.items():
            if key not in found:
                # An ambiguous name must not fall through to an alias of a third unit: it stays unknown.
                found[key] = (next(iter(owners)), layer) if len(owners) == 1 else (None, None)
    return found, names


def _keys(texts: Iterable[object]) -> list[str]:
    return [key for key in (unit_key(text) for text in texts if isinstance(text, str)) if key]


def _nearest(key: str, names: list[tuple[str, str]]) -> list[str]:
    hits = process.extract(
        key, [name_key for name_key, _ in names], scorer=fuzz.WRatio, limit=12, score_cutoff=NEAREST_SCORE
    )
    return list(dict.fromkeys(names[position][1] for _, _, position in hits))[:N_NEAREST]
