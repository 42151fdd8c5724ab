"""Duties that are not met, and what to put right first."""

from __future__ import annotations

import pandas as pd

from compliance import instruments, queries
from compliance.charts import states
from compliance.formatting import bilangan
from compliance.output import completeness, natives, overview, parts
from compliance.output.scope import Scope
from compliance.reports.document import Block, Heading, Section
from compliance.sentences import jadi_kalimat, judul_kewajiban
from compliance.words import group, label

ID, TITLE = "temuan", "Temuan dan prioritas"
LISTED = 15
COACHED = 10
SOURCE = "Standar pelayanan dan hasil SKM yang diajukan unit"


def section(scope: Scope) -> Section:
    """Verdicts per duty, the units with most duties not met (or the unit's own duties), services to chase."""
    said = overview.worst_units(scope)
    duties = scope.frame(queries.duties, year=scope.year, **scope.units)
    if duties.empty:
        told = f"Tidak ada kewajiban yang dinilai untuk {scope.place} pada tahun {scope.year}"
        return Section(ID, TITLE, parts.paragraphs(told), jadi_kalimat(told))
    blocks: list[Block] = [*parts.paragraphs(*said, style="kesimpulan")]
    blocks += [_verdicts(scope), *_units(duties)] if scope.is_city else [_own(duties)]
    blocks += _coaching(scope)
    blocks += _services(scope)
    return Section(ID, TITLE, tuple(blocks), jadi_kalimat(said[0]))


def _verdicts(scope: Scope) -> Block:
    counts = scope.frame(queries.duty_counts, year=scope.year)
    title = judul_kewajiban(counts)
    wide = counts.pivot(index="duty_label", columns="verdict", values="n_units").fillna(0).astype(int)
    order = [one.id for one in group("verdict") if one.id in wide]
    wide = wide[order].sort_values(order[-1:], kind="stable").reset_index()
    heads = [parts.column(one, label("verdict", one), "bilangan") for one in order]
    return parts.chart(
        scope,
        "kewajiban",
        states.verdicts,
        counts,
        title=title,
        source=SOURCE,
        table=parts.table("kewajiban", title, wide, [parts.column("duty_label", width=2), *heads]),
        native=natives.stacked(counts, "duty_label", "verdict", "verdict", "n_units"),
    )


def _units(duties: pd.DataFrame) -> list[Block]:
    """The units with most duties not met, with the names of these duties."""
    breach = duties[duties["verdict"] == "tidak_patuh"]
    if breach.empty:
        return []
    by_unit = breach.groupby("unit_name", as_index=False).agg(
        n_duties=("duty_label", "size"), duties=("duty_label", ", ".join)
    )
    by_unit = by_unit.sort_values(["n_duties", "unit_name"], ascending=[False, True])
    columns = [
        parts.column("unit_name", width=2),
        parts.column("n_duties", "Kewajiban tidak patuh", "bilangan"),
        parts.column("duties", "Kewajiban", "teks", width=4),
    ]
    shown = by_unit.head(LISTED)
    title = f"{bilangan(len(shown))} unit dengan kewajiban tidak patuh terbanyak"
    return [Heading("Unit yang didahulukan"), parts.table("unit_prioritas", title, shown, columns)]


def _own(duties: pd.DataFrame) -> Block:
    columns = [parts.column("duty_label", width=1.5), parts.column("verdict", width=1.2), "reason",
               parts.column("legal_reference", width=2)]  # fmt: skip
    return parts.table("kewajiban", "Kewajiban dan kesimpulannya", duties, columns)


def _coaching(scope: Scope) -> list[Block]:
    """Whom to coach first by each index, with the sentence of mart_priority; a unit sees its own."""
    found: list[Block] = []
    for name in instruments.all_ids():
        rows = scope.frame(queries.priorities, year=scope.year, instrument_id=name, **scope.units)
        rows = rows[rows["priority_rank"].notna()]
        if rows.empty:
            continue
        short = instruments.title(name)
        if not scope.is_city:
            own = rows.iloc[0]
            place = f"{bilangan(own['priority_rank'])} dari {bilangan(own['n_prioritised'])} unit"
            found += parts.paragraphs(f"Urutan pembinaan menurut {short}: {place}. {own['sentence']}")
            continue
        shown = rows.head(COACHED)
        columns = [
            parts.column("priority_rank", "Urutan", "bilangan", width=0.6), "unit_name",
            parts.column("score", "Skor", "angka", decimals=1, width=0.6),
            parts.column("sentence", "Sebab", "teks", width=5),
        ]  # fmt: skip
        of = f"{bilangan(len(shown))} dari {bilangan(len(rows))} unit"
        title = f"Urutan pembinaan menurut {short}: {of}"
        found.append(parts.table(f"pembinaan_{name}", title, shown, columns))
    return [Heading("Urutan pembinaan"), *found] if found else []


def _services(scope: Scope) -> list[Block]:
    """Services in the order in which they are chased, with what each lacks."""
    rows = completeness.services(scope)
    lacking = rows[rows["gap_text"].notna()] if len(rows) else rows
    if lacking.empty:
        return []
    shown = lacking.head(LISTED) if scope.is_city else lacking
    columns = [
        *(["unit_name"] if scope.is_city else []),
        "service_name",
        parts.column("gap_text", "Kekurangan", "teks", width=4),
    ]
    told = f"{bilangan(len(lacking))} dari {bilangan(len(rows))} layanan mempunyai kekurangan"
    title = (
        f"{bilangan(len(shown))} layanan yang didahulukan"
        if len(shown) < len(lacking)
        else "Kekurangan setiap layanan"
    )
    return [
        Heading("Layanan yang didahulukan"),
        *parts.paragraphs(told),
        parts.table("layanan_prioritas", title, shown, columns),
    ]
