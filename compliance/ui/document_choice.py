"""What the reader wants on the page Laporan: kind, year, scope, format and sections of a document."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from compliance import output
from compliance.charts import printing
from compliance.output import Order
from compliance.paths import using
from compliance.ui import elements, filters
from compliance.ui.first_start import active_data_dir
from compliance.words import label, word

KIND, FORMAT = "dokumen", "format"


@dataclass(frozen=True)
class Choice:
    """The order, its scope in words, and why it cannot be made, '' if it can."""

    order: Order
    scope: str
    problem: str = ""


def choose() -> Choice:
    """Show the choices and give what is chosen."""
    selection = filters.bar(filters.TAHUN, filters.UNIT)
    left, right = st.columns([1.4, 1])
    with left:
        kinds = {kind: label("document_kind", kind) for kind in output.KINDS}
        kind = filters.pick(KIND, "Jenis dokumen", list(kinds), names=kinds, default=output.KINDS[0])
    formats = {name: label("file_format", name) for name in output.FORMATS[kind]}
    with right:
        chosen = filters.pick(FORMAT, "Format", list(formats), names=formats, default=next(iter(formats)))
    elements.remarks([word("document_kind", kind).description])
    sections, problem = (None, "") if kind == "surat" else _sections(kind)
    if kind == "grafik":
        problem = problem or printing.problem() or ""
    order = Order(kind, int(selection.year or 0), chosen, selection.unit_id, sections)
    return Choice(order, selection.scope_text if selection.unit_id else "Seluruh kota", problem)


def _sections(kind: str) -> tuple[tuple[str, ...] | None, str]:
    """Ids of the chosen sections, None for all of them; and what is wrong with the choice."""
    with using(active_data_dir()):
        titles = {
            one.id: f"Lampiran: {one.title}" if one.is_annex else one.title
            for one in output.sections()
            if kind != "grafik" or one.has_charts
        }
    with st.expander("Bagian yang dimuat"):
        chosen = st.multiselect(
            "Bagian",
            list(titles),
            default=list(titles),
            format_func=lambda name: titles[name],
            key=f"bagian_{kind}",
            placeholder="Pilih bagian",
            label_visibility="collapsed",
        )
    if not chosen:
        return (), "Pilih sedikitnya satu bagian."
    return (None if len(chosen) == len(titles) else tuple(n for n in titles if n in chosen)), ""
