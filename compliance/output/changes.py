"""What changed between two years, unit by unit, as sentences: values, reporting, duties, standards.

Nothing is compared that may not be: where the method changed in between, or where a year between the two may
not be compared with the one before it, the sentence says so instead of a difference.

Finding is apart from wording: of a hundred thousand changes a page shows fifteen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from compliance import instruments
from compliance.charts.style import records
from compliance.formatting import angka, bilangan, daftar, is_empty
from compliance.sentences import kepastian, unit_yang_sama
from compliance.verdict import SEVERITY_ORDER
from compliance.words import label

BETTER, WORSE, NEITHER, UNSURE = "membaik", "memburuk", "tidak_dapat_dibandingkan", "tidak_pasti"
VALUE, REPORT, DUTY, STANDARD = "nilai", "laporan", "kewajiban", "standar"
COLUMNS = [
    "unit_id", "unit_name", "change_kind", "subject", "development", "before", "after", "sentence",
    "importance",
]  # fmt: skip
# The most important first; within a step the larger change comes first.
STEPS = (
    (VALUE, WORSE, True), (STANDARD, WORSE, False), (DUTY, WORSE, False), (REPORT, WORSE, False),
    (VALUE, BETTER, True), (VALUE, WORSE, False), (VALUE, BETTER, False), (DUTY, BETTER, False),
    (STANDARD, BETTER, False), (REPORT, BETTER, False), (VALUE, UNSURE, True), (VALUE, UNSURE, False),
    (VALUE, NEITHER, False), (DUTY, NEITHER, False),
)  # fmt: skip
NAMES = 3  # services named before the rest is counted
MEAN_OVER_YEARS = (
    "Nilai ini rata-rata unit yang melapor; unit itu hanya disamakan untuk tahun yang berurutan."
)
_FACTS = [
    "unit_id", "unit_name", "change_kind", "subject", "development", "size", "other_category",
    "decimals", "value_old", "value", "category_old", "category", "change", "n_compared",
    "is_change_significant", "reason", "reporting_state_old", "reporting_state",
    "verdict_old", "verdict", "names",
]  # fmt: skip
_STEP = {step: place for place, step in enumerate(STEPS)}
_RANK = {verdict.value: place for place, verdict in enumerate(SEVERITY_ORDER)}


def between(
    scores: pd.DataFrame, duties: pd.DataFrame, services: pd.DataFrame, first: int, last: int
) -> pd.DataFrame:
    """Every change of every unit, the most important first; importance counts from 1.

    Input:  as `find`.
    Output: COLUMNS. What is the same in both years has no row.
    """
    return word(find(scores, duties, services, first, last), first, last)


def find(
    scores: pd.DataFrame, duties: pd.DataFrame, services: pd.DataFrame, first: int, last: int
) -> pd.DataFrame:
    """The changes as figures, ranked: COLUMNS without before, after and sentence, and what `word` needs.

    Input:  rows of mart_score of all years from `first` to `last`, units and city; rows of mart_duty and
            mart_service_standard of these two years. Rows of what is the same in both may be left out, of
            the years in between all but those that may not be compared with the year before.
    """
    asked = ((_values, scores), (_duties, duties), (_standards, services))
    parts = [part(rows, first, last).reindex(columns=_FACTS) for part, rows in asked if len(rows)]
    found = pd.concat(parts or [pd.DataFrame(columns=_FACTS)], ignore_index=True)
    keys = zip(found["change_kind"], found["development"], found["other_category"].eq(True), strict=True)
    found["step"] = [_STEP[key] for key in keys]
    order = ["step", "size", "unit_name", "subject"]
    found = found.sort_values(order, ascending=[True, False, True, True], ignore_index=True)
    found["importance"] = range(1, len(found) + 1)
    return found


def word(found: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """Rows of `find` in sentences: COLUMNS."""
    told = [_TELLERS[row.change_kind](row, first, last) for row in records(found)]
    texts = pd.DataFrame(told, columns=["before", "after", "sentence"], index=found.index)
    return found.join(texts)[COLUMNS].infer_objects()


def _pairs(rows: pd.DataFrame, keys: list[str], first: int, last: int) -> pd.DataFrame:
    """Both years side by side: a column of the first one ends in _old; names are those of the last year."""
    old, new = rows[rows["year"] == first], rows[rows["year"] == last]
    both = old.merge(new, on=keys, suffixes=("_old", ""), how="outer")
    for column in ("unit_id", "unit_name", "service_name"):
        if f"{column}_old" in both:
            both[column] = both[column].fillna(both[f"{column}_old"])
    return both


def _values(scores: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    both = _pairs(scores, ["unit_id", "instrument_id"], first, last)
    had, has = both["value_old"].notna(), both["value"].notna()
    reported = both[had != has]
    reported = reported.assign(
        change_kind=REPORT, development=np.where(reported["value"].notna(), BETTER, WORSE), size=0.0
    )
    found = pd.concat([_changes(both[had & has], scores, first, last), reported])
    return found.assign(
        subject=_of_each(found["instrument_id"], instruments.title),
        decimals=_of_each(found["instrument_id"], instruments.decimals),
    )


def _of_each(instrument_ids: pd.Series, fact: Callable[[str], Any]) -> pd.Series:
    """A fact of the instrument of each row, asked for once per instrument."""
    return instrument_ids.map({one: fact(one) for one in instrument_ids.unique()})


def _changes(both: pd.DataFrame, scores: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """Pairs of two values: by how much they may be said to differ, or the reason why not."""
    reason = _breaks(both, scores, first, last)
    # A mean changes by what the units of both years changed by, not by the difference of its values.
    change = both["change"].where(both["n_compared"].notna(), both["value"] - both["value_old"])
    decimals = _of_each(both["instrument_id"], instruments.decimals)
    change = pd.Series(
        [round(one, places) for one, places in zip(change.astype("float64"), decimals, strict=True)],
        both.index, dtype="float64",
    ).where(reason.isna())  # fmt: skip
    significant = both["is_change_significant"].astype("boolean")
    if last - first > 1:
        significant = significant.where(significant.isna())
    width = _of_each(both["instrument_id"], _width)
    found = both.assign(
        change_kind=VALUE, change=change, reason=reason, is_change_significant=significant,
        development=np.select(
            [reason.notna(), significant.eq(False).fillna(False).astype(bool), change > 0],
            [NEITHER, UNSURE, BETTER], WORSE,
        ),
        other_category=reason.isna() & both["category_old"].ne(both["category"]) & both["category"].notna(),
        size=(change.abs() / width).fillna(0.0),
    )  # fmt: skip
    return found[change.ne(0)]


def _width(instrument_id: str) -> float:
    low, high = instruments.scale(instrument_id)
    return high - low


def _breaks(both: pd.DataFrame, scores: pd.DataFrame, first: int, last: int) -> pd.Series:
    """Why the two years may not be compared; empty if they may."""
    keys = ["unit_id", "instrument_id"]
    later = scores[scores["year"].between(first + 1, last)].sort_values("year", kind="stable")
    broken = later[later["previous_value"].notna() & ~later["is_comparable"].astype(bool)]
    broken = broken.drop_duplicates(keys).assign(reason=lambda rows: rows["break_reason"].fillna(""))
    reason = both[keys].merge(broken[[*keys, "reason"]], on=keys, how="left")["reason"].astype(object)
    reason.index = both.index
    if last - first > 1:
        reason = reason.mask(reason.isna() & both["n_compared"].notna(), MEAN_OVER_YEARS)
    other = both[reason.isna() & both["method_id_old"].ne(both["method_id"])]
    for (instrument, method), rows in other.groupby(["instrument_id", "method_id"], dropna=False):
        reason[rows.index] = _of_method(str(instrument), str(method))
    return reason


def _of_method(instrument_id: str, method_id: str) -> str:
    later = [method for method in instruments.index(instrument_id).methods if method.id == method_id]
    return str(later[0].break_reason or "") if later else ""


def _duties(duties: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    both = _pairs(duties, ["unit_id", "duty_id"], first, last).dropna(subset=["verdict", "verdict_old"])
    both = both[both["verdict"].ne(both["verdict_old"]) & ~_either(both, "tidak_berlaku")]
    rise = both["verdict"].map(_RANK) - both["verdict_old"].map(_RANK)
    return both.assign(
        change_kind=DUTY, subject=both["duty_label"], size=rise.abs().astype("float64"),
        development=np.select(
            # What was not known did not get better or worse.
            [_either(both, "tanpa_data"), rise > 0], [NEITHER, BETTER], WORSE,
        ),
    )  # fmt: skip


def _either(both: pd.DataFrame, verdict: str) -> pd.Series:
    return both["verdict"].eq(verdict) | both["verdict_old"].eq(verdict)


def _standards(services: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    both = _pairs(services, ["service_id"], first, last)
    was, now = both["status_old"].eq("ditetapkan"), both["status"].eq("ditetapkan")
    both = both.assign(development=np.where(now, BETTER, WORSE))[was != now]
    units = both.groupby(["unit_id", "development"], sort=False, as_index=False)
    found = units.agg(unit_name=("unit_name", "first"), names=("service_name", list))
    return found.assign(
        change_kind=STANDARD, subject="Standar", size=[float(len(names)) for names in found["names"]]
    )


def _tell_value(row: Any, first: int, last: int) -> tuple[str, str, str]:
    old, new, by = (angka(one, int(row.decimals)) for one in (row.value_old, row.value, abs(row.change)))
    before, after = f"{old} ({row.category_old})", f"{new} ({row.category})"
    about = f"{row.subject} {row.unit_name}"
    if row.development == NEITHER:
        told = f"{about} {before} pada {first} dan {after} pada {last} tidak dapat dibandingkan. {row.reason}"
        return before, after, told
    certain = kepastian(row.is_change_significant)
    categories = f"; kategorinya berubah dari {row.category_old} menjadi {row.category}"
    sentence = (
        f"{about} {'naik' if row.change > 0 else 'turun'} {by} poin, dari {old} menjadi {new}"
        + ("" if is_empty(row.n_compared) else f", dihitung dari {unit_yang_sama(row.n_compared)}")
        + (f" ({certain})" if certain else "")
        + (categories if row.other_category else "")
        + "."
    )
    return before, after, sentence


def _tell_report(row: Any, first: int, last: int) -> tuple[str, str, str]:
    is_lost = row.development == WORSE
    value, missing = (row.value_old, row.reporting_state) if is_lost else (row.value, row.reporting_state_old)
    state = "tidak ada" if is_empty(missing) else label("reporting_state", missing).lower()
    number = angka(value, int(row.decimals))
    about = f"{row.subject} {row.unit_name} ada pada"
    if is_lost:
        return number, state, f"{about} {first} ({number}), tetapi pada {last} {state}."
    return state, number, f"{about} {last} ({number}), sedangkan pada {first} {state}."


def _tell_duty(row: Any, *_: int) -> tuple[str, str, str]:
    before, after = (label("verdict", one).lower() for one in (row.verdict_old, row.verdict))
    told = f"Kewajiban “{row.subject}” pada {row.unit_name} berubah dari {before} menjadi {after}."
    return before, after, told


def _tell_standard(row: Any, *_: int) -> tuple[str, str, str]:
    n, names = bilangan(row.size), daftar(row.names, limit=NAMES)
    is_better = row.development == BETTER
    verb = "menetapkan standar" if is_better else "tidak lagi menetapkan standar"
    before, after = ("0", n) if is_better else (n, "0")
    return before, after, f"{row.unit_name} {verb} {n} layanan: {names}."


_TELLERS: dict[str, Callable[..., tuple[str, str, str]]] = {
    VALUE: _tell_value, REPORT: _tell_report, DUTY: _tell_duty, STANDARD: _tell_standard,
}  # fmt: skip
