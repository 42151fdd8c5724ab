"""Annexes: all figures behind the report, one table each."""

from __future__ import annotations

import pandas as pd

from compliance import instruments, queries
from compliance.charts import measures
from compliance.formatting import bilangan, kalimat
from compliance.output import parts
from compliance.output.decrees import service_duties
from compliance.output.scope import Scope
from compliance.reports.document import Block, Section

VALUES, VALUES_TITLE = "lampiran_nilai", "Nilai indeks"
DETAILS, DETAILS_TITLE = "lampiran_rincian", "Rincian indeks"
SERVICES, SERVICES_TITLE = "lampiran_layanan", "Standar pelayanan setiap layanan"
DUTIES, DUTIES_TITLE = "lampiran_kewajiban", "Kewajiban setiap unit"
_COLUMNS = [
    "value", "category", "ci_low", "ci_high", "n_respondents", "previous_value", "change", "target_value",
    "gap_to_target", "reporting_state",
]  # fmt: skip


def values(scope: Scope) -> Section:
    """City: every unit and index of the year. Unit: every year of its indexes."""
    blocks: list[Block] = []
    for name in instruments.all_ids():
        if scope.is_city:
            rows = scope.frame(queries.scores, instrument_id=name, year=scope.year)
            rows = rows[rows["reporting_state"] != "tidak_berlaku"]
        else:
            rows = scope.frame(queries.scores, instrument_id=name, **scope.units)
            rows = rows[rows["year"] <= scope.year]
        if rows.empty:
            continue
        lead = "unit_name" if scope.is_city else "year"
        title = f"{instruments.index(name).title}: {'semua unit' if scope.is_city else 'semua tahun'}"
        kept = [lead, *(one for one in _COLUMNS if rows[one].notna().any())]
        blocks.append(
            parts.table(f"nilai_{name}", title, rows, kept, decimals=instruments.decimals(name), wide=True)
        )
    return _annex(VALUES, VALUES_TITLE, blocks, scope)


def details(scope: Scope) -> Section:
    """Unsur, aspects or dimensions: unit (or year) x measure."""
    blocks: list[Block] = []
    for name in instruments.all_ids():
        year = {"year": scope.year} if scope.is_city else {}
        rows = scope.frame(queries.score_details, instrument_id=name, **year, **scope.units)
        rows = rows[rows["value"].notna() & (rows["year"] <= scope.year)]
        if rows.empty:
            continue
        lead = "unit_name" if scope.is_city else "year"
        ordered = rows.sort_values([lead, "measure_order"])
        wide = ordered.pivot(index=lead, columns="measure_label", values="value")
        wide = wide[list(ordered.sort_values("measure_order")["measure_label"].unique())].reset_index()
        heads = [parts.column(str(one), str(one), "angka") for one in wide.columns if one != lead]
        title = f"{kalimat(measures.name(name))} {instruments.title(name)}"
        blocks.append(parts.table(f"rincian_{name}", title, wide, [parts.column(lead), *heads], wide=True))
    return _annex(DETAILS, DETAILS_TITLE, blocks, scope)


def services(scope: Scope) -> Section:
    """Every active service with its decree, components and verdicts."""
    rows = scope.frame(queries.standard_gaps, year=scope.year, **scope.units)
    blocks: list[Block] = []
    if len(rows):
        verdicts = [parts.column(f"verdict_{one.id}", one.short_title, width=1.2) for one in service_duties()]
        columns = [
            *([parts.column("unit_name")] if scope.is_city else []), parts.column("service_name"),
            parts.column("status", width=1.2), parts.column("decree_number", width=1.5), "decree_date",
            "review_date", "review_age_months", "n_present", "n_missing", "n_not_applicable", "n_no_data",
            *verdicts,
        ]  # fmt: skip
        title = f"Standar pelayanan {bilangan(len(rows))} layanan"
        blocks = [parts.table("layanan", title, rows, columns, wide=True)]
    return _annex(SERVICES, SERVICES_TITLE, blocks, scope)


def duties(scope: Scope) -> Section:
    """Unit x duty with the verdict; for one unit every year."""
    if scope.is_city:
        rows = scope.frame(queries.duties, year=scope.year)
        wide = _wide(rows, "unit_name")
    else:
        years = scope.frame(queries.years)["year"]
        found = [
            scope.frame(queries.duties, year=int(one), **scope.units)
            for one in sorted(years)
            if one <= scope.year
        ]
        rows = pd.concat([one for one in found if len(one)]) if any(map(len, found)) else pd.DataFrame()
        wide = _wide(rows, "year")
    if wide.empty:
        return _annex(DUTIES, DUTIES_TITLE, [], scope)
    heads = [parts.column(str(one), str(one), "teks", width=1.2) for one in wide.columns[1:]]
    states = {one.name: "verdict" for one in heads}
    lead = parts.column(str(wide.columns[0]))
    table = parts.table(
        "kewajiban_unit", "Kesimpulan setiap kewajiban", wide, [lead, *heads], states=states, wide=True
    )
    return _annex(DUTIES, DUTIES_TITLE, [table], scope)


def _wide(rows: pd.DataFrame, lead: str) -> pd.DataFrame:
    if rows.empty:
        return rows
    return rows.pivot_table(index=lead, columns="duty_label", values="verdict", aggfunc="first").reset_index()


def _annex(id: str, title: str, blocks: list[Block], scope: Scope) -> Section:
    told = f"{title[:1].lower()}{title[1:]} {scope.place} tahun {scope.year}"
    if not blocks:
        blocks = [*parts.paragraphs(f"Belum ada data untuk {told}")]
    return Section(id, title, tuple(blocks), f"{kalimat(told)}.", is_annex=True)
