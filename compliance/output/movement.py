"""Who rose and who fell since the year before; only values that may be compared."""

from __future__ import annotations

import pandas as pd

from compliance import instruments
from compliance.charts import slope
from compliance.output import narrative, natives, parts
from compliance.output.scope import Scope
from compliance.reports.document import Block, Heading, Section
from compliance.sentences import jadi_kalimat, kepastian

ID, TITLE = "perubahan", "Yang naik dan yang turun"
NAMED = 8  # lines of the chart that carry a name
LISTED = 10


def section(scope: Scope) -> Section:
    """City: the units of every index. Unit: each of its indexes in one sentence."""
    blocks: list[Block] = []
    said = []
    for name in instruments.all_ids():
        told, made = _city(scope, name) if scope.is_city else _unit(scope, name)
        said += [told] if told else []
        blocks += made
    if not said:
        said = [f"Belum ada nilai {scope.place} tahun {scope.year} yang dapat dibandingkan"]
        blocks = [*parts.paragraphs(*said)]
    else:
        note = "Hanya nilai dua tahun berurutan yang diukur dengan metode yang sama yang dibandingkan"
        blocks += parts.paragraphs(note, style="catatan")
    return Section(ID, TITLE, tuple(blocks), jadi_kalimat(said[0]))


def _unit(scope: Scope, instrument_id: str) -> tuple[str, list[Block]]:
    row = narrative.own_row(scope, instrument_id)
    if row is None or pd.isna(row["value"]):
        return "", []
    told = narrative.value(row, instrument_id, scope.place, scope.year)
    return told, [*parts.paragraphs(told, narrative.break_reason(row), style="butir")]


def _city(scope: Scope, instrument_id: str) -> tuple[str, list[Block]]:
    """One index: how many moved, how sure that is, the largest changes as chart and tables."""
    known = narrative.directions(narrative.unit_rows(scope, instrument_id), instrument_id)
    if known.empty:
        return "", []
    short = instruments.title(instrument_id)
    told = f"{short} {scope.year}: {narrative.movement(known)}"
    blocks: list[Block] = [Heading(instruments.index(instrument_id).title), *parts.paragraphs(told)]
    if not (known["direction"] != "tidak_dapat_dibandingkan").any():
        return told, [*blocks, *parts.paragraphs(*_reasons(known), style="catatan")]
    blocks += parts.paragraphs(
        narrative.certainty(known),
        narrative.largest(known, "naik", instrument_id),
        narrative.largest(known, "turun", instrument_id),
        style="butir",
    )
    blocks.append(_slope(scope, instrument_id, known, told))
    blocks += [
        table
        for direction in ("naik", "turun")
        if (table := _movers(instrument_id, known, direction)) is not None
    ]
    return told, blocks


def _reasons(known: pd.DataFrame) -> list[str]:
    return [str(reason) for reason in known["break_reason"].dropna().unique()[:1]]


def _slope(scope: Scope, instrument_id: str, known: pd.DataFrame, told: str) -> Block:
    first, last = scope.year - 1, scope.year
    rows = known.rename(columns={"previous_value": "first_value", "value": "last_value"})
    rows = rows[rows["direction"] != "tidak_dapat_dibandingkan"]
    places = instruments.decimals(instrument_id)
    id = f"dua_tahun_{instrument_id}"
    columns = [
        "unit_name", parts.column("first_value", f"Nilai {first}", "angka", decimals=places),
        parts.column("last_value", f"Nilai {last}", "angka", decimals=places), "change",
    ]  # fmt: skip
    ordered = rows.sort_values(["change", "unit_name"], ascending=[False, True])
    return parts.chart(
        scope,
        id,
        slope.slope,
        rows,
        title=told,
        source=instruments.source(instrument_id),
        subtitle=f"Nama pada {NAMED} perubahan terbesar." if len(rows) > NAMED else "",
        table=parts.table(id, told, ordered, columns, decimals=places),
        native=natives.pairs(rows, first, last, places, NAMED),
        first_year=first,
        last_year=last,
        decimals=places,
        scale=instruments.scale(instrument_id),
        labelled=NAMED,
    )


def _movers(instrument_id: str, known: pd.DataFrame, direction: str) -> Block | None:
    rows = known[known["direction"] == direction]
    if rows.empty:
        return None
    rows = rows.sort_values(["change", "unit_name"], ascending=[direction == "turun", True]).head(LISTED)
    told = [
        kepastian(sure, untested=narrative.untested(known)) or None for sure in rows["is_change_significant"]
    ]
    rows = rows.assign(certainty=pd.Series(told, index=rows.index, dtype=object))
    columns = ["unit_name", "previous_value", "value", "change"]
    if rows["certainty"].notna().any():
        columns.append(parts.column("certainty", "Kepastian", "teks", width=2))  # type: ignore[arg-type]
    title = f"{instruments.title(instrument_id)}: {len(rows)} unit yang {direction} paling banyak"
    places = instruments.decimals(instrument_id)
    return parts.table(f"{direction}_{instrument_id}", title, rows, columns, decimals=places)
