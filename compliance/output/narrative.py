"""Sentences about the indexes, made from rows of the marts: value, change, certainty, target, who reported.

Every number in them is a value of a mart, or a count or difference of such values; where there is no figure
there is a sentence that says so, and a change is only worded where the mart says that it may be compared.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from compliance import instruments, queries
from compliance.charts import measures
from compliance.charts.style import records
from compliance.formatting import angka, bilangan, daftar, is_empty, kalimat
from compliance.output.scope import Scope
from compliance.sentences import (
    arah,
    jadi_kalimat,
    kepastian,
    n_dari,
    perubahan,
    ringkas_arah,
    selisih_target,
)
from compliance.words import label, word

NAMED = 5  # names in a sentence before the rest is counted
NO_ROW = ("tidak dinilai", "belum ada data")  # of a unit that an index does not expect, of the city
UNTESTED = "tidak dapat diuji"
_DIRECTIONS = ("naik", "turun", "tetap", "tidak_dapat_dibandingkan")


def own_row(scope: Scope, instrument_id: str, year: int | None = None) -> pd.Series | None:
    """The row of mart_score of the city or the unit; None where the index does not expect one."""
    if scope.is_city:
        rows = scope.frame(queries.city_scores)
    else:
        rows = scope.frame(queries.scores, unit_id=scope.unit_id)
    found = rows[(rows["instrument_id"] == instrument_id) & (rows["year"] == (year or scope.year))]
    return None if found.empty else found.iloc[0]


def value(row: pd.Series | None, instrument_id: str, place: str, year: int) -> str:
    """'IKM kota 2025 sebesar 82,79 (B · Baik), naik 1,04 poin sejak 2024', or why there is no value."""
    title = f"{instruments.title(instrument_id)} {place}"
    if row is None or is_empty(row["value"]):
        state = None if row is None else row["reporting_state"]
        why = NO_ROW[place == "kota"] if is_empty(state) else word("reporting_state", state).label.lower()
        if state == "melapor":  # units have reported, and yet there is no value of the city
            why = "nilainya belum ada"
        return f"{title} {year}: {why}"
    category = instruments.category_text(row)
    told = f"{title} {year} sebesar {angka(row['value'], instruments.decimals(instrument_id))}"
    return told + (f" ({category})" if category else "") + f", {change(row, instrument_id)}"


def change(row: pd.Series, instrument_id: str) -> str:
    """'naik 1,04 poin sejak 2024, dalam rentang ketidakpastian'; 'tidak dapat dibandingkan dengan 2024'."""
    told = perubahan(
        row["change"],
        comparable=row["is_comparable"],
        decimals=instruments.decimals(instrument_id),
        since=int(row["year"]) - 1,
        n_compared=row["n_compared"],
    )
    certainty = "" if is_empty(row["change"]) else kepastian(row["is_change_significant"])
    return told + (f" ({certainty})" if certainty else "")


def break_reason(row: pd.Series | None) -> str:
    """Why the value may not be compared with the year before; '' where it may, or where there is no value."""
    if row is None or is_empty(row["value"]) or is_empty(row["break_reason"]):
        return ""
    return str(row["break_reason"])


def break_notes(rows: pd.DataFrame) -> str:
    """Why the line of the first series breaks, and where it goes on under another name: a sentence each."""
    if rows.empty or "break_reason" not in rows:
        return ""
    own = rows[(rows["series"] == rows["series"].iloc[0]) & rows["method_id"].notna()].sort_values("year")
    broken = own["method_id"].ne(own["method_id"].shift()) & own["method_id"].shift().notna()
    broken |= own["previous_value"].notna() & own["is_comparable"].eq(False)
    told = [*own.loc[broken, "break_reason"].dropna(), *own["series_note"].dropna()]
    return " ".join(jadi_kalimat(str(reason)) for reason in dict.fromkeys(told))


def interval(row: pd.Series | None, instrument_id: str) -> str:
    """'Rentang ketidakpastian 80,12 sampai 83,40, dari 152 responden'."""
    if row is None or is_empty(row["value"]):
        return ""
    places = instruments.decimals(instrument_id)
    told = []
    if not is_empty(row["ci_low"]):
        told.append(
            f"rentang ketidakpastian {angka(row['ci_low'], places)} sampai {angka(row['ci_high'], places)}"
        )
    if not is_empty(row["n_respondents"]):
        users = "" if is_empty(row["n_population"]) else f" dari {bilangan(row['n_population'])} pengguna"
        told.append(f"{bilangan(row['n_respondents'])} responden{users}")
    small = row["is_below_minimum_sample"]
    if not is_empty(small) and small:
        told.append(f"di bawah sampel minimum {bilangan(row['minimum_sample'])}")
    return kalimat(", ".join(told))


def against_target(row: pd.Series | None, instrument_id: str) -> str:
    """'0,21 poin di bawah target 83,00'; '' without a value or a target."""
    if row is None or is_empty(row["value"]) or is_empty(row["target_value"]):
        return ""
    places = instruments.decimals(instrument_id)
    told = selisih_target(row["gap_to_target"], places)
    return kalimat(f"{told} {angka(row['target_value'], places)}")


def rank(row: pd.Series | None) -> str:
    """'Peringkat 12 dari 85 unit'."""
    if row is None or is_empty(row["rank"]):
        return ""
    return f"Peringkat {bilangan(row['rank'])} dari {bilangan(row['n_ranked'])} unit"


def against_city(row: pd.Series | None, instrument_id: str) -> str:
    """'1,20 poin di atas nilai kota 82,79'."""
    if row is None or is_empty(row["value"]) or is_empty(row["city_value"]):
        return ""
    places = instruments.decimals(instrument_id)
    city = angka(row["city_value"], places)
    direction = arah(row["gap_to_city"], decimals=places)
    if direction == "tetap":
        return f"Sama dengan nilai kota {city}"
    where = "atas" if direction == "naik" else "bawah"
    return f"{angka(abs(row['gap_to_city']), places)} poin di {where} nilai kota {city}"


def details(scope: Scope, instrument_id: str) -> pd.DataFrame:
    """Unsur, aspects or dimensions of the city or the unit in the year."""
    chosen = {"instrument_id": instrument_id, "year": scope.year}
    if scope.is_city:
        return scope.frame(queries.city_details, **chosen)
    return scope.frame(queries.score_details, unit_id=scope.unit_id, **chosen)


def lowest(rows: pd.DataFrame, instrument_id: str) -> str:
    """'Unsur terendah: Sarana dan prasarana (3,04) dan Waktu penyelesaian (3,08)'; '' without values."""
    told = measures.lowest_text(rows)
    return f"{kalimat(measures.name(instrument_id))} terendah: {told}" if told else ""


def lever(scope: Scope, instrument_id: str) -> str:
    """What lifts the category with the least effort, in the sentence of mart_lever; '' where nothing does."""
    rows = scope.frame(queries.levers, year=scope.year, instrument_id=instrument_id)
    own = rows[rows["unit_id"].isna() if scope.is_city else rows["unit_id"] == scope.unit_id]
    first = own[own["lever_rank"] == 1]
    return str(first["sentence"].iloc[0]) if len(first) else ""


def reported(scope: Scope, instrument_id: str) -> str:
    """'85 dari 98 unit melapor; 13 belum melapor; 1 laporan ditolak'."""
    rows = unit_rows(scope, instrument_id)
    states = rows["reporting_state"].value_counts()
    expected = len(rows) - int(states.get("tidak_berlaku", 0))
    verb = "dinilai" if instruments.index(instrument_id).expected_of == "assessed" else "melapor"
    if not expected:
        return "tidak ada unit yang dinilai" if verb == "dinilai" else n_dari(0, 0)
    others = [state for state in ("belum_melapor", "ditolak", "belum_jatuh_tempo") if states.get(state)]
    told = [f"{bilangan(states[state])} {label('reporting_state', state).lower()}" for state in others]
    return "; ".join([n_dari(int(rows["value"].notna().sum()), expected, verb=verb), *told])


def unit_rows(scope: Scope, instrument_id: str, year: int | None = None) -> pd.DataFrame:
    """Rows of all units in the year, also those without a value."""
    return scope.frame(queries.scores, instrument_id=instrument_id, year=year or scope.year)


def directions(rows: pd.DataFrame, instrument_id: str) -> pd.DataFrame:
    """The rows with a value and their direction of change (a direction of data/words.yaml)."""
    known = rows[rows["value"].notna()]
    places = instruments.decimals(instrument_id)
    found = [
        arah(change, comparable=comparable, decimals=places)
        for change, comparable in zip(known["change"], known["is_comparable"], strict=True)
    ]
    return known.assign(direction=pd.Series(found, index=known.index, dtype=object))


def movement(known: pd.DataFrame) -> str:
    """'60 unit naik, 12 turun; 5 tidak dapat dibandingkan'."""
    counts = known["direction"].value_counts()
    up, down, same, unlike = (int(counts.get(name, 0)) for name in _DIRECTIONS)
    return ringkas_arah(up, down, same, unlike)


def certainty(known: pd.DataFrame) -> str:
    """'dari 80 perubahan itu 37 nyata, 26 dalam rentang ketidakpastian, dan 17 tidak dapat diuji'."""
    moved = known[known["direction"].isin(["naik", "turun"])]
    sure = moved["is_change_significant"]
    if sure.isna().all():
        return ""
    counts = {
        "nyata": int((sure == True).sum()),  # noqa: E712 (a column with empty cells)
        kepastian(False): int((sure == False).sum()),  # noqa: E712
        UNTESTED: int(sure.isna().sum()),
    }
    told = daftar(f"{bilangan(n)} {what}" for what, n in counts.items() if n)
    return f"dari {bilangan(len(moved))} perubahan itu {told}"


def untested(known: pd.DataFrame) -> str:
    """What is said of a change that has no test, beside others that have one."""
    return UNTESTED if known["is_change_significant"].notna().any() else ""


def largest(known: pd.DataFrame, direction: str, instrument_id: str) -> str:
    """'Naik paling banyak: Dinas A (+4,20) dan Dinas B (+3,10, dalam rentang ketidakpastian)'."""
    rows = known[known["direction"] == direction]
    rows = rows.sort_values(["change", "unit_name"], ascending=[direction == "turun", True])
    if rows.empty:
        return ""
    told = []
    for row in records(rows.head(NAMED)):
        unsure = kepastian(row.is_change_significant, untested=untested(known))
        figure = angka(row.change, instruments.decimals(instrument_id), signed=True)
        told.append(f"{row.unit_name} ({', '.join(filter(None, (figure, unsure)))})")
    return f"{kalimat(direction)} paling banyak: {daftar(told)}"


def below_target(rows: pd.DataFrame, instrument_id: str) -> str:
    """'21 dari 85 unit di bawah target IKM; terjauh Dinas X (−11,05)'; '' where there is no target."""
    known = rows[rows["gap_to_target"].notna()]
    if known.empty:
        return ""
    places = instruments.decimals(instrument_id)
    behind = known[known["gap_to_target"].round(places) < 0].sort_values(["gap_to_target", "unit_name"])
    of = f"{bilangan(len(known))} unit"
    if behind.empty:
        return f"Semua {of} mencapai target {instruments.title(instrument_id)}"
    worst = behind.iloc[0]
    return (
        f"{bilangan(len(behind))} dari {of} di bawah target {instruments.title(instrument_id)}; terjauh "
        f"{worst['unit_name']} ({angka(worst['gap_to_target'], places, signed=True)})"
    )


def names(rows: pd.DataFrame) -> str:
    """Names of units in a sentence, the first ones by name and the rest as a number."""
    return daftar(rows["unit_name"], limit=NAMED)


def figure(value: Any, instrument_id: str) -> str:
    """A value of the index as text."""
    return angka(value, instruments.decimals(instrument_id))
