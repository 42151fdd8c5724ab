"""Data: what came in, what was taken, what not and why; what has to be decided, and how fresh it is."""

from __future__ import annotations

import streamlit as st

from compliance import queries
from compliance.ui import (
    changes,
    elements,
    intake,
    intake_view,
    name_view,
    received_view,
    sender,
    session,
    settings,
    snapshot_view,
    text_table,
    trace_view,
    upload_view,
    version_view,
)
from compliance.ui.filters import Selection

elements.page_header("data")
text_table.style()
config, problem = settings.current()
files = intake.prepared(session.frame(queries.files))
findings = intake.worded(session.frame(queries.findings))
fresh = intake.freshness(files, session.facts(), config.display.stale_after_days, intake.today())

elements.metric_cards(intake.cards(files))
trace_view.offer(Selection(year=session.facts()["latest_data_year"]))
elements.remarks([text for text in (problem,) if text])
if fresh.warning:
    st.warning(fresh.warning)
intake_view.todo(intake.counting(files), session.frame(queries.names))
sender.field()
changes.panel()

send, names, found, received, versions, snapshots = st.tabs(
    [intake.SEND, intake.NAMES, intake.FINDINGS, intake.FILES, intake.VERSIONS, intake.SNAPSHOTS],
    key=intake.PART,
    bind="query-params",  # only the part that is open is drawn
)
if send.open:
    with send:
        upload_view.panel()
if names.open:
    with names:
        name_view.panel(findings)
        intake_view.waiting_instruments(findings)
if found.open:
    with found:
        intake_view.finding_list(files, findings)
if received.open:
    with received:
        received_view.one_file(files)
        intake_view.file_list(files)
if versions.open:
    with versions:
        version_view.panel()
if snapshots.open:
    with snapshots:
        snapshot_view.panel(fresh)
