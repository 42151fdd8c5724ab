"""Planned actions explained: how many have which status and why, and the rows they stand in."""

from __future__ import annotations

from compliance import deadlines, queries
from compliance.formatting import bilangan, tanggal
from compliance.output.trace import Explanation, Section, places
from compliance.warehouse import Snapshot
from compliance.words import label, word

FIGURE = "tindak_lanjut"


def explain_actions(snapshot: Snapshot, *, year: int, unit_id: str | None = None) -> Explanation | None:
    """The actions of a unit (None: of all) that fall due in `year`; None if there are none."""
    rows = deadlines.with_state(queries.follow_up(snapshot, unit_id=unit_id))
    rows = rows[rows["year"] == year]
    if rows.empty:
        return None
    about = queries.snapshot_info(snapshot).iloc[0]
    place = str(rows["unit_name"].iloc[0]) if unit_id else str(about["city_name"])
    counts = rows["action_state"].value_counts()
    states = [f"{word('action_status', state).label}: {bilangan(n)}." for state, n in counts.items()]
    if deadlines.LATE in counts:
        states.append(f"Yang terlambat belum selesai, dan tenggatnya sebelum {tanggal(about['as_of'])}.")
    listed = [
        f"{row['unit_name']}, tenggat {tanggal(row['due_date'])}: {row['finding']}. {row['plan']}. "
        f"{word('action_status', row['action_state']).label}."
        for row in rows.to_dict("records")
    ]
    return Explanation(
        title=f"{label('kind', FIGURE)} {place} dengan tenggat {year}: {bilangan(len(rows))}",
        sections=(
            Section("Jumlah menurut status", tuple(states)),
            Section("Setiap tindak lanjut", tuple(listed)),
        ),
        sources=places(snapshot, rows, FIGURE, "unit_name"),
        figures={"unit_id": unit_id, "unit_name": place, "year": year, "n_actions": len(rows)}
        | {"states": {str(state): int(n) for state, n in counts.items()}},
    )
