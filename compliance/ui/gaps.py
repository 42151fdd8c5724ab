"""The figures of the page Kesenjangan: distance to target, city and best unit, and the next category."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
import streamlit as st

from compliance import instruments, queries
from compliance.charts.style import records
from compliance.formatting import angka, bilangan, is_empty
from compliance.ui import elements, filters, session
from compliance.ui.elements import Card
from compliance.ui.filters import Selection
from compliance.ui.kept import kept
from compliance.words import label, word

TARGET, CITY, BEST = "target", "kota", "terbaik"
REFERENCES = {TARGET: "Target", CITY: "Nilai kota", BEST: "Unit terbaik sejenis"}
SHOWN = 20  # units drawn before the reader asks for all
MOST = 1_000  # units drawn at all
NOTHING_LOADED = "Belum ada nilai yang dimuat. Cara memuatnya ada di halaman Data."
FEW, ALL = "ringkas", "semua"
COLUMNS = [
    "unit_name", "unit_kind_label", "district", "value", "category", "category_label",
    "reference", "reference_name", "gap", "reporting_state",
]  # fmt: skip
Row = tuple[str, str, str]


@dataclass(frozen=True)
class Gaps:
    """Units and their distance to one reference."""

    reference: str
    shows_all: bool
    rows: pd.DataFrame  # every unit of the selection: value, reference, reference_name, gap (NA = none)
    city: pd.Series | None

    @property
    def title(self) -> str:
        """What the reference is called: 'Target', 'Nilai kota', 'Unit terbaik sejenis'."""
        return REFERENCES[self.reference]

    @cached_property
    def compared(self) -> pd.DataFrame:
        """Units that can be compared, largest shortfall first."""
        rows = self.rows[self.rows["gap"].notna()]
        return rows.sort_values(["gap", "unit_name"]).reset_index(drop=True)

    @cached_property
    def drawn(self) -> pd.DataFrame:
        """The units of the charts: all that can be compared, or those with the largest shortfall."""
        return self.compared if self.shows_all else self.compared.head(SHOWN)

    @cached_property
    def detailed(self) -> pd.DataFrame:
        """The units of the heatmap: those drawn, or where nobody has a reference the lowest ones."""
        if len(self.drawn):
            return self.drawn
        known = self.rows[self.rows["value"].notna()].sort_values(["value", "unit_name"])
        return known if self.shows_all else known.head(SHOWN)

    @cached_property
    def silent(self) -> pd.DataFrame:
        """Units without a value, by state and name."""
        rows = self.rows[self.rows["value"].isna()]
        return rows.sort_values(["reporting_state", "unit_name"]).reset_index(drop=True)

    @cached_property
    def behind(self) -> pd.DataFrame:
        """Units below the reference, as the figures are written."""
        return self.compared[self.compared["gap"].round(2) < 0]


def choose(selection: Selection) -> Gaps:
    """Two choices of this page (what to compare with, how many units to draw) and what they lead to."""
    rows = _scores(selection)
    has_target = bool(rows["target_value"].notna().any())
    left, right, _ = st.columns([1.3, 1.5, 2], vertical_alignment="bottom")
    with left:
        reference = filters.pick(
            "acuan",
            "Bandingkan dengan",
            list(REFERENCES),
            names=REFERENCES,
            default=TARGET if has_target else CITY,
        )
    with right:
        names = {FEW: f"{SHOWN} selisih terbesar"} | ({ALL: "Semua unit"} if len(rows) <= MOST else {})
        amount = filters.pick("jumlah", "Tampilkan", list(names), names=names, default=FEW)
    return gaps(selection, str(reference or CITY), shows_all=amount == ALL)


@kept
def gaps(selection: Selection, reference: str, *, shows_all: bool = False) -> Gaps:
    """Units of the selection with their reference. The best of a kind is sought in the whole city."""
    rows = _scores(selection)
    if reference == BEST:
        everyone = session.frame(queries.unit_scores, **_asked(selection))
        rows = rows.merge(_best(everyone), on="unit_kind", how="left")
    else:
        column = "target_value" if reference == TARGET else "city_value"
        rows = rows.assign(reference=rows[column].astype("float64"), reference_name=None)
    city = session.frame(queries.city_scores, instrument_id=selection.instrument_id)
    city = city[city["year"] == selection.year]
    rows = rows.assign(gap=rows["value"] - rows["reference"])
    return Gaps(reference, shows_all, rows, None if city.empty else city.iloc[0])


def _scores(selection: Selection) -> pd.DataFrame:
    return session.frame(queries.unit_scores, **_asked(selection), **selection.scope)


def _asked(selection: Selection) -> dict[str, Any]:
    return {"instrument_id": selection.instrument_id, "year": selection.year}


def count_units(selection: Selection) -> int:
    """How many units another selection would leave over."""
    return len(_scores(selection))


def _best(everyone: pd.DataFrame) -> pd.DataFrame:
    """unit_kind, reference, reference_name; a kind with a single value has nobody to be compared with."""
    known = everyone[everyone["value"].notna()].sort_values(["value", "unit_name"], ascending=[False, True])
    known = known[known.groupby("unit_kind")["value"].transform("size") > 1]
    best = known.drop_duplicates("unit_kind")[["unit_kind", "value", "unit_name"]]
    return best.rename(columns={"value": "reference", "unit_name": "reference_name"})


@kept
def cards(found: Gaps, selection: Selection) -> list[Card]:
    """The city against its target, units below the reference, the largest gap, units without a value."""
    decimals = instruments.decimals(str(selection.instrument_id))
    compared, silent, behind = found.compared, found.silent, found.behind
    title = found.title.lower()
    below = Card(
        f"Unit di bawah {title}",
        bilangan(len(behind)) if len(compared) else "–",
        note=f"Dari {bilangan(len(compared))} unit yang dapat dibandingkan.",
        tone=None if compared.empty else ("kurang" if len(behind) else "baik"),
    )
    if found.reference == BEST:
        # That all but the best are below the best is no finding; how far they are is one.
        mean = angka(behind["gap"].mean(), decimals, signed=True)
        below = Card("Rata-rata selisih", mean, note=f"{bilangan(len(behind))} unit terhadap {title}.")
    worst = behind.iloc[0] if len(behind) else None
    nobody = (
        f"Tidak ada unit di bawah {title}." if len(compared) else "Belum ada unit yang dapat dibandingkan."
    )
    largest = Card(
        "Selisih terbesar",
        "–" if worst is None else angka(worst["gap"], decimals, signed=True),
        note=nobody if worst is None else _worst_note(worst, found, decimals),
    )
    states = silent["reporting_state"].value_counts().to_dict()
    told = "; ".join(f"{word('reporting_state', s).text}: {bilangan(n)}" for s, n in states.items())
    everyone = "Semua unit pada pilihan ini mempunyai nilai."
    missing = Card("Unit tanpa nilai", bilangan(len(silent)), note=told or everyone)
    if found.rows.empty:
        missing = Card("Unit tanpa nilai", "–", note="Tidak ada unit yang dinilai pada pilihan ini.")
    return [_city_card(found.city, str(selection.instrument_id), decimals), below, largest, missing]


def _city_card(city: pd.Series | None, instrument_id: str, decimals: int) -> Card:
    name = f"{instruments.title(instrument_id)} kota"
    if city is None or is_empty(city["value"]):
        state = word("reporting_state", None if city is None else city["reporting_state"])
        return Card(name, "–", note=state.text)
    note = "Target kota belum ditetapkan."
    if not is_empty(city["target_value"]):
        where = "atas" if city["gap_to_target"] >= 0 else "bawah"
        distance = angka(abs(city["gap_to_target"]), decimals)
        note = f"{distance} poin di {where} target {angka(city['target_value'], decimals)}."
    category = instruments.category_text(city)
    tone = None if is_empty(city["category_tone"]) else str(city["category_tone"])
    return Card(name, angka(city["value"], decimals), category=category, note=note, tone=tone)


def _worst_note(worst: pd.Series, found: Gaps, decimals: int) -> str:
    whose = "" if is_empty(worst["reference_name"]) else f" ({worst['reference_name']})"
    value, reference = angka(worst["value"], decimals), angka(worst["reference"], decimals)
    return f"{worst['unit_name']}: {value}, {found.title.lower()} {reference}{whose}."


@kept
def title(found: Gaps, selection: Selection) -> str:
    """'21 dari 85 unit di bawah target IKM; terjauh Badan Pendapatan Daerah (−11,05)'."""
    instrument = str(selection.instrument_id)
    decimals = instruments.decimals(instrument)
    compared, behind = found.compared, found.behind
    if compared.empty:
        return f"{found.title} {instruments.title(instrument)} {selection.year} belum ada"
    against = {TARGET: "target", CITY: "nilai kota", BEST: "unit terbaik sejenis"}[found.reference]
    if behind.empty:
        return f"Semua {bilangan(len(compared))} unit mencapai {against} {instruments.title(instrument)}"
    worst = behind.iloc[0]
    if found.reference == BEST:
        return (
            f"Terjauh dari unit terbaik sejenis: {worst['unit_name']} "
            f"({angka(worst['gap'], decimals, signed=True)} terhadap {worst['reference_name']})"
        )
    return (
        f"{bilangan(len(behind))} dari {bilangan(len(compared))} unit di bawah {against} "
        f"{instruments.title(instrument)}; terjauh {worst['unit_name']} "
        f"({angka(worst['gap'], decimals, signed=True)})"
    )


@kept
def subtitle(found: Gaps) -> str:
    """What the chart leaves out, in words."""
    parts = []
    if len(found.drawn) < len(found.compared):
        parts.append(f"Digambar {bilangan(len(found.drawn))} unit dengan selisih terbesar.")
    without = len(found.rows) - len(found.compared) - len(found.silent)
    if without:
        reason = "tidak ada unit lain yang sejenis" if found.reference == BEST else "belum ada pembandingnya"
        parts.append(f"{bilangan(without)} unit bernilai tidak digambar karena {reason}.")
    if len(found.silent):
        parts.append(f"{bilangan(len(found.silent))} unit tanpa nilai tidak digambar.")
    return " ".join(parts)


@kept
def table(found: Gaps) -> pd.DataFrame:
    """All units of the selection, also those without a value, largest shortfall first."""
    rows = found.rows.sort_values(["gap", "unit_name"], na_position="last")
    kinds = {kind: label("unit_kind", kind) for kind in rows["unit_kind"].unique()}
    rows = rows.assign(unit_kind_label=rows["unit_kind"].map(kinds))
    return rows if found.reference == BEST else rows.drop(columns="reference_name")


def headers(found: Gaps) -> dict[str, str]:
    return {"reference": found.title, "reference_name": "Unit pembanding", "gap": "Selisih"}


def show_silent(found: Gaps) -> None:
    """Units without a value, each with its state; the short view counts those it leaves out."""
    n = len(found.silent)
    if not n:
        return
    elements.section(f"Unit tanpa nilai: {bilangan(n)}", "Tidak dihitung sebagai nol dan tidak diperingkat.")
    states, rows = _silent(found)
    elements.badges("reporting_state", states)
    height = -(-len(rows) // 3)
    for column, start in zip(st.columns(3, gap="large"), range(0, len(rows), height), strict=False):
        with column:
            elements.name_list("", rows[start : start + height], empty="")


@kept
def _silent(found: Gaps) -> tuple[dict[Any, int], list[Row]]:
    """How many units per state, and (name, state, '') of those that are listed."""
    silent = found.silent
    short = not found.shows_all and len(silent) > SHOWN + 1
    rows = [
        (str(row.unit_name), word("reporting_state", row.reporting_state).text, "")
        for row in records(silent.head(SHOWN) if short else silent)
    ]
    if short:
        rows.append((f"dan {bilangan(len(silent) - SHOWN)} unit lain", "", ""))
    return silent["reporting_state"].value_counts().to_dict(), rows
