"""The lists of the page Standar: services to chase, one row each, and one row per unit."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from compliance import queries, service_gaps
from compliance.charts.style import records
from compliance.formatting import EMPTY, bilangan, is_empty, tanggal
from compliance.ui import elements, filters, paging, session, text_table
from compliance.ui.filters import Selection
from compliance.ui.kept import keep, kept
from compliance.ui.standards_page import SOURCE
from compliance.warehouse import Snapshot
from compliance.words import label

_FILE_COLUMNS = [
    "unit_name", "service_name", "service_code", "status", "gap_text", "n_missing",
    "missing_component_labels", "n_no_data", "no_data_component_labels", "decree_number", "decree_date",
    "verdict_maklumat", "verdict_publikasi", "publication_media", "review_date", "review_age_months",
    "verdict_tinjau_ulang",
]  # fmt: skip
_FILE_HEADERS = {
    "gap_text": "Yang perlu dilengkapi",
    "n_no_data": "Komponen tanpa data",
    "no_data_component_labels": "Nama komponen tanpa data",
    "verdict_maklumat": "Maklumat",
    "verdict_publikasi": "Publikasi",
    "verdict_tinjau_ulang": "Tinjau ulang",
}
_ROWS_SEEN, _TABLE_HEIGHT = 9, 380  # rows that fit the height in pixels
_UNIT_COLUMNS = [
    "unit_name", "reporting_state", "n_active", "n_set", "coverage_share", "n_complete",
    "completeness_share", "maklumat_verdict", "publication_verdict", "review_verdict",
]  # fmt: skip
_UNIT_HEADERS = {
    "n_active": "Layanan aktif",
    "n_set": "Ditetapkan",
    "coverage_share": "Bagian ditetapkan",
    "n_complete": "Komponen lengkap",
    "completeness_share": "Bagian komponen ada",
    "maklumat_verdict": "Maklumat",
    "publication_verdict": "Publikasi",
    "review_verdict": "Tinjau ulang",
}


def chase_list(selection: Selection, rows: pd.DataFrame) -> None:
    """The services that lack something, most urgent first, with a filter by kind of gap and downloads."""
    elements.section(
        "Daftar layanan yang perlu dilengkapi",
        "Urutan: belum ada standar, tanpa SK, lalu komponen, maklumat, publikasi, dan tinjau ulang.",
    )
    kinds = service_gaps.kinds()
    names = keep(_kind_names, rows, kinds)
    left, right = st.columns(2)
    with left:
        gap = filters.pick(
            "kekurangan", "Jenis kekurangan", kinds, names=names, placeholder="Semua kekurangan"
        )
    found = keep(chase, rows, gap)
    title = chase_title(rows, found, gap)
    if found.empty:
        elements.remarks([f"{title}."])
        return
    with right:
        shown = paging.one_page(found, "layanan_ke", "Layanan")
    text_table.heading(title)
    asked = {"year": selection.year, **selection.scope}
    told = session.frame(queries.standard_gaps, **asked, service_ids=tuple(shown["service_id"]))
    text_table.table(
        ["Unit", "Layanan", "Status", "Yang perlu dilengkapi", "Komponen", "SK dan umur standar"],
        keep(_lines, told, gap),
        caption=title,
    )
    elements.downloads(
        "daftar_standar", partial(_file, session.snapshot(), asked, gap), _FILE_COLUMNS, title=title,
        selection=selection, source=SOURCE, extra_headers=_FILE_HEADERS,
    )  # fmt: skip


def _file(snapshot: Snapshot, asked: dict[str, Any], gap: str | None) -> pd.DataFrame:
    return chase(service_gaps.flagged(queries.standard_gaps(snapshot, **asked)), gap)


def _lines(rows: pd.DataFrame, gap: str | None) -> list[list[Any]]:
    return [_cells(row) for row in records(chase(service_gaps.flagged(rows), gap))]


def _cells(row: Any) -> list[Any]:
    return [
        row.unit_name,
        row.service_name,
        text_table.badge("service_status", row.status),
        row.gap_text,
        service_gaps.component_text(row),
        _decree(row),
    ]


def _decree(row: Any) -> str:
    lines = []
    if not is_empty(row.decree_number):
        lines += [str(row.decree_number), tanggal(row.decree_date, short=True)]
    if not is_empty(row.review_age_months):
        age = f"{bilangan(row.review_age_months)} bulan"
        lines.append(f"SK berumur {age}" if is_empty(row.review_date) else f"Ditinjau ulang {age} lalu")
    return "\n".join(lines) or EMPTY


def _kind_names(rows: pd.DataFrame, kinds: list[str]) -> dict[str, str]:
    return {gap: f"{label('standard_gap', gap)} ({bilangan(int(rows[gap].sum()))})" for gap in kinds}


def chase(rows: pd.DataFrame, gap: str | None) -> pd.DataFrame:
    """Services that lack something (of that kind); late reviews are sorted by age."""
    if not gap:
        return rows[rows["n_gaps"] > 0]
    found = rows[rows[gap].astype(bool)]
    if gap == "tinjau_terlambat":
        return found.sort_values("review_age_months", ascending=False, kind="stable")
    return found


@kept
def chase_title(rows: pd.DataFrame, found: pd.DataFrame, gap: str | None) -> str:
    """'214 dari 347 layanan masih perlu dilengkapi, di 80 unit'; the kind in front where one is chosen."""
    what = f"{label('standard_gap', gap)}: " if gap else ""
    if found.empty:
        return f"{what}tidak ada layanan" if gap else "Tidak ada layanan yang perlu dilengkapi"
    end = "" if gap else " masih perlu dilengkapi"
    units = bilangan(found["unit_id"].nunique())
    return f"{what}{bilangan(len(found))} dari {bilangan(len(rows))} layanan{end}, di {units} unit"


def unit_table(selection: Selection, units: pd.DataFrame) -> None:
    """One row per unit, those without a report first; counts of a unit that reported nothing are empty."""
    elements.section(
        "Rekap per unit", "Unit yang belum melapor di atas, lalu yang bagian standar ditetapkannya terkecil."
    )
    rows = unit_rows(units)
    what: dict[str, Any] = {"extra_headers": _UNIT_HEADERS}
    height = _TABLE_HEIGHT if len(rows) > _ROWS_SEEN else None
    part = paging.one_page(rows, "baris_rekap", "Unit", paging.TABLE_ROWS)
    elements.table(part, _UNIT_COLUMNS, alt="Rekap standar pelayanan per unit", height=height, **what)
    elements.downloads(
        "rekap_standar_unit", rows, _UNIT_COLUMNS, title="Rekap standar pelayanan per unit",
        selection=selection, source=SOURCE, **what,
    )  # fmt: skip


@kept
def unit_rows(units: pd.DataFrame) -> pd.DataFrame:
    """Units in the order of the table; what a unit did not report is empty, not 0."""
    counts = ["n_active", "n_set", "n_complete"]
    rows = units[_UNIT_COLUMNS].copy()
    rows[counts] = rows[counts].astype("Int64").where(rows["reporting_state"] == "melapor")
    return rows.sort_values(["coverage_share", "unit_name"], na_position="first").reset_index(drop=True)
