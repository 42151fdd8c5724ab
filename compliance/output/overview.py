"""One page for the Sekda: the figures, what they say, and who must act."""

from __future__ import annotations

from typing import Any

import pandas as pd

from compliance import instruments, queries
from compliance.charts.style import records
from compliance.formatting import angka, bilangan, daftar, is_empty, kalimat, persen
from compliance.output import method, narrative, natives, parts
from compliance.output.scope import Scope
from compliance.reports.document import Block, KeyFigure, KeyFigures, Section
from compliance.sentences import jadi_kalimat, n_dari, perubahan
from compliance.words import word

ID, TITLE = "ringkasan", "Ringkasan untuk Sekretaris Daerah"
_FIGURES = 4  # indexes among the large figures; the others are told in sentences


def section(scope: Scope) -> Section:
    """Figures side by side, then one sentence per index, on standards, on duties, on late actions."""
    said = [*_nothing(scope), *_indexes(scope), *standards(scope), *worst_units(scope), *actions(scope)]
    breaks = parts.paragraphs(*method.breaks(scope), style="catatan")
    blocks: list[Block] = [
        KeyFigures(tuple(figures(scope))),
        *parts.paragraphs(*said, style="butir"),
        *breaks,
    ]
    return Section(ID, title(scope), tuple(blocks), _message(scope, said))


def title(scope: Scope) -> str:
    """The summary of the city is addressed; that of a unit names it."""
    return TITLE if scope.is_city else f"Ringkasan {scope.place}"


def _message(scope: Scope, said: list[str]) -> str:
    # The first sentence alone: what a slide says has to be read at a glance.
    return (
        jadi_kalimat(said[0].split(". ")[0]) if said else f"Belum ada data {scope.place} tahun {scope.year}."
    )


def _nothing(scope: Scope) -> list[str]:
    """Says that there are no data, where that is so."""
    if not method.has_row(scope):
        return [f"{scope.place} tidak tercatat sebagai unit pada tahun {scope.year}"]
    scores = scope.frame(queries.scores, year=scope.year, **scope.units)
    city = scope.frame(queries.city_scores)
    city = city[city["year"] == scope.year]
    known = scores["value"].notna().any() or (scope.is_city and city["value"].notna().any())
    if known or len(scope.frame(queries.services, year=scope.year, **scope.units)):
        return []
    return [f"Belum ada data {scope.place} untuk tahun {scope.year}; angka yang kosong bukan nol"]


def figures(scope: Scope) -> list[KeyFigure]:
    """The indexes in the order of data/standards, standards set, overdue actions."""
    found = [_index(scope, name) for name in instruments.all_ids()[:_FIGURES]]
    return [*found, _standards(scope), _actions(scope)]


def _index(scope: Scope, instrument_id: str) -> KeyFigure:
    row = narrative.own_row(scope, instrument_id)
    name = instruments.title(instrument_id) + (" kota" if scope.is_city else "")
    if row is None or is_empty(row["value"]):
        state = "tidak_berlaku" if row is None else row["reporting_state"]
        told = kalimat(narrative.NO_ROW[scope.is_city])
        told = told if row is None else word("reporting_state", state).label
        return KeyFigure(name, angka(None), told)
    notes = [instruments.category_text(row), kalimat(narrative.change(row, instrument_id))]
    if scope.is_city:
        notes.append(kalimat(narrative.reported(scope, instrument_id).split(";")[0]))
    else:
        notes.append(narrative.rank(row))
    value = angka(row["value"], instruments.decimals(instrument_id))
    return KeyFigure(name, value, ". ".join(filter(None, notes)) + ".", natives.tone(row["category_tone"]))


def _totals(scope: Scope) -> tuple[Any, Any]:
    """standard_totals of the year and of the year before; None where there is no active service."""
    rows = {int(row.year): row for row in records(scope.frame(queries.standard_totals, **scope.units))}
    pair = [rows.get(year) for year in (scope.year, scope.year - 1)]
    now, before = (row if row is not None and row.n_active else None for row in pair)
    return now, before


def _standards(scope: Scope) -> KeyFigure:
    now, before = _totals(scope)
    if now is None:
        return KeyFigure("Standar ditetapkan", angka(None), "Belum ada layanan yang tercatat.")
    notes = [f"{bilangan(now.n_set)} dari {bilangan(now.n_active)} layanan"]
    if before is not None:
        notes.append(kalimat(_change(now, before)))
    return KeyFigure("Standar ditetapkan", persen(now.n_set / now.n_active), ". ".join(notes) + ".")


def _change(now: Any, before: Any) -> str:
    difference = (now.n_set / now.n_active - before.n_set / before.n_active) * 100
    told = perubahan(difference, decimals=0, since=int(before.year), what="poin persen")
    return f"{told} ({bilangan(before.n_set)} dari {bilangan(before.n_active)})"


def _actions(scope: Scope) -> KeyFigure:
    rows = scope.frame(queries.follow_up, **scope.units)
    if rows.empty:
        return KeyFigure("Tindak lanjut terlambat", angka(None), "Belum ada tindak lanjut yang dimuat.")
    late, still_open = _late(rows), rows["status"].isin(["belum", "berjalan"])
    note = f"Dari {bilangan(int(still_open.sum()))} yang belum selesai, per {scope.as_of}."
    if not still_open.any():
        note = f"Semua tindak lanjut sudah selesai atau dibatalkan, per {scope.as_of}."
    tone = "buruk" if len(late) else "baik"
    return KeyFigure("Tindak lanjut terlambat", bilangan(len(late)), note, tone)  # type: ignore[arg-type]


def _late(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["is_overdue"].fillna(False).astype(bool)]


def _indexes(scope: Scope) -> list[str]:
    """Value and change of every index, and for the city who moved."""
    found = []
    for name in instruments.all_ids():
        row = narrative.own_row(scope, name)
        if row is None and not scope.is_city:
            continue
        told = narrative.value(row, name, scope.place, scope.year)
        if row is not None and not is_empty(row["value"]):
            told += "".join(
                f"; {text[:1].lower()}{text[1:]}" for text in [narrative.against_target(row, name)] if text
            )
        if scope.is_city:
            known = narrative.directions(narrative.unit_rows(scope, name), name)
            if len(known):
                told += f". {kalimat(narrative.movement(known))}"
                certainty = narrative.certainty(known)
                told += f"; {certainty}" if certainty else ""
        found.append(told)
    return found


def standards(scope: Scope) -> list[str]:
    """Services with a set standard, and with all components."""
    now, _ = _totals(scope)
    if now is None:
        return [f"Belum ada layanan {scope.place} yang dilaporkan sampai tahun {scope.year}"]
    set_ = f"{bilangan(now.n_set)} dari {bilangan(now.n_active)} layanan mempunyai standar yang ditetapkan"
    complete = (
        "kelengkapan komponennya belum dilaporkan"
        if is_empty(now.n_complete)
        else f"{bilangan(now.n_complete)} layanan memuat semua komponen"
    )
    n_units = n_dari(now.n_units_with_service, now.n_units, verb="melaporkan layanan")
    units = f"; {n_units}" if scope.is_city else ""
    return [f"{set_}; {complete}{units}"]


def worst_units(scope: Scope) -> list[str]:
    """City: the units with most duties not met. Unit: the duties it does not meet."""
    duties = scope.frame(queries.duties, year=scope.year, **scope.units)
    breach = duties[duties["verdict"] == "tidak_patuh"]
    if duties.empty:
        return []
    if breach.empty:
        unknown = (duties["verdict"] == "tanpa_data").any()
        tail = "; sebagian belum ada datanya" if unknown else ""
        return [f"Tidak ada kewajiban yang dinyatakan tidak patuh{tail}"]
    if not scope.is_city:
        return [f"Kewajiban yang tidak dipenuhi: {daftar(breach['duty_label'])}"]
    by_unit = breach.groupby("unit_name").size().sort_values(ascending=False, kind="stable")
    most = by_unit[by_unit == by_unit.iloc[0]]
    names = daftar(most.index, limit=narrative.NAMED)
    n_units = duties["unit_id"].nunique()
    return [
        f"{bilangan(len(by_unit))} dari {bilangan(n_units)} unit tidak memenuhi sedikitnya satu kewajiban; "
        f"terbanyak {bilangan(by_unit.iloc[0])} kewajiban, pada {names}"
    ]


def actions(scope: Scope) -> list[str]:
    """How many actions are late, and the oldest."""
    rows = scope.frame(queries.follow_up, **scope.units)
    late = _late(rows)
    if rows.empty:
        return []
    if late.empty:
        return [f"Tidak ada tindak lanjut yang melewati tenggat dari {bilangan(len(rows))} tindak lanjut"]
    oldest = late.sort_values(["days_overdue", "unit_name"], ascending=[False, True]).iloc[0]
    who = f", pada {oldest['unit_name']}" if scope.is_city else ""
    return [
        f"{bilangan(len(late))} dari {bilangan(len(rows))} tindak lanjut melewati tenggat; paling lama "
        f"{bilangan(oldest['days_overdue'])} hari{who}"
    ]
