"""Standards of the services: the 14 components, and how many are set and complete over the years."""

from __future__ import annotations

from typing import Any

import pandas as pd

from compliance import instruments, queries, service_gaps
from compliance.charts import heatmap, progress, states
from compliance.formatting import bilangan
from compliance.output import natives, overview, parts
from compliance.output.scope import Scope
from compliance.reports.document import Block, Section
from compliance.sentences import jadi_kalimat
from compliance.words import group

SOURCE = "Standar pelayanan yang diajukan unit"
ID, TITLE = "standar", "Standar pelayanan dan komponennya"
SHOWN = 18  # rows of the matrix, as many as a page holds
_STATES = ("belum", "tanpa_data", "ada", "tidak_berlaku")
_SERIES = {"n_set": "Standar ditetapkan", "n_complete": "Komponen lengkap"}


def services(scope: Scope) -> pd.DataFrame:
    """Active services of the scope, most urgent first, with what each lacks."""
    return service_gaps.flagged(scope.frame(queries.standard_gaps, year=scope.year, **scope.units))


def section(scope: Scope) -> Section:
    """How complete the standards are: matrix, components, development."""
    said = overview.standards(scope)
    blocks: list[Block] = [*parts.paragraphs(*said, style="kesimpulan")]
    counts = scope.frame(queries.component_counts, year=scope.year, **scope.units)
    if len(counts):
        blocks += [_matrix(scope, counts), *_components(scope, counts)]
    blocks += _development(scope)
    return Section(ID, TITLE, tuple(blocks), jadi_kalimat(said[0]))


def _matrix(scope: Scope, counts: pd.DataFrame) -> Block:
    """City: unit x component, most missing first. Unit: service x component."""
    order = instruments.component_order()
    if scope.is_city:
        by_unit = counts.groupby("unit_name", as_index=False)[["n_missing", "n_no_data"]].sum()
        by_unit = by_unit.sort_values(["n_missing", "n_no_data", "unit_name"], ascending=[False, False, True])
        shown = by_unit.head(SHOWN)["unit_name"]
        cells = heatmap.component_cells(counts[counts["unit_name"].isin(shown)], order)
        legend = heatmap.COMPONENT_LEGEND
        row, n = "unit_name", len(by_unit)
        what = "unit, kekurangan terbanyak di atas"
        told = "Isi sel: layanan yang memuat komponen, dari layanan yang wajib memuatnya."
        totals = scope.frame(queries.component_totals, year=scope.year, **scope.units)
        title = service_gaps.matrix_title(totals)
    else:
        rows = _own_components(scope)
        shown = pd.Series(rows["service_name"].unique()).head(SHOWN)
        cells = heatmap.state_cells(
            rows[rows["service_name"].isin(shown)],
            row_column="service_name",
            column_column="component_label",
            state_column="state",
            group="component_state",
        )
        legend = [(entry.text, entry.tone.id) for entry in group("component_state")]
        row, n, what, told = "service_name", rows["service_name"].nunique(), "layanan", ""
        title = f"Komponen standar pelayanan {scope.place}, {bilangan(n)} layanan"
    place = {name: index for index, name in enumerate(shown)}
    cells = cells.sort_values("row", key=lambda names: names.map(place), kind="stable")
    if n > len(shown):
        told = f"{told} Ditampilkan {bilangan(len(shown))} dari {bilangan(n)} {what}.".strip()
    key = f"Keterangan: {'; '.join(text for text, _ in legend)}."
    return parts.chart(
        scope,
        "komponen",
        heatmap.matrix,
        cells.reset_index(drop=True),
        title=title,
        source=SOURCE,
        subtitle=told,
        table=_matrix_table(cells, title, row, f"{told} {key}".strip()),
        legend=legend,
        row_space=34,
    )


def _matrix_table(cells: pd.DataFrame, title: str, row: str, note: str) -> Any:
    rows, columns = cells["row"].unique(), [str(name) for name in cells["column"].unique()]
    texts, tones = (
        cells.pivot(index="row", columns="column", values=name).reindex(index=rows, columns=columns)
        for name in ("text", "tone")
    )
    heads = [parts.column(row), *(parts.column(name, name, "teks") for name in columns)]
    colours = {name: tuple(tones[name].fillna("netral")) for name in columns}
    return parts.table(
        "komponen", title, texts.rename_axis(row).reset_index(), heads, note=note, wide=True, tones=colours
    )


def _own_components(scope: Scope) -> pd.DataFrame:
    """Components of the unit's active services; services of one name are numbered."""
    rows = scope.frame(queries.components, year=scope.year, **scope.units)
    active = scope.frame(queries.standard_gaps, year=scope.year, **scope.units)
    rows = rows[rows["service_id"].isin(active["service_id"])]
    rows = rows.sort_values(["service_name", "service_id", "component_order"])
    place = (rows.groupby(["service_name", "component_id"]).cumcount() + 1).astype(str)
    numbered = rows["service_name"] + " (" + place + ")"
    return rows.assign(service_name=rows["service_name"].where(place == "1", numbered))


def _components(scope: Scope, counts: pd.DataFrame) -> list[Block]:
    """How often each component is there, in the order of the law."""
    order = {name: place for place, name in enumerate(instruments.component_order())}
    columns = {"n_present": "ada", "n_missing": "belum", "n_not_applicable": "tidak_berlaku",
               "n_no_data": "tanpa_data"}  # fmt: skip
    sums = counts.groupby(["component_id", "component_label"], as_index=False)[[*columns, "n_services"]].sum()
    sums = sums.sort_values("component_id", key=lambda ids: ids.map(order)).reset_index(drop=True)
    long = sums.rename(columns=columns).melt(
        id_vars="component_label", value_vars=list(columns.values()), var_name="state", value_name="n"
    )
    applies = sums["n_services"] - sums["n_not_applicable"]
    sums = sums.assign(present_share=sums["n_present"] / applies.where(applies > 0))
    known = sums[sums["present_share"].notna()]
    if known.empty:
        return []
    least = known.sort_values(["present_share", "n_missing"], ascending=[True, False]).iloc[0]
    title = (
        f"Paling jarang ada: {least['component_label']}, pada {bilangan(least['n_present'])} dari "
        f"{bilangan(least['n_services'] - least['n_not_applicable'])} layanan"
    )
    id = "komponen_jumlah"
    heads = [
        parts.column("component_label", width=3), parts.column("n_present", "Ada"),
        parts.column("n_missing", "Belum ada"), "n_no_data", "n_not_applicable",
        parts.column("present_share", "Ada", "persen"),
    ]  # fmt: skip
    return [
        parts.chart(
            scope,
            id,
            states.states,
            long,
            title=title,
            source=SOURCE,
            table=parts.table(id, title, sums, heads),
            native=natives.stacked(long, "component_label", "state", "component_state", "n"),
            label_column="component_label",
            state_column="state",
            group="component_state",
            order=_STATES,
            n_column="n",
            what="layanan",
            is_sorted=True,
        )
    ]


def _development(scope: Scope) -> list[Block]:
    """Standards set and complete, year by year up to the year of the report."""
    rows = service_gaps.with_shares(scope.frame(queries.standard_totals, **scope.units))
    rows = rows[rows["year"] <= scope.year]
    if rows.empty or not rows["n_active"].fillna(0).sum():
        return []
    title = service_gaps.trend_title(rows, scope.year)
    columns = [
        "year", parts.column("n_active", "Layanan aktif"), "n_set", "coverage_share", "n_complete",
        parts.column("complete_share", "Komponen lengkap"),
    ]  # fmt: skip
    return [
        parts.chart(
            scope,
            "perkembangan",
            progress.yearly_shares,
            rows,
            title=title,
            source=SOURCE,
            table=parts.table("perkembangan", title, rows, columns),
            native=natives.shares(rows, _SERIES, "n_active"),
            series=_SERIES,
        )
    ]
