"""What the standard of each service lacks besides components: decree, maklumat, publication, review."""

from __future__ import annotations

from typing import Any

import pandas as pd

from compliance import standards as law
from compliance.charts import states
from compliance.formatting import bilangan, is_empty, tanggal
from compliance.output import completeness, natives, parts
from compliance.output.scope import Scope
from compliance.reports.document import Block, Section
from compliance.sentences import bagian, jadi_kalimat
from compliance.words import group, label

ID, TITLE = "penetapan", "Penetapan, maklumat, publikasi, dan umur standar"
OLDEST = 15
_STATUSES = ("belum", "draf", "diajukan", "ditetapkan")


def section(scope: Scope) -> Section:
    """What each service lacks besides components, by duty and by kind of unit, and the oldest standards."""
    rows = completeness.services(scope)
    if rows.empty:
        told = f"Belum ada layanan {scope.place} yang dilaporkan sampai tahun {scope.year}"
        return Section(ID, TITLE, parts.paragraphs(told), jadi_kalimat(told))
    said = [_met(rows, duty.id, duty.short_title) for duty in service_duties()]
    blocks: list[Block] = [*parts.paragraphs(*said, style="butir"), *_duties(scope, rows)]
    if scope.is_city:
        blocks += _statuses(scope, rows)
    blocks += _oldest(scope, rows)
    return Section(ID, TITLE, tuple(blocks), jadi_kalimat(said[0]))


def service_duties() -> list[Any]:
    """The duties that are judged service by service, in the order of data/standards."""
    return [duty for duty in law.load().duties.values() if duty.level == "service"]


def _met(rows: pd.DataFrame, duty_id: str, title: str) -> str:
    """'Maklumat: 200 dari 347 layanan (58%); 12 tanpa data'."""
    found = rows[f"verdict_{duty_id}"]
    applies = found[found != "tidak_berlaku"]
    unknown = int((applies == "tanpa_data").sum())
    tail = f"; {bilangan(unknown)} tanpa data" if unknown else ""
    if len(applies) and unknown == len(applies):
        return f"{title}: belum ada data pada {bilangan(len(applies))} layanan"
    return f"{title}: patuh pada {bagian(int((applies == 'patuh').sum()), len(applies), 'layanan')}{tail}"


def _duties(scope: Scope, rows: pd.DataFrame) -> list[Block]:
    """Services by verdict, one bar per duty."""
    duties = service_duties()
    long = pd.concat(
        [
            rows[f"verdict_{duty.id}"].value_counts().rename("n").reset_index(name="n")
            .set_axis(["verdict", "n"], axis=1).assign(duty_label=duty.short_title)
            for duty in duties
        ],
        ignore_index=True,
    )  # fmt: skip
    breach = long[long["verdict"] == "tidak_patuh"].sort_values("n")
    title = "Tidak ada kewajiban layanan yang dinyatakan tidak patuh"
    if len(breach):
        worst = breach.iloc[-1]
        title = (
            f"{worst['duty_label']}: {bilangan(worst['n'])} dari {bilangan(len(rows))} layanan tidak patuh"
        )
    wide = long.pivot(index="duty_label", columns="verdict", values="n").fillna(0).astype(int)
    order = [one.id for one in group("verdict") if one.id in wide]
    wide = wide.reindex([duty.short_title for duty in duties])[order].reset_index()
    heads = [parts.column(one, label("verdict", one), "bilangan") for one in order]
    table = parts.table("kewajiban_layanan", title, wide, [parts.column("duty_label", width=2), *heads])
    return [
        parts.chart(
            scope,
            "kewajiban_layanan",
            states.states,
            long,
            title=title,
            source=completeness.SOURCE,
            table=table,
            native=natives.stacked(long, "duty_label", "verdict", "verdict", "n"),
            label_column="duty_label",
            n_column="n",
            what="layanan",
        )
    ]


def _statuses(scope: Scope, rows: pd.DataFrame) -> list[Block]:
    """Services by the state of their standard, one bar per kind of unit."""
    known = rows[rows["status"].notna()]
    if known.empty:
        return []
    names = [label("unit_kind", kind) for kind in known["unit_kind"]]
    long = known.assign(kind=names).groupby(["kind", "status"]).size().rename("n").reset_index()
    wide = long.pivot(index="kind", columns="status", values="n").fillna(0).astype(int)
    order = [one for one in _STATUSES if one in wide]
    wide = wide[order].reset_index()
    n_set = int((known["status"] == "ditetapkan").sum())
    title = f"Standar ditetapkan pada {bagian(n_set, len(known), 'layanan')}"
    heads = [parts.column(one, label("service_status", one), "bilangan") for one in order]
    id = "status_standar"
    return [
        parts.chart(
            scope,
            id,
            states.states,
            long,
            title=title,
            source=completeness.SOURCE,
            table=parts.table(id, title, wide, [parts.column("kind", "Jenis unit", "teks", width=2), *heads]),
            native=natives.stacked(long, "kind", "status", "service_status", "n"),
            label_column="kind",
            state_column="status",
            group="service_status",
            order=_STATUSES,
            n_column="n",
            what="layanan",
        )
    ]


def _oldest(scope: Scope, rows: pd.DataFrame) -> list[Block]:
    """The standards that were reviewed longest ago."""
    aged = rows[rows["review_age_months"].notna()]
    if aged.empty:
        return []
    ordered = aged.sort_values(
        ["review_age_months", "unit_name", "service_name"], ascending=[False, True, True]
    )
    first = ordered.iloc[0]
    since = "" if is_empty(first["decree_date"]) else f", SK {tanggal(first['decree_date'])}"
    whose = f" ({first['unit_name']})" if scope.is_city else ""
    told = (
        f"Standar yang paling lama tidak ditinjau: {first['service_name']}{whose}, "
        f"{bilangan(first['review_age_months'])} bulan{since}"
    )
    columns = [
        *(["unit_name"] if scope.is_city else []), "service_name", "decree_number", "decree_date",
        "review_date", "review_age_months", parts.column("verdict_tinjau_ulang", "Tinjau ulang"),
    ]  # fmt: skip
    title = f"{bilangan(min(OLDEST, len(ordered)))} standar yang paling lama tidak ditinjau ulang"
    table = parts.table("umur_standar", title, ordered.head(OLDEST), columns)
    return [*parts.paragraphs(told), table]
