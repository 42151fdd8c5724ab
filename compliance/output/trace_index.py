"""The value of an index explained: formula with its numbers, category, published value, certainty, change."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import pandas as pd

from compliance import instruments, queries
from compliance.charts.style import records
from compliance.formatting import angka, bilangan, daftar, is_empty, kalimat, persen
from compliance.output.trace import SOURCE_COLUMNS, Explanation, Section
from compliance.sentences import jadi_kalimat, kepastian, perubahan, selisih_target
from compliance.standards import Index, Method
from compliance.warehouse import Snapshot
from compliance.words import label, word

EXACT = 6  # decimals of a figure before it is rounded
FIGURES = [
    *("unit_id", "unit_name", "year", "instrument_id", "method_id", "value", "computed_value"),
    *("published_value", "category", "category_label", "n_respondents", "n_population", "score_variance"),
    *("standard_error", "ci_low", "ci_high", "minimum_sample", "target_value", "target_scope"),
    *("previous_value", "change", "n_compared", "is_comparable", "break_reason", "reporting_state", "note"),
]


def explain_index(
    snapshot: Snapshot, *, instrument_id: str, year: int, unit_id: str | None = None
) -> Explanation | None:
    """The figure of a unit (None: the city) explained; None if nobody expected one."""
    asked: dict[str, Any] = {"instrument_id": instrument_id, "year": year, "unit_id": unit_id}
    found = queries.score(snapshot, **asked)
    if found.empty:
        return None
    row, standard = found.iloc[0], instruments.index(instrument_id)
    measures, parts = queries.score_measures(snapshot, **asked), queries.score_parts(snapshot, **asked)
    sources = queries.source_rows(snapshot, **asked)
    if row["target_scope"] != "kota" and unit_id is not None:
        sources = sources[sources["unit_id"].notna()]
    method = standard.method_for(year)
    is_mean = unit_id is None and standard.city_value == "mean" and row["value_source"] == "dihitung"
    if is_mean:
        files = queries.source_files(snapshot, instrument_id=instrument_id, year=year)
        sources = pd.concat([files, sources], ignore_index=True)
        units = queries.scores(snapshot, instrument_id=instrument_id, year=year)
        computed = [_mean(units[units["value"].notna()], row, standard)]
    elif is_empty(row["value"]):
        state = word("reporting_state", row["reporting_state"])
        computed = [Section("Nilai", (f"Belum ada nilai: {state.label.lower()}. {state.description}",))]
    else:
        computed = _formula(row, method, standard, measures, parts, sources)
    sections = [*computed, _judged(row, method, standard), _beside(row, standard)]
    if not is_empty(row["n_respondents"]):
        sections.append(_certainty(row, standard, sources))
    value, category = angka(row["value"], standard.decimals), instruments.category_text(row)
    told = f"{value} ({category})" if category else value
    return Explanation(
        title=f"{standard.short_title} {row['unit_name']} {year}: {told}",
        sections=tuple(section for section in sections if section.lines),
        sources=_named(sources)[SOURCE_COLUMNS].reset_index(drop=True),
        figures={name: _plain(row[name]) for name in FIGURES}
        | {
            "measures": _records(measures, ["measure_id", "value", "weight"]),
            "parts": _records(parts, ["part_id", "value", "amount", "base"]),
        },
    )


def _mean(units: pd.DataFrame, row: pd.Series, standard: Index) -> Section:
    total = sum(Fraction(str(value)) for value in units["value"])
    decimals, n = standard.decimals, len(units)
    lines = [
        standard.city.note,
        f"Jumlah nilai {angka(float(total), decimals)} : {bilangan(n)} unit = "
        f"{angka(float(total / n), EXACT, trim=True)}, dibulatkan {angka(row['value'], decimals)}.",
        *(f"{one.unit_name}: {angka(one.value, decimals)}" for one in records(units)),
    ]
    return Section("Rumus", tuple(lines))


def _formula(
    row: pd.Series,
    method: Method | None,
    standard: Index,
    measures: pd.DataFrame,
    parts: pd.DataFrame,
    sources: pd.DataFrame,
) -> list[Section]:
    """The value with the numbers filled in, and the measures behind it."""
    rounded = angka(row["value"], standard.decimals)
    own = _components(row, method, standard, measures, parts, sources)
    lines = [jadi_kalimat(method.formula_block.text)] if method else []
    if row["value_source"] == "terbit" or method is None:
        lines.append(f"Nilai terbit {rounded} dipakai sebagaimana terbit.")
        return [Section("Rumus", tuple(lines)), own]
    values = {one.measure_id: Fraction(one.value) for one in records(measures)}
    if method.formula == "weighted_mean":
        lines.append(_sum(standard.short_title, values, method.weights, method.factor, rounded))
    if method.formula == "share":
        counts = [one for one in records(parts) if not is_empty(one.base)]
        exact = angka(row["computed_value"], EXACT, trim=True)
        lines.append(f"{standard.short_title} = {_ratio(counts, method.factor)} = {exact}.")
    if method.formula == "weighted_parts":
        given = {
            one.part_id: Fraction(str(one.value)) for one in records(parts) if one.part_id in method.parts
        }
        for name in method.parts:
            if name not in given:
                derived = sum(values[one] * weight for one, weight in method.weights.items())
                lines.append(_sum(label("measure_part", name), values, method.weights, Fraction(1)))
                given[name] = Fraction(derived)
            else:
                lines.append(f"{label('measure_part', name)}: {angka(float(given[name]), EXACT, trim=True)}")
        lines.append(_sum(standard.short_title, given, method.parts, method.factor, rounded))
    return [Section("Rumus", tuple(lines)), own]


def _sum(
    name: str,
    values: dict[str, Fraction],
    weights: dict[str, Fraction],
    factor: Fraction,
    rounded: str | None = None,
) -> str:
    """'IKM = 25 × (3,31 × 1/9 + …) = 87,2777, dibulatkan 87,28.'"""
    terms = " + ".join(
        f"{angka(float(values[one]), EXACT, trim=True)} × {fraction(weight)}"
        for one, weight in weights.items()
    )
    exact = angka(
        float(sum(values[one] * weight for one, weight in weights.items()) * factor), EXACT, trim=True
    )
    stretched = f"({terms})" if factor == 1 else f"{fraction(factor)} × ({terms})"
    return f"{name} = {stretched} = {exact}" + (f", dibulatkan {rounded}." if rounded else ".")


def fraction(weight: Fraction) -> str:
    """0.24 -> '0,24'; 1/9, which has no end in decimals, -> '1/9'."""
    written = angka(float(weight), EXACT, trim=True)
    return written if Fraction(written.replace(".", "").replace(",", ".")) == weight else str(weight)


def _components(
    row: pd.Series,
    method: Method | None,
    standard: Index,
    measures: pd.DataFrame,
    parts: pd.DataFrame,
    sources: pd.DataFrame,
) -> Section:
    """One line per measure: how it follows from answers, counts or lower measures, else as it was given."""
    has_answers = _used(sources, "skm_responden") > 0 and not is_empty(row["n_respondents"])
    n_recaps = _used(sources, "skm_rekap")
    counts = {one.part_id: one for one in records(parts) if not is_empty(one.base)}
    lines = []
    for one in records(measures):
        text, place = angka(one.value, EXACT, trim=True), method.tree.get(one.measure_id) if method else None
        if has_answers:
            total = round(one.value * row["n_respondents"])
            text = f"{bilangan(total)} : {bilangan(row['n_respondents'])} responden = {text}"
        elif one.measure_id in counts:
            text = f"{_ratio([counts[one.measure_id]], method.factor if method else Fraction(1))} = {text}"
        elif method and one.measure_id in method.composed_of:
            lower = [standard.measures_by_id[name] for name in method.composed_of[one.measure_id]]
            text = f"{text}, dari {daftar(lower, limit=4)}"
        weight = f"; bobot {fraction(place.weight)}" if place and not is_empty(one.weight) else ""
        lines.append(f"{one.measure_label}: {text}{weight}")
    if lines and not has_answers and n_recaps > 1:
        lines.append(
            f"Nilai {standard.measure_title.lower()} adalah rata-rata dari {bilangan(n_recaps)} baris rekap, "
            "ditimbang menurut jumlah responden."
        )
    return Section(standard.measure_title or "Ukuran", tuple(lines))


def _ratio(counts: list[Any], factor: Fraction) -> str:
    """'100 × 45 : 60' of one or several pairs of counts."""
    amount, base = (sum(getattr(one, name) for one in counts) for name in ("amount", "base"))
    return f"{fraction(factor)} × {angka(amount, EXACT, trim=True)} : {angka(base, EXACT, trim=True)}"


def _judged(row: pd.Series, method: Method | None, standard: Index) -> Section:
    if is_empty(row["category"]) or method is None:
        return Section("Kategori", ())
    band = next(one for one in method.bands if one.category == row["category"])
    value, low, high = (angka(one, standard.decimals) for one in (row["value"], band.lower, band.upper))
    lines = [
        f"{value} terletak pada {low}–{high}: {instruments.category_text(row)}.",
        f"Metode: {method.label}. Dasar: {row['legal_basis']}.",
        f"Tingkat bukti: {label('evidence', row['evidence_grade'])}.",
    ]
    if not is_empty(row["published_category"]):
        lines.append(f"Kategori terbit: {row['published_category']}.")
    return Section("Kategori", tuple(lines))


def _beside(row: pd.Series, standard: Index) -> Section:
    """Published value, note, change and target."""
    places, lines = standard.decimals, []
    if not is_empty(row["published_value"]) and not is_empty(row["computed_value"]):
        gap = angka(row["computed_value"] - row["published_value"], places, signed=True)
        lines.append(
            f"Nilai terbit {angka(row['published_value'], places)}; hasil hitung "
            f"{angka(row['computed_value'], places)} ({gap})."
        )
    if not is_empty(row["note"]):
        lines.append(str(row["note"]))
    if not is_empty(row["change"]):
        certainty = kepastian(row["is_change_significant"])
        told = perubahan(
            row["change"],
            comparable=row["is_comparable"],
            decimals=places,
            since=int(row["year"]) - 1,
            n_compared=row["n_compared"],
        )
        before = angka(row["previous_value"], places)
        lines.append(jadi_kalimat(f"{told} ({before}){f', {certainty}' if certainty else ''}"))
    if not is_empty(row["break_reason"]):
        lines.append(str(row["break_reason"]))
    if not is_empty(row["target_value"]):
        whose = "kota" if row["target_scope"] == "kota" else "unit"
        tail = "" if is_empty(row["gap_to_target"]) else f"; {selisih_target(row['gap_to_target'], places)}"
        lines.append(f"Target {whose} {angka(row['target_value'], places)}{tail}.")
    return Section("Pembanding", tuple(lines))


def _certainty(row: pd.Series, standard: Index, sources: pd.DataFrame) -> Section:
    n, people = row["n_respondents"], row["n_population"]
    lines = [
        f"{bilangan(n)} responden" + ("." if is_empty(people) else f" dari {bilangan(people)} pengguna.")
    ]
    n_rows = int(sources.loc[(sources["kind"] == "skm_responden") & sources["is_used"], "n_rows"].sum())
    if not is_empty(row["unit_id"]) and n_rows > n:
        lines.append(
            f"{bilangan(n_rows)} baris memuat {bilangan(n)} jawaban; jawaban yang sama dihitung sekali."
        )
    if not is_empty(row["minimum_sample"]):
        short = bool(row["is_below_minimum_sample"])
        lines.append(
            f"Sampel minimum {bilangan(row['minimum_sample'])}: {'belum ' if short else ''}terpenuhi."
        )
    if not is_empty(row["standard_error"]) and not is_empty(row["score_variance"]):
        finite = "" if is_empty(people) or people < n else (
            f" × ({bilangan(people)} − {bilangan(n)}) : ({bilangan(people)} − 1)"
        )  # fmt: skip
        low, high = angka(row["ci_low"], standard.decimals), angka(row["ci_high"], standard.decimals)
        lines.append(
            f"Galat baku = √({angka(row['score_variance'], EXACT, trim=True)} : {bilangan(n)}{finite}) = "
            f"{angka(row['standard_error'], EXACT, trim=True)}; rentang ketidakpastian "
            f"{persen(standard.confidence_level)} (sebaran t) {low}–{high}."
        )
    elif not is_empty(row["unit_id"]):
        lines.append("Rentang ketidakpastian tidak dapat dihitung karena jawaban responden tidak tersedia.")
    return Section("Responden", tuple(kalimat(line) for line in lines))


def _named(sources: pd.DataFrame) -> pd.DataFrame:
    """`about`: what a key says besides unit and year, and that a recap beside answers is not the source."""
    parts = sources["record_key"].str.split(" | ", regex=False)
    skip = sources["unit_id"].notna().astype(int) + 1
    about = [", ".join(part[n:]) for part, n in zip(parts, skip, strict=True)]
    if _used(sources, "skm_responden"):
        is_recap = (sources["kind"] == "skm_rekap") & sources["is_used"]
        about = [
            "hanya nilai terbitnya" if recap else text for recap, text in zip(is_recap, about, strict=True)
        ]
    is_target = (sources["kind"] == "target") & sources["unit_id"].isna()
    about = ["kota" if target else text for target, text in zip(is_target, about, strict=True)]
    return sources.assign(about=about)


def _used(sources: pd.DataFrame, kind: str) -> int:
    return int(((sources["kind"] == kind) & sources["is_used"]).sum())


def _records(frame: pd.DataFrame, columns: Iterable[str]) -> list[dict[str, Any]]:
    return [{name: _plain(one[name]) for name in columns} for one in frame.to_dict("records")]


def _plain(value: Any) -> Any:
    """A number or text that JSON knows."""
    return None if is_empty(value) else (value.item() if hasattr(value, "item") else value)
