"""The page Metodologi, drawn from data/standards, data/words.yaml and data/dictionary.yaml."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from compliance import queries, standards
from compliance.config import Config
from compliance.formatting import angka, bilangan, daftar
from compliance.reports import methodology as told
from compliance.standards import MEMORY, Component, Duty, Index, LegalBasis, Method
from compliance.ui import elements, session, text_table
from compliance.ui.kept import keep
from compliance.ui.text_table import Markup, badge
from compliance.words import group, word

GRADE = "evidence"


def grades() -> None:
    """What the marks behind numbers mean."""
    text_table.table(
        ("Tanda", "Arti"),
        [(badge(GRADE, entry.id), entry.description) for entry in group(GRADE)],
        caption="Tingkat bukti",
        narrow=(0,),
    )


def indexes(config: Config) -> None:
    """Every index of data/standards, whatever it is."""
    for index in standards.load().indexes.values():
        _index(index, config)


def _index(index: Index, config: Config) -> None:
    with st.container(border=True, key=f"indeks_{index.id}"):
        text_table.heading(f"{index.title} ({index.short_title})", *_marks(index.unverified))
        text_table.paragraph(index.description)
        text_table.facts(_index_facts(index, config))
        for method in reversed(index.methods):
            title = f"Metode {told.years(method)}: {method.label}{_mark_text(method.unverified)}"
            with st.expander(title, expanded=method is index.methods[-1]):
                _method(index, method)
        if index.sample_table:
            _sample(index)


def _index_facts(index: Index, config: Config) -> list[tuple[str, Any]]:
    scale = f"{angka(index.scale_min, 0)} sampai {angka(index.scale_max, 0)}, {index.decimals} desimal"
    rows: list[tuple[str, Any]] = [
        ("Skala", _graded(scale, index.scale.evidence)),
        ("Yang diharapkan", told.EXPECTED[index.expected_of]),
    ]
    if index.measures:
        rows.append((index.measure_title or "Bagian", "; ".join(name for _, name in index.top_measures)))
    exempt = config.exempt_units.get(index.id, ())
    if exempt:
        rows.append(("Dikecualikan (pantau.toml)", daftar(_unit_names(exempt))))
    rows += [
        (
            "Jatuh tempo",
            _graded(f"{told.due_text(index.due)}. {index.due.note}", index.due.evidence),
        ),
        (
            "Nilai kota",
            _graded(f"{told.CITY[index.city.value]} {index.city.note}", index.city.evidence),
        ),
    ]
    if index.comparison.note:
        rows.append(("Perbandingan", _graded(index.comparison.note, index.comparison.evidence)))
    if index.comparison.bridge:
        rows.append(("Deret jembatan", _graded(index.comparison.bridge, index.comparison.bridge_evidence)))
    certainty = told.uncertainty_text(index)
    if certainty and index.uncertainty:
        rows.append(
            ("Ketidakpastian", _graded(f"{certainty} {index.uncertainty.note}", index.uncertainty.evidence))
        )
    return rows


def _unit_names(codes: Iterable[str]) -> list[str]:
    units = session.frame(queries.units)
    names = dict(zip(units["unit_id"], units["unit_name"], strict=True))
    return [str(names.get(code, code)) for code in codes]


def _method(index: Index, method: Method) -> None:
    marks = " ".join((badge(GRADE, method.years_evidence), *_marks(method.unverified)))
    rows: list[tuple[str, Any]] = [
        ("Berlaku", Markup(f"{escape(told.years(method))} {marks}")),
        ("Cara menghitung", told.formula_in_words(index, method)),
        ("Rumus", _graded(method.formula_block.text + ".", method.formula_block.evidence)),
    ]
    rows += [("Rumus dengan bobot", formula) for formula in told.formulas(index, method)]
    for block in (method.parts_block, method.weights_block):
        if block and block.note:
            rows.append(("Tentang bobot", _graded(block.note, block.evidence)))
    if method.published_variants:
        variants = daftar(told.exact(weight) for weight in method.published_variants.weights)
        text = f"{variants}. {method.published_variants.note}"
        rows.append(("Bobot lain yang dijumpai", _graded(text, method.published_variants.evidence)))
    if method.break_reason:
        rows.append(("Tidak dapat dibandingkan", f"≠ {method.break_reason}"))
    text_table.facts(rows)
    _weights(index, method)
    text_table.table(
        ("Kategori", "Sebutan", "Nilai", "Bukti"),
        [
            (
                text_table.swatch(band.category, band.tone),
                band.label,
                told.band_range(band.lower, band.upper, index.decimals),
                badge(GRADE, band.bounds_evidence or band.evidence),
            )
            for band in method.bands
        ],
        caption=f"Kategori {index.short_title}, {told.years(method)}",
        narrow=(0, 2, 3),
        compact=True,
    )
    legal(method.legal_basis)


def _weights(index: Index, method: Method) -> None:
    block = method.weights_block
    if block and block.composed_of:
        text_table.table(
            ("Bagian", "Membentuk", "Bobot dalam nilai"),
            told.composition(index, method),
            caption=f"Bagian {index.short_title}, {told.years(method)}",
            right=(2,),
            compact=True,
        )
    if block is None or told.are_equal(block.values):  # the formula says all there is to say
        return
    until = f" (sampai {block.until_year})" if block.until_year else ""
    text_table.table(
        (index.measure_title or "Bagian", f"Bobot{until}", "Bukti"),
        [
            (told.measure_name(index, name), weight, badge(GRADE, block.evidence))
            for name, weight in told.weights_text(block.values).items()
        ],
        caption=f"Bobot {index.short_title}, {told.years(method)}",
        right=(1,),
        narrow=(2,),
        compact=True,
    )


def _sample(index: Index) -> None:
    table = index.sample_table
    if table is None:
        return
    with st.expander(f"Sampel minimum: {table.title}{_mark_text(table.unverified)}"):
        rows: list[tuple[str, Any]] = [
            ("Sumber", _graded(table.source, table.evidence)),
            ("Cara memakai", table.note),
        ]
        if table.unverified:
            numbers = daftar(bilangan(row) for row in table.unverified_rows)
            rows.append(("Baris tertentu", _graded(f"Populasi {numbers}.", MEMORY)))
        text_table.facts(rows)
        grid = keep(_grid, table)
        heads = {"population": "Jumlah pengguna layanan", "sample": "Sampel minimum", "mark": "Keterangan"}
        elements.table(grid, list(heads), extra_headers=heads, height=320, alt=table.title)


def components() -> None:
    """The components of a Standar Pelayanan, in their order, with the group of each."""
    listed = standards.load().component_list
    text_table.heading(listed.title, badge(GRADE, listed.evidence), *_marks(listed.has_memory))
    text_table.paragraph(listed.description)
    text_table.table(
        ("Komponen", "Kelompok"),
        [
            (f"{place}. {component.label}", component.group_label)
            for place, component in enumerate(listed.components, start=1)
        ],
        caption=listed.title,
        compact=True,
    )
    legal(listed.legal_basis)


def duties(config: Config) -> None:
    """Every duty: what leads to each verdict, limits in force, legal basis."""
    law = standards.load()
    for duty in law.duties.values():
        with st.container(border=True, key=f"kewajiban_{duty.id}"):
            _duty(duty, law.components, config)


def _duty(duty: Duty, parts: list[Component], config: Config) -> None:
    text_table.heading(duty.title, *_marks(duty.unverified))
    text_table.paragraph(duty.description)
    level = (
        "Setiap layanan. Kesimpulan unit mengikuti layanan yang terberat, menurut urutan: "
        f"{told.deciding_order()}."
        if duty.level == "service"
        else "Setiap unit."
    )
    rows: list[tuple[str, Any]] = [("Yang dinilai", level)]
    if duty.due:
        rows.append(
            ("Jatuh tempo", _graded(f"{told.due_text(duty.due)}. {duty.due.note}", duty.due.evidence))
        )
    if duty.limits_block:
        limits = "; ".join(told.limit_texts(duty, config))
        rows.append(
            ("Batas yang berlaku", _graded(f"{limits}. {duty.limits_block.note}", duty.limits_block.evidence))
        )
    text_table.facts(rows)
    text_table.table(
        ("Kesimpulan", "Bila"),
        [(badge("verdict", verdict), reason) for verdict, reason in told.duty_cases(duty, parts, config)],
        caption=f"Kesimpulan kewajiban {duty.title}",
        narrow=(0,),
    )
    legal(duty.legal_basis)


def states() -> None:
    """The reporting states and verdicts: symbol, word, colour, meaning."""
    for name, title in (("reporting_state", "Status laporan"), ("verdict", "Kesimpulan kewajiban")):
        text_table.heading(title)
        text_table.table(
            ("Tanda", "Arti"),
            [(badge(name, entry.id), entry.description) for entry in group(name)],
            caption=title,
            narrow=(0,),
        )


def _grid(table: Any) -> pd.DataFrame:
    rows = [
        (people, sample, "belum diverifikasi" if people in table.unverified_rows else None)
        for people, sample in table.rows.items()
    ]
    return pd.DataFrame(rows, columns=["population", "sample", "mark"])


def legal(basis: Iterable[LegalBasis]) -> None:
    """Legal basis with how sure it is, where it was read, and what is to be known about it."""
    text_table.table(
        ("Dasar hukum", "Bukti", "Sumber yang dibaca", "Catatan"),
        [(one.title, badge(GRADE, one.evidence), one.source, one.note) for one in basis],
        caption="Dasar hukum",
        narrow=(1,),
    )


def _graded(text: str, grade: str) -> Markup:
    return Markup(f"{escape(text)} {badge(GRADE, grade)}")


def _mark_text(unverified: bool) -> str:
    return f" · {word(GRADE, MEMORY).text}" if unverified else ""


def _marks(unverified: bool) -> list[Markup]:
    return [badge(GRADE, MEMORY)] if unverified else []
