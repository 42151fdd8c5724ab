"""What changed between two years, unit by unit, as sentences: values, reporting, duties, standards.

Nothing is compared that may not be: where the method changed in between, or where a year between the two may
not be compared with the one before it, the sentence says so instead of a difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

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
_RANK = {verdict.value: place for place, verdict in enumerate(SEVERITY_ORDER)}
Line = dict[str, Any]


def between(
    scores: pd.DataFrame, duties: pd.DataFrame, services: pd.DataFrame, first: int, last: int
) -> pd.DataFrame:
    """Every change of every unit, the most important first; importance counts from 1.

    Input:  rows of mart_score of all years from `first` to `last`, units and city; rows of mart_duty and
            mart_service_standard of these two years.
    Output: COLUMNS. What is the same in both years has no row.
    """
    lines = [*_values(scores, first, last), *_duties(duties, first, last), *_standards(services, first, last)]
    frame = pd.DataFrame(lines, columns=[*COLUMNS, "step", "size"])
    frame = frame.sort_values(["step", "size", "unit_name", "subject"], ascending=[True, False, True, True])
    frame["importance"] = range(1, len(frame) + 1)
    return frame[COLUMNS].reset_index(drop=True)


def _line(
    row: Any, kind: str, subject: str, development: str, before: str, after: str, sentence: str,
    *, size: float = 0, other_category: bool = False,
) -> Line:  # fmt: skip
    return {
        "unit_id": row.unit_id, "unit_name": row.unit_name, "change_kind": kind, "subject": subject,
        "development": development, "before": before, "after": after, "sentence": sentence,
        "step": STEPS.index((kind, development, other_category)), "size": size,
    }  # fmt: skip


def _values(scores: pd.DataFrame, first: int, last: int) -> Iterator[Line]:
    series: dict[tuple[str | None, str], dict[int, Any]] = {}
    for row in records(scores):
        key = (None if is_empty(row.unit_id) else row.unit_id, row.instrument_id)
        series.setdefault(key, {})[int(row.year)] = row
    for (_, instrument), by_year in series.items():
        old, new = by_year.get(first), by_year.get(last)
        had, has = (row is not None and not is_empty(row.value) for row in (old, new))
        name, decimals = instruments.title(str(instrument)), instruments.decimals(str(instrument))
        if had and has:
            yield from _value(by_year, first, last, name, decimals)
        elif old is not None and had:
            state = "tidak ada" if new is None else label("reporting_state", new.reporting_state).lower()
            then = angka(old.value, decimals)
            sentence = f"{name} {old.unit_name} ada pada {first} ({then}), tetapi pada {last} {state}."
            yield _line(old, REPORT, name, WORSE, then, state, sentence)
        elif new is not None and has:
            state = "tidak ada" if old is None else label("reporting_state", old.reporting_state).lower()
            now = angka(new.value, decimals)
            sentence = f"{name} {new.unit_name} ada pada {last} ({now}), sedangkan pada {first} {state}."
            yield _line(new, REPORT, name, BETTER, state, now, sentence)


def _value(by_year: dict[int, Any], first: int, last: int, name: str, decimals: int) -> Iterator[Line]:
    old, new = by_year[first], by_year[last]
    before, after = (f"{angka(row.value, decimals)} ({row.category})" for row in (old, new))
    reason = _break(by_year, first, last)
    if reason is not None:
        sentence = (
            f"{name} {new.unit_name} {before} pada {first} dan {after} pada {last} tidak dapat "
            f"dibandingkan. {reason}"
        )
        yield _line(new, VALUE, name, NEITHER, before, after, sentence)
        return
    # A mean changes by what the units of both years changed by, not by the difference of its values.
    is_mean = not is_empty(new.n_compared)
    change = round(float(new.change) if is_mean else float(new.value) - float(old.value), decimals)
    if not change:
        return
    word, development = ("naik", BETTER) if change > 0 else ("turun", WORSE)
    significant = new.is_change_significant if last - first == 1 else None
    certain = kepastian(significant)
    if not is_empty(significant) and not significant:
        development = UNSURE
    other = old.category != new.category and not is_empty(new.category)
    sentence = (
        f"{name} {new.unit_name} {word} {angka(abs(change), decimals)} poin, dari "
        f"{angka(old.value, decimals)} menjadi {angka(new.value, decimals)}"
        + (f", dihitung dari {unit_yang_sama(new.n_compared)}" if is_mean else "")
        + (f" ({certain})" if certain else "")
        + (f"; kategorinya berubah dari {old.category} menjadi {new.category}." if other else ".")
    )
    low, high = instruments.scale(str(new.instrument_id))
    size = abs(change) / (high - low)
    yield _line(new, VALUE, name, development, before, after, sentence, size=size, other_category=other)


def _break(by_year: dict[int, Any], first: int, last: int) -> str | None:
    """Why the two years may not be compared; None if they may."""
    for year in range(first + 1, last + 1):
        row = by_year.get(year)
        if row is not None and not is_empty(row.previous_value) and not row.is_comparable:
            return "" if is_empty(row.break_reason) else str(row.break_reason)
    if last - first > 1 and not is_empty(by_year[last].n_compared):
        return "Nilai ini rata-rata unit yang melapor; unit itu hanya disamakan untuk tahun yang berurutan."
    if by_year[first].method_id != by_year[last].method_id:
        index = instruments.index(str(by_year[last].instrument_id))
        later = [method for method in index.methods if method.id == by_year[last].method_id]
        return str(later[0].break_reason or "") if later else ""
    return None


def _pairs(rows: pd.DataFrame, keys: list[str], first: int, last: int) -> pd.DataFrame:
    old, new = rows[rows["year"] == first], rows[rows["year"] == last]
    return old.merge(new, on=keys, suffixes=("_old", ""), how="outer")


def _duties(duties: pd.DataFrame, first: int, last: int) -> Iterator[Line]:
    both = _pairs(duties, ["unit_id", "duty_id"], first, last).dropna(subset=["verdict", "verdict_old"])
    changed = both[both["verdict"] != both["verdict_old"]]
    applies = changed["verdict"].ne("tidak_berlaku") & changed["verdict_old"].ne("tidak_berlaku")
    for row in records(changed[applies]):
        before, after = (label("verdict", one).lower() for one in (row.verdict_old, row.verdict))
        rise = _RANK[row.verdict] - _RANK[row.verdict_old]
        development = BETTER if rise > 0 else WORSE
        if "tanpa_data" in (row.verdict_old, row.verdict):  # what was not known did not get better or worse
            development = NEITHER
        sentence = f"Kewajiban “{row.duty_label}” pada {row.unit_name} berubah dari {before} menjadi {after}."
        yield _line(row, DUTY, row.duty_label, development, before, after, sentence, size=abs(rise))


def _standards(services: pd.DataFrame, first: int, last: int) -> Iterator[Line]:
    both = _pairs(services, ["service_id"], first, last)
    for column in ("unit_id", "unit_name", "service_name"):
        both[column] = both[column].fillna(both[f"{column}_old"])
    was, now = both["status_old"].eq("ditetapkan"), both["status"].eq("ditetapkan")
    for development, rows in ((BETTER, both[now & ~was]), (WORSE, both[was & ~now])):
        for _, own in rows.groupby("unit_id", sort=False):
            (row,), n = records(own.head(1)), bilangan(len(own))
            names = daftar(own["service_name"], limit=NAMES)
            verb = "menetapkan standar" if development == BETTER else "tidak lagi menetapkan standar"
            sentence = f"{row.unit_name} {verb} {n} layanan: {names}."
            before, after = ("0", n) if development == BETTER else (n, "0")
            yield _line(row, STANDARD, "Standar", development, before, after, sentence, size=len(own))
