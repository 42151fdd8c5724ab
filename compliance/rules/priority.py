"""Which units to coach first: how far below the aim, for how many, falling how fast, with what undone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from compliance.formatting import angka, bilangan, daftar, is_empty
from compliance.rules.keys import number
from compliance.standards import Index, round_half_up

TERMS = ("gap", "people", "trend", "duty")
GROUP = ["year"]
COLUMNS = [
    "unit_id", "year", "instrument_id", "value", "reference", "reference_value", "shortfall", "n_population",
    "fall", "n_duties_unmet", "n_duties_judged", "gap_term", "people_term", "trend_term", "duty_term",
    "gap_weight", "people_weight", "trend_weight", "duty_weight", "n_terms", "score", "priority_rank",
    "n_prioritised", "sentence",
]  # fmt: skip
_NAMES = {
    "people": "jumlah pengguna",
    "trend": "perubahan yang dapat dibandingkan",
    "duty": "kesimpulan kewajiban",
}
PERCENT = 100


def priorities(scores: pd.DataFrame, duties: pd.DataFrame, index: Index, weights: Any) -> pd.DataFrame:
    """The score of every unit and year, with every term of it.

    Input:  scores: unit_id, year, reporting_state, value, target_value, city_value, n_population, change,
            is_comparable. duties: unit_id, year, verdict. weights: `gap`, `people`, `trend`, `duty` (each 0
            or more) and `floor` (above 0), of the configuration.
    Output: COLUMNS. Every term lies between the floor and 1 and is measured within its year: shortfall and
            fall as a share of the largest one, people on a logarithmic scale, duties as the share not met of
            those judged. The score is 100 x the weighted geometric mean of the terms that are known. Without
            a value or without anything to compare it to there is no score, and the sentence says so: such a
            unit is not the last, it is not on the list.
    """
    own = scores[scores["unit_id"].notna() & (scores["reporting_state"] != "tidak_berlaku")]
    rows = own.reset_index(drop=True).merge(_counts(duties), on=["unit_id", "year"], how="left")
    target, city = number(rows, "target_value"), number(rows, "city_value")
    aim = np.where(np.isnan(target), city, target)
    change = np.where(rows["is_comparable"].fillna(False).astype(bool), number(rows, "change"), np.nan)
    judged = number(rows, "n_duties_judged")
    reference = np.full(len(rows), None, dtype=object)
    reference[~np.isnan(city)], reference[~np.isnan(target)] = "kota", "target"
    rows = rows.assign(
        instrument_id=index.id,
        reference=reference,
        reference_value=aim,
        shortfall=round_half_up(np.maximum(aim - number(rows, "value"), 0), index.decimals),
        fall=round_half_up(np.maximum(-change, 0), index.decimals),
    )
    people = np.log1p(number(rows, "n_population"))
    raw = {
        "gap": _of_largest(number(rows, "shortfall"), rows),
        "people": _of_largest(people, rows),
        "trend": _of_largest(number(rows, "fall"), rows),
        "duty": number(rows, "n_duties_unmet") / np.where(judged > 0, judged, np.nan),
    }
    terms = {name: weights.floor + (1 - weights.floor) * raw[name] for name in TERMS}
    rows = rows.assign(
        **{f"{name}_term": terms[name] for name in TERMS},
        **{f"{name}_weight": float(getattr(weights, name)) for name in TERMS},
    )
    rows = rows.assign(score=_score(terms, weights))
    rows["n_terms"] = np.sum([~np.isnan(terms[name]) for name in TERMS], axis=0)
    rows["priority_rank"] = rows.groupby(GROUP)["score"].rank(method="min", ascending=False).astype("Int64")
    rows["n_prioritised"] = rows.groupby(GROUP)["score"].transform("count")
    rows["sentence"] = [_sentence(row, index) for row in rows.to_dict("records")]
    return rows[COLUMNS]


def _counts(duties: pd.DataFrame) -> pd.DataFrame:
    judged = duties[duties["verdict"].isin(["patuh", "berisiko", "tidak_patuh"])]
    unmet = (judged["verdict"] == "tidak_patuh").groupby([judged["unit_id"], judged["year"]])
    return unmet.agg(n_duties_unmet="sum", n_duties_judged="size").reset_index()


def _of_largest(values: np.ndarray, rows: pd.DataFrame) -> np.ndarray:
    """Each value as a share of the largest of its year; 0 where the largest is 0."""
    largest = pd.Series(values).groupby(rows["year"].to_numpy()).transform("max").to_numpy(dtype=float)
    return values / np.where(largest == 0, 1, largest)


def _score(terms: dict[str, np.ndarray], weights: Any) -> np.ndarray:
    """100 x the weighted geometric mean over the known terms; NaN without a gap."""
    logs = np.column_stack([np.log(terms[name]) for name in TERMS])
    parts = np.array([float(getattr(weights, name)) for name in TERMS])
    known = np.where(np.isnan(logs), 0, parts)
    total = known.sum(axis=1)
    mean = np.nansum(logs * known, axis=1) / np.where(total > 0, total, np.nan)
    return np.where(np.isnan(terms["gap"]), np.nan, round_half_up(PERCENT * np.exp(mean), 1))


def _sentence(row: dict[Any, Any], index: Index) -> str:
    name = index.short_title
    if is_empty(row["value"]):
        return f"Belum dapat diprioritaskan karena nilai {name} tidak ada; bukan berarti tidak perlu dibina."
    if is_empty(row["reference"]):
        return f"Belum dapat diprioritaskan karena target dan nilai kota {name} tidak ada."
    aim = "target" if row["reference"] == "target" else "nilai kota"
    parts = [
        f"{angka(row['shortfall'], index.decimals)} poin di bawah {aim}"
        if row["shortfall"] > 0
        else f"tidak di bawah {aim}"
    ]
    if row["fall"] > 0:
        parts.append(f"turun {angka(row['fall'], index.decimals)} poin")
    if row["n_duties_unmet"] > 0:
        judged = bilangan(row["n_duties_judged"])
        parts.append(f"{bilangan(row['n_duties_unmet'])} dari {judged} kewajiban tidak dipenuhi")
    if not is_empty(row["people_term"]):
        parts.append(f"melayani {bilangan(row['n_population'])} orang")
    unknown = [label for term, label in _NAMES.items() if is_empty(row[f"{term}_term"])]
    tail = f" Tidak diketahui: {daftar(unknown)}." if unknown else ""
    return f"{name} {', '.join(parts)}.{tail}"
