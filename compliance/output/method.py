"""How the figures come about, and how many units of how many they speak of."""

from __future__ import annotations

import pandas as pd

from compliance import instruments, queries, standards
from compliance.charts.style import records
from compliance.formatting import daftar
from compliance.output import narrative, parts
from compliance.output.scope import Scope
from compliance.reports import methodology
from compliance.reports.document import Block, Column, Heading, Section
from compliance.sentences import jadi_kalimat
from compliance.words import label

ID, TITLE = "metode", "Metode dan cakupan data"


def section(scope: Scope) -> Section:
    """Coverage first, then the method in force of every index, then how duties are judged."""
    blocks: list[Block] = [*parts.paragraphs(_opening(scope))]
    blocks += _coverage(scope)
    blocks.append(Heading("Cara menghitung"))
    bases = []
    for index in standards.load().indexes.values():
        rule = index.method_for(scope.year)
        if rule is None:
            blocks += parts.paragraphs(
                f"{index.title}: tidak ada metode yang berlaku pada tahun {scope.year}"
            )
            continue
        told = ". ".join([*methodology.formulas(index, rule), methodology.formula_in_words(index, rule)])
        if rule.formula == "published":
            told = "Nilai diambil sebagaimana diterbitkan dan tidak dihitung ulang."
        blocks += parts.paragraphs(f"{index.title} ({rule.label}). {told}", style="butir")
        row = narrative.own_row(scope, index.id)
        basis = "; ".join(one.title for one in rule.legal_basis)
        bases.append((index.title, basis, None if row is None else row["evidence_grade"]))
        if index.comparison.note:
            blocks += parts.paragraphs(index.comparison.note, style="catatan")
        if index.uncertainty is not None:
            blocks += parts.paragraphs(methodology.uncertainty_text(index) or "", style="catatan")
    blocks += parts.paragraphs(methodology.COMPARING)
    titles = ["instrument_title", "legal_basis", "evidence_grade"]
    columns = [parts.column(name, width=width) for name, width in zip(titles, (2, 4, 2), strict=True)]
    rows = pd.DataFrame(bases, columns=titles)
    blocks.append(
        parts.table("dasar_indeks", "Indeks, dasar hukum dan sumbernya, serta tingkat bukti", rows, columns)
    )
    blocks.append(Heading("Kewajiban"))
    blocks += parts.paragraphs(
        "Kewajiban dinilai terpisah dari indeks: nilai indeks yang rendah bukan pelanggaran. Kesimpulan unit "
        f"mengikuti layanan dengan keadaan terberat menurut urutan {methodology.deciding_order()}"
    )
    duties = standards.load().duties.values()
    titles = ["duty_label", "legal_reference", "evidence_grade"]
    rows = pd.DataFrame(
        [(one.title, one.legal_reference, one.evidence_grade) for one in duties], columns=titles
    )
    columns = [parts.column(name, width=width) for name, width in zip(titles, (2, 4, 2), strict=True)]
    blocks.append(parts.table("dasar_hukum", "Kewajiban, dasar hukumnya, dan tingkat bukti", rows, columns))
    return Section(ID, TITLE, tuple(blocks), _message(scope))


def _opening(scope: Scope) -> str:
    """Whose report it is, up to which day, from how many files."""
    whose = f"seluruh unit {scope.city}" if scope.is_city else f"{scope.place} ({scope.unit_kind.lower()})"
    return (
        f"Laporan ini memuat keadaan {whose} pada tahun {scope.year} menurut data per {scope.as_of}. "
        "Nilai yang belum ada tidak dihitung sebagai nol dan tidak ikut dirata-ratakan."
    )


def _message(scope: Scope) -> str:
    if not scope.is_city:
        rows = scope.frame(queries.scores, year=scope.year, unit_id=scope.unit_id)
        told = [
            f"{instruments.title(row.instrument_id)}: {label('reporting_state', row.reporting_state).lower()}"
            for row in records(rows)
        ]
        return jadi_kalimat("; ".join(told)) if told else _opening(scope)
    told = [
        f"{instruments.title(name)}: {narrative.reported(scope, name)}"
        for name in instruments.all_ids()
        if len(narrative.unit_rows(scope, name))
    ]
    return jadi_kalimat("; ".join(told)) if told else "Belum ada unit yang diharapkan melapor."


def _coverage(scope: Scope) -> list[Block]:
    """Per index the number of units that reported; for a unit its own state."""
    if not scope.is_city:
        return _own_states(scope)
    counts = scope.frame(queries.reporting_counts)
    counts = counts[counts["year"] == scope.year]
    order = {name: place for place, name in enumerate(instruments.all_ids())}
    counts = counts.assign(
        instrument_title=counts["instrument_id"].map(instruments.title),
        place=counts["instrument_id"].map(order),
    ).sort_values("place")
    columns = [
        parts.column("instrument_title", width=2),
        parts.column("n_expected", "Unit yang diharapkan"),
        parts.column("n_reported", "Melapor"),
        parts.column("n_late", label("reporting_state", "belum_melapor")),
        parts.column("n_refused", label("reporting_state", "ditolak")),
        parts.column("n_not_due", label("reporting_state", "belum_jatuh_tempo")),
        parts.column("n_respondents"),
    ]
    if counts.empty:
        return [*parts.paragraphs(f"Belum ada unit yang diharapkan melapor pada tahun {scope.year}")]
    title = f"Cakupan laporan unit tahun {scope.year}"
    found: list[Block] = [parts.table("cakupan", title, counts, columns)]
    for name in instruments.all_ids():
        rows = narrative.unit_rows(scope, name)
        for state in ("belum_melapor", "ditolak"):
            late = rows[rows["reporting_state"] == state]
            if len(late):
                what = label("reporting_state", state).lower()
                found += parts.paragraphs(
                    f"{instruments.title(name)}, {what}: {narrative.names(late)}", style="butir"
                )
    return found


def _own_states(scope: Scope) -> list[Block]:
    rows = scope.frame(queries.scores, year=scope.year, unit_id=scope.unit_id)
    rows = rows.assign(instrument_title=rows["instrument_id"].map(instruments.title))
    columns: list[str | Column] = [
        parts.column("instrument_title", width=2), parts.column("reporting_state", width=2),
        "n_respondents", "n_population", "minimum_sample",
    ]  # fmt: skip
    title = f"Status laporan {scope.place} tahun {scope.year}"
    if rows.empty:
        return [*parts.paragraphs(f"{scope.place} tidak tercatat pada tahun {scope.year}")]
    return [parts.table("cakupan", title, rows, columns)]


def breaks(scope: Scope) -> list[str]:
    """One sentence per index whose value may not be compared with the year before."""
    found = []
    for name in instruments.all_ids():
        reason = narrative.break_reason(narrative.own_row(scope, name))
        if reason:
            found.append(f"{instruments.title(name)}: {reason}")
    return found


def unverified(scope: Scope) -> str:
    """Which methods of the year rest on numbers from memory; '' if none."""
    names = [
        index.short_title
        for index in standards.load().indexes.values()
        if (rule := index.method_for(scope.year)) is not None and rule.unverified
    ]
    if not names:
        return ""
    return (
        f"Tabel kategori atau bobot {daftar(names)} memuat angka yang belum diverifikasi pada "
        "naskah peraturan; periksa sebelum dikutip"
    )


def has_row(scope: Scope) -> bool:
    """Whether the unit existed in the year (the city always does)."""
    if scope.is_city:
        return True
    return not scope.frame(queries.unit_compliance, year=scope.year, **scope.units).empty
