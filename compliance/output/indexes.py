"""One section per index of data/standards: how it stands, over the years, its measures, its units."""

from __future__ import annotations

from functools import partial

import pandas as pd

from compliance import instruments, queries
from compliance.charts import bars, gap, heatmap, measures, trend
from compliance.formatting import angka, bilangan, kalimat
from compliance.output import narrative, natives, parts
from compliance.output.scope import Scope
from compliance.reports.document import Block, Column, Heading, Section
from compliance.sentences import jadi_kalimat, judul_indeks

SHOWN = 20  # units in a chart, as many as a page holds; the annex holds all
RANKED = 12  # rows of a ranking are higher
_YEARLY = [
    "year", "value", "category", "previous_value", "change", "target_value", "n_respondents", "method_label",
]  # fmt: skip


def section(scope: Scope, instrument_id: str) -> Section:
    """The index as far as its data reach; without any value in any year the section says so."""
    index = instruments.index(instrument_id)
    row = narrative.own_row(scope, instrument_id)
    told = narrative.value(row, instrument_id, scope.place, scope.year)
    notes = [
        narrative.break_reason(row),
        narrative.interval(row, instrument_id),
        narrative.against_target(row, instrument_id),
    ]
    if scope.is_city:
        notes.append(narrative.reported(scope, instrument_id))
    else:
        notes += [narrative.rank(row), narrative.against_city(row, instrument_id)]
    details = narrative.details(scope, instrument_id)
    notes += [narrative.lowest(details, instrument_id), narrative.lever(scope, instrument_id)]
    blocks: list[Block] = [
        *parts.paragraphs(told, style="kesimpulan"),
        *parts.paragraphs(*notes, style="butir"),
    ]
    blocks += [*_over_years(scope, instrument_id), *_measures(scope, instrument_id, details)]
    if scope.is_city:
        blocks += _units(scope, instrument_id)
    return Section(instrument_id, index.title, tuple(blocks), jadi_kalimat(told))


def lines(scope: Scope, instrument_id: str) -> pd.DataFrame:
    """Rows for charts.trend up to the year: the unit beside the city, or the city beside its units' mean."""
    city = scope.frame(queries.city_scores, instrument_id=instrument_id).assign(series=scope.city)
    if scope.is_city:
        means = city[city["unit_mean_value"].notna()]
        differs = (means["unit_mean_value"] - means["value"]).abs().max() > 0
        mean = means.assign(series="Rata-rata unit", value=means["unit_mean_value"])
        rows = [city, mean[["series", "year", "value", "method_id", "method_label"]]] if differs else [city]
    else:
        unit = scope.frame(queries.unit_line, instrument_id=instrument_id, unit_id=scope.unit_id)
        rows = [unit.assign(series=scope.place), city.assign(target_value=None)]
    found = pd.concat([one for one in rows if len(one)] or [city], ignore_index=True)
    return found[found["year"] <= scope.year]


def _over_years(scope: Scope, instrument_id: str) -> list[Block]:
    rows = lines(scope, instrument_id)
    own = rows[rows["series"] == (scope.city if scope.is_city else scope.place)]
    if own["value"].isna().all():
        where = f"{instruments.title(instrument_id)} {scope.place}"
        return [*parts.paragraphs(f"Belum ada nilai {where} sampai tahun {scope.year}")]
    places = instruments.decimals(instrument_id)
    now = own[own["year"] == scope.year]
    row = now.iloc[0] if len(now) else pd.Series({"value": None, "change": None, "is_comparable": None})
    title = judul_indeks(
        instruments.title(instrument_id),
        row["value"],
        place=scope.place,
        year=scope.year,
        change=row["change"],
        comparable=row["is_comparable"],
        decimals=places,
        n_compared=row.get("n_compared"),
    )
    id = f"tren_{instrument_id}"
    return [
        parts.chart(
            scope,
            id,
            trend.trend,
            rows,
            title=title,
            source=instruments.source(instrument_id),
            subtitle=narrative.break_notes(own),
            table=parts.table(id, title, own[own["value"].notna()], _YEARLY, decimals=places, wide=True),
            native=natives.lines(rows, instruments.scale(instrument_id), places),
            decimals=places,
            scale=instruments.scale(instrument_id),
            bands=instruments.bands(instrument_id),
        )
    ]


def _measures(scope: Scope, instrument_id: str, details: pd.DataFrame) -> list[Block]:
    """Bars of unsur, aspects or dimensions, the two lowest marked."""
    if details.empty or details["value"].isna().all():
        return []
    rows = measures.with_lowest(details)
    if not scope.is_city:
        city = scope.frame(queries.city_details, instrument_id=instrument_id, year=scope.year)
        rows = rows.assign(
            reference=rows["measure_id"].map(dict(zip(city["measure_id"], city["value"], strict=True)))
        )
    what = kalimat(measures.name(instrument_id))
    label = parts.column("measure_label", what, width=3)
    columns: list[str | Column] = [label, "value", "previous_value", "change", "weight"]
    columns += [] if scope.is_city else [parts.column("reference", "Nilai kota")]
    title = measures.lowest_title(rows, instrument_id, scope.place)
    id = f"{measures.name(instrument_id)}_{instrument_id}"
    shown = rows[rows["value"].notna()].sort_values(["value", "measure_order"])
    scale = measures.scale(instrument_id, scope.year)
    return [
        parts.chart(
            scope,
            id,
            gap.measures,
            rows,
            title=title,
            source=instruments.source(instrument_id),
            table=parts.table(id, title, rows, columns),
            native=natives.bars(
                shown, "measure_label", "value", "Nilai", scale=scale, warned=shown["is_lowest"]
            ),
            scale=scale,
        )
    ]


def _units(scope: Scope, instrument_id: str) -> list[Block]:
    """Distances to the target, the ranking of a small number of units, and the measures side by side."""
    rows = narrative.unit_rows(scope, instrument_id)
    known = rows[rows["value"].notna()]
    if known.empty:
        return []
    found: list[Block] = [Heading(f"Unit menurut {instruments.title(instrument_id)}")]
    found += parts.paragraphs(narrative.below_target(rows, instrument_id))
    found += [*_distances(scope, instrument_id, rows), *_ranking(scope, instrument_id, known)]
    return [*found, *_heatmap(scope, instrument_id, known)]


def _distances(scope: Scope, instrument_id: str, rows: pd.DataFrame) -> list[Block]:
    """Distance to the target, or to the city where nobody has a target; largest shortfall first."""
    reference, name = (
        ("target_value", "Target") if rows["target_value"].notna().any() else ("city_value", "Nilai kota")
    )
    rows = rows.assign(reference=rows[reference], gap=rows["value"] - rows[reference])
    compared = rows[rows["gap"].notna()].sort_values(["gap", "unit_name"])
    if compared.empty:
        return []
    places = instruments.decimals(instrument_id)
    behind = compared[compared["gap"].round(places) < 0]
    short = instruments.title(instrument_id)
    title = f"Semua {bilangan(len(compared))} unit mencapai {name.lower()} {short}"
    if len(behind):
        of = f"{bilangan(len(behind))} dari {bilangan(len(compared))} unit"
        title = f"{of} di bawah {name.lower()} {short}"
    shown = compared.head(SHOWN)
    id = f"selisih_{instrument_id}"
    left_out = len(compared) > len(shown)
    goal = parts.column("reference", name, decimals=places)
    return [
        parts.chart(
            scope,
            id,
            gap.distances,
            shown,
            title=title,
            source=instruments.source(instrument_id),
            subtitle=f"Digambar {bilangan(len(shown))} unit dengan selisih terbesar." if left_out else "",
            table=parts.table(
                id, title, compared, ["unit_name", "value", goal, "gap"],
                decimals=places,
            ),
            native=natives.bars(
                shown, "unit_name", "gap", "Selisih", decimals=places,
                warned=shown["gap"].round(places) < 0,
            ),
            decimals=places,
            reference_title=name,
        )
    ]  # fmt: skip


def _ranking(scope: Scope, instrument_id: str, known: pd.DataFrame) -> list[Block]:
    """Values from high to low; of many units the highest ones."""
    places = instruments.decimals(instrument_id)
    ordered = known.sort_values(["value", "unit_name"], ascending=[False, True])
    shown = ordered.head(RANKED)
    first = ordered.iloc[0]
    highest = f"{first['unit_name']} ({angka(first['value'], places)})"
    title = f"{instruments.title(instrument_id)} tertinggi: {highest}"
    left_out = len(ordered) > len(shown)
    told = f"Digambar {bilangan(len(shown))} dari {bilangan(len(ordered))} unit."
    columns = ["rank", "unit_name", "value", "category", "target_value"]
    id = f"peringkat_{instrument_id}"
    scale = instruments.scale(instrument_id)
    return [
        parts.chart(
            scope,
            id,
            partial(bars.ranking, value_title=instruments.title(instrument_id)),
            shown,
            title=title,
            source=instruments.source(instrument_id),
            subtitle=told if left_out else "",
            table=parts.table(id, title, ordered, columns, decimals=places),
            native=natives.bars(shown, "unit_name", "value", "Nilai", decimals=places, scale=scale),
            decimals=places,
            scale=scale,
        )
    ]  # fmt: skip


def _heatmap(scope: Scope, instrument_id: str, known: pd.DataFrame) -> list[Block]:
    """Measures of the lowest units beside those of the city."""
    rows = scope.frame(queries.score_details, instrument_id=instrument_id, year=scope.year)
    if rows.empty:
        return []
    lowest = [str(name) for name in known.sort_values(["value", "unit_name"])["unit_name"]]
    order = lowest[:SHOWN]
    city = narrative.details(scope, instrument_id).assign(unit_name=scope.city)
    city = measures.with_lowest(city)
    cells = measures.cells(rows, instrument_id, scope.year, city, order)
    what = measures.name(instrument_id)
    low = measures.with_lowest(rows)
    counts = low.loc[low["is_lowest"], "measure_label"].value_counts()
    title = f"{kalimat(what)} setiap unit"
    if len(counts):
        n = rows["unit_id"].nunique()
        where = f"{bilangan(counts.iloc[0])} dari {bilangan(n)} unit"
        title = f"{counts.index[0]} termasuk {what} terendah pada {where}"
    table = rows.pivot_table(index="unit_name", columns="measure_label", values="value", sort=False)
    table = table.reindex([name for name in lowest if name in table.index]).reset_index()
    heads = [name for name in table.columns if name != "unit_name"]
    limits = instruments.measure_limits(instrument_id, scope.year)
    legend = measures.legend(instrument_id, scope.year)
    columns = [
        parts.column("unit_name"),
        *(parts.column(name, name, "angka", limits=limits) for name in heads),
    ]
    id = f"peta_{instrument_id}"
    return [
        parts.chart(
            scope,
            id,
            heatmap.matrix,
            cells,
            title=title,
            source=instruments.source(instrument_id),
            subtitle=f"Digambar {bilangan(len(order))} unit dengan nilai terendah; ▼ dua {what} terendah.",
            table=parts.table(id, title, table, columns, wide=True, note=_colours(legend)),
            legend=legend,
            row_space=40,
        )
    ]


def _colours(legend: list[tuple[str, str]]) -> str:
    """What the backgrounds of a table mean; they get darker from the best to the worst."""
    return f"Warna sel dari terang ke gelap: {'; '.join(text for text, _ in legend)}."
