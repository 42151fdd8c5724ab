"""The standards in words: formulas, years, weights, deadlines and cases as sentences and rows.

Everything comes from the objects of compliance.standards; a new file in data/standards needs nothing
here. Only how a kind of formula or a deadline is put into words is written in this module.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pandas as pd

from compliance.formatting import MONTHS, angka, daftar, kalimat, persen
from compliance.paths import DICTIONARY_FILE
from compliance.rules.duty import limits_of
from compliance.rules.service_duties import VERDICT_OF_CASE
from compliance.standards import Component, Duty, Index, Method
from compliance.standards.types import Due
from compliance.storage import read_yaml
from compliance.verdict import SEVERITY_ORDER, Verdict
from compliance.words import label

# Sentences of a unit that do not bear the name of their verdict; those of a service are in the rules.
UNIT_CASES = {"sample_unknown": "patuh", "not_due": "tanpa_data", "empty": "tanpa_data"}
EXPECTED = {
    "every_unit": "Semua unit.",
    "assessed": "Hanya unit yang dinilai pada tahun itu; unit lain tidak dianggap belum melapor.",
}
CITY = {
    "mean": "Rata-rata unit.",
    "published": "Nilai yang diterbitkan lembaga penilai.",
}
COMPARING = (
    "Perubahan dihitung hanya antara dua tahun berurutan yang memakai metode yang sama. Bila metodenya "
    "berganti, garis pada grafik terputus dan selisihnya tidak dihitung."
)
OWN = (
    "Instrumen lain dapat ditambahkan tanpa mengubah aplikasi: berkas standarnya di folder standar, dan "
    "jenis berkasnya di folder sumber, keduanya di dalam folder data. Instrumen itu tampil di semua halaman."
)
UNCERTAINTY = (
    "Selang kepercayaan {level} dihitung dari keragaman jawaban responden dengan sebaran t, dengan koreksi "
    "populasi terbatas bila jumlah pengguna layanan diketahui. Dua tahun dibandingkan dengan uji Welch pada "
    "tingkat yang sama; bila tidak lolos, perubahannya disebut dalam rentang ketidakpastian. Rekap tanpa "
    "keragaman jawaban tidak diberi selang."
)
TYPES = {
    "VARCHAR": "teks",
    "BIGINT": "bilangan bulat",
    "INTEGER": "bilangan bulat",
    "DOUBLE": "bilangan desimal",
    "BOOLEAN": "ya/tidak",
    "DATE": "tanggal",
    "TIMESTAMP": "tanggal dan waktu",
}


def years(method: Method) -> str:
    """'2022–2024', 'sejak 2025'."""
    return f"sejak {method.from_year}" if method.to_year is None else f"{method.from_year}–{method.to_year}"


def due_text(due: Due) -> str:
    """'31 Maret tahun berikutnya'."""
    when = {0: "tahun yang sama", 1: "tahun berikutnya"}.get(
        due.year_offset, f"{due.year_offset} tahun sesudahnya"
    )
    return f"{due.day} {MONTHS[due.month - 1]} {when}"


def exact(number: Fraction, least: int = 0) -> str:
    """A weight as it is written, with at least so many decimals: '0,24' where that is exact, else '1/9'."""
    decimals = _decimals(number)
    if decimals is None:
        return f"{number.numerator}/{number.denominator}"
    return angka(float(number), max(decimals, least))


def weights_text(weights: Mapping[str, Fraction]) -> dict[str, str]:
    """Each weight as text, all with the same number of decimals: '0,10' beside '0,24'."""
    least = max((_decimals(weight) or 0 for weight in weights.values()), default=0)
    return {name: exact(weight, least) for name, weight in weights.items()}


def _decimals(number: Fraction) -> int | None:
    """How many decimals the number has; None if it never ends."""
    return next((n for n in range(7) if (number * 10**n).denominator == 1), None)


def are_equal(weights: Mapping[str, Fraction]) -> bool:
    """True if every part weighs the same."""
    return len(set(weights.values())) == 1


def measure_name(index: Index, measure_id: str) -> str:
    """The name of an unsur, aspect, dimension or part."""
    return index.measures_by_id.get(measure_id) or label("measure_part", measure_id)


def formula_in_words(index: Index, method: Method) -> str:
    """How the value comes about, in one or two sentences."""
    what = (index.measure_title or "Bagian").lower()
    times = "" if method.factor == 1 else f", lalu dikalikan {exact(method.factor)}"
    rounding = f"Hasilnya dibulatkan sampai {index.decimals} angka di belakang koma, baru digolongkan."
    below = (
        f" {kalimat(what)} tanpa nilai sendiri dihitung dari bagian di bawahnya."
        if method.composed_of
        else ""
    )
    if method.formula == "share":
        return f"Kedua hitungan dijumlahkan untuk semua {what}, lalu dibagi{times}. {rounding}"
    if method.formula == "weighted_mean":
        return f"Nilai rata-rata setiap {what} dikalikan bobotnya, dijumlahkan{times}.{below} {rounding}"
    if method.formula == "weighted_parts":
        names = daftar(measure_name(index, name) for name in method.parts)
        inner = _inner_name(index, method)
        own = f" Bila {inner} tidak ada, dipakai jumlah nilai {what} kali bobotnya." if inner else ""
        return f"{names} dikalikan bobotnya, lalu dijumlahkan{times}.{own} {rounding}"
    return (
        "Nilai tidak dihitung ulang, melainkan diambil sebagaimana diterbitkan, lalu digolongkan menurut "
        "tabel kategori di bawah."
    )


def formulas(index: Index, method: Method) -> list[str]:
    """The formulas with their weights, written out: 'IKM = 25 × (1/9 × Persyaratan + …)'."""
    if method.formula == "weighted_mean":
        return [f"{index.short_title} = {_times(method.factor)}{_sum(index, method.weights, method.factor)}"]
    if method.formula == "weighted_parts":
        told = [f"{index.short_title} = {_times(method.factor)}{_sum(index, method.parts, method.factor)}"]
        inner = _inner_name(index, method)
        return [*told, f"{inner} = {_sum(index, method.weights, Fraction(1))}"] if inner else told
    return []


def composition(index: Index, method: Method) -> list[tuple[str, str, str]]:
    """(part, what it forms, its weight in the whole index), level after level, below the top."""
    return [
        (measure_name(index, name), measure_name(index, place.parent), persen(place.weight, 2))
        for name, place in method.tree.items()
        if place.parent
    ]


def _inner_name(index: Index, method: Method) -> str | None:
    block = method.parts_block
    return measure_name(index, block.from_measures) if block and block.from_measures else None


def _times(factor: Fraction) -> str:
    return "" if factor == 1 else f"{exact(factor)} × "


def _sum(index: Index, weights: Mapping[str, Fraction], factor: Fraction) -> str:
    if len(weights) > 1 and are_equal(weights):
        names = " + ".join(measure_name(index, name) for name in weights)
        return f"{exact(next(iter(weights.values())))} × ({names})"
    terms = " + ".join(
        f"{weight} × {measure_name(index, name)}" for name, weight in weights_text(weights).items()
    )
    return terms if factor == 1 else f"({terms})"


def band_range(lower: float, upper: float, decimals: int) -> str:
    """'76,61–88,30'."""
    return f"{angka(lower, decimals)}–{angka(upper, decimals)}"


def uncertainty_text(index: Index) -> str | None:
    """How certain a value is said to be; None if the index has no answers to judge by."""
    return None if index.uncertainty is None else UNCERTAINTY.format(level=persen(index.confidence_level))


def deciding_order() -> str:
    """'tidak patuh, berisiko, tanpa data, patuh': the first one that occurs among services is the unit's."""
    return ", ".join(label("verdict", verdict).lower() for verdict in SEVERITY_ORDER[:-1])


def duty_cases(duty: Duty, components: list[Component], config: Any) -> list[tuple[str, str]]:
    """(verdict, what leads to it) of a duty, in the order of its file; values that vary are '…'.

    The sentences are those which the marts carry as reasons, with the limits in force filled in. Raises
    KeyError for a case whose verdict is not known.
    """
    fixed = {**limits_of(duty, config), "n_components": len(components)}
    reasons = duty.service_reasons if duty.level == "service" else duty.unit_reasons
    names = {**UNIT_CASES, **VERDICT_OF_CASE}
    rows: dict[tuple[str, str], None] = {}
    for case, template in reasons.items():
        verdict = case if case in set(SEVERITY_ORDER) else names[case]
        rows[(str(verdict), _filled(template, fixed))] = None
    order = [verdict.value for verdict in Verdict]  # from patuh to tidak_berlaku, as everywhere
    return sorted(rows, key=lambda row: order.index(row[0]))


def _filled(template: str, fixed: Mapping[str, Any]) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: str(fixed.get(found[1], "…")), template)


def limit_texts(duty: Duty, config: Any) -> list[str]:
    """The limits in force and where they come from: 'Patuh sampai 12 bulan (nilai bawaan)'."""
    told = []
    for name, value in limits_of(duty, config).items():
        standard = duty.limits[name]
        origin = "nilai bawaan" if value == standard else f"pantau.toml, bawaan {standard}"
        told.append(f"{_limit(name, value)} ({origin})")
    return told


def _limit(name: str, value: int) -> str:
    """A limit is named after the verdict it ends and its unit: patuh_bulan."""
    verdict, _, unit = name.rpartition("_")
    if verdict in set(Verdict):
        return f"{label('verdict', verdict)} sampai {value} {unit}"
    return f"{kalimat(name.replace('_', ' '))}: {value}"


def dictionary() -> pd.DataFrame:
    """data/dictionary.yaml as rows: table, grain, column, type (in words), meaning."""
    content = read_yaml(DICTIONARY_FILE)
    rows = [
        (table, entry["grain"], column, type_text(kind), content["columns"].get(column, ""))
        for table, entry in content["tables"].items()
        for column, kind in entry["columns"].items()
    ]
    return pd.DataFrame(rows, columns=["table", "grain", "column", "type", "meaning"])


def type_text(kind: str) -> str:
    """'VARCHAR[]' -> 'daftar teks'."""
    if kind.endswith("[]"):
        return f"daftar {type_text(kind[:-2])}"
    return TYPES.get(kind, kind.lower())


def search(rows: pd.DataFrame, text: str) -> pd.DataFrame:
    """Rows that contain every word of the text, in any column."""
    together = rows.agg(" ".join, axis="columns").str.lower()
    found = rows
    for part in text.lower().split():
        found = found[together.loc[found.index].str.contains(part, regex=False)]
    return found
