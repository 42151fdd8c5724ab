"""The figures of the page Ringkasan, as cards and short lists."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from compliance import instruments, queries
from compliance.charts.style import records
from compliance.formatting import angka, bilangan, is_empty, kalimat, persen, tanggal
from compliance.sentences import arah, cakupan_kurang, kepastian, n_dari, perubahan, ringkas_arah
from compliance.ui import session, settings
from compliance.ui.elements import Card
from compliance.ui.filters import Selection
from compliance.ui.kept import kept
from compliance.words import word

SHOWN = 5
Row = tuple[str, str, str]


@dataclass(frozen=True)
class Movers:
    """Who rose, who fell, who has no value; each row is (name, small print, figure)."""

    title: str
    note: str
    rose: list[Row]
    fell: list[Row]
    silent: list[Row]
    n_silent: int


@dataclass(frozen=True)
class Overdue:
    """Actions past their due date."""

    title: str
    rows: list[Row]
    empty: str


@kept
def main_instrument() -> str:
    """The first instrument of data/standards that has values: the one the movers are told by."""
    present = set(session.frame(queries.instruments)["instrument_id"])
    return next((name for name in instruments.all_ids() if name in present), instruments.all_ids()[0])


def card_instruments() -> list[str]:
    """The instruments of the first three cards: in their order, but those with values first."""
    present = set(session.frame(queries.instruments)["instrument_id"])
    return sorted(instruments.all_ids(), key=lambda name: name not in present)[:3]


@kept
def cards(selection: Selection) -> list[Card]:
    """Three indexes, standards set, overdue actions."""
    found = [_index_card(name, selection) for name in card_instruments()]
    return [*found, standard_card(selection), _action_card(selection)]


def _index_card(instrument_id: str, selection: Selection) -> Card:
    decimals = instruments.decimals(instrument_id)
    counts = _of_year(
        session.frame(queries.reporting_counts, **selection.scope), instrument_id, selection.year
    )
    reported = n_dari(counts["n_reported"], counts["n_expected"]) if counts is not None else ""
    name = f"{instruments.title(instrument_id)} kota"
    if not selection.is_whole_city:
        value = None if counts is None else counts["mean_value"]
        return Card(
            f"{instruments.title(instrument_id)}: rata-rata pilihan",
            angka(value, decimals),
            note=kalimat(reported or "tidak ada unit yang dinilai"),
        )
    city = _of_year(session.frame(queries.city_scores), instrument_id, selection.year)
    if city is None or is_empty(city["value"]):
        state = word("reporting_state", None if city is None else city["reporting_state"])
        told = (state.label if state.id else "", reported)
        note = " · ".join(filter(None, told)) or "tidak ada unit yang dinilai"
        return Card(name, "–", note=kalimat(note) + ".")
    direction = arah(city["change"], comparable=city["is_comparable"], decimals=decimals)
    change = perubahan(
        city["change"],
        comparable=city["is_comparable"],
        decimals=decimals,
        since=int(city["year"]) - 1,
        n_compared=city["n_compared"],
    )
    return Card(
        name,
        angka(city["value"], decimals),
        category=instruments.category_text(city),
        change=kalimat(change),
        direction=direction,
        note=_sentences(
            "Rata-rata unit" if instruments.index(instrument_id).city_value == "mean" else "", reported
        ),
        tone=None if is_empty(city["category_tone"]) else str(city["category_tone"]),
    )


def break_reasons(selection: Selection) -> dict[str, str]:
    """Instrument -> why the city's value may not be compared with the year before, where it may not."""
    rows = session.frame(queries.city_scores)
    rows = rows[(rows["year"] == selection.year) & rows["value"].notna() & rows["break_reason"].notna()]
    if not selection.is_whole_city:
        return {}
    return {str(row.instrument_id): f"≠ {row.break_reason}" for row in records(rows)}


@kept
def break_remarks(selection: Selection) -> list[str]:
    """The reasons of `break_reasons`, each with the name of its instrument."""
    reasons = break_reasons(selection).items()
    return [reason.replace("≠", f"≠ {instruments.title(name)}:", 1) for name, reason in reasons]


@kept
def coverage_remarks(selection: Selection) -> list[str]:
    """Means of the city to which fewer units contributed than `cakupan_minimum` of pantau.toml asks for."""
    if not selection.is_whole_city:
        return []
    minimum = settings.current()[0].display.minimum_coverage
    counts = session.frame(queries.reporting_counts)
    chosen = [selection.instrument_id] if selection.instrument_id else card_instruments()
    told = []
    for name in chosen:
        row = _of_year(counts, name, selection.year)
        if row is not None and instruments.index(name).city_value == "mean":
            told.append(
                cakupan_kurang(instruments.title(name), row["n_reported"], row["n_expected"], minimum)
            )
    return [text for text in told if text]


@kept
def standard_card(selection: Selection) -> Card:
    """Services whose standard is set, of all active ones; Standar shows the same figure."""
    totals = session.frame(queries.standard_totals, **selection.scope)
    by_year = {int(row.year): row for row in records(totals)}
    now = by_year.get(selection.year or 0)
    if now is None or not now.n_active:
        return Card("Standar ditetapkan", "–", note="Belum ada layanan yang tercatat.")
    share = now.n_set / now.n_active
    note = (
        f"{bilangan(now.n_set)} dari {bilangan(now.n_active)} layanan; "
        f"{n_dari(now.n_units_with_service, now.n_units)}."
    )
    before = int(now.year) - 1
    past = by_year.get(before)
    if past is None or not past.n_active:
        return Card("Standar ditetapkan", persen(share), note=note)
    earlier = past.n_set / past.n_active
    change = (share - earlier) * 100
    return Card(
        "Standar ditetapkan",
        persen(share),
        direction=arah(change, decimals=0),
        change=kalimat(perubahan(change, decimals=0, since=before, what="poin persen"))
        + f" ({bilangan(past.n_set)} dari {bilangan(past.n_active)})",
        note=note,
    )


def _action_card(selection: Selection) -> Card:
    actions = session.frame(queries.follow_up, **selection.scope)
    if actions.empty:
        return Card("Tindak lanjut terlambat", "–", note="Belum ada tindak lanjut yang dimuat.")
    late = int(actions["is_overdue"].fillna(False).sum())
    open_ones = int(actions["status"].isin(["belum", "berjalan"]).sum())
    return Card(
        "Tindak lanjut terlambat",
        bilangan(late),
        note=f"Dari {bilangan(open_ones)} tindak lanjut yang belum selesai."
        if open_ones
        else "Semua tindak lanjut sudah selesai atau dibatalkan.",
        tone="buruk" if late else "baik",
    )


@kept
def movers(scores: pd.DataFrame, instrument_id: str) -> Movers:
    """Rises and falls among units whose two values may be compared, and units without a value."""
    decimals = instruments.decimals(instrument_id)
    known = scores[scores["value"].notna()]
    directions = [
        arah(change, comparable=comparable, decimals=decimals)
        for change, comparable in zip(known["change"], known["is_comparable"], strict=True)
    ]
    known = known.assign(direction=directions)
    told = ringkas_arah(
        directions.count("naik"),
        directions.count("turun"),
        directions.count("tetap"),
        directions.count("tidak_dapat_dibandingkan"),
    )
    missing = scores[scores["value"].isna() & (scores["reporting_state"] != "tidak_berlaku")]
    silent = [
        (str(row.unit_name), word("reporting_state", row.reporting_state).text, "")
        for row in records(missing.head(SHOWN))
    ]
    if len(missing) > SHOWN:
        silent.append((f"dan {bilangan(len(missing) - SHOWN)} unit lain", "", ""))
    return Movers(
        title=f"{instruments.title(instrument_id)}: {told}",
        note="Hanya unit yang nilai dua tahunnya diukur dengan metode yang sama.",
        rose=_moves(known[known["direction"] == "naik"].sort_values("change", ascending=False), decimals),
        fell=_moves(known[known["direction"] == "turun"].sort_values("change"), decimals),
        silent=silent,
        n_silent=len(missing),
    )


def _moves(rows: pd.DataFrame, decimals: int) -> list[Row]:
    return [
        (
            str(row.unit_name),
            " · ".join(
                filter(
                    None,
                    (
                        f"{angka(row.previous_value, decimals)} → {angka(row.value, decimals)}",
                        kepastian(row.is_change_significant),
                    ),
                )
            ),
            angka(row.change, decimals, signed=True),
        )
        for row in records(rows.head(SHOWN))
    ]


@kept
def overdue(selection: Selection) -> Overdue:
    """Open actions whose due date is past, longest first."""
    actions = session.frame(queries.follow_up, **selection.scope)
    late = actions[actions["is_overdue"].fillna(False).astype(bool)].sort_values("due_date")
    rows = [
        (str(row.unit_name), str(row.plan), f"tenggat {tanggal(row.due_date, short=True)}")
        for row in records(late.head(SHOWN))
    ]
    empty = "Belum ada tindak lanjut yang dimuat."
    if len(actions):
        empty = "Tidak ada tindak lanjut yang melewati tenggat."
    return Overdue(
        f"{'✕ ' if len(late) else ''}{bilangan(len(late))} tindak lanjut melewati tenggat", rows, empty
    )


def _of_year(rows: pd.DataFrame, instrument_id: str, year: int | None) -> pd.Series | None:
    found = rows[(rows["instrument_id"] == instrument_id) & (rows["year"] == year)]
    return None if found.empty else found.iloc[0]


def _sentences(*texts: object) -> str:
    told = [kalimat(str(text)).rstrip(".") + "." for text in texts if not is_empty(text) and str(text)]
    return " ".join(told)
