"""Follow-up: what is late, what falls due, whose it is."""

from __future__ import annotations

import pandas as pd

from compliance import deadlines, queries
from compliance.charts import progress
from compliance.formatting import bilangan
from compliance.output import natives, overview, parts
from compliance.output.scope import Scope
from compliance.reports.document import Block, Section
from compliance.sentences import jadi_kalimat

ID, TITLE = "tindak_lanjut", "Tindak lanjut"
SOURCE = "Rencana tindak lanjut yang diajukan unit"
LISTED = 20
_STATE = {"action_state": "action_status", "state": "action_status"}


def section(scope: Scope) -> Section:
    """Late ones first; the state is that of the as-of date, whatever the year of the report."""
    rows = deadlines.with_state(scope.frame(queries.follow_up, **scope.units))
    if rows.empty:
        told = f"Belum ada tindak lanjut {scope.place} yang dimuat"
        return Section(ID, TITLE, parts.paragraphs(told), jadi_kalimat(told))
    said = overview.actions(scope)
    note = f"Keadaan per {scope.as_of}, untuk semua tahun rencana"
    blocks: list[Block] = [*parts.paragraphs(*said, style="kesimpulan")]
    blocks += parts.paragraphs(note, style="catatan")
    blocks += [*_by_period(scope, rows), *_late(scope, rows), *_open(scope, rows)]
    return Section(ID, TITLE, tuple(blocks), jadi_kalimat(said[0]))


def _by_period(scope: Scope, rows: pd.DataFrame) -> list[Block]:
    """Actions per quarter of their due date."""
    counts = deadlines.periods(rows)
    if counts.empty:
        return []
    title = deadlines.period_title(rows)
    columns = [
        parts.column("period", "Triwulan tenggat", "teks"),
        parts.column("state", "Status"),
        parts.column("n_actions", "Tindak lanjut"),
    ]
    shown = deadlines.period_table(counts)
    return [
        parts.chart(
            scope,
            "tenggat",
            progress.by_period,
            counts,
            title=title,
            source=SOURCE,
            table=parts.table("tenggat", title, shown, columns, states=_STATE),
            native=natives.stacked(counts, "period", "state", "action_status", "n_actions"),
            current=deadlines.current_period(counts, scope.facts["as_of"]),
        )
    ]


def _late(scope: Scope, rows: pd.DataFrame) -> list[Block]:
    """City: days since the oldest due date that each unit let pass."""
    late = deadlines.overdue_units(rows)
    if late.empty or not scope.is_city:
        return []
    title = deadlines.overdue_title(late)
    columns = [
        "unit_name",
        parts.column("n_overdue", "Tindak lanjut terlambat"),
        parts.column("days_overdue", "Paling lama (hari)"),
    ]
    top = late.head(deadlines.SHOWN)
    return [
        parts.chart(
            scope,
            "terlambat_unit",
            progress.overdue_by_unit,
            top,
            title=title,
            source=SOURCE,
            subtitle=deadlines.overdue_note(late),
            table=parts.table("terlambat_unit", title, late, columns),
            native=natives.bars(top, "unit_name", "days_overdue", "Hari", decimals=0),
        )
    ]


def _open(scope: Scope, rows: pd.DataFrame) -> list[Block]:
    """What is not finished, late ones first."""
    found = rows[rows["status"].isin(deadlines.OPEN)]
    if found.empty:
        return []
    columns = [
        *(["unit_name"] if scope.is_city else []), "plan", "person_in_charge", "due_date",
        parts.column("action_state", "Status"), "days_overdue",
    ]  # fmt: skip
    shown = found.head(LISTED)
    n = bilangan(len(shown)) + (f" dari {bilangan(len(found))}" if len(found) > len(shown) else "")
    title = f"{n} tindak lanjut yang belum selesai"
    return [parts.table("tindak_lanjut_terbuka", title, shown, columns, states=_STATE)]
