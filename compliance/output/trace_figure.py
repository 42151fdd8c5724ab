"""Every kind of figure that can be explained, by its id: an index, a duty, or planned actions."""

from __future__ import annotations

from compliance import standards
from compliance.output.trace import Explanation
from compliance.output.trace_actions import FIGURE as ACTIONS
from compliance.output.trace_actions import explain_actions
from compliance.output.trace_duty import explain_duty
from compliance.output.trace_index import explain_index
from compliance.warehouse import Snapshot
from compliance.words import label


def names() -> dict[str, str]:
    """id -> name of all figures, indexes first."""
    known = standards.load()
    indexes = {one.id: one.title for one in known.indexes.values()}
    duties = {one.id: one.title for one in known.duties.values()}
    return {**indexes, **duties, ACTIONS: label("kind", ACTIONS)}


def explain(snapshot: Snapshot, *, figure: str, year: int, unit_id: str | None = None) -> Explanation | None:
    """The figure of a unit (None: the city) explained; None if there is none for that year."""
    if figure == ACTIONS:
        return explain_actions(snapshot, year=year, unit_id=unit_id)
    if figure in standards.load().duties:
        return explain_duty(snapshot, duty_id=figure, year=year, unit_id=unit_id)
    return explain_index(snapshot, instrument_id=figure, year=year, unit_id=unit_id)
