"""The figures of the page Profil unit: who the unit is, its four sources, its history and its files."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from compliance import instruments, queries
from compliance.charts import measures
from compliance.charts.style import records
from compliance.formatting import angka, bilangan, daftar, is_empty, kalimat, persen, tanggal
from compliance.output import narrative
from compliance.sentences import arah, kepastian, perubahan, selisih_target
from compliance.ui import filters, history, session
from compliance.ui.elements import Card
from compliance.ui.filters import Selection
from compliance.ui.kept import kept
from compliance.words import label, word


def opening() -> tuple[str | None, str]:
    """The unit to open with until the reader chooses one: most duties not met; and a sentence that says so.

    An empty page would tell nothing; the first unit of the alphabet would be chance.
    """
    if filters.chosen(filters.UNIT) is not None:
        return None, ""
    year = session.facts()["latest_data_year"]
    if is_empty(year):
        return None, ""
    found = session.frame(queries.most_unmet, year=int(year))
    if found.empty:
        return None, ""
    return str(found["unit_id"].iloc[0]), (
        "Belum ada unit yang dipilih, jadi ditampilkan unit dengan kewajiban tidak patuh terbanyak. "
        "Pilih unit lain pada saringan di atas."
    )


@kept
def unit(selection: Selection) -> pd.Series:
    """The row of mart_unit."""
    units = session.frame(queries.units)
    return units[units["unit_id"] == selection.unit_id].iloc[0]


@kept
def about(row: pd.Series) -> str:
    """'Dinas · Kecamatan Tidore · di bawah Dinas Kesehatan'."""
    parts = [label("unit_kind", row["unit_kind"])]
    if not is_empty(row["district"]) and row["unit_kind"] != "kecamatan":
        parts.append(f"Kecamatan {row['district']}")
    if not is_empty(row["parent_unit_name"]):
        parts.append(f"di bawah {row['parent_unit_name']}")
    return " · ".join(parts)


@kept
def succession(row: pd.Series) -> list[str]:
    """Who came before and after, and whether the series of values follows."""
    scores = session.frame(queries.scores, unit_id=row["unit_id"])
    # What is told of the year of its end follows below.
    lived = scores if is_empty(row["valid_to"]) else scores[scores["year"] < row["valid_to"].year]
    told = [str(note) for note in lived["series_note"].dropna().unique()]
    if not told and not is_empty(row["valid_from"]):
        told.append(f"Dibentuk {tanggal(row['valid_from'])}.")
    if is_empty(row["valid_to"]):
        return told
    ended = f"Berakhir {tanggal(row['valid_to'])}"
    if len(later := successors(row)):
        ended += f" dan diteruskan oleh {daftar(later['unit_name'])}; nilai sesudahnya tercatat di sana"
    return [*told, f"{ended}."]


@kept
def predecessors(row: pd.Series) -> pd.DataFrame:
    """The units this one continues."""
    return _relatives(row["predecessor_unit_ids"])


@kept
def successors(row: pd.Series) -> pd.DataFrame:
    """The units that continue this one; more than one after a split."""
    return _relatives(row["successor_unit_ids"])


def _relatives(ids: Any) -> pd.DataFrame:
    units = session.frame(queries.units)
    return units[units["unit_id"].isin([] if is_empty(ids) else list(ids))]


def exists(row: pd.Series, year: int) -> bool:
    """Whether the unit existed at some time in the year."""
    starts, ends = row["valid_from"], row["valid_to"]
    return (is_empty(starts) or starts.year <= year) and (is_empty(ends) or ends.year >= year)


@kept
def cards(selection: Selection) -> list[Card]:
    """Standards, then every index: value, category, change, interval, respondents; or the state."""
    scores = session.frame(queries.scores, year=selection.year, unit_id=selection.unit_id)
    city = session.frame(queries.city_scores)
    city = city[city["year"] == selection.year]
    found = [_standard_card(selection)]
    for name in instruments.all_ids():
        own, whole = (rows[rows["instrument_id"] == name] for rows in (scores, city))
        whole = whole[whole["value"].notna()]
        if len(own) and not is_empty(own["value"].iloc[0]):
            found.append(_index_card(name, own.iloc[0]))
        else:
            state = own["reporting_state"].iloc[0] if len(own) else "tidak_berlaku"
            found.append(_missing_card(name, str(state), whole["value"].iloc[0] if len(whole) else None))
    return found


def _standard_card(selection: Selection) -> Card:
    rows = session.frame(queries.unit_compliance, year=selection.year, unit_id=selection.unit_id)
    title = "Standar pelayanan"
    if rows.empty or not rows["n_active"].iloc[0]:
        state = word("reporting_state", None if rows.empty else rows["reporting_state"].iloc[0])
        return Card(
            title, "–", category=state.text, tone=state.tone.id, note="Belum ada layanan yang tercatat."
        )
    row = rows.iloc[0]
    note = "Komponennya belum dilaporkan."
    if not is_empty(row["completeness_share"]):
        complete, active = bilangan(row["n_complete"]), bilangan(row["n_active"])
        note = (
            f"{persen(row['completeness_share'])} dari komponen yang dilaporkan sudah ada; "
            f"{complete} dari {active} layanan lengkap."
        )
    return Card(
        title,
        f"{bilangan(row['n_set'])} dari {bilangan(row['n_active'])}",
        category="layanan ditetapkan",
        note=note,
        tone=word("verdict", row["decree_verdict"]).tone.id,
    )


def _index_card(name: str, row: pd.Series) -> Card:
    decimals = instruments.decimals(name)
    notes = []
    if not is_empty(row["ci_low"]):
        low, high = angka(row["ci_low"], decimals), angka(row["ci_high"], decimals)
        notes.append(f"Rentang ketidakpastian {low}–{high}.")
    if not is_empty(row["n_respondents"]):
        notes.append(_respondents(row))
    if not is_empty(row["target_value"]):
        notes.append(kalimat(selisih_target(row["gap_to_target"], decimals)) + ".")
    if not is_empty(row["rank"]):
        notes.append(f"Peringkat {bilangan(row['rank'])} dari {bilangan(row['n_ranked'])} unit.")
    since = int(row["year"]) - 1
    change = perubahan(row["change"], comparable=row["is_comparable"], decimals=decimals, since=since)
    certainty = kepastian(row["is_change_significant"])
    return Card(
        instruments.title(name),
        angka(row["value"], decimals),
        category=instruments.category_text(row),
        change=kalimat(change) + (f" ({certainty})" if certainty and not is_empty(row["change"]) else ""),
        direction=arah(row["change"], comparable=row["is_comparable"], decimals=decimals),
        note=" ".join(notes),
        tone=None if is_empty(row["category_tone"]) else str(row["category_tone"]),
    )


def _respondents(row: pd.Series) -> str:
    text = f"{bilangan(row['n_respondents'])} responden"
    if not is_empty(row["n_population"]):
        text += f" dari {bilangan(row['n_population'])} pengguna"
    small = row["is_below_minimum_sample"]
    if not is_empty(small) and small:
        text += f", di bawah sampel minimum {bilangan(row['minimum_sample'])}"
    return text + "."


def _missing_card(name: str, state: str, city: float | None) -> Card:
    entry = word("reporting_state", state)
    index = instruments.index(name)
    note = entry.description
    if index.expected_of == "assessed" and state == "tidak_berlaku":
        note = "Unit ini tidak termasuk yang dinilai pada tahun ini."
    if city is not None:
        note += f" Nilai kota: {angka(city, index.decimals)}."
    return Card(index.short_title, "–", category=entry.text, note=note, tone=entry.tone.id)


@kept
def remarks(selection: Selection) -> list[str]:
    """Why a value of the unit may not be compared with the year before."""
    scores = session.frame(queries.scores, year=selection.year, unit_id=selection.unit_id)
    rows = scores[scores["value"].notna() & scores["previous_value"].notna() & scores["break_reason"].notna()]
    return [f"≠ {instruments.title(row.instrument_id)}: {row.break_reason}" for row in records(rows)]


@kept
def measured(selection: Selection, row: pd.Series) -> list[Selection]:
    """The selection once per instrument of which this unit, or one it continues, has a value."""
    ids = [selection.unit_id, *predecessors(row)["unit_id"]]
    every = [session.frame(queries.scores, unit_id=one) for one in ids]
    known = {name for rows in every for name in rows.loc[rows["value"].notna(), "instrument_id"]}
    return [replace(selection, instrument_id=name) for name in instruments.all_ids() if name in known]


@kept
def lines(selection: Selection, row: pd.Series) -> pd.DataFrame:
    """Rows for charts.trend: the unit, the units that it was made of, the city."""
    found = history.lines(selection)
    earlier = [
        session.frame(queries.scores, instrument_id=selection.instrument_id, unit_id=one)
        for one in predecessors(row)["unit_id"]
    ]
    own = found["series"] == selection.unit_name
    joined = set(found.loc[own, "unit_id"])  # values before a rename are a part of the unit's own line
    earlier = [
        rows.assign(series=rows["unit_name"])
        for rows in earlier
        if rows["value"].notna().any() and not joined.intersection(rows["unit_id"])
    ]
    return pd.concat([found[own], *earlier, found[~own]], ignore_index=True)


@kept
def short_lines(rows: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """The lines under their short names."""
    return rows.assign(series=rows["series"].map(legend_names(rows, selection)))


@kept
def legend_names(rows: pd.DataFrame, selection: Selection) -> dict[str, str]:
    """Series -> a short name, because a phone cannot show the names of units in a legend."""
    city = str(session.facts()["city_name"])
    names = {str(selection.unit_name): "Unit ini", city: "Kota"}
    earlier = [name for name in dict.fromkeys(rows["series"]) if name not in names]
    numbered = {name: f"Pendahulu {place}" for place, name in enumerate(earlier, start=1)}
    return names | (numbered if len(earlier) > 1 else dict.fromkeys(earlier, "Unit pendahulu"))


@kept
def history_note(rows: pd.DataFrame, selection: Selection) -> str:
    """Who the short names of the legend are, and why the line breaks."""
    short = legend_names(rows, selection)
    told = [f"{text}: {name}." for name, text in short.items() if "endahulu" in text]
    return " ".join([*told, narrative.break_notes(rows)]).strip()


@kept
def history_title(rows: pd.DataFrame, selection: Selection) -> str:
    """The finding of the chosen year; without a value in it, the last one there is."""
    own = rows[(rows["series"] == selection.unit_name) & rows["value"].notna()]
    if own.empty or (own["year"] == selection.year).any():
        return history.title(rows, selection)
    last = own.sort_values("year").iloc[-1]
    name = str(selection.instrument_id)
    value = angka(last["value"], instruments.decimals(name))
    return f"{instruments.title(name)} terakhir {value} pada {last['year']}; {selection.year} belum ada nilai"


@kept
def measure_rows(selection: Selection) -> pd.DataFrame:
    """Measures of the unit with the city's value as reference."""
    chosen = {"instrument_id": str(selection.instrument_id), "year": selection.year}
    rows = session.frame(queries.score_details, unit_id=selection.unit_id, **chosen)
    city = session.frame(queries.city_details, **chosen)
    return measures.with_lowest(
        rows.assign(
            reference=rows["measure_id"].map(dict(zip(city["measure_id"], city["value"], strict=True)))
        )
    )
