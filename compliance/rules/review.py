"""Figures that contradict each other: listed with the reason, never hidden in a mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from compliance.formatting import angka, bilangan, is_empty
from compliance.rules.keys import number
from compliance.rules.published import differing
from compliance.standards import Index
from compliance.standards.types import Review

KEYS = ["unit_id", "year"]
COLUMNS = ["unit_id", "year", "review_id", "instrument_ids", "sentence"]
Indexes = Mapping[str, Index]


def reviews(
    scores: pd.DataFrame, services: pd.DataFrame, indexes: Indexes, cases: Mapping[str, Review]
) -> pd.DataFrame:
    """Every contradiction of every unit and year; unit_id missing = the city.

    Law:    none; the cases, their limits and sentences stand in data/standards/telaah.yaml.
    Input:  scores: rows of mart_score. services: unit_id, year, n_active, n_complete.
    Output: COLUMNS.
    """
    known = scores[scores["value"].notna()].reset_index(drop=True)
    found = [_told(RULES[case.id](known, services, case, indexes), case, indexes) for case in cases.values()]
    return pd.concat(found, ignore_index=True)


def complete_but_falling(
    scores: pd.DataFrame, services: pd.DataFrame, case: Review, indexes: Indexes
) -> pd.DataFrame:
    """Every active service has all its components, and the index fell."""
    whole = services[(services["n_active"] > 0) & (services["n_complete"] == services["n_active"])]
    own = scores[scores["instrument_id"].isin(case.instruments)]
    own = own[own["is_comparable"].fillna(False).astype(bool)].merge(whole, on=KEYS)
    fall, certain = -number(own, "change"), own["is_change_significant"].fillna(True).astype(bool)
    rows = own[(fall >= case.limits["minimum_fall"]) & certain]
    return rows.assign(fall=-number(rows, "change"))


def high_but_few_asked(
    scores: pd.DataFrame, services: pd.DataFrame, case: Review, indexes: Indexes
) -> pd.DataFrame:
    """A good category from a survey below its minimum sample, or from hardly anybody."""
    own = scores[scores["instrument_id"].isin(case.instruments) & scores["unit_id"].notna()]
    n, needed = number(own, "n_respondents"), number(own, "minimum_sample")
    few = (n < needed) | (n < case.limits["minimum_respondents"])
    return own[few & own["category_tone"].isin(case.high_tones)]


def published_otherwise(
    scores: pd.DataFrame, services: pd.DataFrame, case: Review, indexes: Indexes
) -> pd.DataFrame:
    """The published value is another one than the computed: what the findings of the file say, too."""
    own = [differing(scores[scores["instrument_id"] == name], indexes[name]) for name in case.instruments]
    return pd.concat(own)


def opposite(scores: pd.DataFrame, services: pd.DataFrame, case: Review, indexes: Indexes) -> pd.DataFrame:
    """Two assessments of the same year: one high and one low, or one up and one down."""
    first, second = (scores[scores["instrument_id"] == name] for name in case.instruments[:2])
    both = first.merge(second, on=KEYS, suffixes=("", "_second"))
    tones = both["category_tone"], both["category_tone_second"]
    high, low = (
        tuple(tone.isin(names).to_numpy() for tone in tones) for names in (case.high_tones, case.low_tones)
    )
    apart = (high[0] & low[1]) | (low[0] & high[1])
    moves = []
    for name, tail in zip(case.instruments[:2], ("", "_second"), strict=True):
        least = case.limits["minimum_share_of_scale"] * (indexes[name].scale_max - indexes[name].scale_min)
        change = np.where(both[f"is_comparable{tail}"].fillna(False), number(both, f"change{tail}"), 0)
        moves.append(np.where(np.abs(change) >= least, np.sign(change), 0))
    return both[apart | (moves[0] * moves[1] == -1)]


RULES = {
    "lengkap_tetapi_turun": complete_but_falling,
    "tinggi_responden_sedikit": high_but_few_asked,
    "terbit_beda_hitung": published_otherwise,
    "berlawanan": opposite,
}


def _told(rows: pd.DataFrame, case: Review, indexes: Indexes) -> pd.DataFrame:
    """The rows with the sentence of their case."""
    if rows.empty:
        return pd.DataFrame(columns=COLUMNS)
    told = [case.sentence.format_map(_Words(row, indexes)) for row in rows.to_dict("records")]
    pair = ", ".join(case.instruments[:2]) if "instrument_id_second" in rows else None
    return pd.DataFrame(
        {
            "unit_id": rows["unit_id"].array,
            "year": rows["year"].array,
            "review_id": case.id,
            "instrument_ids": pair or rows["instrument_id"].array,
            "sentence": told,
        },
        columns=COLUMNS,
    )


class _Words(dict[str, str]):
    """The figures of a row as they are written, by the names that a sentence may use."""

    def __init__(self, row: dict[Any, Any], indexes: Indexes) -> None:
        super().__init__()
        self.row, self.indexes = row, indexes

    def __missing__(self, name: str) -> str:
        tail = "_second" if name.endswith("_second") else ""
        index = self.indexes[str(self.row[f"instrument_id{tail}"])]
        plain = name.removesuffix("_second")
        if plain == "instrument":
            return index.short_title
        if plain == "label":
            return str(self.row[f"category_label{tail}"])
        if plain == "movement":
            return _movement(self.row[f"change{tail}"], self.row[f"is_comparable{tail}"], index.decimals)
        if name == "cause":
            weight = self.row["weight_used"]
            return f"; selisihnya sesuai dengan bobot {weight}" if weight else ""
        if name == "sample":
            needed = self.row["minimum_sample"]
            return "" if is_empty(needed) else f"; sampel minimum {bilangan(needed)}"
        value = self.row[name]
        return bilangan(value) if plain.startswith("n_") else angka(value, index.decimals)


def _movement(change: Any, comparable: Any, decimals: int) -> str:
    if is_empty(comparable) or not comparable or is_empty(change):
        return "tidak dapat dibandingkan dengan tahun sebelumnya"
    if not change:
        return "tetap"
    return f"{'naik' if change > 0 else 'turun'} {angka(abs(change), decimals)} poin"
