"""Findings about values that only show over the years, or beside a published figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from compliance.formatting import angka, bilangan
from compliance.rules.published import differing
from compliance.standards import Index

ANSWERS = "skm_responden"  # where there are any, the value comes from them; a published figure never does

Fact = dict[str, Any]
Rows = list[dict[Any, Any]]


def score_facts(
    scores: pd.DataFrame, sources: pd.DataFrame, indexes: Mapping[str, Index], limits: Mapping[str, float]
) -> list[Fact]:
    """What is odd about the scores: rule_code, place (file_id, sheet, row_number, ...), words of the texts.

    Input: judged scores, `int_score_source`, the standards, and the limits of data/sources/_gabungan.yaml.
    """
    facts: list[Fact] = []
    for instrument_id, rows in scores.sort_values(["unit_id", "year"]).groupby("instrument_id", sort=True):
        index = indexes[str(instrument_id)]
        others = _by(differing(rows, index), "unit_id")
        for key, history in _by(rows, "unit_id").items():
            facts += _jumps(history, index, limits["lonjakan_bagian_skala"])
            facts += _standstill(history, index, int(limits["tahun_nilai_sama"]))
            facts += _small_samples(history, index)
            facts += _differences(others.get(key, []), index)
    places = _by(sources, "instrument_id", "unit_id", "year")
    return [{**fact, **place} for fact in facts if (place := _place(fact, places)) is not None]


def _by(rows: pd.DataFrame, *names: str) -> dict[tuple[Any, ...], Rows]:
    """The rows by what these columns hold, in their order; the city, which is no unit, is None."""
    found: dict[tuple[Any, ...], Rows] = {}
    for row in rows.to_dict("records"):
        key = tuple(None if pd.isna(row[name]) else row[name] for name in names)
        found.setdefault(key, []).append(row)
    return found


def _fact(row: Mapping[Any, Any], index: Index, rule_code: str, value: str, **words: Any) -> Fact:
    return {
        "rule_code": rule_code,
        "instrument_id": index.id,
        "unit_id": row["unit_id"],
        "year": int(row["year"]),
        "value": value,
        "index": index.short_title,
        **words,
    }


def _jumps(history: Rows, index: Index, share: float) -> Iterator[Fact]:
    """A change beyond a share of the scale, between years that may be compared."""
    size = share * (index.scale.maximum - index.scale.minimum)
    for row in history:
        if row["is_comparable"] and pd.notna(row["change"]) and abs(row["change"]) >= size:
            yield _fact(
                row,
                index,
                "LONJAKAN_NILAI",
                angka(row["value"], index.decimals),
                change=angka(abs(row["change"]), index.decimals),
                direction="naik" if row["change"] > 0 else "turun",
                earlier=angka(row["previous_value"], index.decimals),
                earlier_year=int(row["year"]) - 1,
                limit=angka(size, index.decimals, trim=True),
            )


def _standstill(history: Rows, index: Index, n_years: int) -> Iterator[Fact]:
    """The same value year after year, told once, in the last of these years."""
    run = 1
    for position, row in enumerate(history):
        same = bool(row["is_comparable"]) and row["change"] == 0
        run = run + 1 if same else 1
        goes_on = position + 1 < len(history) and (
            bool(history[position + 1]["is_comparable"]) and history[position + 1]["change"] == 0
        )
        if run >= n_years and not goes_on:
            yield _fact(
                row,
                index,
                "NILAI_TIDAK_BERUBAH",
                angka(row["value"], index.decimals),
                n_years=run,
                earlier_year=int(row["year"]) - run + 1,
            )


def _small_samples(history: Rows, index: Index) -> Iterator[Fact]:
    """Fewer respondents than the table asks for the number of people served."""
    for row in history:
        if pd.notna(row["is_below_minimum_sample"]) and row["is_below_minimum_sample"]:
            yield _fact(
                row,
                index,
                "RESPONDEN_KURANG",
                bilangan(row["n_respondents"]),
                minimum=bilangan(row["minimum_sample"]),
                population=bilangan(row["n_population"]),
            )


def _differences(rows: Rows, index: Index) -> Iterator[Fact]:
    """A published value that is not the computed one, and the weight that explains it."""
    for row in rows:
        weight = row["weight_used"]
        yield _fact(
            row,
            index,
            "TERBIT_BOBOT_DIBULATKAN" if weight else "TERBIT_BERBEDA",
            angka(row["published_value"], index.decimals),
            computed=angka(row["computed_value"], index.decimals),
            weight=weight or "",
        )


def _place(fact: Fact, places: Mapping[tuple[Any, ...], Rows]) -> Fact | None:
    """The file, sheet and row to look at; None for a value that no row gives (the mean of the city)."""
    wants_answers = not fact["rule_code"].startswith("TERBIT")
    unit_id: str | None = None if pd.isna(fact["unit_id"]) else fact["unit_id"]
    own = places.get((fact["instrument_id"], unit_id, fact["year"]))
    if own is None:
        return None
    best = next((one for one in own if (one["kind"] == ANSWERS) == wants_answers), own[0])
    return {name: best[name] for name in ("file_id", "sheet", "row_number", "column_name", "kind")}
