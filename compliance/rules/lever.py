"""What lifts a unit into the next category with the least effort, and which undone duty costs points, too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from compliance.formatting import angka, bilangan
from compliance.rules.keys import number
from compliance.standards import Duty, Index, Method, round_half_up

KEYS = ["unit_id", "year"]
STEP, DECIMALS = 0.01, 2  # rises are told in hundredths of a point of the measure
MEASURE, DUTY = "ukuran", "kewajiban"
COLUMNS = [
    "unit_id", "year", "instrument_id", "method_id", "lever_kind", "lever_rank", "value", "category",
    "next_category", "next_category_label", "next_lower", "points_needed", "measure_id", "measure_label",
    "measure_value", "measure_maximum", "effect_per_point", "needed_rise", "needed_value", "reached_value",
    "effort", "is_reachable", "needed_rise_all", "duty_id", "n_affected", "points_at_most", "sentence",
]  # fmt: skip


def levers(scores: pd.DataFrame, details: pd.DataFrame, index: Index) -> pd.DataFrame:
    """For every computed value below the highest category: what each measure alone would have to do.

    Law:    weights, formula and bands of the method in force, in the YAML of `index`.
    Input:  scores: unit_id, year, method_id, value, exact_value (not rounded; missing where not computed),
            category. details: unit_id, year, measure_id, measure_label, parent_measure_id, measure_order,
            value, weight.
    Output: COLUMNS with lever_kind `ukuran`. needed_rise is the smallest step of 0,01 with which the index,
            rounded, is in the next category while all else stays; effort is its share of the room that the
            measure has left. The first of a unit and year (lever_rank 1) takes the least effort; where no
            measure is enough alone, the sentence says how far all would have to rise together. A published
            value has one row without a measure.
    """
    return _joined([_of_method(scores, details, index, method) for method in index.methods])


def duty_levers(
    scores: pd.DataFrame, duties: pd.DataFrame, index: Index, known: Mapping[str, Duty]
) -> pd.DataFrame:
    """Duties not met which an indicator of the index asks for, too: one gap costs twice.

    Law:    `also_asks` of the method in force. duties: duty_id, unit_id, year, verdict, n_affected.
    Output: COLUMNS with lever_kind `kewajiban`; points_at_most is what the whole indicator is worth.
    """
    frames = []
    unmet = duties.loc[duties["verdict"] == "tidak_patuh", [*KEYS, "duty_id", "n_affected"]]
    for method in index.methods:
        own = scores[(scores["method_id"] == method.id) & scores["value"].notna()]
        if own.empty or method.also_asks is None:
            continue
        asked = pd.DataFrame(
            [
                (
                    duty_id,
                    measure_id,
                    index.measures_by_id[measure_id],
                    _worth(method, measure_id, share, index),
                )
                for measure_id, duties_asked in method.also_asks.values.items()
                for duty_id, share in duties_asked.items()
            ],
            columns=["duty_id", "measure_id", "measure_label", "points_at_most"],
        )
        rows = own.merge(asked, how="cross").merge(unmet, on=[*KEYS, "duty_id"])
        rows["sentence"] = [
            _duty_sentence(row, known[row["duty_id"]], index) for row in rows.to_dict("records")
        ]
        frames.append(rows.assign(instrument_id=index.id, lever_kind=DUTY))
    return _joined(frames)


def _worth(method: Method, measure_id: str, share: Any, index: Index) -> float:
    """Points of the index that a measure gives at most, times the share of it that a duty decides."""
    return float(effect(method, float(method.weights[measure_id])) * float(share) * index.scale_max)


def effect(method: Method, weight: Any) -> Any:
    """Points of the index per point of a measure of that weight."""
    return float(method.factor) * float(method.parts.get(_inner(method), 1)) * weight


def _inner(method: Method) -> str:
    """The part of the formula that consists of the measures; '' if the measures are the formula."""
    return (method.parts_block and method.parts_block.from_measures) or ""


def _computes(method: Method) -> bool:
    return method.formula == "weighted_mean" or (method.formula == "weighted_parts" and bool(_inner(method)))


def _joined(frames: list[pd.DataFrame]) -> pd.DataFrame:
    filled = [frame.reindex(columns=COLUMNS) for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=COLUMNS)


def _of_method(scores: pd.DataFrame, details: pd.DataFrame, index: Index, method: Method) -> pd.DataFrame:
    own = scores[scores["method_id"] == method.id]
    if own.empty:
        return _joined([])
    below = _next_bands(own, method, index)
    is_known = below["exact_value"].notna() & _computes(method)
    # A merge joins a missing unit (the city) with itself, as it should.
    rows = below[is_known].merge(_lowest_level(details), on=KEYS)
    rest = below[~is_known].assign(instrument_id=index.id, lever_kind=MEASURE, lever_rank=1)
    rest["sentence"] = [
        f"Kurang {angka(row['points_needed'], index.decimals)} poin untuk kategori {_category(row)}; bagian "
        "mana yang mengangkatnya tidak dapat dihitung dari nilai yang ada."
        for row in rest.to_dict("records")
    ]
    return _joined([_ranked(rows, index, method), rest]) if len(rows) else _joined([rest])


def _ranked(rows: pd.DataFrame, index: Index, method: Method) -> pd.DataFrame:
    """Scores x measures with what each would have to do, least effort first."""
    rate = effect(method, number(rows, "weight"))
    rise = _smallest_rise(number(rows, "exact_value"), number(rows, "next_lower"), rate, index.decimals)
    maximum = index.scale_max / float(method.factor)
    room = np.maximum(maximum - number(rows, "measure_value"), 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        rows = rows.assign(
            measure_maximum=maximum,
            effect_per_point=rate,
            needed_rise=rise,
            needed_value=number(rows, "measure_value") + rise,
            reached_value=round_half_up(number(rows, "exact_value") + rate * rise, index.decimals),
            effort=np.where(room > 0, rise / np.where(room > 0, room, 1), np.inf),
        )
    rows["is_reachable"] = rows["needed_value"] <= maximum + STEP / 2
    total = rows.groupby(KEYS, dropna=False)["effect_per_point"].transform("sum")
    rows["needed_rise_all"] = _smallest_rise(
        number(rows, "exact_value"), number(rows, "next_lower"), total.to_numpy(), index.decimals
    )
    ahead = [True, True, True, False, True]
    rows = rows.sort_values(
        [*KEYS, "effort", "effect_per_point", "measure_order"], ascending=ahead, na_position="first"
    )
    rows["lever_rank"] = rows.groupby(KEYS, dropna=False).cumcount() + 1
    rows["effort"] = rows["effort"].replace(np.inf, np.nan)
    rows["sentence"] = [_sentence(row, index) for row in rows.to_dict("records")]
    return rows.assign(instrument_id=index.id, lever_kind=MEASURE)


def _next_bands(scores: pd.DataFrame, method: Method, index: Index) -> pd.DataFrame:
    """The scores below the highest category, with the next one and what lacks."""
    bands = sorted(method.bands, key=lambda band: band.lower)
    after = {low.category: high for low, high in zip(bands, bands[1:], strict=False)}
    rows = scores[scores["value"].notna() & scores["category"].isin(after)]
    upper = [after[category] for category in rows["category"]]
    lower = np.array([band.lower for band in upper], dtype=float)
    return rows.assign(
        next_category=[band.category for band in upper],
        next_category_label=[band.label for band in upper],
        next_lower=lower,
        points_needed=round_half_up(lower - number(rows, "value"), index.decimals),
    )


def _lowest_level(details: pd.DataFrame) -> pd.DataFrame:
    """The weighted measures that nothing below them explains."""
    above = details[[*KEYS, "parent_measure_id"]].dropna(subset=["parent_measure_id"]).drop_duplicates()
    above = above.rename(columns={"parent_measure_id": "measure_id"}).assign(is_above=True)
    rows = details.merge(above, on=[*KEYS, "measure_id"], how="left")
    rows = rows[rows["is_above"].isna() & (number(rows, "weight") > 0) & rows["value"].notna()]
    columns = [*KEYS, "measure_id", "measure_label", "measure_order", "value", "weight"]
    return rows[columns].rename(columns={"value": "measure_value"})


def _smallest_rise(exact: np.ndarray, lower: np.ndarray, rate: np.ndarray, decimals: int) -> np.ndarray:
    """The fewest steps that take the rounded index to the bound."""

    near = (
        lower - STEP / 10**decimals
    )  # both are written with these decimals; this only takes off binary dust

    def reaches(steps: np.ndarray) -> np.ndarray:
        return round_half_up(exact + rate * STEP * steps, decimals) >= near

    steps = np.ceil((lower - 0.5 / 10**decimals - exact) / (rate * STEP) - 1e-6)
    steps = np.where(reaches(steps), steps, steps + 1)
    steps = np.where(reaches(steps - 1), steps - 1, steps)
    return np.round(steps * STEP, DECIMALS)


def _sentence(row: dict[Any, Any], index: Index) -> str:
    to = _category(row)
    if not row["is_reachable"]:
        what = (index.measure_title or "bagian").lower()
        return (
            f"Tidak cukup menaikkan satu {what}: untuk kategori {to}, semua {what} perlu naik "
            f"{angka(row['needed_rise_all'])} atau setara dengan itu."
        )
    return (
        f"Naikkan {row['measure_label']} {angka(row['needed_rise'])} poin, dari "
        f"{angka(row['measure_value'])} menjadi {angka(row['needed_value'])}: {index.short_title} menjadi "
        f"{angka(row['reached_value'], index.decimals)} dan kategorinya naik dari {row['category']} ke {to}."
    )


def _category(row: dict[Any, Any]) -> str:
    name, label = row["next_category"], row["next_category_label"]
    return name if name == label else f"{name} ({label})"


def _duty_sentence(row: dict[Any, Any], duty: Duty, index: Index) -> str:
    where = f" pada {bilangan(row['n_affected'])} layanan" if duty.level == "service" else ""
    return (
        f"Penuhi kewajiban {duty.short_title}{where}: selain wajib, hal itu bernilai sampai "
        f"{angka(row['points_at_most'], index.decimals)} poin {index.short_title} melalui "
        f"{row['measure_label']}."
    )
