"""What each unit has to complete for a year: standards, reports, duties, overdue follow-up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from compliance import queries, service_gaps
from compliance.charts.style import records
from compliance.formatting import is_empty
from compliance.warehouse import Snapshot

_LATE = ("belum_melapor", "ditolak")
_BREACH = "tidak_patuh"
_UNMET = (_BREACH, "berisiko")


@dataclass(frozen=True)
class Own:
    """Rows of one unit, cut out of those of all when they are read: a list of letters only counts them."""

    among: pd.DataFrame
    places: Sequence[int]

    def __len__(self) -> int:
        return len(self.places)

    @cached_property
    def rows(self) -> pd.DataFrame:
        return self.among.take(self.places)


@dataclass(frozen=True)
class Needs:
    """The lists of one unit. unit: its row of mart_unit.

    services: those that lack something, most urgent first. is_without_services: none was reported.
    scores: instruments that are due and have no value. duties: not met, or met in part.
    is_breached: a duty is not met. actions: overdue.
    """

    unit: Any
    is_without_services: bool
    is_breached: bool
    services: Own
    scores: Own
    duties: Own
    actions: Own

    @property
    def is_nothing(self) -> bool:
        """True for a unit that is not asked for anything; a duty that is only at risk asks for nothing."""
        lists = (self.services, self.scores, self.actions)
        return not (self.is_without_services or self.is_breached or any(map(len, lists)))


def of_units(snapshot: Snapshot, year: int, unit_id: str | None = None) -> list[Needs]:
    """The needs of every unit that existed in the year and still exists, by name; also of those without any.
    unit_id: only of that one.

    A unit that has ended is not asked: its successor is, for what is its own.
    """
    compliance = queries.unit_compliance(snapshot, year=year, unit_id=unit_id)
    services = service_gaps.ranked(queries.standard_gaps(snapshot, year=year, unit_id=unit_id))
    scores = queries.scores(snapshot, year=year, unit_id=unit_id)
    duties = queries.duties(snapshot, year=year, unit_id=unit_id)
    actions = queries.follow_up(snapshot, unit_id=unit_id)
    found = (
        services[services["n_gaps"] > 0],
        scores[scores["reporting_state"].isin(_LATE)],
        duties[duties["verdict"].isin(_UNMET)].sort_values("verdict", key=_urgency, kind="stable"),
        actions[actions["is_overdue"].fillna(False).astype(bool)].sort_values("due_date", kind="stable"),
    )
    breached = set(duties.loc[duties["verdict"] == _BREACH, "unit_id"])
    by_unit: list[tuple[pd.DataFrame, dict[Any, Any]]] = [
        (rows, rows.groupby("unit_id").indices) for rows in found
    ]
    is_without_services = {
        one.unit_id: one.standard_verdict == "tanpa_data" and not one.n_services
        for one in records(compliance)
    }
    units = [one for one in records(queries.units(snapshot)) if one.unit_id in is_without_services]
    return [
        Needs(
            unit,
            is_without_services[unit.unit_id],
            unit.unit_id in breached,
            *(Own(rows, places.get(unit.unit_id, ())) for rows, places in by_unit),
        )
        for unit in units
        if is_empty(unit.valid_to) or unit.valid_to.date() >= snapshot.as_of
    ]


def _urgency(verdicts: pd.Series) -> pd.Series:
    return verdicts.map({verdict: place for place, verdict in enumerate(_UNMET)})
