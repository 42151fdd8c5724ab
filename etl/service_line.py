"""Which services of different units are one service that moved: it keeps its history and counts once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from compliance.rules.succession import Succession

# Units of these kinds offer the same services side by side, often under the same codes: never one that moved.
SIDE_BY_SIDE = {"kelurahan", "desa", "kecamatan", "puskesmas", "sekolah", "upt"}

COLUMNS = ["own_service_id", "service_id", "taken_from", "is_carried", "moved_from"]


@dataclass(frozen=True)
class Service:
    """A service as one unit filed it."""

    id: str
    unit_id: str
    unit_kind: str
    code: str | None
    names: frozenset[str]
    first_day: date
    last_active: date

    @property
    def key(self) -> str:
        """What tells it apart within its unit: its code, or its name and place."""
        return self.id.removeprefix(f"{self.unit_id}/")


def link_services(services: pd.DataFrame, succession: Succession) -> pd.DataFrame:
    """Give services that are one service the id of the first.

    A unit that continues another one, alone or not, continues its service of the same code, or else name.
    Between other units a service moved only where exactly these two use its code, its name is the same, the
    one stopped filing before the other began, and they are not of a kind whose units all offer the same.

    Input:  services: service_id, unit_id, unit_kind, service_code, names, first_day, last_active.
    Output: one row per service, see COLUMNS. `taken_from`: from that day on another unit's filing stands for
            it; `is_carried`: it lives on with the heir of its unit; `moved_from`: the unit that had it, if
            no succession explains the move.
    """
    known = sorted((_service(row) for row in services.to_dict("records")), key=lambda s: (s.first_day, s.id))
    users: dict[str, set[str]] = {}
    for one in known:
        if one.code is not None:
            users.setdefault(one.code, set()).add(one.unit_id)
    relatives = {unit: succession.ancestors(unit) for unit in {one.unit_id for one in known}}
    of_unit: dict[str, list[Service]] = {}
    for one in known:
        of_unit.setdefault(one.unit_id, []).append(one)
    line = {one.id: one.id for one in known}
    tail = {one.id: one for one in known}
    taken: dict[str, date] = {}
    left: set[str] = set()
    moved: dict[str, str] = {}
    for one in known:
        older = [other for unit in relatives[one.unit_id] for other in of_unit.get(unit, [])]
        same = [other for other in older if other.key == one.key] or [
            other for other in older if other.names & one.names
        ]
        before = [other for other in same if other.last_active < one.first_day]
        found = {line[other.id] for other in before}
        is_move = not same and one.code is not None and len(users[one.code]) == 2
        if is_move:
            (former,) = users[str(one.code)] - {one.unit_id}
            before = [other for other in of_unit[former] if _moved(other, one)]
            found = {line[other.id] for other in before}
        if len(found) == 1 and tail[(root := found.pop())].unit_id in {other.unit_id for other in before}:
            taken[tail[root].id] = one.first_day
            line[one.id], tail[root] = root, one
            if is_move:
                moved[one.id] = before[0].unit_id
        # What the unit has under its own name already is not carried over a second time.
        left |= {other.id for other in same if line[other.id] != line[one.id]}
    rows = [(one.id, line[one.id], taken.get(one.id), one.id not in left, moved.get(one.id)) for one in known]
    types: dict[str, Any] = dict.fromkeys(("own_service_id", "service_id", "moved_from"), "string")
    frame = pd.DataFrame(rows, columns=COLUMNS).astype(types | {"is_carried": "bool"})
    return frame.assign(taken_from=pd.to_datetime(frame["taken_from"]).astype("datetime64[us]"))


def _moved(former: Service, one: Service) -> bool:
    """Whether a service of an unrelated unit is this one before it moved."""
    is_side_by_side = former.unit_kind == one.unit_kind and one.unit_kind in SIDE_BY_SIDE
    is_same = former.code == one.code and bool(former.names & one.names)
    return is_same and former.last_active < one.first_day and not is_side_by_side


def _service(row: dict[Any, Any]) -> Service:
    first = pd.Timestamp(row["first_day"]).date()
    last = first if pd.isna(row["last_active"]) else pd.Timestamp(row["last_active"]).date()
    code = None if pd.isna(row["service_code"]) else row["service_code"]
    names = frozenset(row["names"])
    return Service(row["service_id"], row["unit_id"], row["unit_kind"], code, names, first, last)
