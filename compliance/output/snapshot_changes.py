"""What changed between two snapshots, unit by unit and year by year, as sentences.

A figure of one year that another load changed is a revision. It did not rise or fall, so no sentence says so,
and a value that another method gives is not set against the one before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from compliance import instruments, queries, warehouse
from compliance.charts.style import records
from compliance.errors import PantauError
from compliance.formatting import angka, bilangan, daftar, is_empty
from compliance.output.changes import COLUMNS as OF_YEARS
from compliance.output.changes import DUTY, NAMES, NEITHER, REPORT, STANDARD, VALUE
from compliance.verdict import SEVERITY_ORDER
from compliance.warehouse import DatabaseError, Snapshot
from compliance.words import label

REVISED, GAINED, LOST = "direvisi", "bertambah", "hilang"
COLUMNS = [*OF_YEARS, "year"]
# The most important first; within a step the larger change comes first.
STEPS = (
    (VALUE, REVISED, True), (REPORT, LOST, False), (STANDARD, LOST, False), (DUTY, REVISED, False),
    (VALUE, REVISED, False), (VALUE, NEITHER, False), (REPORT, GAINED, False), (STANDARD, GAINED, False),
    (REPORT, REVISED, False),
)  # fmt: skip
_RANK = {verdict.value: place for place, verdict in enumerate(SEVERITY_ORDER)}
CITY = ""  # stands for the missing unit of the city, because a join matches no missing value


class NotComparableError(PantauError):
    """A snapshot is no longer there, or was made by a version with other tables."""


@dataclass(frozen=True)
class State:
    """What a snapshot says of the chosen units in all years: rows of mart_score, mart_duty and
    mart_service_standard."""

    scores: pd.DataFrame
    duties: pd.DataFrame
    services: pd.DataFrame


def state(snapshot: Snapshot, **scope: Any) -> State:
    """Read a snapshot; the city's own figures only where no unit is left out."""
    try:
        scores = queries.scores(snapshot, **scope)
        if not any(scope.values()):
            scores = pd.concat([queries.city_scores(snapshot), scores])
        duties, services = queries.duties(snapshot, **scope), queries.services(snapshot, **scope)
    except DatabaseError as error:
        raise NotComparableError(
            f"Cuplikan {snapshot.id} disusun oleh versi aplikasi yang berbeda, sehingga isinya tidak dapat "
            "dibandingkan. Pilih cuplikan yang lebih baru."
        ) from error
    return State(scores, duties, services)


def since(snapshot: Snapshot, *, earlier_id: str, **scope: Any) -> pd.DataFrame:
    """What `snapshot` changed of an earlier one of the same data folder, as `between` tells it."""
    earlier = warehouse.kept(snapshot.path.parent.parent, earlier_id)
    if earlier is None:
        raise NotComparableError(f"Cuplikan {earlier_id} tidak disimpan lagi. Pilih cuplikan lain.")
    return between(state(earlier, **scope), state(snapshot, **scope))


def between(before: State, after: State) -> pd.DataFrame:
    """Every change, the most important first; importance counts from 1.

    Output: COLUMNS. What is the same in both snapshots has no row.
    """
    lines = [
        *_values(_pairs(before.scores, after.scores, ["unit_id", "year", "instrument_id"])),
        *_duties(_pairs(before.duties, after.duties, ["unit_id", "year", "duty_id"])),
        *_standards(_pairs(before.services, after.services, ["service_id", "year"])),
    ]
    frame = pd.DataFrame(lines, columns=[*COLUMNS, "step", "size"])
    order = ["step", "size", "unit_name", "subject", "year"]
    frame = frame.sort_values(order, ascending=[True, False, True, True, False])
    frame["importance"] = range(1, len(frame) + 1)
    frame["unit_id"] = frame["unit_id"].replace({CITY: None})
    return frame[COLUMNS].reset_index(drop=True)


def _pairs(before: pd.DataFrame, after: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Rows of both by key; a column of the earlier one ends in _old, names come from where there are any."""
    filled = [frame.assign(unit_id=frame["unit_id"].fillna(CITY)) for frame in (before, after)]
    both = filled[0].merge(filled[1], on=keys, suffixes=("_old", ""), how="outer")
    for name in set(both.columns) & {f"{column}_old" for column in ("unit_id", "unit_name", "service_name")}:
        column = name.removesuffix("_old")
        both[column] = both[column].fillna(both[name])
    return both.sort_values(keys)


def _line(
    row: Any, kind: str, subject: str, development: str, before: str, after: str, sentence: str,
    *, size: float = 0, other_category: bool = False,
) -> dict[str, Any]:  # fmt: skip
    return {
        "unit_id": row.unit_id, "unit_name": row.unit_name, "year": int(row.year), "change_kind": kind,
        "subject": subject, "development": development, "before": before, "after": after,
        "sentence": sentence, "step": STEPS.index((kind, development, other_category)), "size": size,
    }  # fmt: skip


def _differ(both: pd.DataFrame, column: str) -> pd.Series:
    """Where the two snapshots say another thing; missing on both sides is the same."""
    old, new = both[f"{column}_old"], both[column]
    return ~((old == new).fillna(False) | (old.isna() & new.isna())).astype(bool)


def _values(both: pd.DataFrame) -> Iterator[dict[str, Any]]:
    changed = _differ(both, "value") | _differ(both, "category") | _differ(both, "reporting_state")
    for row in records(both[changed]):
        name, decimals = instruments.title(row.instrument_id), instruments.decimals(row.instrument_id)
        had, has = not is_empty(row.value_old), not is_empty(row.value)
        about = f"{name} {row.unit_name} {int(row.year)}"
        if had and has:
            yield from _value(row, name, about, decimals)
            continue
        then, now = (
            label("reporting_state", one).lower() if not is_empty(one) else "tidak ada"
            for one in (row.reporting_state_old, row.reporting_state)
        )
        if has:
            told = _told(row.value, row.category, decimals)
            sentence = f"{about} kini ada: {told}. Sebelumnya {then}."
            yield _line(row, REPORT, name, GAINED, then, told, sentence)
        elif had:
            told = _told(row.value_old, row.category_old, decimals)
            sentence = f"{about} tidak ada lagi; kini {now}, sedangkan sebelumnya {told}."
            yield _line(row, REPORT, name, LOST, told, now, sentence)
        elif not is_empty(row.reporting_state_old) and not is_empty(row.reporting_state):
            sentence = f"Laporan {about} berubah dari {then} menjadi {now}."
            yield _line(row, REPORT, name, REVISED, then, now, sentence)


def _value(row: Any, name: str, about: str, decimals: int) -> Iterator[dict[str, Any]]:
    before, after = (
        _told(value, category, decimals)
        for value, category in ((row.value_old, row.category_old), (row.value, row.category))
    )
    if row.method_id_old != row.method_id:
        sentence = f"{about} kini dihitung dengan metode lain: {after}; nilai sebelumnya {before}."
        yield _line(row, VALUE, name, NEITHER, before, after, sentence)
    elif before != after:
        low, high = instruments.scale(row.instrument_id)
        other = row.category_old != row.category
        sentence = f"{about} direvisi dari {before} menjadi {after}" + (
            "; kategorinya berubah." if other else "."
        )
        yield _line(row, VALUE, name, REVISED, before, after, sentence, other_category=other,
                    size=abs(row.value - row.value_old) / (high - low))  # fmt: skip


def _told(value: float, category: Any, decimals: int) -> str:
    return angka(value, decimals) + ("" if is_empty(category) else f" ({category})")


def _duties(both: pd.DataFrame) -> Iterator[dict[str, Any]]:
    changed = both.dropna(subset=["verdict", "verdict_old"])
    for row in records(changed[changed["verdict"] != changed["verdict_old"]]):
        before, after = (label("verdict", one).lower() for one in (row.verdict_old, row.verdict))
        sentence = (
            f"Kewajiban “{row.duty_label}” pada {row.unit_name} {int(row.year)} direvisi dari {before} "
            f"menjadi {after}."
        )
        size = abs(_RANK[row.verdict] - _RANK[row.verdict_old])
        yield _line(row, DUTY, row.duty_label, REVISED, before, after, sentence, size=size)


def _standards(both: pd.DataFrame) -> Iterator[dict[str, Any]]:
    was, now = both["status_old"].eq("ditetapkan"), both["status"].eq("ditetapkan")
    for development, rows in ((GAINED, both[now & ~was]), (LOST, both[was & ~now])):
        for _, own in rows.groupby(["unit_id", "year"], sort=False):
            row, n = next(iter(records(own))), bilangan(len(own))
            names = daftar(own["service_name"], limit=NAMES)
            verb = "kini tercatat" if development == GAINED else "tidak lagi tercatat"
            sentence = f"Standar {n} layanan {row.unit_name} {verb} ditetapkan pada {int(row.year)}: {names}."
            before, after = ("0", n) if development == GAINED else (n, "0")
            yield _line(row, STANDARD, "Standar", development, before, after, sentence, size=len(own))
